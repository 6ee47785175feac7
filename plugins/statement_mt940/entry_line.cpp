#include "entry_line.hpp"

#include "balance.hpp"

#include <formats/date_text.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace settled::mt940 {
namespace {

constexpr std::size_t value_date_digits = 6;
constexpr std::size_t entry_date_digits = 4;
constexpr std::size_t code_bytes = 4;
constexpr std::size_t shown_bytes_max = 60;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool begins_with_digits(std::string_view text, std::size_t count) {
    return text.size() >= count && std::ranges::all_of(text.substr(0, count), is_digit);
}

std::unexpected<Error> refuse(std::string_view field, std::string_view missing) {
    return fail(SETTLED_BAD_DATA, ":61: has no " + std::string(missing) + ": \"" +
                                      visible(cut_at_character(field.substr(0, field.find('\n')), shown_bytes_max)) +
                                      "\"; expected such as 2611201120C1234,50NTRFREFERENCE");
}

void take_dates(std::string_view& text, EntryLine& entry) {
    const std::string_view value = text.substr(0, value_date_digits);
    text.remove_prefix(value_date_digits);
    const auto value_date = formats::parse_date(value, "YYMMDD", formats::ImpossibleDay::clamp);
    if (value_date) entry.value_date = value_date->date;
    if (!value_date || value_date->clamped) entry.impossible_date = value;
    entry.booking_date = entry.value_date;
    if (!begins_with_digits(text, entry_date_digits)) return;
    const std::string_view month_day = text.substr(0, entry_date_digits);
    text.remove_prefix(entry_date_digits);
    if (entry.value_date.none()) return; // no year can be told
    if (value.substr(2) == month_day) return;
    const auto booked = formats::parse_month_day(month_day, entry.value_date, formats::ImpossibleDay::clamp);
    if (booked) entry.booking_date = booked->date;
    if (!booked || booked->clamped) entry.impossible_date = month_day;
}

// C, D, RC, RD, EC, ED, then perhaps the third letter of the currency ("funds code"): DD is a debit in
// a currency ending in D, CR a credit in one ending in R. Answers whether money goes out.
std::optional<bool> take_mark(std::string_view& text, EntryLine& entry) {
    text = text.substr(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) return std::nullopt;
    char mark = upper(text.front());
    if ((mark == 'R' || mark == 'E') && text.size() > 1) {
        entry.reversal = mark == 'R';
        entry.expected = mark == 'E';
        text.remove_prefix(1);
        mark = upper(text.front());
    }
    if (mark != 'C' && mark != 'D') return std::nullopt;
    text.remove_prefix(1);
    if (!text.empty() && is_letter(text.front())) text.remove_prefix(1);
    return (mark == 'D') != entry.reversal;
}

// No reference, or only the name of the code in :86: that holds it (Dutch banks).
bool points_elsewhere(std::string_view reference) {
    constexpr std::array<std::string_view, 5> words = {"NONREF", "EREF", "MARF", "PREF", "NOTPROVIDED"};
    return std::ranges::find(words, reference) != words.end();
}

void take_references(std::string_view text, EntryLine& entry) {
    const std::string_view code = cut_at_character(text, code_bytes);
    entry.transaction_code = trim(code);
    text.remove_prefix(code.size());
    // Four-letter codes with the fourth missing are filled by some banks with a zero: "NET0NONREF".
    if (entry.transaction_code.size() == code_bytes && entry.transaction_code.back() == '0' &&
        is_letter(entry.transaction_code[2]))
        entry.transaction_code.remove_suffix(1);
    const std::size_t mark = text.find("//");
    entry.customer_reference = trim(text.substr(0, mark));
    if (points_elsewhere(entry.customer_reference)) entry.customer_reference = {};
    if (mark != text.npos) entry.bank_reference = trim(text.substr(mark + 2));
    if (points_elsewhere(entry.bank_reference)) entry.bank_reference = {};
}

} // namespace

Result<EntryLine> parse_entry_line(std::string_view field, Currency currency) {
    EntryLine entry;
    std::size_t end = std::min(field.find('\n'), field.size());
    std::string_view text = field.substr(0, end);
    text = text.substr(std::min(text.find_first_not_of(' '), text.size()));
    if (!begins_with_digits(text, value_date_digits)) return refuse(field, "value date");
    take_dates(text, entry);
    const auto outgoing = take_mark(text, entry);
    if (!outgoing) return refuse(field, "mark C, D, RC or RD");
    if (trim(text).empty() && end < field.size()) { // wrapped between mark and amount
        const std::size_t start = end + 1;
        end = std::min(field.find('\n', start), field.size());
        text = field.substr(start, end - start);
    }
    text = text.substr(std::min(text.find_first_not_of(' '), text.size()));
    const auto amount = take_amount(text, currency);
    if (!amount) return refuse(field, "amount");
    entry.amount = *amount;
    if (*outgoing) entry.amount.minor_units = -entry.amount.minor_units;
    take_references(text, entry);
    if (end < field.size()) entry.supplementary = trim(field.substr(end + 1));
    return entry;
}

} // namespace settled::mt940
