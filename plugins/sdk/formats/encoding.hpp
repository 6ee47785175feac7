// encoding.hpp -- which bytes stand for which characters: recognised, converted to UTF-8, never guessed twice.
//
// Bank files do not declare their encoding. It is recognised from a byte-order mark, from the
// structure of the bytes (UTF-8, UTF-16 and GB18030 have one) and, among the one-byte sets, from
// which reading makes letters inside words. Bytes that are no text in the encoding are BAD_DATA
// with their line; nothing is replaced by a question mark.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace settled::formats {

class Conversion; // conversion.hpp

enum class Encoding {
    utf8,
    utf16le,
    utf16be,
    gb18030, // holds GBK and GB2312
    windows1252,
    latin1,
    cp850,
    // Never guessed, only chosen:
    windows1250,
    windows1251,
    latin2,
    latin9,
    cp437,
    cp852,
    big5,
    shift_jis,
};

std::string_view name(Encoding encoding); // "UTF-8", "GB18030", "windows-1252" …

// By its name or a usual other one ("utf8", "GBK", "cp1252", "ISO-8859-1"); case and '-' '_' do not
// matter.
std::optional<Encoding> encoding_named(std::string_view name);

// The byte-order mark that the bytes begin with.
struct ByteOrderMark {
    Encoding encoding = Encoding::utf8;
    std::size_t size = 0; // bytes to skip; 0 when there is none
};
ByteOrderMark byte_order_mark(std::string_view bytes);

// For bytes with no mark; `bytes` may end inside a character. ASCII is UTF-8. Longer samples are
// surer: 16 KiB from the first byte that is not ASCII is plenty.
Encoding guess_encoding(std::string_view bytes);

// The offset of the first byte that is not ASCII, or npos.
std::size_t first_high_byte(std::string_view bytes);

// A stream of bytes becomes UTF-8, chunk by chunk; a character may be cut between two chunks.
class Decoder {
  public:
    explicit Decoder(Encoding encoding);
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;
    ~Decoder();

    Encoding encoding() const { return encoding_; }
    // Appends the chunk's text to `out`. On BAD_DATA `out` holds everything before the bad bytes,
    // and the error's line counts from the first byte the decoder ever saw.
    Status append(std::string_view chunk, std::string& out);
    // At the end of the stream: BAD_DATA when it stopped inside a character.
    Status finish() const;

  private:
    Status append_utf8(std::string_view bytes, std::string& out);
    Status append_converted(std::string_view bytes, std::string& out);
    std::unexpected<Error> bad_bytes(std::string_view bytes) const;

    Encoding encoding_;
    std::unique_ptr<Conversion> conversion_; // none for UTF-8, which is only checked
    std::string rest_;                       // the beginning of a character that the next chunk ends
    std::int64_t line_ = 1;
};

// The whole of a small text at once; a byte-order mark is skipped.
Result<std::string> to_utf8(std::string_view bytes, Encoding encoding);

} // namespace settled::formats
