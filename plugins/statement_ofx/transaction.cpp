#include "transaction.hpp"

#include <formats/date_text.hpp>
#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::ofx {
namespace {

constexpr std::size_t field_bytes_max = 4096;
constexpr std::size_t shown_bytes_max = 40;
constexpr std::size_t day_digits = 8;

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\""; }

} // namespace

Date read_date(std::string_view text, std::int64_t line, std::vector<Remark>& remarks) {
    const std::string_view day = text.substr(0, day_digits);
    if (std::ranges::all_of(text, [](char c) { return c == '0'; })) return {}; // also empty
    if (text.size() > 4 && text[4] == '-') {
        if (const auto iso = Date::parse_iso(text.substr(0, 10))) return *iso;
    } else if (const auto found = formats::parse_date(day, "YYYYMMDD", formats::ImpossibleDay::clamp)) {
        if (found->clamped)
            remarks.push_back(
                {SETTLED_WARNING, "IMPOSSIBLE_DATE", line, quoted(day) + " is no day; the last day of its month was taken"});
        return found->date;
    }
    remarks.push_back({SETTLED_WARNING, "IMPOSSIBLE_DATE", line, quoted(text) + " is no day; expected YYYYMMDD"});
    return {};
}

Result<formats::DecimalAmount> read_amount(std::string_view text, Currency currency, std::int64_t line) {
    const std::size_t mark = text.find_last_of(".,");
    const bool comma = mark != text.npos && text[mark] == ',';
    auto amount = formats::parse_decimal(
        text, currency,
        {.decimal_marks = comma ? "," : ".", .grouping_marks = comma ? "." : ",", .signs = formats::Signs::anywhere});
    if (!amount) amount.error().line = line;
    return amount;
}

std::string_view TransactionReader::limited(std::string_view text) {
    if (text.size() <= field_bytes_max) return text;
    remark(SETTLED_WARNING, "TEXT_CUT",
           "a text of " + std::to_string(text.size()) + " bytes is cut to " + std::to_string(field_bytes_max));
    return cut_at_character(text, field_bytes_max);
}

Result<const settled_entry*> TransactionReader::read(const Values& values, Aggregate kind, Currency currency, std::int64_t line) {
    entry_ = {.size = sizeof(settled_entry), .status = SETTLED_ENTRY_BOOKED, .line = line, .currency = currency.abi()};
    if (kind == Aggregate::pending_transaction) entry_.status = SETTLED_ENTRY_PENDING;
    remarks_.clear();
    if (Status done = read_money(values, currency); !done) return pass(done);
    read_days(values);
    read_texts(values);
    read_correction(values);
    return &entry_;
}

// OFX 1.6, 5.2: with CURRENCY the amount is in that currency, with ORIGCURRENCY it was converted from it.
Status TransactionReader::read_money(const Values& values, Currency currency) {
    if (const auto other = Currency::parse(values.text("CURSYM", Aggregate::currency))) {
        currency = *other;
        entry_.currency = currency.abi();
    }
    const auto original = Currency::parse(values.text("CURSYM", Aggregate::original_currency));
    if (original && *original != currency) {
        entry_.original_currency = original->abi();
        entry_.original_rate = limited(values.text("CURRATE", Aggregate::original_currency));
    }
    const Value* written = values.find("TRNAMT");
    if (written == nullptr)
        return fail(SETTLED_BAD_DATA, "a transaction without TRNAMT; the file is damaged, ask the bank for it again",
                    entry_.line);
    if (std::ranges::none_of(written->text, is_digit)) { // "." beside SALDO DIA: a line of text, no booking
        remark(SETTLED_WARNING, "AMOUNT", quoted(written->text) + " is no amount; the line is shown and moves no money");
        entry_.status = SETTLED_ENTRY_NEUTRAL;
        entry_.amount = formats::DecimalAmount().abi();
        return {};
    }
    const auto amount = read_amount(written->text, currency, written->line);
    if (!amount) return std::unexpected(amount.error());
    entry_.amount = amount->abi();
    if (amount->finer_digits > 0)
        remark(SETTLED_ERROR, "FINER_AMOUNT",
               "amount " + quoted(written->text) + " has more decimals than its currency; shown as written, not imported");
    return {};
}

// The book wants a day: the one on which it was posted, else the one on which the customer acted.
void TransactionReader::read_days(const Values& values) {
    const auto day = [&](std::string_view name) { return read_date(values.text(name), entry_.line, remarks_); };
    const bool pending = entry_.status == SETTLED_ENTRY_PENDING;
    Date booked = day(pending ? "DTTRAN" : "DTPOSTED");
    if (booked.none() && !pending) {
        booked = day("DTUSER");
        remark(booked.none() ? SETTLED_ERROR : SETTLED_WARNING, "NO_DATE",
               booked.none() ? "the booking has no day (DTPOSTED); it cannot be imported"
                             : "the booking has no DTPOSTED; the day of DTUSER was taken");
    }
    entry_.booking_date = booked.number();
    entry_.value_date = day("DTAVAIL").number();
}

void TransactionReader::read_texts(const Values& values) {
    const std::string_view payee = values.text("NAME", Aggregate::payee), extended = values.text("EXTDNAME");
    std::string_view name = values.text("NAME");
    if (name.empty()) name = !payee.empty() ? payee : values.text("PAYEE");
    // EXTDNAME repeats NAME without its limit of 32 characters.
    entry_.counterparty_name = limited(extended.size() > name.size() ? extended : name);
    entry_.counterparty_account = limited(values.text("ACCTID", Aggregate::other_account));
    entry_.counterparty_bank = limited(values.text("BANKID", Aggregate::other_account));
    const std::string_view memo = values.text("MEMO");
    entry_.remittance = memo.empty() ? std::string_view(entry_.counterparty_name) : limited(memo);
    structured_reference_ = formats::self_proving_reference(entry_.remittance);
    entry_.structured_reference = structured_reference_;
    entry_.bank_reference = limited(values.text("FITID"));
    entry_.transaction_code = limited(values.text("TRNTYPE"));
    const std::string_view check = values.text("CHECKNUM"), reference = values.text("REFNUM");
    entry_.customer_reference = limited(check.empty() ? reference : check);
    if (check.empty() || reference.empty() || check == reference) return;
    joined_references_ = std::string(check) + " " + std::string(reference);
    entry_.customer_reference = limited(joined_references_);
}

// OFX 1.6, 11.4.3: the bank takes back a booking it sent before. What joined the book is never rewritten by
// a file, so a person must look.
void TransactionReader::read_correction(const Values& values) {
    const std::string_view corrected = values.text("CORRECTFITID");
    if (corrected.empty()) return;
    const bool deletes = equal_ignoring_ascii_case(values.text("CORRECTACTION"), "DELETE");
    if (deletes) entry_.status = SETTLED_ENTRY_NEUTRAL;
    remark(SETTLED_ERROR, "CORRECTION",
           "the bank " + std::string(deletes ? "deletes" : "replaces") + " its earlier booking " + quoted(corrected) +
               "; a person must see what became of that one before this file can join the book");
}

} // namespace settled::ofx
