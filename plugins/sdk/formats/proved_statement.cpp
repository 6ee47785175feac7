#include <formats/proved_statement.hpp>

namespace settled::formats {

Status ProvedStatement::begin(settled_statement_begin begin, const StatedBalance& opening) {
    open_ = any_ = true;
    line_ = opening.line;
    currency_ = Currency::from_abi(begin.currency);
    opening_ = opening.amount;
    proof_ = BalanceProof(currency_);
    totals_ = ControlTotals(currency_);
    begin.opening = opening.abi();
    begin.line = opening.line;
    say_when_finer("the opening balance", opening.amount, opening.line);
    return sink_->begin(begin);
}

Status ProvedStatement::entry(const settled_entry& entry, ControlTotals::Side side) {
    const DecimalAmount amount{entry.amount.minor_units, entry.amount.finer_digits};
    proof_.add(amount, Currency::from_abi(entry.currency));
    totals_.add(amount, side);
    say_when_finer("the amount", amount, entry.line);
    return sink_->entry(entry);
}

Status ProvedStatement::end(const StatedBalance& closing) {
    open_ = false;
    say_when_finer("the closing balance", closing.amount, closing.line);
    if (const auto difference = proof_.difference(opening_, closing.amount))
        say(SETTLED_ERROR, "BALANCE", closing.line, *difference);
    settled_statement_end end{.size = sizeof end};
    end.closing = closing.abi();
    end.line = closing.line;
    return sink_->end(end);
}

Status ProvedStatement::end_unclosed(std::int64_t line, std::string_view why) {
    open_ = false;
    say(SETTLED_ERROR, "NO_CLOSING", line,
        "the statement that begins in line " + std::to_string(line_) + " has no closing balance: " + std::string(why));
    settled_statement_end end{.size = sizeof end};
    end.line = line;
    return sink_->end(end);
}

void ProvedStatement::say_when_finer(std::string_view what, DecimalAmount amount, std::int64_t line) {
    if (amount.finer_digits == 0) return;
    say(SETTLED_ERROR, "FINER_AMOUNT", line,
        std::string(what) + " " + amount_text(amount.minor_units, currency_, amount.finer_digits) + " has more decimals than " +
            std::string(currency_.code()) + "; it is shown and cannot be imported");
}

} // namespace settled::formats
