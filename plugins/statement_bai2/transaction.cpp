#include "transaction.hpp"

#include "type_code.hpp"

#include <formats/date_text.hpp>
#include <formats/decimal_text.hpp>
#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::bai2 {
namespace {

constexpr std::size_t field_bytes_max = 4096;
constexpr std::size_t shown_bytes_max = 40;
constexpr std::int64_t distributions_max = 100; // days of a funds type D

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\""; }

// How banks label the lines of a text. A label begins a line.
enum class Meaning { end_to_end, debtor, debtor_account, creditor, creditor_account };
struct Label {
    std::string_view text;
    Meaning meaning;
};
constexpr std::array<Label, 11> labels = {{{"EREF:", Meaning::end_to_end},
                                           {"DBNM:", Meaning::debtor},
                                           {"DACT:", Meaning::debtor_account},
                                           {"CRNM:", Meaning::creditor},
                                           {"CACT:", Meaning::creditor_account},
                                           {"ORG:=", Meaning::debtor},
                                           {"ORG ID:=", Meaning::debtor_account},
                                           {"BNF NAME:=", Meaning::creditor},
                                           {"BNF ID:=", Meaning::creditor_account},
                                           {"ORIG:", Meaning::debtor},
                                           {"BENE:", Meaning::creditor}}};

} // namespace

Result<std::int64_t> read_integer(std::string_view text, std::string_view what, std::int64_t line) {
    if (text.empty()) return 0;
    const bool plus = text.starts_with('+') && !text.starts_with("+-");
    const std::string_view digits = plus ? text.substr(1) : text;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size()) return number;
    return fail(SETTLED_BAD_DATA,
                std::string(what) + " is " + quoted(text) + "; expected digits without a decimal mark, at most 18", line);
}

Result<Date> read_day(std::string_view text, std::string_view what, std::int64_t line) {
    const auto day = formats::parse_date(text, text.size() == 8 ? "YYYYMMDD" : "YYMMDD");
    if (day) return day->date;
    return fail(SETTLED_BAD_DATA, std::string(what) + " is " + quoted(text) + "; expected a day as YYMMDD", line);
}

Result<Date> take_funds(Fields& fields, std::int64_t line) {
    const std::string_view type = fields.take();
    if (type == "S" || type == "s") {
        for (int i = 0; i < 3; ++i) fields.take();
    } else if (type == "V" || type == "v") {
        const std::string_view day = fields.take();
        fields.take(); // hour
        if (!day.empty()) return read_day(day, "the value date (funds type V)", line);
    } else if (type == "D" || type == "d") {
        const auto count = read_integer(fields.take(), "the number of distributions (funds type D)", line);
        if (!count) return std::unexpected(count.error());
        if (*count < 0 || *count > distributions_max)
            return fail(SETTLED_BAD_DATA,
                        "funds type D with " + std::to_string(*count) + " distributions; expected 0 to " +
                            std::to_string(distributions_max),
                        line);
        for (std::int64_t i = 0; i < 2 * *count; ++i) fields.take();
    } else if (!type.empty() && type != "Z" && type != "z" && type != "0" && type != "1" && type != "2") {
        return fail(SETTLED_BAD_DATA, "the funds type is " + quoted(type) + "; expected 0, 1, 2, S, V, D, Z or nothing", line);
    }
    return Date();
}

std::string_view TransactionReader::limited(std::string_view text) {
    if (text.size() <= field_bytes_max) return text;
    remarks_.push_back({SETTLED_WARNING, "TEXT_CUT",
                        "a text of " + std::to_string(text.size()) + " bytes is cut to " + std::to_string(field_bytes_max)});
    return cut_at_character(text, field_bytes_max);
}

Result<const settled_entry*> TransactionReader::read(const Record& record, const Context& context) {
    Fields fields(record);
    remarks_.clear();
    entry_ = {.size = sizeof(settled_entry),
              .status = context.interim ? SETTLED_ENTRY_PENDING : SETTLED_ENTRY_BOOKED,
              .line = record.line,
              .booking_date = context.as_of.number(),
              .currency = context.currency.abi()};
    type_ = fields.take();
    const auto code = type_code(type_);
    if (!code)
        return fail(SETTLED_BAD_DATA, "the type code is " + quoted(type_) + "; expected three digits such as 195", record.line);
    const auto amount = read_integer(fields.take(), "the amount", record.line);
    if (!amount) return std::unexpected(amount.error());
    amount_ = *amount;
    const auto value_date = take_funds(fields, record.line);
    if (!value_date) return std::unexpected(value_date.error());
    entry_.value_date = value_date->number();
    bank_reference_ = fields.take();
    customer_reference_ = fields.take();
    const bool debit = code->kind == Kind::debit;
    if (debit && amount_ == INT64_MIN) return fail(SETTLED_BAD_DATA, "the amount does not fit", record.line);
    entry_.amount = formats::DecimalAmount{debit ? -amount_ : amount_, 0}.abi();
    entry_.reversal = code->takes_back ? 1 : 0;
    entry_.transaction_code = type_;
    if (code->kind != Kind::credit && !debit) {
        entry_.status = SETTLED_ENTRY_NEUTRAL;
        if (code->kind != Kind::message && amount_ != 0)
            remarks_.push_back(
                {SETTLED_ERROR, "TYPE_CODE",
                 "the type code " + type_ + " says neither credit nor debit; the amount is shown and moves no money"});
    }
    read_text(fields, !debit);
    entry_.bank_reference = limited(bank_reference_);
    entry_.customer_reference = limited(customer_reference_);
    return &entry_;
}

// The text as a whole, and what its labelled lines name.
void TransactionReader::read_text(Fields& fields, bool credit) {
    name_.clear(), account_.clear(), end_to_end_.clear();
    for (std::size_t i = 0; i < fields.lines_left(); ++i) {
        const std::string_view line = fields.line_left(i);
        if (line.find(':') == line.npos) continue; // every label has one
        const auto* const label = std::ranges::find_if(labels, [&](const Label& known) { return line.starts_with(known.text); });
        if (label == labels.end()) continue;
        const std::string_view value = trim(line.substr(label->text.size()));
        const auto keep = [&](std::string& field) {
            if (field.empty()) field = value;
        };
        if (label->meaning == Meaning::end_to_end) keep(end_to_end_);
        if (label->meaning == (credit ? Meaning::debtor : Meaning::creditor)) keep(name_);
        if (label->meaning == (credit ? Meaning::debtor_account : Meaning::creditor_account)) keep(account_);
    }
    fields.take_rest(text_);
    structured_reference_ = formats::self_proving_reference(text_);
    entry_.remittance = limited(text_);
    entry_.structured_reference = structured_reference_;
    entry_.counterparty_name = limited(name_);
    entry_.counterparty_account = limited(account_);
    entry_.end_to_end_id = limited(end_to_end_);
}

} // namespace settled::bai2
