// text_input.hpp -- a statement file as a stream of UTF-8 text, whatever encoding its bytes have.
//
// Memory stays flat: chunks of 64 KiB. A file is ASCII until its first other byte; there the
// encoding is recognised, from that byte and the text behind it, and kept to the end.
#pragma once

#include <formats/encoding.hpp>
#include <settled/statement.hpp>

#include <optional>
#include <string>

namespace settled::formats {

// Whoever yields UTF-8 text in chunks: a file, or a workbook told as text.
class TextSource {
  public:
    virtual ~TextSource() = default;
    // Appends the next chunk to `out`; false at the end. BAD_DATA with the line, or as the input fails.
    virtual Result<bool> append_next(std::string& out) = 0;
};

class TextInput final : public TextSource {
  public:
    // `chosen`: the encoding when the configuration names one; a byte-order mark outranks it. `claimed`:
    // the one that the file itself names; it is believed where the bytes do not show another.
    explicit TextInput(const Input& input, std::optional<Encoding> chosen = std::nullopt,
                       std::optional<Encoding> claimed = std::nullopt);

    // Fails with BAD_DATA and the line of bytes that are no text, or as the input fails.
    Result<bool> append_next(std::string& out) override;

    // None as long as everything was ASCII.
    std::optional<Encoding> encoding() const { return decoder_ ? std::optional(decoder_->encoding()) : std::nullopt; }

  private:
    Status fill(std::size_t wanted);
    Status choose_decoder();

    Input input_;
    std::optional<Encoding> chosen_, claimed_;
    std::optional<Decoder> decoder_;
    std::string raw_; // bytes read and not yet decoded
    bool at_start_ = true, at_end_ = false;
    std::int64_t lines_before_decoder_ = 0;
};

} // namespace settled::formats
