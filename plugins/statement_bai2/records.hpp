// records.hpp -- the records of a BAI2 file: physical lines, with their continuations (88) joined.
//
// Source: Cash Management Balance Reporting Specifications, version 2 (BAI, 2005). Lines may be padded with
// blanks to the record length that the file header states; a file without line breaks is cut at it.
#pragma once

#include <formats/line_reader.hpp>
#include <formats/peeked_input.hpp>

#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::bai2 {

inline constexpr std::size_t usual_record_length = 80;

// A record and what continues it. One is reused for a whole file, so that nothing is allocated for a line.
struct Record {
    // One line without its code, as a part of `text`.
    struct Part {
        std::size_t begin = 0, size = 0;
        bool full = false; // it fills the record length, so that the next one may go on within a word
    };

    std::string code; // "01" … "99"; empty: none
    std::string text;
    std::vector<Part> parts;
    std::int64_t line = 0, lines = 0; // first, and how many

    std::string_view part(std::size_t i) const { return std::string_view(text).substr(parts[i].begin, parts[i].size); }
};

// Takes fields off a record from the left. A field ends with ',', with '/' at the end of a line, or where a
// line ends behind a comma; else it goes on in the next line.
class Fields {
  public:
    explicit Fields(const Record& record) : record_(&record) {}

    std::string_view take(); // empty at the end; lives as long as this object
    bool at_end() const { return part_ >= record_->parts.size(); }
    // All that is left: free text, which may hold commas and slashes. Lines are joined with a blank, or
    // without where a word was cut.
    void take_rest(std::string& text);
    // The lines of take_rest() before it is called.
    std::size_t lines_left() const { return record_->parts.size() - part_; }
    std::string_view line_left(std::size_t i) const;

  private:
    const Record* record_;
    std::size_t part_ = 0, at_ = 0;
    std::forward_list<std::string> joined_;
};

class RecordReader {
  public:
    // The input must outlive this object.
    RecordReader(const Input& input, std::optional<formats::Encoding> chosen) : input_(input), chosen_(chosen) {}

    // False at the end of the file. BAD_DATA: a line without a record code, or a file that is no BAI2.
    Result<bool> next(Record& record);
    std::int64_t line() const { return line_; }

  private:
    Status open();
    Result<bool> next_line(std::string_view& line); // it lives until the next call
    Result<bool> cut_line(std::string_view& line);
    static Status start(Record& record, std::string_view line);
    void add_part(Record& record, std::string_view text, std::size_t width) const;

    formats::PeekedInput input_;
    std::optional<formats::Encoding> chosen_;
    std::optional<formats::LineReader> lines_;
    std::optional<formats::TextInput> text_; // of a file without line breaks
    std::string buffer_;                     // its text
    std::string line_held_;                  // a line that had to be changed, or cut off the text
    std::size_t record_length_ = usual_record_length;
    std::string_view waiting_; // the line that ended the record before
    bool has_waiting_ = false, open_ = false;
    std::int64_t line_ = 0, waiting_line_ = 0;
};

} // namespace settled::bai2
