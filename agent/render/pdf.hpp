// pdf.hpp -- a paper of texts and tables as PDF: letters, statements of account, reconciliations.
//
// The only door to libharu. A document describes content; this lays it out on A4 portrait: a letterhead, blocks in their
// order, tables that go on over pages with their headings repeated, "page n of m" at the foot. The font is embedded, so that
// Chinese looks the same everywhere. Same input, same bytes. Foreign text is only ever drawn: control characters and marks
// that reorder text are left out, characters that the font does not have are shown as '?'.
#pragma once

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace settled::render {

// A TrueType font with Latin and Chinese letters; `face` counts in a collection (.ttc).
struct PdfFont {
    std::filesystem::path file;
    unsigned face = 0;
};

bool makes_papers(); // false: a build without libharu, in which nothing below gives a paper

// The first of the fonts that systems ship which is there; nothing where none is.
std::optional<PdfFont> installed_pdf_font();

enum class PdfStyle : std::uint8_t { normal, small, strong, heading, title };
enum class PdfAlign : std::uint8_t { left, right, centre };

struct PdfText { // a paragraph; '\n' begins a new line of it
    std::string text;
    PdfStyle style = PdfStyle::normal;
    PdfAlign align = PdfAlign::left;
};

struct PdfColumn {
    std::string heading;
    int width_share = 1; // of all columns' shares
    bool right = false;
};

struct PdfCell {
    std::string text;
    std::vector<std::string> notes; // beneath it, small
    bool strong = false;
};

struct PdfRow {
    std::vector<PdfCell> cells; // one per column
    bool total = false;         // a line above it, strong, never alone on a page
    bool small = false;         // one item of the sum above it
};

struct PdfTable {
    std::vector<PdfColumn> columns;
    std::vector<PdfRow> rows;
    std::size_t parted_after = 0; // a line from top to bottom behind so many columns: two sides; 0: none
};

struct PdfField {
    std::string label;    // empty: a line alone
    bool has_line = true; // to write on; false: words to tick
};

// Fields side by side, to be filled in by hand. Not parted.
struct PdfFields {
    std::string heading;
    std::vector<std::vector<PdfField>> rows;
    bool boxed = false;
};

struct PdfPairs { // labels and what belongs to them, in a box that is not parted
    std::string heading;
    std::vector<std::pair<std::string, std::string>> pairs;
};

struct PdfSpace {
    int points = 0;
};

using PdfBlock = std::variant<PdfText, PdfTable, PdfPairs, PdfFields, PdfSpace>;

struct PdfDocument {
    std::string title, author, language; // of the file; the title stands small on every further page
    std::string letterhead;              // large at the top of the first page
    std::string foot;                    // left at the foot of every page
    std::string page_words;              // "Page # of ##": # the page, ## how many
    Date day;                            // of the file
    std::vector<PdfBlock> blocks;
};

inline constexpr std::size_t pdf_pages_max = 500;
inline constexpr std::size_t pdf_text_bytes_max = 16 * 1024; // of one paragraph or cell; more is cut with …
inline constexpr std::size_t pdf_cell_lines_max = 12;        // of one cell

// BAD_DATA: more pages than pdf_pages_max. UNAVAILABLE: the font cannot be read or may not be embedded.
Result<std::string> write_pdf(const PdfDocument& document, const PdfFont& font);
// In the installed font. INVALID_CONFIG: there is none; it says which package brings one.
Result<std::string> write_pdf(const PdfDocument& document);

} // namespace settled::render
