// camt_statement.hpp -- what stands around the entries of one <Stmt>, <Rpt> or <Ntfctn>.
//
// Its children are read one at a time as they stream by; the statement can begin when the first entry
// comes, and is proved (opening + booked entries = closing) when it ends.
#pragma once

#include "camt_entry.hpp"
#include "camt_node.hpp"

#include <formats/balance_proof.hpp>
#include <settled/statement.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::camt {

// camt.053: the book. camt.052: interim, never joins it. camt.054: details of booked entries.
enum class Message { statement, report, notification };

class StatementReader {
  public:
    StatementReader(Message message, std::int64_t line) : message_(message), line_(line) {}

    Status read_child(std::string_view name, Piece& piece); // any child but <Ntry>
    Status read_entry(Piece& piece, StatementSink& sink);
    Status end(StatementSink& sink, std::int64_t line);

  private:
    struct StatedBalance {
        std::string code; // OPBD, PRCD, CLBD, CLAV, ITBD …
        formats::DecimalAmount amount;
        Currency currency;
        Date date;
        std::int64_t line = 0;
    };

    Status read_account(Piece& piece);
    Status read_balance(Piece& piece);
    Status begin(StatementSink& sink, Currency currency_of_entry);
    void prove(StatementSink& sink, std::int64_t line);
    const StatedBalance* stated(std::string_view code) const;
    const StatedBalance* opening() const;
    const StatedBalance* closing() const;
    Date statement_date() const;

    Message message_;
    std::int64_t line_;
    std::string account_, account_name_, account_bank_, id_, electronic_number_, legal_number_, page_;
    Currency currency_;
    Date created_, covered_to_;
    std::vector<StatedBalance> balances_;
    std::optional<std::int64_t> stated_entries_;
    std::int64_t entries_ = 0;
    bool begun_ = false;
    formats::BalanceProof proof_;
    EntryReader reader_;
};

} // namespace settled::camt
