#include <messaging/chat_text.hpp>

#include <settled/text.hpp>

#include <array>

namespace settled::messaging {
namespace {

struct Twin {
    char mark;
    std::string_view instead;
};
constexpr std::array<Twin, 13> twins = {{{'@', "＠"},
                                         {'<', "＜"},
                                         {'>', "＞"},
                                         {'[', "［"},
                                         {']', "］"},
                                         {'*', "＊"},
                                         {'_', "＿"},
                                         {'`', "｀"},
                                         {'~', "～"},
                                         {'#', "＃"},
                                         {'&', "＆"},
                                         {'|', "｜"},
                                         {'\\', "＼"}}};

} // namespace

std::string chat_text(std::string_view text) {
    std::string made;
    bool first = true;
    for (const std::string_view line : split(text, '\n')) {
        if (!first) made += '\n';
        first = false;
        const std::string shown = visible(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
        for (std::size_t at = 0; at < shown.size(); ++at) {
            const char c = shown[at];
            const std::string_view rest = std::string_view(shown).substr(at);
            // A program makes a link of "https://…", "www.…" and of a bare name with a dot between letters.
            const bool in_a_name = c == '.' && at > 0 && at + 1 < shown.size() && (shown[at + 1] | 0x20) >= 'a' &&
                                   (shown[at + 1] | 0x20) <= 'z' && shown[at - 1] != ' ';
            if (rest.starts_with("\u2028") || rest.starts_with("\u2029")) { // line breaks that few programs show as such
                made += ' ';
                at += 2;
                continue;
            }
            if (rest.starts_with("://")) {
                made += "：";
                continue;
            }
            if (in_a_name) {
                made += "．";
                continue;
            }
            bool replaced = false;
            for (const Twin& twin : twins)
                if (twin.mark == c) made += twin.instead, replaced = true;
            if (!replaced) made += c;
        }
    }
    return made;
}

} // namespace settled::messaging
