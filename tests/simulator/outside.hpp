// outside.hpp -- what the ERP and the bank of a made-up company have to say, as rows: one form for every world of the tests.
#pragma once

#include <settled/date.hpp>
#include <settled/plugin_abi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::simulator {

struct OutsideCustomer {
    std::string id, name, account, email, tax_id;
};

struct OutsideItem {
    std::string id, customer, number;
    Date issued, due;
    std::int64_t amount = 0, open = 0; // a credit note is negative
    std::int32_t type = SETTLED_DOC_INVOICE;
    std::string linked; // of a credit note: the invoice's number
};

struct OutsideReceipt {
    std::string id, customer, items; // ids, joined by ';'
    Date on;
    std::int64_t amount = 0, open = 0;
    std::int32_t state = SETTLED_RECEIPT_APPROVED;
};

struct OutsideBill {
    std::string id, number, customer, items;
    Date received, due;
    std::int64_t amount = 0;
};

struct LedgerTables {
    std::vector<OutsideCustomer> customers;
    std::vector<OutsideItem> items;
    std::vector<OutsideReceipt> receipts;
    std::vector<OutsideBill> bills;
};

struct BankLine {
    std::string id, account, name, text; // account and name of whoever paid
    std::int64_t amount = 0;
};

struct BankStatement {
    std::string id; // a file of this name; read once
    Date day;
    std::int64_t opening = 0;
    std::vector<BankLine> lines;
};

class Outside {
  public:
    virtual ~Outside() = default;
    // `ledger` is the name of the block, "[ledger.erp]".
    virtual LedgerTables ledger(std::string_view ledger, Date as_of) const = 0;
    // Every statement that can be fetched now.
    virtual std::vector<BankStatement> statements(std::string_view source, Date today) const = 0;
};

} // namespace settled::simulator
