// workbook.hpp -- spreadsheets as text: XLSX, XLS (BIFF 5 and 8), and the HTML that banks name .xls.
//
// A sheet is told as lines of cells with sheet_delimiter between them, one line per row of the sheet, so
// that line numbers are row numbers. Numbers and days are native cells (native_cell.hpp); text that would
// end a cell or a row is quoted. A number is the decimal text that the workbook holds, to the 15 digits
// that a spreadsheet keeps; a day is told by the workbook's own epoch (1900 or 1904) and the cell's format.
#pragma once

#include <formats/text_input.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace settled::workbook {

inline constexpr char sheet_delimiter = '\x1F'; // unit separator: no cell holds it

struct WorkbookLimits {
    std::uint64_t unpacked_bytes = std::uint64_t{200} << 20; // all parts together
    std::uint64_t unpack_ratio = 100;                        // bytes of a part for every packed one
    std::uint64_t parts = 1000;
    std::size_t nesting = 64; // of XML
};

enum class Container : std::uint8_t { text, zip, compound, html };

// By the first bytes.
Container container_of(std::string_view head);

class Workbook {
  public:
    virtual ~Workbook() = default;
    virtual std::size_t sheets() const = 0;
    virtual std::string name(std::size_t sheet) const = 0;
    virtual bool hidden(std::size_t) const { return false; } // from who looks at the workbook
    virtual bool epoch_1904() const { return false; }        // of days that stand as plain numbers
    // Sheets are told one after the other; the text must not outlive the workbook.
    virtual Result<std::unique_ptr<formats::TextSource>> sheet(std::size_t sheet) = 0;
};

// The container must not be text. BAD_DATA: damaged, encrypted, no workbook, or beyond a limit, which is named.
// `chosen`: the encoding of an HTML page, where the configuration names one.
Result<std::unique_ptr<Workbook>> open_workbook(Container container, const Input& input, const WorkbookLimits& limits = {},
                                                std::optional<formats::Encoding> chosen = std::nullopt);

} // namespace settled::workbook
