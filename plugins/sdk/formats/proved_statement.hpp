// proved_statement.hpp -- sends a statement whose opening balance stands first, and proves it.
//
// What every reader of such a format says in the same words: amounts finer than the currency
// (FINER_AMOUNT), a balance that does not add up (BALANCE), an end that is missing (NO_CLOSING).
#pragma once

#include <formats/balance_proof.hpp>
#include <formats/control_totals.hpp>
#include <settled/date.hpp>
#include <settled/statement.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::formats {

struct StatedBalance {
    DecimalAmount amount;
    Date date;
    std::int64_t line = 0;

    settled_balance abi() const { return {1, date.number(), amount.abi()}; }
};

class ProvedStatement {
  public:
    explicit ProvedStatement(StatementSink& sink) : sink_(&sink) {}

    bool open() const { return open_; }
    bool any() const { return any_; } // a statement was begun
    std::int64_t line() const { return line_; }
    Currency currency() const { return currency_; }
    const ControlTotals& totals() const { return totals_; }

    // `begin` without opening and line; both are the balance's.
    Status begin(settled_statement_begin begin, const StatedBalance& opening);
    // An entry of the account in its currency. Its side is what the format says; that decides for zero.
    Status entry(const settled_entry& entry, ControlTotals::Side side);
    Status end(const StatedBalance& closing);
    // The statement stops without a closing balance, because of what the words say.
    Status end_unclosed(std::int64_t line, std::string_view why);

    void say(settled_severity severity, std::string_view code, std::int64_t line, const std::string& message) {
        sink_->diagnostic(severity, code, line, message);
    }
    void say_when_finer(std::string_view what, DecimalAmount amount, std::int64_t line);

  private:
    StatementSink* sink_;
    bool open_ = false, any_ = false;
    std::int64_t line_ = 0;
    Currency currency_;
    DecimalAmount opening_;
    BalanceProof proof_;
    ControlTotals totals_;
};

} // namespace settled::formats
