#include "reports/workbook_ages.hpp"

#include "reports/report_words.hpp"
#include "reports/workbook_parts.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace settled::reports {
namespace {

using render::Cell;
using render::Sheet;

std::vector<Cell> bucket_cells(const credit::Buckets& line, Currency currency) {
    const auto money = [&](std::int64_t amount) -> Cell { return Money{amount, currency}; };
    return {money(line.total),      money(line.not_due),     money(line.days_1_30),
            money(line.days_31_60), money(line.days_61_90),  money(line.days_91_120),
            money(line.over_120),   money(line.no_due_date), money(line.retention_not_due),
            money(line.unapplied)};
}

std::vector<SheetColumnSpec> with_buckets(std::vector<SheetColumnSpec> columns) {
    for (const std::string_view bucket : {"total", "not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_120", "over_120",
                                          "no_due_date", "retention_not_due", "unapplied"})
        columns.push_back({bucket, 16, true});
    return columns;
}

Sheet aging_by_customer(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "aging_by_customer",
                           with_buckets({{"customer", 14}, {"name", 30}, {"salesperson", 16}, {"region", 12}, {"currency", 11}}));
    made.made_rows = facts.customers.size();
    made.make_row = [&facts](std::size_t i) {
        const CustomerAgeLine& line = facts.customers[i];
        const Debtor& debtor = facts.debtors[line.debtor];
        std::vector<Cell> cells = {debtor.customer, debtor.name, debtor.salesperson, debtor.region,
                                   std::string(line.currency.code())};
        std::ranges::move(bucket_cells(line.buckets, line.currency), std::back_inserter(cells));
        return cells;
    };
    return made;
}

void add_up(credit::Buckets& sum, const credit::Buckets& one) {
    for (const auto part :
         {&credit::Buckets::total, &credit::Buckets::not_due, &credit::Buckets::days_1_30, &credit::Buckets::days_31_60,
          &credit::Buckets::days_61_90, &credit::Buckets::days_91_120, &credit::Buckets::over_120, &credit::Buckets::no_due_date,
          &credit::Buckets::retention_not_due, &credit::Buckets::unapplied})
        sum.*part += one.*part;
}

// Age by what the ledger says of the customer now; who has none of it stands in a line without a name.
Sheet aging_by(const DailyFacts& facts, std::string_view name, std::string_view key, std::string Debtor::* part) {
    Sheet made = new_sheet(facts, name, with_buckets({{key, 24}, {"currency", 11}}));
    std::map<std::pair<std::string, Currency>, credit::Buckets> sums;
    for (const CustomerAgeLine& line : facts.customers)
        add_up(sums[{facts.debtors[line.debtor].*part, line.currency}], line.buckets);
    for (const auto& [named, buckets] : sums) {
        auto& row = made.rows.emplace_back(std::vector<Cell>{named.first, std::string(named.second.code())});
        std::ranges::move(bucket_cells(buckets, named.second), std::back_inserter(row));
    }
    return made;
}

// By what the ledger says of each item; empty where it says it of none.
std::vector<Sheet> aging_by_business_line(const DailyFacts& facts) {
    if (facts.business_lines.empty()) return {};
    Sheet made = new_sheet(facts, "aging_by_business_line", with_buckets({{"business_line", 24}, {"currency", 11}}));
    for (const BusinessLineAge& line : facts.business_lines) {
        auto& row = made.rows.emplace_back(std::vector<Cell>{line.name, std::string(line.currency.code())});
        std::ranges::move(bucket_cells(line.buckets, line.currency), std::back_inserter(row));
    }
    return {made};
}

} // namespace

Sheet aging_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "aging", with_buckets({{"currency", 11}}));
    for (const AgingLine& line : facts.aging) {
        auto& row = made.rows.emplace_back(std::vector<Cell>{std::string(line.currency.code())});
        std::ranges::move(bucket_cells(line.buckets, line.currency), std::back_inserter(row));
    }
    for (render::SheetColumn& column : made.columns) column.has_sum = false; // each line is a currency's sum already
    made.currency_column.reset();
    made.chart = render::SheetChart{std::string(word("aging", facts.language)), 2, 7};
    return made;
}

Sheet item_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "open_items",
                           {{"customer", 14},
                            {"name", 30},
                            {"document", 20},
                            {"kind", 12},
                            {"document_date", 11},
                            {"due", 11},
                            {"days_overdue", 10},
                            {"currency", 11},
                            {"original", 16},
                            {"open_in_erp", 16, true},
                            {"still_owed", 16, true},
                            {"salesperson", 16}});
    made.columns[6].colours_age = true;
    made.made_rows = facts.open_items.size();
    made.make_row = [&facts](std::size_t i) -> std::vector<Cell> {
        const OpenItemLine& item = facts.open_items[i];
        const Debtor& debtor = facts.debtors[item.debtor];
        const auto money = [&](std::int64_t amount) -> Cell { return Money{amount, item.currency}; };
        return {debtor.customer,
                debtor.name,
                std::string(facts.document_numbers[item.document_number]),
                document_type_word(item.document_type, facts.language),
                item.document_date,
                item.due_date,
                item.due_date ? Cell(std::int64_t{item.days_overdue}) : Cell(),
                std::string(item.currency.code()),
                money(item.amount),
                money(item.open),
                money(item.still_owed),
                debtor.salesperson};
    };
    return made;
}

std::vector<Sheet> ages_by_part(const DailyFacts& facts) {
    std::vector<Sheet> made = {aging_by_customer(facts),
                               aging_by(facts, "aging_by_salesperson", "salesperson", &Debtor::salesperson),
                               aging_by(facts, "aging_by_region", "region", &Debtor::region)};
    std::ranges::move(aging_by_business_line(facts), std::back_inserter(made));
    return made;
}

} // namespace settled::reports
