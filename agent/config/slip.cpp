#include "config/slip.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace settled::config {
namespace {

constexpr std::string_view escapes = "btnfr\"\\uU"; // what may follow a backslash in "double quotes"

std::string_view line_of(std::string_view text, int line) {
    for (; line > 1; --line) {
        const std::size_t end = text.find('\n');
        if (end == text.npos) return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

int column_of(std::string_view line, std::size_t offset) { return position_of(line, offset).column; }

// Reads one line as TOML's quoting sees it, up to where the usual slips show.
struct LineReader {
    std::string_view line;
    std::optional<std::size_t> open_quote;     // a text that does not end in this line
    std::optional<std::size_t> lone_backslash; // in "double quotes", and no escape
    std::optional<std::size_t> bare_value;     // after '=', neither quoted nor of another kind

    explicit LineReader(std::string_view text) : line(text) {
        for (std::size_t at = 0; at < line.size() && line[at] != '#'; ++at) {
            if (line[at] == '=') look_at_value(at + 1);
            if (line[at] != '"' && line[at] != '\'') continue;
            at = end_of_text(at);
            if (open_quote) return;
        }
    }

  private:
    std::size_t end_of_text(std::size_t begin) {
        for (std::size_t at = begin + 1; at < line.size(); ++at) {
            if (line[at] == line[begin]) return at;
            if (line[begin] != '"' || line[at] != '\\') continue;
            const bool escape = at + 1 < line.size() && escapes.contains(line[at + 1]);
            if (!lone_backslash && !is_good_escape(at, escape)) lone_backslash = at;
            ++at;
        }
        open_quote = begin;
        return line.size();
    }

    // \u and \U need their digits: C:\Users is none.
    bool is_good_escape(std::size_t at, bool escape) const {
        if (!escape) return false;
        const char kind = line[at + 1];
        const std::size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        const std::string_view rest = line.substr(std::min(at + 2, line.size()), digits);
        return rest.size() == digits && std::ranges::all_of(rest, [](char c) {
                   return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
               });
    }

    void look_at_value(std::size_t at) {
        at = line.find_first_not_of(" \t", at);
        if (bare_value || at == line.npos) return;
        const char c = line[at];
        const bool known = c == '"' || c == '\'' || c == '[' || c == '{' || c == '+' || c == '-' || (c >= '0' && c <= '9') ||
                           line.substr(at).starts_with("true") || line.substr(at).starts_with("false");
        if (!known && c != '#') bare_value = at;
    }
};

// Input methods write these where TOML wants ASCII.
struct Lookalike {
    std::string_view written, meant;
};
constexpr std::array<Lookalike, 9> lookalikes = {
    {{"“", "\""}, {"”", "\""}, {"‘", "'"}, {"’", "'"}, {"＂", "\""}, {"＝", "="}, {"，", ","}, {"【", "["}, {"［", "["}}};

std::optional<Slip> lookalike(std::string_view line, int line_number) {
    for (const auto& [written, meant] : lookalikes) {
        const std::size_t at = line.find(written);
        if (at == line.npos) continue;
        return Slip{{line_number, column_of(line, at)},
                    fmt::format("found {}; write the plain {} of the keyboard", written, meant)};
    }
    return std::nullopt;
}

std::optional<Slip> slip_of_line(std::string_view line, int line_number) {
    if (line.contains("\"\"\"") || line.contains("'''")) return std::nullopt; // a text of several lines: not ours to guess
    const LineReader reader(line);
    if (reader.lone_backslash)
        return Slip{{line_number, column_of(line, *reader.lone_backslash)},
                    "a backslash in \"double quotes\" begins an escape; write a Windows path in 'single quotes'"};
    if (reader.open_quote)
        return Slip{{line_number, column_of(line, *reader.open_quote)},
                    fmt::format("a closing quote is missing; the text that begins here must end with {} in the same line",
                                line[*reader.open_quote])};
    if (auto slip = lookalike(line, line_number)) return slip;
    if (reader.bare_value)
        return Slip{{line_number, column_of(line, *reader.bare_value)},
                    "a quote is missing; a text stands in \"quotes\" (only numbers, dates, true and false stand bare)"};
    return std::nullopt;
}

} // namespace

Position position_of(std::string_view text, std::size_t offset) {
    text = text.substr(0, offset);
    const auto line = 1 + static_cast<int>(std::ranges::count(text, '\n'));
    if (const std::size_t begin = text.rfind('\n'); begin != text.npos) text.remove_prefix(begin + 1);
    const auto characters = std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return {line, 1 + static_cast<int>(characters)};
}

Slip explain(std::string_view text, Position found_at, std::string_view complaint) {
    // A text without its closing quote is often noticed at the beginning of the next line.
    for (int line = found_at.line; line >= std::max(1, found_at.line - 1); --line)
        if (auto slip = slip_of_line(line_of(text, line), line)) return *slip;
    std::string words = visible(cut_at_character(complaint, 200));
    return {found_at, fmt::format("this is not TOML: {}", words)};
}

} // namespace settled::config
