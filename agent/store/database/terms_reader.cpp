#include "store/database/terms_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace settled::store {

using ledger::Row;

void read_terms(const ShownRows& shown, std::uint16_t ledger, ledger::Book& book) {
    std::unordered_map<std::string_view, std::vector<Row>> by_id, by_contract;
    Rows rows = shown.ask("item_id, contract_number, line, percent, amount, base_date, due_date, event_confirmed_on, days, "
                          "month_end, cut_off_day, pay_day, kind, base",
                          "ledger_terms", "ttttiiiiiiiiii");
    std::vector<std::pair<std::string, ledger::TermRow>> lines; // item or contract → line
    while (rows.next()) {
        std::string item, contract, line, percent;
        rows >> item >> contract >> line >> percent;
        ledger::TermRow term;
        std::optional<std::int64_t> amount, days, month_end, cut_off_day, pay_day;
        rows >> amount >> term.base_date >> term.due_date >> term.event_confirmed_on >> days >> month_end >> cut_off_day >>
            pay_day >> term.kind >> term.base;
        term.amount = amount.value_or(-1);
        term.days = static_cast<std::int32_t>(days.value_or(0));
        term.month_end = static_cast<std::int32_t>(month_end.value_or(0));
        term.cut_off_day = static_cast<std::int32_t>(cut_off_day.value_or(0));
        term.pay_day = static_cast<std::int32_t>(pay_day.value_or(0));
        term.line = book.text.intern(line), term.percent = book.text.intern(percent);
        term.of_contract = item.empty();
        lines.emplace_back(item.empty() ? std::move(contract) : std::move(item), term);
    }
    if (lines.empty()) return;
    for (Row row = 0; row < book.items.size(); ++row) { // texts of a book never move
        if (book.customers[book.items[row].customer].ledger != ledger) continue;
        by_id[book[book.items[row].id]].push_back(row);
        by_contract[book[book.items[row].contract_number]].push_back(row);
    }
    for (auto& [name, term] : lines) {
        const auto& found = term.of_contract ? by_contract : by_id;
        const auto hit = name.empty() ? found.end() : found.find(name);
        if (hit == found.end()) continue; // paid, or of a contract without an invoice yet
        for (const Row row : hit->second) {
            term.item = row;
            book.terms.push_back(term);
        }
    }
    std::ranges::stable_sort(book.terms, {}, &ledger::TermRow::item);
    std::unordered_set<Row> with_own; // an item's own lines go before its contract's
    for (const ledger::TermRow& term : book.terms)
        if (!term.of_contract) with_own.insert(term.item);
    std::erase_if(book.terms, [&](const ledger::TermRow& term) { return term.of_contract && with_own.contains(term.item); });
}

} // namespace settled::store
