// statements_of_rows.hpp -- rows of one table become statements: one per account and currency.
//
// The rows of the account that comes first stream through. Rows of other accounts between them are
// kept and told afterwards, so that each account is one statement: entries alike in one statement are
// twins, alike in two they are the same entry told twice.
#pragma once

#include "row_reader.hpp"
#include "running_balance.hpp"

#include <formats/balance_proof.hpp>
#include <settled/statement.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace settled::csv {

class StatementsOfRows {
  public:
    StatementsOfRows(RowReader& reader, const Choice& choice, StatementSink& sink)
        : reader_(reader), choice_(choice), sink_(sink) {}

    Status add(const Row& row, const formats::CsvRow& cells);
    // The table is over: what is kept is told, every statement ended. One without rows is a statement too.
    Status finish(std::int64_t line);

  private:
    using Amount = formats::DecimalAmount;
    struct Kept { // a row in memory of its own
        std::vector<std::string> cells;
        std::int64_t line;
    };
    struct Group {
        std::string account;
        Currency currency;
        std::vector<Kept> rows;
    };
    // The statement that is being told.
    struct Telling {
        bool open = false, begun = false;
        std::string account;
        Currency currency;
        std::optional<Kept> first; // held until the second row shows the order
        std::optional<Amount> opening, closing;
        Date first_day, last_day;
        std::int64_t line = 0;
        formats::BalanceProof proof;
        RunningBalance running;
        bool any_balance = false;
    };

    Status keep(Group& group, const formats::CsvRow& cells);
    Status tell(const Row& row, const formats::CsvRow& cells);
    Status tell_kept(const Kept& kept);
    Status begin();
    Status release_first();
    Status send(const Row& row);
    Status end(std::int64_t line);
    void prove(std::int64_t line);
    Result<std::optional<Amount>> above(const std::string& text, Currency currency) const;

    RowReader& reader_;
    const Choice& choice_;
    StatementSink& sink_;
    Telling now_;
    std::vector<Group> groups_; // the first is the one that streams
    std::size_t kept_bytes_ = 0;
};

} // namespace settled::csv
