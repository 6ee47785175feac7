#include "assembly.hpp"

#include "account_field.hpp"

#include <settled/text.hpp>

#include <utility>

namespace settled::coda {

namespace {

constexpr std::int64_t last_sequence = 9999; // then the bank begins anew

} // namespace

Status Assembly::take(const FixedRecord& record) {
    const std::string_view code = record.raw(record_code);
    if (code == "0") return take_header(record);
    if (!has_header_) return record.refuse(record_code, "0 (header) before every other record");
    if (code == "4") return ++free_texts_, Status{}; // of the bank, about no movement; its trailer does not count it
    if (code == "9") return take_trailer(record);
    ++records_;
    if (code == "1") return take_old_balance(record);
    if (code == "2" || code == "3" || code == "8") {
        if (!statement_.open()) return record.refuse(record_code, "1 (old balance) before movements and new balance");
        return code == "8" ? take_new_balance(record) : take_movement(record);
    }
    return record.refuse(record_code, "0, 1, 2, 3, 4, 8 or 9");
}

Status Assembly::finish_booking() {
    if (!std::exchange(has_booking_, false)) return {};
    const auto complain = [this](std::string_view code, std::int64_t line, const std::string& message) {
        statement_.say(SETTLED_WARNING, code, line, message);
    };
    return statement_.entry(booking_.finish(complain), booking_.side());
}

Status Assembly::end_unclosed(std::int64_t line, std::string_view why) {
    if (Status done = finish_booking(); !done) return done;
    return statement_.open() ? statement_.end_unclosed(line, why) : Status{};
}

Status Assembly::take_header(const FixedRecord& record) {
    if (Status done = end_unclosed(record.line(), "another header (0) begins; a record 8 is missing"); !done) return done;
    if (has_header_ && statement_.any())
        statement_.say(SETTLED_WARNING, "NO_TRAILER", record.line(), "the statement before this header has no trailer (9)");
    const std::string_view version = record.text(header::version);
    if (version != "1" && version != "2") return record.refuse(header::version, "1 or 2, the versions of CODA that are in use");
    if (record.text(header::application) != "05") return record.refuse(header::application, "05, a statement of account");
    version_1_ = version == "1";
    has_header_ = true;
    records_ = free_texts_ = 0;
    bank_ = record.text(header::bank);
    if (record.text(header::duplicate) == "D")
        statement_.say(SETTLED_INFO, "DUPLICATE", record.line(), "the bank sent this statement before; this is a duplicate");
    const std::string_view separate = record.text(header::separate_application);
    if (separate.find_first_not_of('0') != separate.npos)
        statement_.say(SETTLED_WARNING, "SEPARATE_APPLICATION", record.line(),
                       "the statement is of the separate application " + visible(separate) +
                           ": it may hold single payments that another statement books as one total");
    return {};
}

Status Assembly::take_old_balance(const FixedRecord& record) {
    if (Status done = end_unclosed(record.line(), "another old balance (1) begins; a record 8 is missing"); !done) return done;
    const std::string_view structure = record.raw(old_balance::structure);
    structure_ = version_1_ || structure.empty() ? '0' : structure.front();
    const auto field = account_field(structure_, old_balance::account);
    if (!field) return record.refuse(old_balance::structure, "an account structure 0, 1, 2 or 3");
    account_ = record.text(field->account);
    const auto currency = Currency::parse(record.text(field->currency));
    if (!currency) return record.refuse(field->currency, "a currency such as EUR");
    const auto opening = signed_amount(record, old_balance::sign, old_balance::amount, *currency);
    if (!opening) return std::unexpected(opening.error());
    const auto day = record.date(old_balance::day, day_pattern);
    if (!day) return std::unexpected(day.error());
    sequence_ = 0;
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency->abi();
    begin.account = account_;
    begin.account_name = record.text(old_balance::holder);
    begin.account_bank = bank_;
    begin.number = record.text(old_balance::number);
    return statement_.begin(begin, {*opening, *day, record.line()});
}

void Assembly::check_sequence(std::int64_t sequence, std::int64_t line) {
    const bool follows = sequence == sequence_ + 1 || (sequence_ == last_sequence && sequence <= 1);
    if (!follows)
        statement_.say(SETTLED_WARNING, "SEQUENCE", line,
                       "movement " + std::to_string(sequence) + " follows movement " + std::to_string(sequence_) +
                           "; are records missing?");
    sequence_ = sequence;
}

Status Assembly::take_movement(const FixedRecord& record) {
    const std::string_view article = record.raw(article_code);
    const auto sequence = record.number(movement::sequence);
    if (!sequence) return std::unexpected(sequence.error());
    if (article == "21") return take_article_1(record, *sequence);
    if (!has_booking_ || *sequence != sequence_)
        return record.refuse(movement::sequence, has_booking_
                                                     ? "the sequence number of the movement before, " + std::to_string(sequence_)
                                                     : "a movement (2.1) before");
    if (article == "22") return booking_.current().add_second(record), Status{};
    if (article == "23") return booking_.current().add_third(record, version_1_), Status{};
    if (article != "31" && article != "32" && article != "33") return record.refuse(article_code, "21, 22, 23, 31, 32 or 33");
    if (const Status done = booking_.informed().add_information(record); !done)
        statement_.say(SETTLED_WARNING, "AMOUNT", record.line(), done.error().message + "; it was left out");
    return {};
}

Status Assembly::take_article_1(const FixedRecord& record, std::int64_t sequence) {
    const auto detail = record.number(movement::detail);
    if (!detail) return std::unexpected(detail.error());
    if (*detail > 0) {
        if (!has_booking_ || sequence != sequence_)
            return record.refuse(movement::sequence, "the total of this detail before it: a movement of the same sequence number "
                                                     "with detail number 0000");
        return booking_.add_detail(record, statement_.currency());
    }
    if (Status done = finish_booking(); !done) return done;
    check_sequence(sequence, record.line());
    if (Status done = booking_.start(record, statement_.currency()); !done) return done;
    has_booking_ = true;
    return {};
}

Status Assembly::take_new_balance(const FixedRecord& record) {
    if (Status done = finish_booking(); !done) return done;
    const auto field = account_field(structure_, new_balance::account);
    if (record.text(field->account) != account_ || record.text(field->currency) != statement_.currency().code())
        statement_.say(SETTLED_ERROR, "ACCOUNT", record.line(),
                       "the new balance (8) is of another account or currency than the old one (1) in line " +
                           std::to_string(statement_.line()) + "; were two files mixed?");
    const auto closing = signed_amount(record, new_balance::sign, new_balance::amount, statement_.currency());
    if (!closing) return std::unexpected(closing.error());
    const auto day = record.date(new_balance::day, day_pattern);
    if (!day) return std::unexpected(day.error());
    return statement_.end({*closing, *day, record.line()});
}

Status Assembly::take_trailer(const FixedRecord& record) {
    if (Status done = end_unclosed(record.line(), "the trailer (9) stands here; a record 8 is missing"); !done) return done;
    has_header_ = false;
    if (free_texts_ > 0)
        statement_.say(SETTLED_INFO, "MESSAGE", record.line(),
                       "lines of text about no movement that the bank added (records 4): " + std::to_string(free_texts_));
    if (Status done = check_totals(record); !done) return done;
    return {};
}

Status Assembly::check_totals(const FixedRecord& record) {
    const auto stated = record.number(trailer::records);
    if (!stated) return std::unexpected(stated.error());
    if (*stated != records_ && *stated != records_ + free_texts_) // a few banks count records 4 too
        statement_.say(SETTLED_WARNING, "COUNT", record.line(),
                       "the trailer (9) says " + std::to_string(*stated) + " records, found " + std::to_string(records_));
    using Side = ControlTotals::Side;
    const auto check = [&](Side side, FixedField field) -> Status {
        const auto sum = record.amount(field, decimals, statement_.currency());
        if (!sum) return std::unexpected(sum.error());
        if (const auto found = statement_.totals().difference({side, std::nullopt, *sum}))
            statement_.say(SETTLED_ERROR, "SUM", record.line(), *found);
        return {};
    };
    if (Status done = check(Side::debit, trailer::debits); !done) return done;
    return check(Side::credit, trailer::credits);
}

Status Assembly::finish(std::int64_t last_line) {
    if (statement_.open()) {
        const std::int64_t begun = statement_.line();
        if (Status done = end_unclosed(last_line, "the file ends"); !done) return done;
        return fail(SETTLED_BAD_DATA,
                    "the file ends inside the statement that begins in line " + std::to_string(begun) +
                        ": no new balance (8); it was cut short, fetch it again",
                    last_line);
    }
    if (!statement_.any()) return fail(SETTLED_BAD_DATA, "no old balance (record 1) in the file; this is no CODA file", 1);
    if (has_header_)
        statement_.say(SETTLED_WARNING, "NO_TRAILER", last_line,
                       "the file ends without a trailer (9); it may have been cut short");
    return {};
}

} // namespace settled::coda
