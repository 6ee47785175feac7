#include "credit/aging.hpp"

#include "ledger/due_date.hpp"
#include "ledger/terms.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>

namespace settled::credit {
namespace {

using ledger::Row;

std::int64_t Buckets::* bucket_of(int days) {
    if (days <= 0) return &Buckets::not_due;
    if (days <= 30) return &Buckets::days_1_30;
    if (days <= 60) return &Buckets::days_31_60;
    if (days <= 90) return &Buckets::days_61_90;
    if (days <= 120) return &Buckets::days_91_120;
    return &Buckets::over_120;
}

// Adds to a bucket and to the total; false where a sum does not fit, the one of all aged buckets included.
bool add(Buckets& buckets, std::int64_t Buckets::* bucket, std::int64_t amount) {
    const auto part = checked_add(buckets.*bucket, amount);
    const auto total = checked_add(buckets.total, amount);
    if (!part || !total || !checked_add(buckets.overdue(), amount)) return false;
    buckets.*bucket = *part;
    buckets.total = *total;
    return true;
}

struct Whose { // what an amount is added up by
    Row customer = ledger::no_row;
    Currency currency;
    std::string_view business_line;
};

class Sums {
  public:
    explicit Sums(const AgingInput& input) : input_(input), book_(*input.book) {}

    Status add_item(Row row) {
        const ledger::ItemRow& item = book_.items[row];
        const Whose whose{item.customer, item.currency, book_[book_.handling_of(item).business_line]};
        std::int64_t open = input_.open.empty() ? item.open_amount : input_.open[row];
        if (open == 0) return {};
        if (open < 0) return place(whose, &Buckets::unapplied, open, 0);
        const std::int64_t retained =
            input_.retention_not_due.empty() ? 0 : std::clamp<std::int64_t>(input_.retention_not_due[row], 0, open);
        if (retained > 0) {
            if (Status done = place(whose, &Buckets::retention_not_due, retained, 0); !done) return done;
            open -= retained;
            if (open == 0) return {};
        }
        const bool by_due_date = input_.basis == AgingBasis::due_date;
        if (const auto lines = by_due_date ? ledger::open_lines(book_, row, open) : std::vector<ledger::DueLine>();
            !lines.empty())
            return add_lines(whose, lines);
        if (by_due_date && ledger::due_date(book_, item).basis == ledger::DueBasis::not_invoiced)
            return place(whose, &Buckets::not_due, open, 0);
        const Date from = by_due_date ? ledger::due_date(book_, item).day : item.document_date;
        if (!from) return place(whose, &Buckets::no_due_date, open, 0);
        const int days = days_between(from, input_.as_of);
        return place(whose, bucket_of(days), open, days);
    }

    // Lines of payment terms, each in its own bucket; what waits for an event is not due.
    Status add_lines(const Whose& whose, const std::vector<ledger::DueLine>& lines) {
        for (const ledger::DueLine& line : lines) {
            const int days = line.day ? days_between(line.day, input_.as_of) : 0;
            const bool retained = line.retention && days <= 0;
            if (Status done =
                    place(whose, retained ? &Buckets::retention_not_due : bucket_of(days), line.amount, std::max(days, 0));
                !done)
                return done;
        }
        return {};
    }

    Status add_money(const OnAccount& money) {
        return place({money.customer, money.amount.currency, {}}, &Buckets::unapplied, -money.amount.minor_units, 0);
    }

    Aging result() && {
        Aging made{input_.as_of, input_.basis, {}, {}, {}};
        for (auto& [currency, buckets] : currencies_) made.currencies.push_back({currency, buckets});
        for (auto& [key, customer] : customers_) made.customers.push_back(customer);
        for (auto& [key, buckets] : business_lines_) made.business_lines.push_back({std::string(key.first), key.second, buckets});
        return made;
    }

  private:
    Status place(const Whose& whose, std::int64_t Buckets::* bucket, std::int64_t amount, int days) {
        const auto& [customer, currency, business_line] = whose;
        CustomerAging& row = customers_[{customer, currency}];
        row.customer = customer;
        row.currency = currency;
        row.oldest_days = std::max(row.oldest_days, days);
        if (add(row.buckets, bucket, amount) && add(currencies_[currency], bucket, amount) &&
            add(business_lines_[{business_line, currency}], bucket, amount))
            return {};
        return fail(SETTLED_BAD_DATA,
                    "the open amounts of customer " + book_.qualified(book_.customers[customer]) + " in " +
                        std::string(currency.code()) +
                        " add up to more than fits 64 bits; expected amounts of a business; look for a typing error");
    }

    const AgingInput& input_;
    const ledger::Book& book_;
    std::map<std::pair<Row, Currency>, CustomerAging> customers_;
    std::map<Currency, Buckets> currencies_;
    std::map<std::pair<std::string_view, Currency>, Buckets> business_lines_;
};

} // namespace

std::string_view name(AgingBasis basis) { return basis == AgingBasis::due_date ? "due_date" : "document_date"; }

std::optional<AgingBasis> aging_basis(std::string_view name) {
    if (name == "due_date") return AgingBasis::due_date;
    if (name == "document_date") return AgingBasis::document_date;
    return std::nullopt;
}

std::int64_t Buckets::overdue() const { return days_1_30 + days_31_60 + days_61_90 + days_91_120 + over_120; }

Result<Aging> aging(const AgingInput& input) {
    assert(input.book && input.as_of);
    assert(input.open.empty() || input.open.size() == input.book->items.size());
    assert(input.retention_not_due.empty() || input.retention_not_due.size() == input.book->items.size());
    Sums sums(input);
    for (Row row = 0; row < input.book->items.size(); ++row)
        if (Status added = sums.add_item(row); !added) return pass(added);
    for (const OnAccount& money : input.on_account)
        if (Status added = sums.add_money(money); !added) return pass(added);
    return std::move(sums).result();
}

} // namespace settled::credit
