// compare_books.hpp -- what one store holds on both sides: a sub-ledger and its control accounts, two companies
// of a group.
#pragma once

#include "jobs/context.hpp"
#include "matching/control_comparison.hpp"
#include "matching/ledger_comparison.hpp"

#include <memory>
#include <string>
#include <vector>

namespace settled::jobs {

struct ControlComparison {
    std::string company, ledger;
    Date known_on; // the day for which the ledger was read
    std::vector<matching::ControlRow> rows;
    std::unique_ptr<ledger::Book> book; // the rows' accounts and items live in it

    bool agrees() const;
};

// INVALID_CONFIG: no such ledger; UNAVAILABLE: it was never pulled.
Result<ControlComparison> compare_control(JobContext& context, const Scope& scope, const std::string& ledger);

struct CompareGroupRequest {
    std::string one, other;                      // companies
    std::vector<std::string> customers, vendors; // ids that are the other company; empty: found by legal name and tax number
};

// What the store lacks of one direction.
enum class GroupGap : std::uint8_t {
    no_customer = 1, // nobody in the creditor's ledgers bears the debtor's legal name
    no_payables,     // the debtor's ledgers give no payables
    no_vendor,       // they give some, but no tax number says which are the creditor's
};

struct GroupRow { // what one company has to get from the other, in one currency
    std::string creditor, debtor;
    Currency currency;
    std::vector<std::string> customers, vendors; // that are meant
    std::int64_t receivable = 0, receivable_count = 0;
    std::optional<std::int64_t> payable; // none: not known
    std::int64_t payable_count = 0;
    std::vector<GroupGap> gaps;
    // Where both are known, item by item; `ours` are the creditor's open items, `theirs` the debtor's payables, both
    // with their due days.
    struct Item {
        Date due;
        std::int64_t amount = 0;
        std::string number;
    };
    std::vector<Item> ours, theirs;
    std::optional<matching::LedgerComparison> result;

    bool agrees() const { return gaps.empty() && payable == receivable; }
};

struct GroupComparison {
    Date known_on;
    std::vector<GroupRow> rows; // one to the other, then back; by currency
    bool agrees() const;
};

// INVALID_CONFIG: no such company, the same one twice; UNAVAILABLE: a ledger was never pulled.
Result<GroupComparison> compare_group(JobContext& context, const Scope& scope, const CompareGroupRequest& request);

} // namespace settled::jobs
