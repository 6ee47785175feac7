// match_quality -- runs the matching engine over a generated workload and prints what it settled, so
// that a scoring script can compare it with the truth.
//
// usage: match_quality DIR RESULT.csv
// DIR holds customers.csv (customer_id, name, alias, account), items.csv (item_id, customer_id, number,
// date, due, amount_cents, open_cents, currency) and lines.csv (line_id, date, amount_cents, currency,
// payer_name, payer_account, remittance). RESULT gets line_id,item_ids of the settled lines. Standard
// output gets a count per state, the time of the run and of reading.
#include "matching/reconcile.hpp"

#include <settled/text.hpp>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
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

void each_row(const std::string& path, const std::function<void(const std::vector<std::string>&)>& take) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) take(fields_of(line));
}

std::int64_t number(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

struct Workload {
    ledger::Book book;
    statement::EntryBook entries;
    std::vector<std::string> line_ids;
};

Workload read(const std::string& folder) {
    Workload work;
    work.book.ledgers.push_back({"bench", 1, Date(), Date()});
    std::unordered_map<std::string, ledger::Row> customers;
    each_row(folder + "/customers.csv", [&](const std::vector<std::string>& row) {
        ledger::CustomerRow customer;
        customer.id = work.book.text.add(row.at(0));
        customer.name = work.book.text.add(row.at(1));
        customer.short_name = work.book.text.add(row.at(2));
        customer.bank_accounts = work.book.text.add(row.at(3));
        customers.emplace(row.at(0), static_cast<ledger::Row>(work.book.customers.size()));
        work.book.customers.push_back(customer);
    });
    each_row(folder + "/items.csv", [&](const std::vector<std::string>& row) {
        ledger::ItemRow item;
        item.id = work.book.text.add(row.at(0));
        item.document_number = work.book.text.add(row.at(2));
        item.customer = customers.at(row.at(1));
        item.document_date = Date::parse_iso(row.at(3)).value_or(Date());
        item.due_date = Date::parse_iso(row.at(4)).value_or(Date());
        item.amount = number(row.at(5));
        item.open_amount = number(row.at(6));
        item.currency = Currency::parse(row.at(7)).value_or(Currency());
        item.doc_type = SETTLED_DOC_INVOICE;
        work.book.items.push_back(item);
    });
    work.entries.accounts.push_back({"main", "TEST-0001", "", *Currency::parse("CNY")});
    each_row(folder + "/lines.csv", [&](const std::vector<std::string>& row) {
        statement::EntryRow entry;
        entry.id = static_cast<std::int64_t>(work.entries.entries.size()) + 1;
        entry.booking_date = entry.value_date = Date::parse_iso(row.at(1)).value_or(Date());
        entry.amount = number(row.at(2));
        entry.currency = Currency::parse(row.at(3)).value_or(Currency());
        entry.counterparty_name = work.entries.text.add(row.at(4));
        entry.counterparty_account = work.entries.text.add(row.at(5));
        entry.remittance = work.entries.text.add(row.at(6));
        entry.bank_reference = work.entries.text.add(row.at(0));
        work.entries.entries.push_back(entry);
        work.line_ids.push_back(row.at(0));
    });
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

void write(const Workload& work, const matching::Outcome& outcome, const std::string& path) {
    std::ofstream file(path);
    file << "line_id,item_ids\n";
    for (const matching::Decision& decision : outcome.decisions) {
        if (decision.state != matching::State::settled) continue;
        file << work.line_ids[decision.entry] << ',';
        const char* between = "";
        for (const matching::Allocation& allocation : decision.best.allocations) {
            if (allocation.item == matching::no_row) continue;
            file << between << work.book[work.book.items[allocation.item].id];
            between = ";";
        }
        file << '\n';
    }
}

} // namespace

int main(int count, char** words) {
    if (count != 3) {
        std::fputs("usage: match_quality DIR RESULT.csv\n", stderr);
        return 2;
    }
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const Workload work = read(words[1]);
    const auto loaded = Clock::now();
    const matching::Outcome outcome = matching::reconcile(work.book, work.entries, {}, rules(), *Date::of(2026, 11, 30));
    const auto decided = Clock::now();
    write(work, outcome, words[2]);
    std::map<std::string_view, std::size_t> states;
    for (const matching::Decision& decision : outcome.decisions) ++states[matching::name(decision.state)];
    for (const auto& [state, lines] : states) std::printf("%.*s %zu\n", static_cast<int>(state.size()), state.data(), lines);
    const auto milliseconds = [](auto from, auto to) {
        return static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count());
    };
    std::printf("items %zu, lines %zu, read %lld ms, decided %lld ms\n", work.book.items.size(), work.entries.entries.size(),
                milliseconds(start, loaded), milliseconds(loaded, decided));
    return 0;
}
