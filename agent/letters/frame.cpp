#include "letters/frame.hpp"

#include "letters/lines.hpp"
#include "render/html.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::letters {
namespace {

std::unexpected<Error> refuse(std::int64_t line, const std::string& words) {
    return fail(SETTLED_BAD_DATA, "line " + std::to_string(line) + ": " + words, line);
}

std::string_view without_quotes(std::string_view words) {
    const bool quoted = words.size() >= 2 && words.front() == '"' && words.back() == '"';
    return quoted ? words.substr(1, words.size() - 2) : words;
}

// "\n" as it is written becomes a line break of the sink.
std::string for_sink(std::string_view words, render::Escape escape) {
    constexpr std::string_view written_break = "\\n";
    std::string made;
    for (std::size_t at = 0;;) {
        const std::size_t end = std::min(words.find(written_break, at), words.size());
        const std::string_view part = words.substr(at, end - at);
        made += escape == render::Escape::html ? render::html_text(part) : std::string(part);
        if (end == words.size()) return made;
        made += escape == render::Escape::html ? "<br>" : "\n";
        at = end + written_break.size();
    }
}

} // namespace

Result<Words> read_words(std::string_view file) {
    Words made;
    std::int64_t number = 0;
    for (const std::string_view line : lines_of(file)) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        const std::size_t equals = line.find('=');
        const std::string_view name = trim(line.substr(0, equals));
        if (equals == std::string_view::npos || name.empty())
            return refuse(number, "expected NAME = WORDS, or # before a remark");
        if (!made.emplace(name, without_quotes(trim(line.substr(equals + 1)))).second)
            return refuse(number, "\"" + visible(name) + "\" stands here a second time; expected once");
    }
    return made;
}

Result<std::string> put_words(std::string_view frame, const Words& words, render::Escape escape) {
    constexpr std::string_view open = "{{>";
    constexpr std::string_view close = "}}";
    std::string made;
    for (std::size_t at = 0;;) {
        const std::size_t tag = frame.find(open, at);
        made += frame.substr(at, tag == std::string_view::npos ? tag : tag - at);
        if (tag == std::string_view::npos) return made;
        const auto line = [&] { return 1 + std::ranges::count(frame.substr(0, tag), '\n'); };
        const std::size_t end = frame.find(close, tag);
        if (end == std::string_view::npos) return refuse(line(), "a tag is not closed; expected }}");
        const std::string_view name = trim(frame.substr(tag + open.size(), end - tag - open.size()));
        const auto hit = words.find(name);
        if (hit == words.end()) return refuse(line(), "\"" + visible(name) + "\" is not among the words of the language");
        made += for_sink(hit->second, escape);
        at = end + close.size();
    }
}

} // namespace settled::letters
