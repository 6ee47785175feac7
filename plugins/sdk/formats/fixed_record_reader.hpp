// fixed_record_reader.hpp -- the records of a file of fixed columns, one at a time, in flat memory.
//
// One record a line, or records without any line ends. Blank lines and the end-of-file marks of old
// systems (0x1A) are passed over.
#pragma once

#include <formats/fixed_record.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace settled::formats {

class FixedRecordReader {
  public:
    FixedRecordReader(const Input& input, std::optional<Encoding> encoding, std::size_t width)
        : lines_(input, encoding, line_bytes_max, width), record_(width) {}

    // False at the end of the file.
    Result<bool> next();
    const FixedRecord& record() const { return record_; } // until the next call of next()
    std::int64_t line_number() const { return lines_.line_number(); }

  private:
    static constexpr std::size_t line_bytes_max = 4096;

    LineReader lines_;
    FixedRecord record_;
};

// The first record in the head of a file, for recognising its format; without mark and line end.
std::string first_record(std::string_view head);

} // namespace settled::formats
