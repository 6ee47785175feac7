// fields.hpp -- an MT940 or MT942 file as a stream of its tagged fields, one at a time.
//
// A field begins with ":61:" at the start of a line and ends before the next tag, end mark or
// envelope. What banks put around it is taken off here: SWIFT blocks ({1:…}{4: … -}), headings
// before ":20:", footers after "-", "@@" instead of line breaks, stray control characters, and a tag
// that was itself wrapped (":" alone, "86:…" on the next line).
#pragma once

#include <formats/line_reader.hpp>

#include <string>
#include <string_view>

namespace settled::mt940 {

enum class Tag {
    reference,    // :20:
    account,      // :25:, :25P:
    number,       // :28:, :28C:
    floor_limit,  // :34F: only in MT942
    opening,      // :60F:
    opening_page, // :60M:
    entry,        // :61:
    information,  // :86:
    notes,        // :NS: fixed sub-fields of German and Hungarian house dialects
    closing,      // :62F:
    closing_page, // :62M:
    available,    // :64:
    debit_sum,    // :90D:
    credit_sum,   // :90C:
    known,        // of the standard, and of no use here: :21: :13D: :65: :940:
    unknown,      // looks like a tag and is none of MT940
    message_start,
    message_end,
};

struct Field {
    Tag tag = Tag::unknown;
    std::string id;        // "61", "60F"; empty for the ends of messages
    std::string text;      // without the tag; its lines joined by '\n'
    std::int64_t line = 0; // of the tag
    bool interim = false;  // message_start: the envelope says MT942
};

class FieldReader {
  public:
    FieldReader(const Input& input, std::optional<formats::Encoding> chosen);

    // False at the end of the file. BAD_DATA with the line: no text, a field above the limit, a file
    // without any tag.
    Result<bool> next(Field& field);
    std::int64_t line_number() const { return lines_.line_number(); }

  private:
    Result<bool> next_line(formats::Line& line);
    Result<bool> tidy(formats::Line& line);
    bool take_start(const formats::Line& line, const Field& before);
    void take_envelope(const formats::Line& line);
    std::unexpected<Error> no_fields() const;

    formats::LineReader lines_;
    std::string tidied_;            // a line that had to be changed
    std::string split_;             // a line that holds several
    std::size_t split_at_ = 0;      // … and where the next of them begins
    std::int64_t split_number_ = 0; // its line number
    Field next_;                    // the start of the field that follows, already read
    bool has_next_ = false, found_any_ = false;
};

} // namespace settled::mt940
