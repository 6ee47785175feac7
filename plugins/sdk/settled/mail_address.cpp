#include <settled/mail_address.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// RFC 5322 3.2.3 atext
bool is_atom_character(char c) { return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c); }

bool is_dot_atom(std::string_view text) {
    constexpr std::size_t local_part_bytes_max = 64; // RFC 5321 4.5.3.1.1
    if (text.empty() || text.size() > local_part_bytes_max) return false;
    return std::ranges::all_of(
        split(text, '.'), [](std::string_view atom) { return !atom.empty() && std::ranges::all_of(atom, is_atom_character); });
}

bool is_domain(std::string_view text) {
    constexpr std::size_t label_bytes_max = 63; // RFC 1035 2.3.4
    const std::vector<std::string_view> labels = split(text, '.');
    return labels.size() >= 2 && std::ranges::all_of(labels, [](std::string_view label) {
               return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' && label.back() != '-' &&
                      std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
           });
}

// Ledgers hold full-width marks where a Chinese keyboard was on.
std::string ascii_marks(std::string_view field) {
    std::string made;
    while (!field.empty()) {
        const auto replace = [&](std::string_view mark, char with) {
            if (!field.starts_with(mark)) return false;
            made += with;
            field.remove_prefix(mark.size());
            return true;
        };
        if (replace("；", ';') || replace("，", ',') || replace("、", ',') || replace("\xE3\x80\x80", ' ') || replace("＠", '@'))
            continue;
        made += field.front();
        field.remove_prefix(1);
    }
    return made;
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

} // namespace

bool is_mail_address(std::string_view text) {
    if (text.size() > mail_address_bytes_max) return false;
    const std::size_t at = text.rfind('@');
    return at != std::string_view::npos && is_dot_atom(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

MailAddresses split_mail_addresses(std::string_view field) {
    const std::string marks = ascii_marks(field);
    MailAddresses found;
    std::string_view rest = marks;
    while (!rest.empty()) {
        constexpr std::string_view between = ",; \t\r\n";
        const std::size_t end = std::min(rest.find_first_of(between), rest.size());
        const std::string_view address = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (address.empty()) continue;
        std::vector<std::string>& list = is_mail_address(address) ? found.good : found.refused;
        const auto same = [&](std::string_view known) { return equal_ignoring_ascii_case(known, address); };
        if (std::ranges::none_of(list, same)) list.emplace_back(address);
    }
    return found;
}

Result<MailBox> parse_mail_box(std::string_view text) {
    const std::string_view whole = trim(text);
    const auto refuse = [&] {
        return fail(SETTLED_BAD_DATA, "\"" + visible(cut_at_character(whole, 80)) +
                                          "\" is not a mail address; expected name@domain.example or Name <name@domain.example>");
    };
    if (is_mail_address(whole)) return MailBox{"", std::string(whole)};
    const std::size_t open = whole.rfind('<');
    if (open == std::string_view::npos || !whole.ends_with('>')) return refuse();
    const std::string_view address = whole.substr(open + 1, whole.size() - open - 2);
    std::string_view name = trim(whole.substr(0, open));
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
    if (!is_mail_address(address) || has_control(name) || name.find_first_of("<>\"\\") != std::string_view::npos ||
        first_invalid_utf8(name) != std::string_view::npos)
        return refuse();
    return MailBox{std::string(name), std::string(address)};
}

} // namespace settled
