#include "jobs/collection_plan.hpp"

#include "ledger/plan_line.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace settled::jobs {
namespace {

using Sums = std::map<std::pair<std::string, Currency>, std::int64_t>; // by the id of a customer or salesperson

bool is_customers_money(matching::State state) {
    return state == matching::State::settled || state == matching::State::booked || state == matching::State::partly_booked ||
           state == matching::State::on_account;
}

struct Plans {
    JobContext& context;
    const Picture& picture;
    Date from, to;
    bool of_salespeople = false;

    std::string whose(const std::string& ledger, const std::string& customer_id) const {
        if (!of_salespeople) return customer_id;
        const ledger::Row row = picture.rows->index().customer(ledger, customer_id);
        return row == ledger::no_row ? std::string() : std::string(picture.book[picture.book.customers[row].salesperson_id]);
    }

    Sums received(const std::string& ledger) const {
        Sums made;
        for (const store::StoredMatch& match : picture.matches) {
            if (!is_customers_money(match.state) || match.date < from || match.date > to) continue;
            std::int64_t left = match.amount.minor_units; // the last one's: what a bank kept did not come in
            for (const store::StoredAllocation& one : match.best.allocations) {
                const std::int64_t came = &one == &match.best.allocations.back() ? left : one.amount;
                left -= came;
                if (one.ledger == ledger) made[{whose(ledger, one.customer_id), match.amount.currency}] += came;
            }
        }
        return made;
    }

    Result<Sums> planned(const std::string& ledger) const {
        auto plan = context.store.ledgers().plan(picture.company->name, ledger, to);
        if (!plan) return pass(plan);
        Sums made;
        for (const ledger::PlanLine& line : *plan) {
            const std::string& id = of_salespeople ? line.salesperson_id : line.customer_id;
            if (id.empty() || !ledger::lies_within(line.period, from, to)) continue;
            std::int64_t& sum = made[{id, line.currency}];
            const auto added = checked_add(sum, line.amount);
            if (!added) return fail(SETTLED_BAD_DATA, "the plan of ledger " + ledger + " adds up to more than 64 bits hold");
            sum = *added;
        }
        return made;
    }

    std::string name_of(const std::string& ledger, const std::string& id) const {
        const ledger::Book& book = picture.book;
        if (!of_salespeople) {
            const ledger::Row row = picture.rows->index().customer(ledger, id);
            return row == ledger::no_row ? id : std::string(book[book.customers[row].name]) + " (" + ledger + ":" + id + ")";
        }
        const auto known = std::ranges::find_if(book.customers, [&](const auto& one) { return book[one.salesperson_id] == id; });
        return known == book.customers.end() || known->salesperson_name.empty() ? id : std::string(book[known->salesperson_name]);
    }

    Result<reports::PlannedBy> run() const {
        reports::PlannedBy made{of_salespeople, {}};
        for (const ledger::LedgerRow& ledger : picture.book.ledgers) {
            auto expected = planned(ledger.name);
            if (!expected) return pass(expected);
            const Sums came = expected->empty() ? Sums() : received(ledger.name);
            for (const auto& [who, amount] : *expected) {
                const auto hit = came.find(who);
                made.lines.push_back({name_of(ledger.name, who.first), who.second, amount, hit == came.end() ? 0 : hit->second});
            }
        }
        std::ranges::stable_sort(made.lines, [](const reports::PlannedLine& left, const reports::PlannedLine& right) {
            return std::tuple(left.currency, left.received - left.planned) <
                   std::tuple(right.currency, right.received - right.planned);
        });
        return made;
    }
};

} // namespace

Result<std::vector<reports::PlannedBy>> plans_of(JobContext& context, const Picture& picture, Date from, Date to) {
    std::vector<reports::PlannedBy> made;
    for (const bool of_salespeople : {false, true}) {
        auto by = Plans{context, picture, from, to, of_salespeople}.run();
        if (!by) return pass(by);
        if (!by->lines.empty()) made.push_back(std::move(*by));
    }
    return made;
}

} // namespace settled::jobs
