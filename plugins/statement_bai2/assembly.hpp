// assembly.hpp -- records become statements: a file (01 … 99) of groups (02 … 98) of accounts (03 … 49).
#pragma once

#include "control.hpp"
#include "transaction.hpp"

#include <formats/balance_proof.hpp>
#include <settled/statement.hpp>

#include <optional>
#include <string>

namespace settled::bai2 {

class Assembly {
  public:
    explicit Assembly(StatementSink& sink) : sink_(sink) {}

    // Records in the order of the file. BAD_DATA stops the file.
    Status take(const Record& record);
    // BAD_DATA when the file trailer is missing: the file was cut off.
    Status finish(std::int64_t last_line);

  private:
    struct Balance {
        std::int64_t minor_units = 0;
        bool present = false;
        settled_balance abi(Date day) const;
    };

    Status take_file(const Record& record);
    Status take_group(const Record& record);
    Status take_account(const Record& record);
    Status take_summary(Fields& fields, const Record& record);
    Status take_transaction(const Record& record);
    Status end_account(const Record& record);
    Status end_group(const Record& record);
    Status end_file(const Record& record);
    Status close_account(std::int64_t line);
    Status misplaced(const Record& record, std::string_view expected) const;
    void diagnose(settled_severity severity, std::string_view code, std::int64_t line, const std::string& message) {
        sink_.diagnostic(severity, code, line, message);
    }

    StatementSink& sink_;
    TransactionReader reader_;
    bool in_file_ = false, in_group_ = false, in_account_ = false, any_ = false;
    std::string file_number_, originator_, account_;
    Date as_of_;
    Currency group_currency_, currency_;
    bool interim_ = false;
    Balance opening_, closing_, available_;
    formats::BalanceProof proof_;
    ControlLevel file_control_, group_control_, account_control_;
    std::int64_t file_line_ = 0;
};

} // namespace settled::bai2
