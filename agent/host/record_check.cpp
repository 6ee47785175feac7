#include "host/record_check.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/text.hpp>

#include <array>
#include <cstring>
#include <optional>
#include <string>

namespace settled::host {
namespace {

// What is wrong with a value, in words, or nothing. Words are made only when something is.
using Complaint = std::optional<std::string>;

std::string shown(std::string_view value) { return '"' + plain(value, limit::shown_value_bytes_max) + '"'; }

// Eight bytes at a time: most of what banks and ledgers write is plain ASCII.
bool ascii_without_zero(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080u;
    constexpr std::uint64_t low_bits = 0x0101010101010101u;
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        if ((bytes | (bytes - low_bits)) & high_bits) return false; // not ASCII, or a zero byte
        text.remove_prefix(sizeof bytes);
    }
    for (const char c : text)
        if (c <= 0) return false;
    return true;
}

Complaint complain_text(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max)
        return "holds " + std::to_string(text.size()) + " bytes; at most " + std::to_string(bytes_max) +
               " are allowed (limits.field_kb)";
    if (text.data() == nullptr && !text.empty()) return "states a size but has no text";
    if (ascii_without_zero(text)) return std::nullopt;
    if (const std::size_t at = first_invalid_utf8(text); at != std::string_view::npos)
        return shown(text) + " is not UTF-8 from byte " + std::to_string(at + 1) + " on; was the encoding read rightly?";
    if (text.find('\0') != std::string_view::npos) return shown(text) + " holds a zero byte";
    return std::nullopt;
}

Complaint complain_decimal(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::string_view digits = text;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    const bool has_digit = digits.find_first_of("0123456789") != std::string_view::npos;
    const bool one_mark = digits.find('.') == digits.rfind('.');
    if (has_digit && one_mark && digits.find_first_not_of("0123456789.") == std::string_view::npos) return std::nullopt;
    return shown(text) + " is not a decimal number such as 1.08";
}

Complaint complain_date(settled_date date) {
    if (date == 0 || Date::from_number(date)) return std::nullopt;
    return std::to_string(date) + " is not a day of the calendar from 1900 to 2200, written yyyymmdd";
}

Complaint complain_currency(settled_currency currency) {
    if (currency.code[0] == '\0') return std::nullopt;
    const std::string_view code(currency.code, ::strnlen(currency.code, sizeof currency.code));
    if (code.size() == 3 && Currency::parse(code)) return std::nullopt;
    return shown(code) + " is not a currency code of three capitals (ISO 4217)";
}

Complaint complain_amount(const settled_amount& amount, std::int32_t finer_digits_max) {
    if (amount.present != 0 && amount.present != 1) return "is neither present nor absent";
    if (amount.finer_digits < 0 || amount.finer_digits > finer_digits_max)
        return "has " + std::to_string(amount.finer_digits) + " digits more than its currency; at most " +
               std::to_string(finer_digits_max) + " are possible here";
    return std::nullopt;
}

Complaint complain_field(const Field& field, const void* record, std::size_t field_bytes_max) {
    constexpr std::string_view missing = "is missing";
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal: {
        const auto& text = field_value<settled_text>(record, field);
        if (text.size == 0) return field.required ? Complaint(missing) : std::nullopt;
        auto wrong = complain_text(text, field_bytes_max);
        return !wrong && field.type == FieldType::decimal ? complain_decimal(text) : wrong;
    }
    case FieldType::date: {
        const auto date = field_value<settled_date>(record, field);
        return field.required && date == 0 ? Complaint(missing) : complain_date(date);
    }
    case FieldType::currency: {
        const auto& currency = field_value<settled_currency>(record, field);
        return field.required && currency.code[0] == '\0' ? Complaint(missing) : complain_currency(currency);
    }
    case FieldType::amount: {
        const auto& amount = field_value<settled_amount>(record, field);
        return field.required && amount.present == 0 ? Complaint(missing) : complain_amount(amount, 0);
    }
    case FieldType::number:
    case FieldType::flag: {
        const auto& number = field_value<settled_number>(record, field);
        if (number.present == 0) return field.required ? Complaint(missing) : std::nullopt;
        if (field.type == FieldType::flag && number.value != 0 && number.value != 1)
            return std::to_string(number.value) + " is neither 0 nor 1";
        return std::nullopt;
    }
    case FieldType::enumeration: {
        const auto value = field_value<std::int32_t>(record, field);
        if (value == 0) return field.required ? Complaint(missing) : std::nullopt;
        if (enumeration_name(field, value).empty())
            return std::to_string(value) + " is unknown; 1 to " + std::to_string(field.names.size()) + " are known";
        return std::nullopt;
    }
    }
    return std::nullopt;
}

// "open_items "U8-17"": as much of the name as there is.
std::string name_of(const Entity& entity, const void* record) {
    const Field* const key = find_field(entity, entity.key_field);
    std::string name(entity.name);
    if (key && key->type == FieldType::text)
        if (const auto& id = field_value<settled_text>(record, *key); id.size > 0 && id.data) name += ' ' + shown(id);
    return name;
}

struct NamedText {
    std::string_view name;
    settled_text settled_entry::* text;
};
constexpr std::array entry_texts = {
    NamedText{"counterparty_name", &settled_entry::counterparty_name},
    NamedText{"counterparty_account", &settled_entry::counterparty_account},
    NamedText{"counterparty_bank", &settled_entry::counterparty_bank},
    NamedText{"ultimate_party", &settled_entry::ultimate_party},
    NamedText{"remittance", &settled_entry::remittance},
    NamedText{"structured_reference", &settled_entry::structured_reference},
    NamedText{"end_to_end_id", &settled_entry::end_to_end_id},
    NamedText{"mandate_id", &settled_entry::mandate_id},
    NamedText{"bank_reference", &settled_entry::bank_reference},
    NamedText{"customer_reference", &settled_entry::customer_reference},
    NamedText{"transaction_code", &settled_entry::transaction_code},
    NamedText{"return_reason", &settled_entry::return_reason},
    NamedText{"original.rate", &settled_entry::original_rate},
};

// The first complaint about a part of a statement, as an error with the part's name and line.
class Inspection {
  public:
    Inspection(std::string_view what, std::int64_t line) : what_(what), line_(line) {}

    template <class Complain> Inspection& look(std::string_view field, Complain&& complain) {
        if (result_)
            if (Complaint wrong = complain())
                result_ = fail(SETTLED_BAD_DATA, std::string(what_) + ": " + std::string(field) + ' ' + *wrong, line_);
        return *this;
    }
    Inspection& text(std::string_view field, std::string_view text, std::size_t bytes_max) {
        if (text.empty()) return *this; // most are, and a null pointer may stand with a size of 0
        return look(field, [&] { return complain_text(text, bytes_max); });
    }
    Inspection& date(std::string_view field, settled_date date) {
        return look(field, [&] { return complain_date(date); });
    }
    Inspection& currency(std::string_view field, settled_currency currency) {
        return look(field, [&] { return complain_currency(currency); });
    }
    Inspection& amount(std::string_view field, const settled_amount& amount) {
        return look(field, [&] { return complain_amount(amount, limit::finer_digits_max); });
    }
    Inspection& balance(std::string_view field, const settled_balance& balance) {
        if (!balance.present) return *this;
        return date(field, balance.date).amount(field, balance.amount);
    }
    bool sound() const { return result_.has_value(); }
    Status result() const { return result_; }

  private:
    std::string_view what_;
    std::int64_t line_;
    Status result_;
};

// A part may come without an amount (banks itemise names and texts only); such parts add up to nothing and the booking counts.
enum class Amount : std::uint8_t { required, optional };

Status check_entry_alone(std::string_view what, const settled_entry& entry, std::int64_t line, std::size_t field_bytes_max,
                         Amount wanted) {
    Inspection entry_is(what, line);
    for (const NamedText& named : entry_texts) entry_is.text(named.name, entry.*named.text, field_bytes_max);
    entry_is.date("booking_date", entry.booking_date)
        .date("value_date", entry.value_date)
        .currency("currency", entry.currency)
        .look("amount",
              [&] { return entry.amount.present || wanted == Amount::optional ? std::nullopt : Complaint("is missing"); })
        .amount("amount", entry.amount)
        .currency("original.currency", entry.original_currency)
        .amount("original.amount", entry.original_amount)
        .look("original.rate", [&] { return complain_decimal(entry.original_rate); })
        .look("status", [&] {
            return entry.status >= SETTLED_ENTRY_BOOKED && entry.status <= SETTLED_ENTRY_NEUTRAL
                       ? std::nullopt
                       : Complaint(std::to_string(entry.status) + " is unknown; 1 (booked), 2 (pending), 3 (neutral) are known");
        });
    for (std::uint32_t i = 0; i < entry.charge_count && entry_is.sound(); ++i)
        entry_is.currency("charges.currency", entry.charges[i].currency)
            .amount("charges.amount", entry.charges[i].amount)
            .text("charges.kind", entry.charges[i].kind, field_bytes_max);
    return entry_is.result();
}

} // namespace

std::string plain(std::string_view foreign, std::size_t size_max) {
    std::string text(foreign.substr(0, size_max));
    for (std::size_t at = 0; (at = first_invalid_utf8(text)) != std::string::npos;) text[at] = '?';
    std::string shown_text = visible(text);
    if (foreign.size() > size_max) shown_text += "…";
    return shown_text;
}

Status check_record(const Entity& entity, const void* record, std::size_t field_bytes_max) {
    for (const Field& field : entity.fields)
        if (Complaint wrong = complain_field(field, record, field_bytes_max))
            return fail(SETTLED_BAD_DATA, name_of(entity, record) + ": column " + std::string(field.name) + ' ' + *wrong);
    return {};
}

Status check_entry(const settled_entry& entry, std::size_t field_bytes_max) {
    if (auto sound = check_entry_alone("entry", entry, entry.line, field_bytes_max, Amount::required); !sound) return sound;
    for (std::uint32_t i = 0; i < entry.detail_count; ++i) {
        const settled_entry& detail = entry.details[i];
        if (auto sound = check_entry_alone("detail of an entry", detail, detail.line ? detail.line : entry.line, field_bytes_max,
                                           Amount::optional);
            !sound)
            return sound;
    }
    return {};
}

Status check_begin(const settled_statement_begin& begin, std::size_t field_bytes_max) {
    return Inspection("statement", begin.line)
        .text("account", begin.account, field_bytes_max)
        .text("account_name", begin.account_name, field_bytes_max)
        .text("account_bank", begin.account_bank, field_bytes_max)
        .text("number", begin.number, field_bytes_max)
        .currency("currency", begin.currency)
        .balance("opening", begin.opening)
        .result();
}

Status check_end(const settled_statement_end& end) {
    return Inspection("statement", end.line)
        .balance("closing", end.closing)
        .balance("closing_available", end.closing_available)
        .result();
}

} // namespace settled::host
