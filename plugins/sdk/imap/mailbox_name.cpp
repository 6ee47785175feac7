#include <imap/mailbox_name.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace settled::imap {
namespace {

// The next code point of well-formed UTF-8; configuration texts are checked when they are read.
std::uint32_t next_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    std::uint32_t point = more == 0 ? first : first & (0x3FU >> more);
    text.remove_prefix(1);
    for (int i = 0; i < more && !text.empty(); ++i, text.remove_prefix(1))
        point = (point << 6) | (static_cast<unsigned char>(text.front()) & 0x3FU);
    return point;
}

// Base64 of UTF-16 with ',' for '/' and no padding.
class Shift {
  public:
    void add(std::uint32_t unit) {
        waiting_ = (waiting_ << 16) | unit;
        bits_ += 16;
        drain();
    }
    std::string end() {
        if (bits_ > 0) waiting_ <<= 6 - bits_, bits_ = 6, drain();
        return std::move(text_);
    }

  private:
    void drain() {
        constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
        for (; bits_ >= 6; bits_ -= 6) text_ += letters[(waiting_ >> (bits_ - 6)) & 63];
        waiting_ &= (1U << bits_) - 1;
    }
    std::string text_;
    std::uint32_t waiting_ = 0;
    int bits_ = 0;
};

} // namespace

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '\r' || c == '\n' || c == '\0') continue;
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made + '"';
}

std::string modified_utf7(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        const auto byte = static_cast<unsigned char>(text.front());
        if (byte >= 0x20 && byte < 0x7F) {
            made += text.front() == '&' ? "&-" : std::string(1, text.front());
            text.remove_prefix(1);
            continue;
        }
        Shift shift;
        while (!text.empty() &&
               (static_cast<unsigned char>(text.front()) < 0x20 || static_cast<unsigned char>(text.front()) >= 0x7F)) {
            std::uint32_t point = next_code_point(text);
            if (point >= 0x10000) {
                point -= 0x10000;
                shift.add(0xD800 + (point >> 10));
                point = 0xDC00 + (point & 0x3FF);
            }
            shift.add(point);
        }
        made += '&' + shift.end() + '-';
    }
    return made;
}

std::string imap_date(Date day) {
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string iso = day.iso();
    std::size_t month = 1;
    std::from_chars(iso.data() + 5, iso.data() + 7, month);
    return iso.substr(8, 2) + "-" + std::string(months[month - 1]) + "-" + iso.substr(0, 4);
}

} // namespace settled::imap
