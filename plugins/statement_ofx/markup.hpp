// markup.hpp -- the tags of an OFX file one at a time, whether it is SGML (OFX 1) or XML (OFX 2).
//
// Both are read by one set of rules: a start tag and the text behind it. End tags of single values may be
// there or not; comments, processing instructions and CDATA are understood; '&' and '<' that begin no
// markup are text. Memory is one tag and its text.
#pragma once

#include <formats/peeked_input.hpp>
#include <formats/text_input.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled::ofx {

struct Tag {
    enum class Kind : std::uint8_t { start, end, end_of_file };
    Kind kind = Kind::end_of_file;
    bool closed = false; // <X/>
    // They live until the next call of next().
    std::string_view name; // in capitals, without a namespace's prefix
    std::string_view text; // behind a start tag: entities resolved, blanks folded to one
    std::int64_t line = 0;
};

class Markup {
  public:
    // `chosen`: the encoding when the configuration names one, else the one that the header names or
    // the bytes show. The input must outlive this object.
    Markup(const Input& input, std::optional<formats::Encoding> chosen);

    // BAD_DATA: bytes that are no text, no tag at the beginning, a tag or value that never ends.
    Status next(Tag& tag);

    std::int64_t line() const { return line_; }

  private:
    Status open();
    bool take_plain(Tag& tag);
    Result<bool> has(std::size_t bytes_ahead); // are so many at hand from at_? Reads more if not
    Result<bool> find(std::string_view mark, std::size_t limit, std::string_view what);
    Result<bool> to_markup(std::string* text, std::size_t limit);
    Status skip_declaration();
    Status read_text(std::string& text);
    Status read_tag(Tag& tag);
    void advance(std::size_t bytes);
    void give_up_what_is_done();
    void consume(std::size_t bytes) { advance(bytes), give_up_what_is_done(); }
    std::unexpected<Error> refuse(std::string message) const { return fail(SETTLED_BAD_DATA, std::move(message), line_); }

    formats::PeekedInput input_;
    std::optional<formats::Encoding> chosen_;
    std::optional<formats::TextInput> text_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t found_ = 0; // by find(): bytes from at_ to the mark
    std::int64_t line_ = 1;
    std::string raw_;
    std::string name_, value_; // of a tag that is not taken as it stands
    bool at_end_ = false;
};

// The encoding that the head of a file names: ENCODING and CHARSET of an OFX 1 header, the declaration of
// XML. None where it names none, or one that nobody here knows.
std::optional<formats::Encoding> claimed_encoding(std::string_view head);

// "A&amp;B" is "A&B"; an '&' that begins no known entity stays. Control characters are left out.
void append_resolved(std::string& out, std::string_view text);

} // namespace settled::ofx
