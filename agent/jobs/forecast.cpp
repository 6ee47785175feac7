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

struct Expected { // an item that somebody will pay
    Row item = ledger::no_row;
    std::uint32_t payer = 0;
};

struct Collected { // of one currency
    credit::ExpectedWeeks weeks;
    std::int64_t disputed = 0, no_due_date = 0;
};

ForecastItem named(const Picture& picture, Row item, Date due, Money owed) {
    const ledger::ItemRow& row = picture.book.items[item];
    const ledger::CustomerRow& customer = picture.book.customer_of(row);
    return {.item = item,
            .customer = picture.book.qualified(customer),
            .customer_name = std::string(picture.book[customer.name]),
            .document_number = std::string(picture.book[row.document_number]),
            .due_date = due,
            .owed = owed,
            .when = {},
            .why = {}};
}

} // namespace

Result<CompanyForecast> forecast_of(const Picture& picture, const ledger::Positions& positions, PaymentHistory& history,
                                    int weeks, std::optional<matching::Language> words) {
    CompanyForecast made{.company = picture.company->name, .as_of = picture.as_of, .items = {}, .sums = {}};
    made.history = !history.empty();
    const Said said(picture);
    std::map<Currency, Collected> by_currency;
    std::vector<Expected> expected;
    const auto due_of = [&](Row item) {
        return ledger::due_state(picture.book, item, positions.items[item].position, picture.as_of).due;
    };
    for (Row item = 0; item < picture.book.items.size(); ++item) {
        const ledger::ItemRow& row = picture.book.items[item];
        const std::int64_t owed = positions.items[item].position;
        if (row.doc_type == SETTLED_DOC_RECEIPT || owed <= 0) continue;
        Collected& collected =
            by_currency.try_emplace(row.currency, Collected{credit::ExpectedWeeks(picture.as_of, weeks)}).first->second;
        if (said.disputed(item))
            collected.disputed += owed;
        else if (due_of(item).none() && said.promised(item).none())
            collected.no_due_date += owed;
        else
            expected.push_back({item, history.payer(row.customer, row.currency)});
    }
    const credit::PaymentForecast forecast(history.paid(), history.group_of(), picture.as_of);
    for (const auto& [item, payer] : expected) {
        const ledger::ItemRow& row = picture.book.items[item];
        const Money owed{positions.items[item].position, row.currency};
        const Date due = due_of(item);
        const credit::DatedInvoice invoice{row.document_date, due, owed.minor_units};
        credit::Expectation when = forecast.expected({payer, invoice, said.promised(item)});
        by_currency.at(row.currency).weeks.add(when, owed.minor_units);
        if (!words) continue;
        const credit::Habit& habit = forecast.habit(payer);
        const bool late = due && credit::usual_day(habit, invoice) < picture.as_of;
        ForecastItem& one = made.items.emplace_back(named(picture, item, due, owed));
        one.why = expectation_words(when, habit, row.currency, late, *words);
        one.when = std::move(when);
    }
    for (const auto& [currency, collected] : by_currency)
        made.sums.push_back({currency, collected.weeks.weeks(), collected.disputed, collected.no_due_date});
    std::ranges::stable_sort(made.items, {}, [](const ForecastItem& one) { return one.when.day; });
    return made;
}

Result<std::vector<CompanyForecast>> forecast(JobContext& context, const Scope& scope, int weeks, matching::Language language) {
    std::vector<CompanyForecast> made;
    const Status done = each_picture(context, scope, [&](const Picture& picture) -> Status {
        PaymentHistory history(picture);
        if (Status read = history.read(context); !read) return read;
        auto positions = positions_of(picture);
        if (!positions) return pass(positions);
        auto one = forecast_of(picture, *positions, history, weeks, language);
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
