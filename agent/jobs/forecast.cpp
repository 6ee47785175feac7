#include "jobs/forecast.hpp"

#include "jobs/forecast_words.hpp"
#include "ledger/terms.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace settled::jobs {
namespace {

using ledger::Row;

// What people said about one item, or about everything of its customer.
class Said {
  public:
    explicit Said(const Picture& picture) : picture_(picture) {
        for (const ledger::Fact& fact : picture.facts) {
            if (fact.kind == ledger::FactKind::dispute) disputed_.emplace(fact.ledger, fact.customer_id, fact.item_key);
            if (fact.kind == ledger::FactKind::promise && fact.date >= picture.as_of)
                promised_[{fact.ledger, fact.customer_id, fact.item_key}] = fact.date; // the latest word counts
        }
    }

    bool disputed(Row item) const { return disputed_.contains(of_item(item)) || disputed_.contains(of_customer(item)); }
    Date promised(Row item) const {
        for (const Key& key : {of_item(item), of_customer(item)})
            if (const auto found = promised_.find(key); found != promised_.end()) return found->second;
        return {};
    }

  private:
    using Key = std::tuple<std::string, std::string, std::string>;

    Key of_item(Row item) const { return key(item, picture_.book[picture_.book.items[item].key]); }
    Key of_customer(Row item) const { return key(item, ""); }
    Key key(Row item, std::string_view item_key) const {
        const ledger::CustomerRow& customer = picture_.book.customer_of(picture_.book.items[item]);
        return {picture_.book.ledger_of(customer).name, std::string(picture_.book[customer.id]), std::string(item_key)};
    }

    const Picture& picture_;
    std::set<Key> disputed_;
    std::map<Key, Date> promised_;
};

struct Collected {
    std::vector<credit::ExpectedReceipt> receipts;
    std::int64_t disputed = 0, no_due_date = 0;
};

} // namespace

Result<CompanyForecast> forecast_of(const Picture& picture, PaymentHistory& history, int weeks,
                                    std::optional<matching::Language> words) {
    CompanyForecast made{.company = picture.company->name, .as_of = picture.as_of, .items = {}, .sums = {}};
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    made.history = !history.empty();
    const Said said(picture);
    std::map<Currency, Collected> by_currency;
    std::vector<std::uint32_t> payers;
    for (Row item = 0; item < picture.book.items.size(); ++item) {
        const ledger::ItemRow& row = picture.book.items[item];
        const std::int64_t owed = positions->items[item].position;
        if (row.doc_type == SETTLED_DOC_RECEIPT || owed <= 0) continue;
        Collected& collected = by_currency[row.currency];
        const Date due = ledger::due_state(picture.book, item, owed, picture.as_of).due;
        if (said.disputed(item)) {
            collected.disputed += owed;
            continue;
        }
        if (due.none() && said.promised(item).none()) {
            collected.no_due_date += owed;
            continue;
        }
        const ledger::CustomerRow& customer = picture.book.customer_of(row);
        made.items.push_back({.item = item,
                              .customer = picture.book.qualified(customer),
                              .customer_name = std::string(picture.book[customer.name]),
                              .document_number = std::string(picture.book[row.document_number]),
                              .due_date = due,
                              .owed = {owed, row.currency},
                              .when = {},
                              .why = {}});
        payers.push_back(history.payer(row.customer, row.currency));
    }
    const credit::PaymentForecast forecast(history.paid(), history.group_of(), picture.as_of);
    for (std::size_t i = 0; i < made.items.size(); ++i) {
        ForecastItem& one = made.items[i];
        const credit::DatedInvoice invoice{picture.book.items[one.item].document_date, one.due_date, one.owed.minor_units};
        one.when = forecast.expected({payers[i], invoice, said.promised(one.item)});
        const credit::Habit& habit = forecast.habit(payers[i]);
        const bool late = one.due_date && credit::usual_day(habit, invoice) < picture.as_of;
        if (words) one.why = expectation_words(one.when, habit, one.owed.currency, late, *words);
        by_currency[one.owed.currency].receipts.push_back({one.when, one.owed.minor_units});
    }
    for (const auto& [currency, collected] : by_currency)
        made.sums.push_back({currency, credit::expected_weeks(collected.receipts, picture.as_of, weeks), collected.disputed,
                             collected.no_due_date});
    std::ranges::stable_sort(made.items, {}, [](const ForecastItem& one) { return one.when.day; });
    return made;
}

Result<std::vector<CompanyForecast>> forecast(JobContext& context, const Scope& scope, int weeks, matching::Language language) {
    std::vector<CompanyForecast> made;
    const Status done = each_picture(context, scope, [&](const Picture& picture) -> Status {
        PaymentHistory history(picture);
        if (Status read = history.read(context); !read) return read;
        auto one = forecast_of(picture, history, weeks, language);
        if (!one) return pass(one);
        made.push_back(std::move(*one));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return made;
}

Result<std::vector<CompanyBacktest>> forecast_backtest(JobContext& context, const Scope& scope, int training_months) {
    std::vector<CompanyBacktest> made;
    const Status done = each_picture(context, scope, [&](const Picture& picture) -> Status {
        PaymentHistory history(picture);
        if (Status read = history.read(context); !read) return read;
        made.push_back({picture.company->name, credit::backtest(history.paid(), history.group_of(), training_months)});
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return made;
}

} // namespace settled::jobs
