#include "fake_clients.hpp"

#include <settled/ledger.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace settled::simulator {
namespace {

const settled_currency eur = {"EUR"};
constexpr std::string_view own_account = "SIM-0001";

// `write` fills one record from a row and returns the amount that counts for the sum.
template <class Record, class Row, class Write>
Status send(host::LedgerReceiver& receiver, settled_entity entity, const std::vector<Row>& rows, Write write) {
    if (Status begun = receiver.begin(entity); !begun) return begun;
    settled_sum sum{eur, 0, 0};
    for (const Row& row : rows) {
        auto made = record<Record>();
        made.currency = eur;
        sum.minor_units += write(row, made);
        if (Status sent = receiver.record(entity, &made); !sent) return sent;
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    const bool has_sum = entity != SETTLED_CUSTOMERS && count > 0;
    return receiver.commit({sizeof(settled_commit), entity, count, has_sum ? &sum : nullptr, has_sum ? 1U : 0U, 0});
}

Status send_customers(const LedgerTables& tables, host::LedgerReceiver& receiver) {
    return send<settled_customer>(receiver, SETTLED_CUSTOMERS, tables.customers,
                                  [](const OutsideCustomer& customer, settled_customer& row) -> std::int64_t {
                                      row.customer_id = customer.id, row.name = customer.name, row.email = customer.email;
                                      row.bank_accounts = customer.account, row.tax_id = customer.tax_id, row.language = "en";
                                      return 0;
                                  });
}

Status send_items(const LedgerTables& tables, host::LedgerReceiver& receiver) {
    return send<settled_open_item>(receiver, SETTLED_OPEN_ITEMS, tables.items,
                                   [](const OutsideItem& item, settled_open_item& row) {
                                       row.item_id = item.id, row.customer_id = item.customer, row.document_number = item.number;
                                       row.doc_type = item.type, row.linked_document = item.linked;
                                       row.document_date = item.issued.number(), row.due_date = item.due.number();
                                       row.amount = amount(item.amount), row.open_amount = amount(item.open);
                                       return item.open;
                                   });
}

Status send_receipts(const LedgerTables& tables, host::LedgerReceiver& receiver) {
    return send<settled_receipt>(
        receiver, SETTLED_RECEIPTS, tables.receipts, [](const OutsideReceipt& receipt, settled_receipt& row) {
            row.receipt_id = receipt.id, row.customer_id = receipt.customer, row.date = receipt.on.number();
            row.amount = amount(receipt.amount), row.open_amount = amount(receipt.open);
            row.state = receipt.state, row.item_ids = receipt.items;
            return receipt.amount;
        });
}

Status send_bills(const LedgerTables& tables, host::LedgerReceiver& receiver) {
    return send<settled_bill>(receiver, SETTLED_BILLS, tables.bills, [](const OutsideBill& bill, settled_bill& row) {
        row.bill_id = bill.id, row.bill_number = bill.number, row.from_customer_id = bill.customer;
        row.kind = SETTLED_BILL_BANK_ACCEPTANCE, row.status = SETTLED_BILL_HELD, row.item_ids = bill.items;
        row.received_date = bill.received.number(), row.due_date = bill.due.number(), row.amount = amount(bill.amount);
        return bill.amount;
    });
}

class FakeLedger final : public host::LedgerClient {
  public:
    FakeLedger(const Outside& outside, const FakeClients& clients, std::string block)
        : outside_(&outside), clients_(&clients), block_(std::move(block)) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Status pull(Date as_of, host::LedgerReceiver& receiver) override {
        const LedgerTables tables = outside_->ledger(block_, as_of);
        if (Status sent = send_customers(tables, receiver); !sent) return sent;
        if (clients_->machine->is_dead()) return fail(SETTLED_STOPPED, "the machine is dead");
        if (clients_->ledger_is_away) return fail(SETTLED_UNAVAILABLE, "the ledger went away in the middle of a pull");
        if (Status sent = send_items(tables, receiver); !sent) return sent;
        if (Status sent = send_receipts(tables, receiver); !sent || tables.bills.empty()) return sent;
        return send_bills(tables, receiver);
    }
    Status reread(const std::vector<std::string>&, host::LedgerReceiver&) override {
        return fail(SETTLED_UNSUPPORTED, "pull again");
    }

  private:
    const Outside* outside_;
    const FakeClients* clients_;
    std::string block_;
};

// A statement as lines "day|opening", then "id|payer's account|name|amount|text".
class FakeBank final : public host::FetchClient {
  public:
    FakeBank(const Outside& outside, FakeClients& clients, std::string block)
        : outside_(&outside), clients_(&clients), block_(std::move(block)) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Result<std::vector<host::RemoteFile>> list() override {
        std::vector<host::RemoteFile> files;
        for (const BankStatement& statement : outside_->statements(block_, clients_->today))
            if (!clients_->taken.contains(block_ + statement.id))
                files.push_back({statement.id, statement.id + ".sim", "", "", 0});
        return files;
    }
    Status read(const std::string& id, const std::function<Status(std::string_view)>& sink) override {
        if (clients_->files_cannot_be_fetched) return fail(SETTLED_UNAVAILABLE, "the share does not hand it out");
        const std::vector<BankStatement> known = outside_->statements(block_, clients_->today);
        const auto found = std::ranges::find(known, id, &BankStatement::id);
        if (found == known.end()) return fail(SETTLED_INTERNAL, "no such statement: " + id);
        std::string bytes = found->day.iso() + "|" + std::to_string(found->opening) + "\n";
        for (const BankLine& line : found->lines)
            bytes += line.id + "|" + line.account + "|" + line.name + "|" + std::to_string(line.amount) + "|" + line.text + "\n";
        return sink(bytes);
    }
    Status imported(const std::string& id, const std::string&) override { return clients_->taken.insert(block_ + id), Status{}; }
    Status refused(const std::string&, const std::string&, const std::string& reason) override {
        return fail(SETTLED_INTERNAL, "refused: " + reason);
    }

  private:
    const Outside* outside_;
    FakeClients* clients_;
    std::string block_;
};

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

class FakeReader final : public host::StatementClient {
  public:
    explicit FakeReader(const FakeClients& clients) : clients_(&clients) {}
    Result<std::string> read(const host::FileToRead& file, host::StatementReceiver& receiver) override {
        if (clients_->reader_is_away) return fail(SETTLED_UNAVAILABLE, "the reader is away");
        std::ifstream lines(file.path);
        std::string line;
        if (!std::getline(lines, line)) return fail(SETTLED_BAD_DATA, "an empty statement");
        const auto head = split(line, '|');
        const Date day = *Date::parse_iso(head[0]);
        std::int64_t balance = number(head[1]);
        settled_statement_begin begin{};
        begin.size = sizeof begin, begin.account = own_account, begin.currency = eur;
        begin.opening = {1, day.number(), amount(balance)};
        if (Status told = receiver.begin(begin); !told) return pass(told);
        while (std::getline(lines, line)) {
            const auto cells = split(line, '|');
            settled_entry entry{};
            entry.size = sizeof entry, entry.status = SETTLED_ENTRY_BOOKED, entry.currency = eur;
            entry.booking_date = entry.value_date = day.number();
            entry.bank_reference = cells[0], entry.counterparty_account = cells[1], entry.counterparty_name = cells[2];
            entry.amount = amount(number(cells[3])), entry.remittance = cells[4];
            balance += entry.amount.minor_units;
            if (Status told = receiver.entry(entry); !told) return pass(told);
        }
        settled_statement_end end{};
        end.size = sizeof end, end.closing = {1, day.number(), amount(balance)};
        if (Status told = receiver.end(end); !told) return pass(told);
        return std::string("statement_sim");
    }

  private:
    const FakeClients* clients_;
};

class FakeGateway final : public host::NotifyClient {
  public:
    explicit FakeGateway(FakeClients& clients) : clients_(&clients) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Status send(const host::OutgoingMessage& message, const std::function<Status()>& hand_over,
                host::SendOutcome& outcome) override {
        if (clients_->mood == GatewayMood::is_away) return fail(SETTLED_UNAVAILABLE, "connection refused");
        if (clients_->mood == GatewayMood::refuses) return fail(SETTLED_REJECTED, "550 no such mailbox");
        if (Status alive = clients_->machine->reach(Point::before_hand_over); !alive) return alive;
        if (Status released = hand_over(); !released) return released;
        if (clients_->machine->is_dead()) return fail(SETTLED_STOPPED, "the machine is dead");
        clients_->delivered.push_back({clients_->today, message.key, message.content, message.recipients});
        if (Status alive = clients_->machine->reach(Point::after_hand_over); !alive) {
            outcome.after_hand_over = true;
            return alive;
        }
        if (clients_->mood == GatewayMood::accepts) return {};
        outcome.after_hand_over = true;
        return fail(SETTLED_UNAVAILABLE, "the connection was lost after the last byte");
    }
    Result<std::optional<bool>> look_up(const std::string&) override { return std::optional<bool>(); }

  private:
    FakeClients* clients_;
};

} // namespace

Result<std::unique_ptr<host::LedgerClient>> FakeClients::ledger(const host::PluginBlock& block) {
    return std::make_unique<FakeLedger>(*outside_, *this, block.where);
}
Result<std::unique_ptr<host::FetchClient>> FakeClients::fetch(const host::PluginBlock& block) {
    return std::make_unique<FakeBank>(*outside_, *this, block.where);
}
Result<std::unique_ptr<host::NotifyClient>> FakeClients::notify(const host::PluginBlock&) {
    return std::make_unique<FakeGateway>(*this);
}

host::StatementClient& FakeClients::statements() {
    if (!statements_) statements_ = std::make_unique<FakeReader>(*this);
    return *statements_;
}

} // namespace settled::simulator
