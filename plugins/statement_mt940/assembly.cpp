#include "assembly.hpp"

#include <settled/text.hpp>

#include <utility>

namespace settled::mt940 {
namespace {

std::string_view first_line(std::string_view text) { return trim(text.substr(0, text.find('\n'))); }

std::unexpected<Error> at_line(Error error, std::int64_t line, std::string_view id) {
    error.line = line;
    error.message = ":" + std::string(id) + ": " + error.message;
    return std::unexpected(std::move(error));
}

settled_balance abi(const std::optional<Balance>& balance) {
    if (!balance) return {};
    return {1, balance->date ? balance->date->number() : 0, balance->amount.abi()};
}

// The account owner's name as a :NS: of the head gives it.
std::string_view owner_in_notes(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    return line.starts_with("22") ? trim(line.substr(2)) : std::string_view();
}

} // namespace

void Assembly::diagnose(settled_severity severity, std::string_view code, std::int64_t line, const std::string& message) {
    sink_.diagnostic(severity, code, line, message);
}

Status Assembly::take(Field& field) {
    // A booking waits for what is said about it; everything else ends it.
    if (has_booking_ && field.tag == Tag::information) return booking_.add_information(field.text), Status{};
    if (has_booking_ && field.tag == Tag::notes) return booking_.add_notes(field.text), Status{};
    if (Status done = finish_booking(); !done) return done;
    switch (field.tag) {
    case Tag::entry:
        return take_entry(field);
    case Tag::reference:
    case Tag::account:
    case Tag::number:
    case Tag::floor_limit:
    case Tag::notes:
        return take_head_field(field);
    case Tag::opening:
    case Tag::opening_page:
        return take_opening(field);
    case Tag::closing:
    case Tag::closing_page:
        return take_closing(field);
    case Tag::available:
        return take_available(field), Status{};
    case Tag::debit_sum:
    case Tag::credit_sum:
        return take_sum(field), Status{};
    case Tag::unknown:
        diagnose(SETTLED_WARNING, "UNKNOWN_TAG", field.line,
                 "the field :" + field.id + ": is not of MT940 or MT942 and was passed over");
        return {};
    case Tag::message_start:
        interim_envelope_ = field.interim;
        return {};
    case Tag::message_end:
        interim_envelope_ = false;
        return {};
    case Tag::known:
    case Tag::information:
        return {}; // of the statement as a whole
    }
    return {};
}

// A new page begins: what the last one was decides whether it goes on.
Status Assembly::begin_head(std::int64_t line) {
    if (is_open_ && !(closing_ && closing_is_page_))
        if (Status done = end_statement(false); !done) return done;
    if (has_head_ && (head_.opening || !head_.account.empty()))
        if (Status done = open_statement(head_.line); !done) return done;
    if (is_open_ && !(closing_ && closing_is_page_))
        if (Status done = end_statement(false); !done) return done;
    head_ = Head();
    head_.line = line;
    head_.interim = interim_envelope_;
    has_head_ = true;
    return {};
}

Status Assembly::take_head_field(const Field& field) {
    const bool misplaced = is_open_ && !has_head_ && field.tag != Tag::reference && !closing_;
    if (misplaced && field.tag != Tag::notes)
        diagnose(SETTLED_ERROR, "MISPLACED_TAG", field.line,
                 "the field :" + field.id + ": stands among the bookings, where only :61: and :86: belong; was a :86: damaged?");
    if (misplaced) return {};
    if (field.tag == Tag::reference || !has_head_) {
        if (field.tag == Tag::notes) return {};
        if (Status done = begin_head(field.line); !done) return done;
    }
    const std::string_view value = first_line(field.text);
    if (field.tag == Tag::reference) head_.named = true;
    if (field.tag == Tag::number) head_.number = value;
    if (field.tag == Tag::notes) head_.owner = owner_in_notes(field.text);
    if (field.tag == Tag::account) {
        head_.account = value;
        const std::size_t line_break = field.text.find('\n');
        if (field.id == "25P" && line_break != field.text.npos)
            head_.account_bank = first_line(std::string_view(field.text).substr(line_break + 1));
    }
    if (field.tag == Tag::floor_limit) {
        const auto limit = parse_floor_limit(field.text);
        if (!limit) return at_line(limit.error(), field.line, field.id);
        head_.interim = true;
        head_.currency = limit->currency;
    }
    return {};
}

Status Assembly::take_opening(const Field& field) {
    if (!has_head_) { // a further statement under the same :20:
        const Head before = statement_;
        if (Status done = begin_head(field.line); !done) return done;
        head_.account = before.account, head_.account_bank = before.account_bank, head_.number = before.number,
        head_.named = before.named;
    }
    auto balance = parse_balance(field.text, head_.currency);
    if (!balance) return at_line(balance.error(), field.line, field.id);
    if (head_.opening) {
        diagnose(SETTLED_ERROR, "MISPLACED_TAG", field.line, "a second opening balance; the first one is kept");
        return {};
    }
    note_date(*balance, field.line);
    if (!balance->currency.none()) head_.currency = balance->currency;
    head_.page = field.tag == Tag::opening_page;
    head_.opening = *balance;
    head_.interim = false; // only MT940 has balances
    return {};
}

bool Assembly::continues_pages() const {
    return is_open_ && closing_ && closing_is_page_ && head_.account == statement_.account && (head_.page || !head_.opening);
}

// The head is complete: the statement goes on with another page, or a new one begins.
Status Assembly::open_statement(std::int64_t line) {
    if (is_open_ && !has_head_) return {};
    if (continues_pages()) {
        if (head_.opening && head_.opening->amount != closing_->amount)
            diagnose(SETTLED_ERROR, "BALANCE", head_.line,
                     "this page opens with " + head_.opening->amount_text + " but the page before closed with " +
                         closing_->amount_text + "; is a page missing?");
        closing_.reset();
        has_head_ = false;
        return {};
    }
    if (is_open_)
        if (Status done = end_statement(false); !done) return done;
    if (!has_head_) head_ = Head{.line = line, .interim = interim_envelope_};
    statement_ = std::exchange(head_, Head());
    has_head_ = false;
    is_open_ = any_ = true;
    closing_.reset(), available_.reset();
    running_ = statement_.opening ? statement_.opening->amount.minor_units : 0;
    provable_ = !statement_.opening || statement_.opening->amount.finer_digits == 0;
    debit_count_ = credit_count_ = debits_ = credits_ = 0;
    if (statement_.account.empty())
        diagnose(SETTLED_WARNING, "NO_ACCOUNT", statement_.line, "the statement names no account (:25:)");
    if (!provable_)
        diagnose(SETTLED_ERROR, "FINER_AMOUNT", statement_.line,
                 "the opening balance " +
                     amount_text(statement_.opening->amount.minor_units, statement_.currency,
                                 statement_.opening->amount.finer_digits) +
                     " has more decimals than its currency, so that nothing can be proved by it");
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency();
    begin.account = statement_.account;
    begin.account_name = statement_.owner;
    begin.account_bank = statement_.account_bank;
    begin.number = statement_.number;
    begin.opening = abi(statement_.opening);
    begin.interim = statement_.interim ? 1 : 0;
    begin.line = statement_.line;
    return sink_.begin(begin);
}

Status Assembly::take_entry(Field& field) {
    if (is_open_ && !has_head_ && closing_) { // bookings behind a closing balance: nothing announced them
        const Head before = statement_;
        if (Status done = begin_head(field.line); !done) return done;
        head_.account = before.account, head_.currency = before.currency, head_.number = before.number;
        diagnose(SETTLED_ERROR, "MISPLACED_TAG", field.line,
                 "a booking stands behind the closing balance, with no :20: or :60F: before it");
    }
    if (Status done = open_statement(field.line); !done) return done;
    if (Status done = booking_.start(field.text, field.line, statement_.currency); !done) return done;
    has_booking_ = true;
    const EntryLine& entry = booking_.entry_line();
    if (!entry.impossible_date.empty())
        diagnose(SETTLED_WARNING, "IMPOSSIBLE_DATE", field.line,
                 "\"" + std::string(entry.impossible_date) + "\" is no day; " +
                     (entry.value_date.none() ? "the booking has no date" : "the last day of its month was taken"));
    if (entry.amount.finer_digits > 0) {
        provable_ = false;
        diagnose(SETTLED_ERROR, "FINER_AMOUNT", field.line,
                 amount_text(entry.amount.minor_units, statement_.currency, entry.amount.finer_digits) +
                     " has more decimals than " + std::string(statement_.currency.code()) +
                     "; it is shown and cannot be imported");
        return {};
    }
    const std::int64_t amount = entry.amount.minor_units;
    const auto sum = checked_add(running_, amount);
    const auto side = checked_add(amount < 0 ? debits_ : credits_, amount);
    if (!sum || !side)
        return fail(SETTLED_BAD_DATA, "the bookings add up to more than 18 digits; is this file a statement?", field.line);
    running_ = *sum;
    ++(amount < 0 ? debit_count_ : credit_count_);
    (amount < 0 ? debits_ : credits_) = *side;
    return {};
}

Status Assembly::finish_booking() {
    if (!std::exchange(has_booking_, false)) return {};
    return booking_.finish(statement_.interim, [&](const settled_entry& record) { return sink_.entry(record); });
}

Status Assembly::take_closing(const Field& field) {
    if (is_open_ && !has_head_ && closing_ && !closing_is_page_) {
        diagnose(SETTLED_WARNING, "MISPLACED_TAG", field.line, "a second closing balance; the first one is kept");
        return {};
    }
    auto balance = parse_balance(field.text, has_head_ ? head_.currency : statement_.currency);
    if (!balance) return at_line(balance.error(), field.line, field.id);
    if (has_head_ && head_.currency.none()) head_.currency = balance->currency;
    if (!has_head_ && !is_open_) head_ = Head{.line = field.line, .currency = balance->currency}, has_head_ = true; // a fragment
    if (Status done = open_statement(field.line); !done) return done;
    note_date(*balance, field.line);
    if (!balance->whole)
        diagnose(SETTLED_ERROR, "AMOUNT", field.line,
                 "the closing balance \"" + visible(balance->amount_text) + "\" is no amount as a whole");
    closing_ = *balance;
    closing_is_page_ = field.tag == Tag::closing_page;
    closing_line_ = field.line;
    prove(field.line, closing_is_page_ ? "the page's closing balance" : "the closing balance", *balance);
    return {};
}

void Assembly::take_available(const Field& field) {
    if (!is_open_ || has_head_) return;
    if (const auto balance = parse_balance(field.text, statement_.currency))
        available_ = *balance;
    else
        diagnose(SETTLED_WARNING, "AMOUNT", field.line, ":64: " + balance.error().message);
}

void Assembly::prove(std::int64_t line, std::string_view what, const Balance& found) {
    if (!statement_.opening || !provable_) return;
    const Currency expected = statement_.currency;
    if (!found.currency.none() && found.currency != expected) {
        diagnose(SETTLED_ERROR, "BALANCE", line,
                 std::string(what) + " is in " + std::string(found.currency.code()) + " and the opening balance in " +
                     std::string(expected.code()));
        return;
    }
    if (found.amount.finer_digits == 0 && found.amount.minor_units == running_) return;
    diagnose(SETTLED_ERROR, "BALANCE", line,
             "opening balance and bookings make " + amount_text(running_, expected) + " but " + std::string(what) + " is " +
                 amount_text(found.amount.minor_units, expected, found.amount.finer_digits) +
                 "; ask the bank for the file again");
}

// MT942 has no balances; its sums are all that can be checked.
void Assembly::take_sum(const Field& field) {
    if (!is_open_ || has_head_) return;
    const auto sum = parse_sum(field.text);
    const bool debit = field.tag == Tag::debit_sum;
    const std::int64_t booked = debit ? -debits_ : credits_;
    const std::int64_t count = debit ? debit_count_ : credit_count_;
    if (sum && sum->count == count && sum->amount.finer_digits == 0 && sum->amount.minor_units == booked) return;
    diagnose(SETTLED_WARNING, "SUM", field.line,
             ":" + field.id + ": " +
                 (sum ? "says " + std::to_string(sum->count) + " bookings of " +
                            amount_text(sum->amount.minor_units, sum->currency, sum->amount.finer_digits) + ", found " +
                            std::to_string(count) + " of " + amount_text(booked, statement_.currency)
                      : sum.error().message));
}

void Assembly::note_date(const Balance& balance, std::int64_t line) {
    if (balance.impossible_date.empty()) return;
    diagnose(SETTLED_WARNING, "IMPOSSIBLE_DATE", line,
             "\"" + balance.impossible_date + "\" is no day; " +
                 (balance.date ? "the last day of its month was taken" : "the balance has no date"));
}

Status Assembly::end_statement(bool file_ends) {
    is_open_ = false;
    if (!statement_.interim && statement_.opening && !closing_ && !file_ends)
        diagnose(SETTLED_ERROR, "NO_CLOSING", statement_.line,
                 "the statement has no closing balance (:62F:); a part of it is missing");
    if (closing_ && closing_is_page_)
        diagnose(SETTLED_ERROR, "NO_CLOSING", closing_line_, "the page ends with :62M: and the next page is missing");
    if (!statement_.interim && !statement_.opening)
        diagnose(SETTLED_WARNING, "BALANCE_UNPROVED", statement_.line,
                 "the statement has no opening balance, so nothing proves it complete");
    settled_statement_end end{.size = sizeof end};
    end.closing = abi(closing_);
    end.closing_available = abi(available_);
    end.line = closing_ ? closing_line_ : statement_.line;
    return sink_.end(end);
}

Status Assembly::finish(std::int64_t last_line) {
    if (Status done = finish_booking(); !done) return done;
    if (has_head_ && (head_.opening || !head_.account.empty()))
        if (Status done = open_statement(head_.line); !done) return done;
    if (is_open_) {
        // A whole statement that lost its end was cut; single fields without a head are a fragment.
        const bool empty = debit_count_ + credit_count_ == 0;
        const bool cut =
            !statement_.interim && statement_.named && !statement_.account.empty() && !closing_ && (statement_.opening || empty);
        if (Status done = end_statement(cut); !done) return done;
        if (cut)
            return fail(SETTLED_BAD_DATA,
                        "the file ends inside the statement that begins in line " + std::to_string(statement_.line) +
                            ": no closing balance (:62F:); it was cut short, fetch it again",
                        last_line);
    }
    if (!any_) return fail(SETTLED_BAD_DATA, "no balance and no booking (:60F:, :61:, :62F:); this is no MT940 or MT942 file", 1);
    return {};
}

} // namespace settled::mt940
