// line_reader.hpp -- the lines of a text file, one at a time, in flat memory.
//
// Lines end with LF, CRLF or CR CR LF; a file without any LF in its first chunk is read with CR as
// its line end. The last line needs no end. A file of fixed records may have no line ends at all: it
// is cut after `record_characters`, and its records are counted as lines.
#pragma once

#include <formats/text_input.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::formats {

inline constexpr std::size_t line_bytes_max_default = 1 << 20;

struct Line {
    std::string_view text;   // without its end; lives until the next call of next()
    std::int64_t number = 0; // 1 = first
};

class LineReader {
  public:
    explicit LineReader(const Input& input, std::optional<Encoding> chosen = std::nullopt,
                        std::size_t line_bytes_max = line_bytes_max_default, std::size_t record_characters = 0)
        : input_(input, chosen), line_bytes_max_(line_bytes_max), record_characters_(record_characters) {}

    // False at the end of the file. BAD_DATA for bytes that are no text and for a line above the limit.
    Result<bool> next(Line& line);

    std::int64_t line_number() const { return number_; } // of the line that next() gave last
    std::optional<Encoding> encoding() const { return input_.encoding(); }

  private:
    Result<bool> refill(); // false when nothing came
    Result<bool> next_record(Line& line);
    std::unexpected<Error> too_long() const;

    TextInput input_;
    std::size_t line_bytes_max_;
    std::size_t record_characters_; // 0: lines only
    std::string buffer_;
    std::size_t at_ = 0;       // where the next line begins in buffer_
    std::size_t searched_ = 0; // no line end before this
    std::int64_t number_ = 0;
    char end_mark_ = '\n';
    bool at_end_ = false;
    bool has_line_ends_ = true;
};

} // namespace settled::formats
