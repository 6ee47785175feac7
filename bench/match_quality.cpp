// match_quality -- runs the matching engine over a generated workload and prints what it settled, so
// that a scoring script can compare it with the truth.
//
// usage: match_quality DIR RESULT.csv [--daily]
// --daily decides as the agent does, a run for each day of the lines with what was decided before; without it all lines at once.
// DIR holds, columns found by their headings, those in brackets optional, lists with ";":
//   customers.csv  customer_id, name, alias, account (a list)
//   items.csv      item_id, customer_id, number, date, due, amount_cents, open_cents, currency
//                  [tax_invoice_numbers, contract_number, delivery_numbers, po_number, reference, linked_document]
//   lines.csv      line_id, date, amount_cents, currency, payer_name, payer_account, remittance
// RESULT gets a row per line: line_id, item_ids (of a settled line, else empty), state, grade, customer_id (of
// a line that is settled or on account, else empty), why (the kinds of evidence). Standard output gets a count per state, the
// time of the run and of reading.
#include "matching/reconcile.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using namespace settled;

// RFC 4180 without line breaks inside fields: what the generator writes.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == '"')
                fields.back() += line[++i];
            else
                quoted = !quoted;
        } else if (line[i] == ',' && !quoted)
            fields.emplace_back();
        else if (line[i] != '\r')
            fields.back() += line[i];
    }
    return fields;
}

// A table whose columns are asked for by their headings.
class Table {
  public:
    explicit Table(const std::string& path) : path_(path), file_(path) {
        std::string line;
        if (!std::getline(file_, line)) throw std::runtime_error(path_ + ": no such file, or empty");
        const std::vector<std::string> names = fields_of(line);
        for (std::size_t i = 0; i < names.size(); ++i) columns_.emplace(names[i], i);
    }

    std::size_t column(const std::string& name) const {
        const auto hit = columns_.find(name);
        if (hit == columns_.end()) throw std::runtime_error(path_ + ": no column " + name);
        return hit->second;
    }
    std::size_t column_if_any(const std::string& name) const { return columns_.contains(name) ? column(name) : none; }

    void each_row(const std::function<void(const std::vector<std::string>&)>& take) {
        for (std::string line; std::getline(file_, line);) take(fields_of(line));
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

  private:
    std::string path_;
    std::ifstream file_;
    std::unordered_map<std::string, std::size_t> columns_;
};

std::int64_t number(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

struct Workload {
    ledger::Book book;
    statement::EntryBook entries;
    std::vector<std::string> line_ids; // by entry
};

using Rows = std::unordered_map<std::string, ledger::Row>;

Rows read_customers(const std::string& path, ledger::Book& book) {
    Rows customers;
    Table table(path);
    const std::size_t id = table.column("customer_id"), name = table.column("name"), alias = table.column("alias"),
                      account = table.column("account");
    table.each_row([&](const std::vector<std::string>& row) {
        ledger::CustomerRow customer;
        customer.id = book.text.add(row.at(id));
        customer.name = book.text.add(row.at(name));
        customer.short_name = book.text.add(row.at(alias));
        customer.bank_accounts = book.text.add(row.at(account));
        customers.emplace(row.at(id), static_cast<ledger::Row>(book.customers.size()));
        book.customers.push_back(customer);
    });
    return customers;
}

void read_items(const std::string& path, const Rows& customers, ledger::Book& book) {
    Table table(path);
    const std::size_t id = table.column("item_id"), customer = table.column("customer_id"), document = table.column("number"),
                      date = table.column("date"), due = table.column("due"), amount = table.column("amount_cents"),
                      open = table.column("open_cents"), currency = table.column("currency");
    const std::pair<std::size_t, ledger::TextRef ledger::ItemRow::*> more[] = {
        {table.column_if_any("tax_invoice_numbers"), &ledger::ItemRow::tax_invoice_numbers},
        {table.column_if_any("contract_number"), &ledger::ItemRow::contract_number},
        {table.column_if_any("delivery_numbers"), &ledger::ItemRow::delivery_numbers},
        {table.column_if_any("po_number"), &ledger::ItemRow::po_number},
        {table.column_if_any("reference"), &ledger::ItemRow::reference},
        {table.column_if_any("linked_document"), &ledger::ItemRow::linked_document}};
    table.each_row([&](const std::vector<std::string>& row) {
        ledger::ItemRow item;
        item.id = book.text.add(row.at(id));
        item.document_number = book.text.add(row.at(document));
        item.customer = customers.at(row.at(customer));
        item.document_date = Date::parse_iso(row.at(date)).value_or(Date());
        item.due_date = Date::parse_iso(row.at(due)).value_or(Date());
        item.amount = number(row.at(amount));
        item.open_amount = number(row.at(open));
        item.currency = Currency::parse(row.at(currency)).value_or(Currency());
        item.doc_type = item.amount < 0 ? SETTLED_DOC_CREDIT_NOTE : SETTLED_DOC_INVOICE;
        for (const auto& [column, field] : more)
            if (column != Table::none) item.*field = book.text.add(row.at(column));
        book.items.push_back(item);
    });
}

void read_lines(const std::string& path, Workload& work) {
    Table table(path);
    const std::size_t id = table.column("line_id"), date = table.column("date"), amount = table.column("amount_cents"),
                      currency = table.column("currency"), name = table.column("payer_name"),
                      account = table.column("payer_account"), text = table.column("remittance");
    table.each_row([&](const std::vector<std::string>& row) {
        statement::EntryRow entry;
        entry.id = static_cast<std::int64_t>(work.entries.entries.size()) + 1;
        entry.booking_date = entry.value_date = Date::parse_iso(row.at(date)).value_or(Date());
        entry.amount = number(row.at(amount));
        entry.currency = Currency::parse(row.at(currency)).value_or(Currency());
        entry.counterparty_name = work.entries.text.add(row.at(name));
        entry.counterparty_account = work.entries.text.add(row.at(account));
        entry.remittance = work.entries.text.add(row.at(text));
        entry.bank_reference = work.entries.text.add(row.at(id));
        work.entries.entries.push_back(entry);
    });
    std::ranges::stable_sort(work.entries.entries, {}, &statement::EntryRow::booking_date);
    for (const statement::EntryRow& entry : work.entries.entries) work.line_ids.emplace_back(work.entries[entry.bank_reference]);
}

Workload read(const std::string& folder) {
    Workload work;
    work.book.ledgers.push_back({"bench", 1, Date(), Date()});
    read_items(folder + "/items.csv", read_customers(folder + "/customers.csv", work.book), work.book);
    work.entries.accounts.push_back({"main", "TEST-0001", "", *Currency::parse("CNY")});
    read_lines(folder + "/lines.csv", work);
    return work;
}

// As the smallest configuration of the contract has it: a fee limit and two discount rates.
matching::Rules rules() {
    matching::Rules rules;
    const Currency cny = *Currency::parse("CNY");
    rules.home_currency = cny;
    rules.residuals.push_back({matching::Residual::bank_fee, cny, matching::Path::any, 5000});
    rules.discount_basis_points = {200, 300};
    return rules;
}

using Decisions = std::map<ledger::Row, matching::Decision>; // by entry

// What the store keeps of a decision between two runs.
matching::PastDecision kept(const ledger::Book& book, const matching::Decision& decision) {
    matching::PastDecision past;
    past.entry = decision.entry;
    past.state = decision.state;
    past.duplicate_of = decision.duplicate_of;
    past.residual = decision.best.residual;
    past.residual_amount = decision.best.residual_amount;
    for (const matching::Allocation& allocation : decision.best.allocations) {
        matching::PastAllocation& made = past.allocations.emplace_back();
        made.customer = allocation.customer;
        made.item = allocation.item;
        made.amount = allocation.amount;
        made.open_at_decision = allocation.open_at_decision;
        made.booked = allocation.booked;
        if (allocation.item != matching::no_row) made.item_key = made.item_id = book[book.items[allocation.item].id];
    }
    return past;
}

Decisions decide_at_once(const Workload& work) {
    Decisions decisions;
    for (matching::Decision& decision :
         matching::reconcile(work.book, work.entries, {}, rules(), *Date::of(2026, 11, 30)).decisions)
        decisions[decision.entry] = std::move(decision);
    return decisions;
}

// Lines stand by day, as read() has sorted them.
Decisions decide_daily(const Workload& work) {
    Decisions decisions;
    statement::EntryBook known = work.entries;
    known.entries.clear();
    for (std::size_t at = 0; at < work.entries.entries.size();) {
        const Date day = work.entries.entries[at].booking_date;
        for (; at < work.entries.entries.size() && work.entries.entries[at].booking_date == day; ++at)
            known.entries.push_back(work.entries.entries[at]);
        matching::History history;
        for (const auto& [entry, decision] : decisions) history.decisions.push_back(kept(work.book, decision));
        for (matching::Decision& decision : matching::reconcile(work.book, known, history, rules(), day).decisions)
            decisions[decision.entry] = std::move(decision);
    }
    return decisions;
}

void write(const Workload& work, const Decisions& decisions, const std::string& path) {
    std::ofstream file(path);
    file << "line_id,item_ids,state,grade,customer_id,why\n";
    for (const auto& [entry, decision] : decisions) {
        file << work.line_ids[entry] << ',';
        const bool settled = decision.state == matching::State::settled;
        const char* between = "";
        for (const matching::Allocation& allocation : decision.best.allocations) {
            if (!settled || allocation.item == matching::no_row) continue;
            file << between << work.book[work.book.items[allocation.item].id];
            between = ";";
        }
        file << ',' << matching::name(decision.state) << ',' << matching::name(decision.best.grade) << ',';
        if ((settled || decision.state == matching::State::on_account) && !decision.best.allocations.empty())
            file << work.book[work.book.customers[decision.best.allocations.front().customer].id];
        file << ',';
        between = "";
        for (const matching::Evidence& evidence : decision.best.evidence) {
            file << between << matching::name(evidence.kind);
            between = ";";
        }
        file << '\n';
    }
}

} // namespace

int main(int count, char** words) try {
    const bool daily = count == 4 && std::string_view(words[3]) == "--daily";
    if (count != 3 && !daily) {
        std::fputs("usage: match_quality DIR RESULT.csv [--daily]\n", stderr);
        return 2;
    }
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const Workload work = read(words[1]);
    const auto loaded = Clock::now();
    const Decisions decisions = daily ? decide_daily(work) : decide_at_once(work);
    const auto decided = Clock::now();
    write(work, decisions, words[2]);
    std::map<std::string_view, std::size_t> states;
    for (const auto& [entry, decision] : decisions) ++states[matching::name(decision.state)];
    for (const auto& [state, lines] : states) std::printf("%.*s %zu\n", static_cast<int>(state.size()), state.data(), lines);
    const auto milliseconds = [](auto from, auto to) {
        return static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count());
    };
    std::printf("items %zu, lines %zu, read %lld ms, decided %lld ms\n", work.book.items.size(), work.entries.entries.size(),
                milliseconds(start, loaded), milliseconds(loaded, decided));
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "match_quality: %s\n", error.what());
    return 1;
}
