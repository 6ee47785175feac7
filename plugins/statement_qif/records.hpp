// records.hpp -- a QIF file as headers (!Type:Bank) and records of one-letter fields, ended by "^".
#pragma once

#include <formats/line_reader.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::qif {

struct Field {
    char letter = '\0';
    std::string text; // blanks folded, without control characters
    std::int64_t line = 0;
};

struct Record {
    std::string header; // "type:bank" in small letters, when this is a header and no record
    std::vector<Field> fields;
    std::int64_t line = 0;

    bool is_header() const { return !header.empty(); }
    const Field* find(char letter) const; // the first that is not empty; null where there is none
    std::string_view text(char letter) const;
    std::size_t bytes() const; // about what it takes in memory
};

class RecordReader {
  public:
    // The input must outlive this object.
    RecordReader(const Input& input, std::optional<formats::Encoding> chosen) : lines_(input, chosen, line_bytes_max) {}

    // False at the end of the file. BAD_DATA: a record before any header, or one that nothing ends: the
    // file was cut off.
    Result<bool> next(Record& record);
    std::int64_t line() const { return lines_.line_number(); }

  private:
    static constexpr std::size_t line_bytes_max = 65536;

    formats::LineReader lines_;
    bool header_seen_ = false;
};

} // namespace settled::qif
