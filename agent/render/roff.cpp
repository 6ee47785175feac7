#include "render/roff.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace settled::render {
namespace {

// What roff reads otherwise than it is written: a backslash, what would become a hyphen or a typographer's quotation mark.
std::string_view escape_of(char each) {
    switch (each) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case '\'':
        return "\\(aq";
    case '"':
        return "\\(dq";
    case '`':
        return "\\(ga";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    default:
        return {};
    }
}

// Does a character of Chinese writing begin with these bytes? All of them have three.
bool is_chinese(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (text.size() < 3) return false;
    return (byte(0) >= 0xE3 && byte(0) <= 0xE9) || (byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD));
}

enum class Breaks : std::uint8_t { none, chinese }; // Chinese has no blanks at which troff would begin a new line

std::string escaped(std::string_view words, Breaks breaks) {
    const std::string text = visible(fold_blanks(words));
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = std::string_view(text).substr(at);
        if (breaks == Breaks::chinese && is_chinese(rest)) {
            made += rest.substr(0, 3);
            made += "\\:";
            at += 2;
        } else if (const std::string_view escape = escape_of(text[at]); !escape.empty()) {
            made += escape;
        } else {
            made += text[at];
        }
    }
    return made;
}

} // namespace

std::string roff_text(std::string_view words) { return escaped(words, Breaks::chinese); }

std::string roff_bold(std::string_view words) { return "\\fB" + roff_text(words) + "\\fR"; }
std::string roff_italic(std::string_view words) { return "\\fI" + roff_text(words) + "\\fR"; }

ManualPage::ManualPage(std::string_view name, std::string_view section, std::string_view source) {
    text_ = ".TH \"" + escaped(name, Breaks::none) + "\" \"" + escaped(section, Breaks::none) + "\" \"\" \"" +
            escaped(source, Breaks::none) + "\"\n.ad l\n"; // a line of Chinese cannot be spread to both margins
}

void ManualPage::section(std::string_view heading) { text_ += ".SH \"" + escaped(heading, Breaks::none) + "\"\n"; }
void ManualPage::part(std::string_view heading) { text_ += ".SS \"" + escaped(heading, Breaks::none) + "\"\n"; }
void ManualPage::plain(std::string_view words) { line(escaped(words, Breaks::none)); }
void ManualPage::paragraph(std::string_view words) { written(roff_text(words)); }

void ManualPage::written(std::string_view roff) {
    text_ += ".PP\n";
    line(roff);
}

void ManualPage::item(std::string_view roff_tag, std::string_view words) {
    text_ += ".TP\n";
    line(roff_tag);
    line(words.empty() ? "\\&" : roff_text(words));
}

void ManualPage::begin_inside() { text_ += ".RS\n"; }
void ManualPage::end_inside() { text_ += ".RE\n"; }

void ManualPage::verbatim(std::string_view text) {
    text_ += ".PP\n.nf\n";
    for (const std::string_view each : split(text, '\n')) {
        const std::size_t begin = std::min(each.find_first_not_of(' '), each.size());
        line(std::string(begin, ' ') + roff_text(each.substr(begin)));
    }
    text_ += ".fi\n";
}

void ManualPage::line(std::string_view roff) {
    if (roff.starts_with('.')) text_ += "\\&";
    text_ += roff;
    text_ += '\n';
}

} // namespace settled::render
