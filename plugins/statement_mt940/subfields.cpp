// Numbered sub-fields: "166?00GUTSCHRIFT?109075?20EREF+…?21SVWZ+…?30BIC?31IBAN?32NAME?34914", by the
// German banking industry's data-format agreement (appendix 3, chapter 8), also used in Poland, the
// Netherlands and Hungary, there with '>', '<', '^', '~' or '|' as the mark.
#include "information.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace settled::mt940 {
namespace {

constexpr std::string_view marks = "?><^~|";
constexpr std::size_t piece_width = 27;
constexpr std::size_t code_digits = 3;

bool is_mark_at(std::string_view text, std::size_t at, char mark) {
    return at + 2 < text.size() && text[at] == mark && is_digit(text[at + 1]) && is_digit(text[at + 2]);
}

std::size_t next_mark(std::string_view text, std::size_t at, char mark) {
    while (at < text.size() && (at = text.find(mark, at)) != text.npos && !is_mark_at(text, at, mark)) ++at;
    return std::min(at, text.size());
}

// The mark of a text that has this structure: it stands after the business code, or in front.
std::optional<char> mark_of(std::string_view text) {
    const std::size_t digits = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    if ((digits != 0 && digits != code_digits) || digits + 2 >= text.size()) return std::nullopt;
    const char mark = text[digits];
    if (marks.find(mark) == marks.npos || !is_mark_at(text, digits, mark)) return std::nullopt;
    return mark;
}

// ?34 extends the text key; it is a reason only where the booking takes another one back.
bool is_return(std::string_view business_code) {
    constexpr std::array<std::string_view, 6> returns = {"059", "108", "109", "159", "181", "184"};
    return std::ranges::find(returns, business_code) != returns.end();
}

// The purpose in its pieces. Some banks make them longer than 27; then the longest one is full.
class Purpose {
  public:
    void add(std::string_view piece) {
        if (count_ == pieces_.size()) return; // ?20 to ?29, ?60 to ?63, and as many again
        pieces_[count_++] = piece;
        if (piece.size() > width_) width_ = std::max(width_, characters(piece));
    }
    void write_to(std::string& text) const {
        text.clear();
        for (std::size_t i = 0; i < count_; ++i)
            append_piece(text, i == 0 ? std::string_view() : pieces_[i - 1], pieces_[i], width_);
    }

  private:
    std::array<std::string_view, 28> pieces_;
    std::size_t count_ = 0, width_ = piece_width;
};

} // namespace

bool read_subfields(std::string_view field, Information& information) {
    const std::string_view start = field.substr(std::min(field.find_first_not_of(" \n"), field.size()));
    const auto mark = mark_of(start);
    if (!mark) return false;
    join_lines(start, 0, information.joined);
    const std::string_view text = information.joined;
    std::size_t at = next_mark(text, 0, *mark);
    if (at > 0) information.business_code = text.substr(0, at);
    Purpose purpose;
    std::string_view name, extension;
    while (at < text.size()) {
        const int number = (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
        const std::size_t end = next_mark(text, at + 3, *mark);
        const std::string_view value = text.substr(at + 3, end - at - 3);
        at = end;
        if ((number >= 20 && number <= 29) || (number >= 60 && number <= 63)) purpose.add(value);
        if (number == 0) information.booking_text = trim(value);
        if (number == 30) information.counterparty_bank = trim(value);
        if (number == 31 || (number == 38 && information.counterparty_account.size() < value.size()))
            information.counterparty_account = trim(value);
        if (number == 32 || number == 33) {
            append_piece(information.counterparty_name, name, value, piece_width);
            name = value;
        }
        if (number == 34) extension = trim(value);
    }
    if (is_return(information.business_code)) information.return_reason = extension;
    fold_in_place(information.counterparty_name);
    purpose.write_to(information.purpose);
    fold_in_place(information.purpose);
    read_sepa_keys(information.purpose, information);
    if (!information.remittance.empty() && !information.purpose.empty()) information.remittance += ' ';
    information.remittance += information.purpose;
    return true;
}

void read_sepa_keys(std::string_view purpose, Information& information) {
    struct Key {
        std::string_view name;
        std::string Information::* into;
    };
    static constexpr std::array<Key, 12> keys = {{
        {"EREF", &Information::end_to_end_id},
        {"KREF", &Information::customer_reference},
        {"MREF", &Information::mandate_id},
        {"ABWA", &Information::ultimate_party},
        {"ABWE", &Information::ultimate_party},
        {"OAMT", &Information::original_amount},
        {"COAM", &Information::charge},
        {"SVWZ", nullptr},
        {"CRED", nullptr},
        {"DEBT", nullptr},
        {"PURP", nullptr},
        {"RREF", nullptr},
    }};
    constexpr std::size_t name_size = 4;
    const Key* open = nullptr;
    std::size_t value_start = 0;
    const auto close = [&](std::size_t end) {
        if (!open || open->into == nullptr) return;
        std::string& into = information.*(open->into);
        if (into.empty()) into = trim(purpose.substr(value_start, end - value_start));
    };
    for (std::size_t at = purpose.find('+'); at != purpose.npos; at = purpose.find('+', at + 1)) {
        if (at < name_size) continue;
        const auto key = std::ranges::find(keys, purpose.substr(at - name_size, name_size), &Key::name);
        if (key == keys.end()) continue;
        close(at - name_size);
        open = &*key;
        value_start = at + 1;
    }
    close(purpose.size());
}

} // namespace settled::mt940
