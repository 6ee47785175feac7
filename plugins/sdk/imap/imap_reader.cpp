#include <imap/imap_reader.hpp>

#include <settled/text.hpp>

#include <array>
#include <charconv>
#include <optional>

namespace settled::imap {
namespace {

std::unexpected<Error> no_imap(std::string_view why) {
    return fail(SETTLED_UNAVAILABLE,
                "the server's answer is no IMAP: " + std::string(why) + "; it is tried again at the next run");
}

// "{1234}" at the end of a line announces so many bytes after it.
std::optional<std::size_t> announced(std::string_view line) {
    if (!line.ends_with('}')) return std::nullopt;
    const std::size_t begin = line.rfind('{');
    if (begin == line.npos) return std::nullopt;
    const std::string_view digits = line.substr(begin + 1, line.size() - begin - 2);
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return count;
}

// Adds the tokens of one line (without its literal's announcement). False: a quoted text does not end.
bool add_tokens(std::string_view line, std::vector<Token>& tokens) {
    while (!line.empty()) {
        const char c = line.front();
        if (c == ' ') {
            line.remove_prefix(1);
        } else if (c == '(' || c == ')') {
            tokens.push_back({c == '(' ? Token::Kind::open : Token::Kind::close, {}});
            line.remove_prefix(1);
        } else if (c == '"') {
            Token token{Token::Kind::text, {}};
            std::size_t at = 1;
            for (; at < line.size() && line[at] != '"'; ++at) {
                if (line[at] == '\\' && at + 1 < line.size()) ++at;
                token.value += line[at];
            }
            if (at >= line.size()) return false;
            tokens.push_back(std::move(token));
            line.remove_prefix(at + 1);
        } else {
            // BODY[HEADER.FIELDS (FROM)] and [UIDVALIDITY 7] are one atom each.
            std::size_t at = 0;
            for (int depth = 0; at < line.size(); ++at) {
                if (line[at] == '[') ++depth;
                if (line[at] == ']') --depth;
                if (depth <= 0 && (line[at] == ' ' || line[at] == '(' || line[at] == ')')) break;
            }
            tokens.push_back({Token::Kind::atom, std::string(line.substr(0, at))});
            line.remove_prefix(at);
        }
    }
    return true;
}

} // namespace

std::string_view Response::after(std::string_view name) const {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
        if (tokens[i].kind == Token::Kind::atom && equal_ignoring_ascii_case(tokens[i].value, name)) return tokens[i + 1].value;
    return {};
}

Status Reader::more() {
    constexpr std::size_t piece_bytes = 64UL * 1024;
    const std::size_t before = waiting_.size();
    waiting_.resize(before + piece_bytes);
    auto got = receive_(std::span(waiting_).subspan(before));
    waiting_.resize(before + got.value_or(0));
    if (!got) return pass(got);
    return {};
}

Result<std::string> Reader::line() {
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = waiting_.find("\r\n", searched);
        if (end != waiting_.npos) {
            std::string line = waiting_.substr(0, end);
            waiting_.erase(0, end + 2);
            return line;
        }
        if (waiting_.size() > line_bytes_max) return no_imap("a line of more than " + std::to_string(line_bytes_max) + " bytes");
        searched = waiting_.empty() ? 0 : waiting_.size() - 1;
        if (Status got = more(); !got) return pass(got);
    }
}

Result<std::string> Reader::exactly(std::size_t count) {
    while (waiting_.size() < count)
        if (Status got = more(); !got) return pass(got);
    std::string bytes = waiting_.substr(0, count);
    waiting_.erase(0, count);
    return bytes;
}

Result<Response> Reader::next() {
    Response response;
    std::size_t literal_bytes = 0;
    for (bool first = true;; first = false) {
        auto text = line();
        if (!text) return pass(text);
        std::string_view rest = *text;
        if (first) {
            response.tag = std::string(rest.substr(0, rest.find(' ')));
            rest.remove_prefix(std::min(rest.size(), response.tag.size() + 1));
            response.words = visible(cut_at_character(rest, 300));
        }
        const auto count = announced(rest);
        if (count) rest = rest.substr(0, rest.rfind('{'));
        // The words of OK, NO and BAD are for people: a quotation mark in them opens nothing.
        const bool for_people = first && (rest.starts_with("OK") || rest.starts_with("NO") || rest.starts_with("BAD") ||
                                          rest.starts_with("BYE") || response.tag == "+");
        if (!add_tokens(rest, response.tokens) && !for_people) return no_imap("a quoted text that does not end");
        if (response.tokens.size() > response_tokens_max) return no_imap("a response without end");
        if (!count || for_people) return response;
        literal_bytes += *count;
        if (*count > literal_bytes_max || literal_bytes > literal_bytes_max) return no_imap("a literal beyond every limit");
        auto literal = exactly(*count);
        if (!literal) return pass(literal);
        response.tokens.push_back({Token::Kind::text, std::move(*literal)});
    }
}

} // namespace settled::imap
