// statement.hpp -- one <STMTRS>, <CCSTMTRS> or <INVSTMTRS> while it streams by.
#pragma once

#include "aggregates.hpp"
#include "transaction.hpp"

#include <settled/statement.hpp>

#include <optional>
#include <string>

namespace settled::ofx {

class Statement {
  public:
    Statement(StatementSink& sink, Aggregate kind, std::int64_t line) : sink_(sink), kind_(kind), line_(line) {}

    void take_value(const Tag& value); // CURDEF
    void take_account(const Values& values);
    Status take_transaction(const Values& values, const AggregateReader::Step& step);
    void take_balance(const Values& values, const AggregateReader::Step& step);
    void count_investment() { ++investments_; }
    Status end(std::int64_t line);

  private:
    Status begin();
    void tell(const std::vector<Remark>& remarks);

    StatementSink& sink_;
    Aggregate kind_;
    std::int64_t line_;
    Currency currency_;
    std::string account_, account_bank_;
    settled_balance closing_{}, available_{};
    TransactionReader reader_;
    std::int64_t investments_ = 0;
    bool begun_ = false;
};

} // namespace settled::ofx
