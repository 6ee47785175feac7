// imap_reader.hpp -- a server's responses (RFC 3501, 7) as tokens, literals counted and never looked into.
//
// A mail is bytes that a stranger wrote: it comes as a literal of a stated length, so that nothing in
// it can be taken for the server's own words.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::imap {

inline constexpr std::size_t line_bytes_max = 1UL << 20;      // a SEARCH answer of 100,000 mails fits
inline constexpr std::size_t literal_bytes_max = 256UL << 20; // of one response
inline constexpr std::size_t response_tokens_max = 200'000;

struct Token {
    enum class Kind { atom, text, open, close }; // text: quoted or literal
    Kind kind = Kind::atom;
    std::string value;

    friend bool operator==(const Token&, const Token&) = default;
};

struct Response {
    std::string tag;           // "*", "+" or the command's
    std::vector<Token> tokens; // what follows
    std::string words;         // the first line after the tag, for messages

    // The token after the first atom of this name (any case); empty where there is none.
    std::string_view after(std::string_view name) const;
};

class Reader {
  public:
    using Receive = std::function<Result<std::size_t>(std::span<char>)>;
    explicit Reader(Receive receive) : receive_(std::move(receive)) {}

    // UNAVAILABLE when the connection ends, or the server writes more than the limits or no IMAP.
    Result<Response> next();

  private:
    Result<std::string> line();
    Result<std::string> exactly(std::size_t count);
    Status more();

    Receive receive_;
    std::string waiting_;
};

} // namespace settled::imap
