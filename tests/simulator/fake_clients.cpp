#include "fake_clients.hpp"

#include <settled/ledger.hpp>
#include <settled/text.hpp>

#include <charconv>
#include <fstream>
#include <sstream>

namespace settled::simulator {
namespace {

const settled_currency eur = {"EUR"};
constexpr std::string_view own_account = "SIM-0001";

Status send_customers(const SmallWorld& world, host::LedgerReceiver& receiver) {
    if (Status begun = receiver.begin(SETTLED_CUSTOMERS); !begun) return begun;
    for (const Customer& customer : world.customers()) {
        auto row = record<settled_customer>();
        row.customer_id = customer.id, row.name = customer.name, row.email = customer.email, row.currency = eur;
        row.bank_accounts = customer.account, row.language = "en";
        if (Status sent = receiver.record(SETTLED_CUSTOMERS, &row); !sent) return sent;
    }
    return receiver.commit(
        {sizeof(settled_commit), SETTLED_CUSTOMERS, static_cast<std::int64_t>(world.customers().size()), nullptr, 0, 0});
}

Status send_items(const SmallWorld& world, Date as_of, host::LedgerReceiver& receiver) {
    if (Status begun = receiver.begin(SETTLED_OPEN_ITEMS); !begun) return begun;
    settled_sum sum{eur, 0, 0};
    std::int64_t count = 0;
    for (const Invoice& invoice : world.invoices()) {
        if (invoice.booked == invoice.amount || invoice.issued > as_of) continue;
        auto row = record<settled_open_item>();
        row.item_id = invoice.id, row.customer_id = invoice.customer, row.document_number = invoice.number;
        row.doc_type = SETTLED_DOC_INVOICE, row.currency = eur;
        row.document_date = invoice.issued.number(), row.due_date = invoice.due.number();
        row.amount = amount(invoice.amount), row.open_amount = amount(invoice.amount - invoice.booked);
        sum.minor_units += row.open_amount.minor_units, ++count;
        if (Status sent = receiver.record(SETTLED_OPEN_ITEMS, &row); !sent) return sent;
    }
    return receiver.commit({sizeof(settled_commit), SETTLED_OPEN_ITEMS, count, &sum, count > 0 ? 1U : 0U, 0});
}

Status send_receipts(const SmallWorld& world, host::LedgerReceiver& receiver) {
    if (Status begun = receiver.begin(SETTLED_RECEIPTS); !begun) return begun;
    settled_sum sum{eur, 0, 0};
    std::int64_t count = 0;
    for (const Payment& payment : world.payments()) {
        if (payment.booked_on.none()) continue;
        auto row = record<settled_receipt>();
        const std::string id = "R-" + payment.id;
        std::string items;
        for (const auto& [invoice, part] : payment.pays) items += (items.empty() ? "" : ";") + world.invoices()[invoice].id;
        row.receipt_id = id, row.customer_id = payment.customer, row.date = payment.booked_on.number(), row.currency = eur;
        row.amount = amount(payment.amount), row.open_amount = amount(0), row.state = SETTLED_RECEIPT_APPROVED;
        row.item_ids = items;
        sum.minor_units += payment.amount, ++count;
        if (Status sent = receiver.record(SETTLED_RECEIPTS, &row); !sent) return sent;
    }
    return receiver.commit({sizeof(settled_commit), SETTLED_RECEIPTS, count, &sum, count > 0 ? 1U : 0U, 0});
}

class FakeLedger final : public host::LedgerClient {
  public:
    FakeLedger(const SmallWorld& world, const FakeClients& clients) : world_(&world), clients_(&clients) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Status pull(Date as_of, host::LedgerReceiver& receiver) override {
        if (Status sent = send_customers(*world_, receiver); !sent) return sent;
        if (clients_->ledger_is_away) return fail(SETTLED_UNAVAILABLE, "the ledger went away in the middle of a pull");
        if (Status sent = send_items(*world_, as_of, receiver); !sent) return sent;
        return send_receipts(*world_, receiver);
    }
    Status reread(const std::vector<std::string>&, host::LedgerReceiver&) override {
        return fail(SETTLED_UNSUPPORTED, "pull again");
    }

  private:
    const SmallWorld* world_;
    const FakeClients* clients_;
};

// One statement a day as lines "day|opening", then "id|customer account|name|amount|text".
class FakeBank final : public host::FetchClient {
  public:
    FakeBank(const SmallWorld& world, FakeClients& clients) : world_(&world), clients_(&clients) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Result<std::vector<host::RemoteFile>> list() override {
        std::vector<host::RemoteFile> files;
        for (Date day = clients_->today.plus_days(-2); day <= clients_->today; day = day.plus_days(1))
            if (!clients_->taken.contains(day.iso())) files.push_back({day.iso(), day.iso() + ".sim", "", "", 0});
        return files;
    }
    Status read(const std::string& id, const std::function<Status(std::string_view)>& sink) override {
        const Date day = *Date::parse_iso(id);
        std::string bytes = id + "|" + std::to_string(world_->bank_balance_before(day)) + "\n";
        for (const Payment& payment : world_->payments()) {
            if (payment.on != day) continue;
            for (const Customer& customer : world_->customers())
                if (customer.id == payment.customer)
                    bytes += payment.id + "|" + customer.account + "|" + customer.name + "|" + std::to_string(payment.amount) +
                             "|" + payment.text + "\n";
        }
        return sink(bytes);
    }
    Status imported(const std::string& id, const std::string&) override { return clients_->taken.insert(id), Status{}; }
    Status refused(const std::string&, const std::string&, const std::string& reason) override {
        return fail(SETTLED_INTERNAL, "refused: " + reason);
    }

  private:
    const SmallWorld* world_;
    FakeClients* clients_;
};

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

class FakeReader final : public host::StatementClient {
  public:
    Result<std::string> read(const host::FileToRead& file, host::StatementReceiver& receiver) override {
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
};

class FakeGateway final : public host::NotifyClient {
  public:
    explicit FakeGateway(FakeClients& clients) : clients_(&clients) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Status send(const host::OutgoingMessage& message, const std::function<Status()>& hand_over,
                host::SendOutcome& outcome) override {
        if (clients_->mood == GatewayMood::is_away) return fail(SETTLED_UNAVAILABLE, "connection refused");
        if (clients_->mood == GatewayMood::refuses) return fail(SETTLED_REJECTED, "550 no such mailbox");
        if (Status released = hand_over(); !released) return released;
        clients_->delivered.push_back({clients_->today, message.key});
        if (clients_->mood == GatewayMood::accepts) return {};
        outcome.after_hand_over = true;
        return fail(SETTLED_UNAVAILABLE, "the connection was lost after the last byte");
    }
    Result<std::optional<bool>> look_up(const std::string&) override { return std::optional<bool>(); }

  private:
    FakeClients* clients_;
};

} // namespace

Result<std::unique_ptr<host::LedgerClient>> FakeClients::ledger(const host::PluginBlock&) {
    return std::make_unique<FakeLedger>(*world_, *this);
}
Result<std::unique_ptr<host::FetchClient>> FakeClients::fetch(const host::PluginBlock&) {
    return std::make_unique<FakeBank>(*world_, *this);
}
Result<std::unique_ptr<host::NotifyClient>> FakeClients::notify(const host::PluginBlock&) {
    return std::make_unique<FakeGateway>(*this);
}

host::StatementClient& FakeClients::statements() {
    if (!statements_) statements_ = std::make_unique<FakeReader>();
    return *statements_;
}

} // namespace settled::simulator
