#include "assembly.hpp"

#include "amounts.hpp"

#include <utility>

namespace settled::cfonb120 {

using formats::ControlTotals;

Status Assembly::take(const FixedRecord& record) {
    const std::string_view code = record.raw(record_code);
    if (code == "01") return take_opening(record);
    if (code == "04" || code == "07") {
        if (!statement_.open()) return record.refuse(record_code, "01 (old balance) before any movement or new balance");
        return code == "04" ? take_movement(record) : take_closing(record);
    }
    if (code == "05") {
        if (!has_booking_) return record.refuse(record_code, "04 (movement) before its complements (05)");
        return take_complement(record);
    }
    return record.refuse(record_code, "01, 04, 05 or 07");
}

Status Assembly::finish_booking() {
    if (!std::exchange(has_booking_, false)) return {};
    const auto side = booking_.amount().minor_units < 0 ? ControlTotals::Side::debit : ControlTotals::Side::credit;
    return statement_.entry(booking_.finish(), side);
}

std::string_view Assembly::account_number() const { return std::string_view(account_).substr(bank.width()); }

Status Assembly::take_opening(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (statement_.open())
        if (Status done = statement_.end_unclosed(record.line(), "another statement begins; a record 07 is missing"); !done)
            return done;
    auto currency = Currency::parse(record.text(currency_code));
    if (!currency && !record.blank(currency_code)) return record.refuse(currency_code, "a currency such as EUR");
    if (!currency) {
        currency = Currency::parse("EUR");
        statement_.say(SETTLED_WARNING, "NO_CURRENCY", record.line(), "the statement names no currency; EUR was taken");
    }
    const auto opening = signed_amount(record, amount, decimals, *currency);
    if (!opening) return std::unexpected(opening.error());
    const auto balance_day = record.date(day, day_pattern);
    if (!balance_day) return std::unexpected(balance_day.error());
    account_ = record.text(bank);
    if (account_.size() < bank.width()) return record.refuse(bank, "a bank code of five digits");
    account_ += record.text(branch);
    account_ += record.text(account);
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency->abi();
    begin.account = account_;
    return statement_.begin(begin, {*opening, *balance_day, record.line()});
}

// A movement or a balance of another account, or in another currency, is no part of the statement.
Status Assembly::check_account(const FixedRecord& record) {
    std::string number(record.text(branch));
    number += record.text(account);
    if (number != account_number())
        return fail(SETTLED_BAD_DATA,
                    "columns 12-32 (account): another account than that of the old balance (01) in line " +
                        std::to_string(statement_.line()) + "; were two files mixed?",
                    record.line());
    const std::string_view currency = record.text(currency_code);
    if (!currency.empty() && currency != statement_.currency().code())
        return record.refuse(currency_code, "the currency of the old balance (01), " + std::string(statement_.currency().code()));
    return {};
}

Status Assembly::take_movement(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (Status done = check_account(record); !done) return done;
    if (Status done = booking_.start(record, statement_.currency()); !done) return done;
    has_booking_ = true;
    complements_ = 0;
    return {};
}

Status Assembly::take_complement(const FixedRecord& record) {
    if (++complements_ > complements_max)
        return record.refuse(record_code,
                             "at most " + std::to_string(complements_max) + " complements (05) behind a movement (04)");
    if (const Status done = booking_.add_complement(record); !done)
        statement_.say(SETTLED_WARNING, "AMOUNT", record.line(), done.error().message + "; it was left out");
    return {};
}

Status Assembly::take_closing(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (Status done = check_account(record); !done) return done;
    const auto closing = signed_amount(record, amount, decimals, statement_.currency());
    if (!closing) return std::unexpected(closing.error());
    const auto balance_day = record.date(day, day_pattern);
    if (!balance_day) return std::unexpected(balance_day.error());
    return statement_.end({*closing, *balance_day, record.line()});
}

Status Assembly::finish(std::int64_t last_line) {
    if (Status done = finish_booking(); !done) return done;
    if (statement_.open()) {
        const std::int64_t begun = statement_.line();
        if (Status done = statement_.end_unclosed(last_line, "the file ends"); !done) return done;
        return fail(SETTLED_BAD_DATA,
                    "the file ends inside the statement that begins in line " + std::to_string(begun) +
                        ": no new balance (07); it was cut short, fetch it again",
                    last_line);
    }
    if (!statement_.any()) return fail(SETTLED_BAD_DATA, "no old balance (record 01) in the file; this is no CFONB 120 file", 1);
    return {};
}

} // namespace settled::cfonb120
