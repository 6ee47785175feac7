#include "assembly.hpp"

#include <utility>

namespace settled::norma43 {

using formats::ControlTotals;

Status Assembly::take(const FixedRecord& record) {
    const std::string_view code = record.raw(record_code);
    if (code == "88") return take_file_end(record);
    if (code == "00" || code == "99") return {}; // the envelope of a transmission, of no standard
    ++records_;
    has_file_end_ = false;
    if (code == "11") return take_head(record);
    if (code == "22" || code == "33") {
        if (!statement_.open()) return record.refuse(record_code, "11 (account head) before any movement or end of account");
        return code == "22" ? take_movement(record) : take_end(record);
    }
    if (code == "23" || code == "24") {
        if (!has_booking_) return record.refuse(record_code, "22 (movement) before its complements (23, 24)");
        return code == "23" ? booking_.add_complement(record) : booking_.add_original(record);
    }
    return record.refuse(record_code, "11, 22, 23, 24, 33 or 88");
}

Status Assembly::finish_booking() {
    if (!std::exchange(has_booking_, false)) return {};
    return statement_.entry(booking_.finish(), booking_.side());
}

Status Assembly::take_head(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (statement_.open())
        if (Status done = statement_.end_unclosed(record.line(), "another account begins; a record 33 is missing"); !done)
            return done;
    const auto currency = currency_in(record, account_head::currency);
    if (!currency) return std::unexpected(currency.error());
    const auto opening = balance(record, account_head::opening_sign, account_head::opening, *currency);
    if (!opening) return std::unexpected(opening.error());
    const auto day = record.date(account_head::first_day, day_pattern);
    if (!day) return std::unexpected(day.error());
    const auto last_day = record.date(account_head::last_day, day_pattern);
    if (!last_day) return std::unexpected(last_day.error());
    last_day_ = *last_day;
    account_ = record.text(account_head::account);
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency->abi();
    begin.account = account_;
    begin.account_name = record.text(account_head::holder);
    return statement_.begin(begin, {*opening, *day, record.line()});
}

// Some banks leave the sign of a balance that is no debit out.
Result<formats::DecimalAmount> Assembly::balance(const FixedRecord& record, FixedField sign, FixedField amount,
                                                 Currency currency) {
    const std::string_view written = record.text(sign);
    if (written != "0" && !written.empty()) return signed_amount(record, sign, amount, currency);
    statement_.say(SETTLED_WARNING, "SIGN", record.line(),
                   "the " + std::string(sign.name) + " is not said; it was taken as a credit");
    return record.amount(amount, decimals, currency);
}

Status Assembly::take_movement(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (Status done = booking_.start(record, statement_.currency()); !done) return done;
    has_booking_ = true;
    return {};
}

Status Assembly::take_end(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (record.text(account_end::account) != account_)
        statement_.say(SETTLED_ERROR, "ACCOUNT", record.line(),
                       "the account's end (33) names another account than its head (11) in line " +
                           std::to_string(statement_.line()) + "; were two files mixed?");
    const auto currency = currency_in(record, account_end::currency);
    if (!currency) return std::unexpected(currency.error());
    if (*currency != statement_.currency())
        return record.refuse(account_end::currency,
                             "the currency of the account's head, " + std::string(statement_.currency().code()));
    const auto closing = balance(record, account_end::closing_sign, account_end::closing, *currency);
    if (!closing) return std::unexpected(closing.error());
    if (Status done = check_totals(record); !done) return done;
    return statement_.end({*closing, last_day_, record.line()});
}

Status Assembly::check_totals(const FixedRecord& record) {
    using Side = ControlTotals::Side;
    const auto check = [&](Side side, FixedField count_field, FixedField sum_field) -> Status {
        const auto count = record.number(count_field);
        if (!count) return std::unexpected(count.error());
        const auto sum = record.amount(sum_field, decimals, statement_.currency());
        if (!sum) return std::unexpected(sum.error());
        if (const auto found = statement_.totals().difference({side, *count, *sum}))
            statement_.say(SETTLED_ERROR, "SUM", record.line(), *found);
        return {};
    };
    if (Status done = check(Side::debit, account_end::debit_count, account_end::debits); !done) return done;
    return check(Side::credit, account_end::credit_count, account_end::credits);
}

Status Assembly::take_file_end(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    if (statement_.open())
        if (Status done = statement_.end_unclosed(record.line(), "the file's end (88) stands here; a record 33 is missing");
            !done)
            return done;
    const auto stated = record.number(file_end::records);
    if (!stated) return std::unexpected(stated.error());
    if (*stated != records_)
        statement_.say(SETTLED_WARNING, "COUNT", record.line(),
                       "the file's end (88) says " + std::to_string(*stated) + " records, found " + std::to_string(records_));
    records_ = 0;
    has_file_end_ = true;
    return {};
}

Status Assembly::finish(std::int64_t last_line) {
    if (Status done = finish_booking(); !done) return done;
    if (statement_.open()) return statement_.end_unclosed(last_line, "the file ends; it was cut short, fetch it again");
    if (!statement_.any()) return fail(SETTLED_BAD_DATA, "no account (record 11) in the file; this is no Norma 43 file", 1);
    if (!has_file_end_)
        statement_.say(SETTLED_WARNING, "NO_FILE_END", last_line,
                       "the file has no end record (88), so nothing says that an account is not missing");
    return {};
}

} // namespace settled::norma43
