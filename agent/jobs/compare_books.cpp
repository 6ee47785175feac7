#include "jobs/compare_books.hpp"

#include "jobs/picture.hpp"
#include "matching/names.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace settled::jobs {
namespace {

using two_sided_line = matching::two_sided::Line;

std::set<std::string> firm_keys(const config::Company& company) {
    std::set<std::string> keys;
    for (const auto& [language, name] : company.legal_name)
        if (std::string key = matching::firm_name(name).whole; !key.empty()) keys.insert(std::move(key));
    return keys;
}

bool bears(const ledger::Book& book, const ledger::CustomerRow& customer, const std::set<std::string>& keys) {
    return keys.contains(matching::firm_name(book[customer.name]).whole);
}

bool is_named(const std::vector<std::string>& names, std::string_view id, const std::string& qualified) {
    return std::ranges::any_of(names, [&](const std::string& name) { return name == id || name == qualified; });
}

// What one company has to get from the other.
class Direction {
  public:
    Direction(const Picture& creditor, const Picture& debtor, const CompareGroupRequest& request)
        : creditor_(creditor), debtor_(debtor), request_(request) {}

    Result<std::vector<GroupRow>> run() {
        read_receivables();
        read_payables();
        std::vector<GroupRow> rows;
        if (by_currency_.empty()) by_currency_[creditor_.company->currency];
        for (auto& [currency, row] : by_currency_) {
            row.creditor = creditor_.company->name, row.debtor = debtor_.company->name, row.currency = currency;
            row.customers.assign(customers_.begin(), customers_.end());
            row.vendors.assign(vendors_.begin(), vendors_.end());
            if (customers_.empty()) row.gaps.push_back(GroupGap::no_customer);
            if (debtor_.book.payables.empty())
                row.gaps.push_back(GroupGap::no_payables);
            else if (vendors_.empty())
                row.gaps.push_back(GroupGap::no_vendor);
            else if (!row.payable)
                row.payable = 0;
            if (overflow_) return fail(SETTLED_BAD_DATA, "the open amounts add up to more than 64 bits hold");
            if (row.gaps.empty()) compare(row);
            rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    void grow(std::int64_t& sum, std::int64_t amount) {
        const auto made = checked_add(sum, amount);
        overflow_ = overflow_ || !made;
        sum = made.value_or(0);
    }

    void read_receivables() {
        const ledger::Book& book = creditor_.book;
        const std::set<std::string> keys = firm_keys(*debtor_.company);
        for (const ledger::ItemRow& item : book.items) {
            const ledger::CustomerRow& customer = book.customer_of(item);
            if (!is_other(book, customer, keys) || item.open_amount == 0) continue;
            GroupRow& row = by_currency_[item.currency];
            grow(row.receivable, item.open_amount);
            ++row.receivable_count;
            row.ours.push_back({item.due_date.none() ? item.document_date : item.due_date, item.open_amount,
                                std::string(book[item.document_number])});
        }
        for (const ledger::CustomerRow& customer : book.customers)
            if (is_other(book, customer, keys)) customers_.insert(book.qualified(customer));
    }

    bool is_other(const ledger::Book& book, const ledger::CustomerRow& customer, const std::set<std::string>& keys) const {
        const std::string qualified = book.qualified(customer);
        return request_.customers.empty() ? bears(book, customer, keys)
                                          : is_named(request_.customers, book[customer.id], qualified);
    }

    // The creditor's tax numbers, as anybody's ledger here knows them.
    std::set<std::string> tax_numbers() const {
        std::set<std::string> numbers;
        const std::set<std::string> keys = firm_keys(*creditor_.company);
        for (const ledger::Book* book : {&debtor_.book, &creditor_.book})
            for (const ledger::CustomerRow& customer : book->customers)
                if (!customer.tax_id.empty() && bears(*book, customer, keys)) numbers.emplace((*book)[customer.tax_id]);
        return numbers;
    }

    void read_payables() {
        const ledger::Book& book = debtor_.book;
        const std::set<std::string> numbers = tax_numbers();
        for (const ledger::PayableRow& payable : book.payables) {
            const std::string vendor(book[payable.vendor_id]), qualified = book.ledgers[payable.ledger].name + ":" + vendor;
            const bool meant = request_.vendors.empty() ? numbers.contains(std::string(book[payable.tax_id]))
                                                        : is_named(request_.vendors, vendor, qualified);
            if (!meant) continue;
            vendors_.insert(qualified);
            if (payable.open_amount == 0) continue;
            GroupRow& row = by_currency_[payable.currency];
            if (!row.payable) row.payable = 0;
            grow(*row.payable, payable.open_amount);
            ++row.payable_count;
            row.theirs.push_back({payable.due_date, payable.open_amount, {}});
        }
    }

    static void compare(GroupRow& row) {
        const auto lines = [&](const std::vector<GroupRow::Item>& items) {
            std::vector<two_sided_line> made;
            for (const GroupRow::Item& item : items) made.push_back({item.due, item.amount, row.currency, item.number, {}, {}});
            return made;
        };
        const std::vector<two_sided_line> ours = lines(row.ours), theirs = lines(row.theirs);
        row.result = matching::compare_ledgers({{ours, 0, std::nullopt, {}}, {theirs, 0, std::nullopt, {}}, {}});
        if (row.result) join_days(row);
    }

    // Payables carry no numbers: one line alone on each side of one due day is one thing with two amounts.
    static void join_days(GroupRow& row) {
        using matching::FindingKind;
        std::vector<matching::Finding>& findings = row.result->findings;
        std::map<Date, std::vector<std::size_t>> ours, theirs;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            if (findings[i].kind == FindingKind::missing_at_them) ours[row.ours[findings[i].ours.front()].due].push_back(i);
            if (findings[i].kind == FindingKind::missing_at_us) theirs[row.theirs[findings[i].theirs.front()].due].push_back(i);
        }
        std::set<std::size_t> joined;
        for (const auto& [due, at] : ours) {
            const auto other = theirs.find(due);
            if (other == theirs.end() || at.size() != 1 || other->second.size() != 1) continue;
            matching::Finding& one = findings[at.front()];
            const matching::Finding& partner = findings[other->second.front()];
            const auto difference = checked_add(one.difference, partner.difference);
            if (!difference) continue;
            one.kind = FindingKind::amount_differs, one.theirs = partner.theirs, one.difference = *difference;
            joined.insert(other->second.front());
        }
        std::vector<matching::Finding> kept;
        for (std::size_t i = 0; i < findings.size(); ++i)
            if (!joined.contains(i)) kept.push_back(std::move(findings[i]));
        findings = std::move(kept);
        std::ranges::stable_sort(findings, {}, &matching::Finding::kind);
    }

    const Picture& creditor_;
    const Picture& debtor_;
    const CompareGroupRequest& request_;
    std::map<Currency, GroupRow> by_currency_;
    std::set<std::string> customers_, vendors_;
    bool overflow_ = false;
};

Result<const config::Company*> company_named(const JobContext& context, const std::string& name) {
    std::string choices;
    for (const config::Company& company : context.settings.companies) choices += (choices.empty() ? "" : ", ") + company.name;
    const config::Company* company = context.settings.company(name);
    if (company == nullptr)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("no company \"{}\"; there are: {}", visible(name), choices));
    return company;
}

} // namespace

bool ControlComparison::agrees() const {
    return std::ranges::all_of(rows, [](const matching::ControlRow& row) { return row.agrees(); });
}

bool GroupComparison::agrees() const {
    return std::ranges::all_of(rows, [](const GroupRow& row) { return row.agrees(); });
}

Result<ControlComparison> compare_control(JobContext& context, const Scope& scope, const std::string& ledger) {
    const auto hit = std::ranges::find(context.settings.ledgers, ledger, &config::Ledger::name);
    if (hit == context.settings.ledgers.end()) {
        std::string choices;
        for (const config::Ledger& known : context.settings.ledgers) choices += (choices.empty() ? "" : ", ") + known.name;
        return fail(SETTLED_INVALID_CONFIG, fmt::format("no ledger \"{}\"; there are: {}", visible(ledger), choices));
    }
    const config::Company& company = *context.settings.company(hit->company);
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    const std::vector<std::string> names = {ledger};
    auto book = context.store.ledgers().load(company.name, names, *day);
    if (!book) return pass(book);
    if (book->ledgers.empty())
        return fail(SETTLED_UNAVAILABLE, fmt::format("[ledger.{}] was not pulled up to {}; run settled pull --ledger {} first",
                                                     ledger, day->iso(), ledger));
    ControlComparison made{
        company.name, ledger, book->ledgers.front().known_on, {}, std::make_unique<ledger::Book>(std::move(*book))};
    auto sums = context.store.ledgers().home_sums(company.name, ledger, *day);
    if (!sums) return pass(sums);
    auto rows = matching::compare_control(*made.book, 0, company.currency, *sums);
    if (!rows) return fail(SETTLED_BAD_DATA, "the open amounts add up to more than 64 bits hold");
    made.rows = std::move(*rows);
    return made;
}

Result<GroupComparison> compare_group(JobContext& context, const Scope& scope, const CompareGroupRequest& request) {
    auto one = company_named(context, request.one), other = company_named(context, request.other);
    if (!one) return pass(one);
    if (!other) return pass(other);
    if (*one == *other) return fail(SETTLED_INVALID_CONFIG, "a company is not compared with itself; name two companies");
    GroupComparison made;
    std::vector<std::unique_ptr<Picture>> pictures;
    for (const config::Company* company : {*one, *other}) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        made.known_on = *day;
        auto picture = look(context, *company, *day);
        if (!picture) return pass(picture);
        pictures.push_back(std::move(*picture));
    }
    for (const bool back : {false, true}) {
        auto rows = Direction(*pictures[back ? 1 : 0], *pictures[back ? 0 : 1], request).run();
        if (!rows) return pass(rows);
        std::ranges::move(*rows, std::back_inserter(made.rows));
    }
    return made;
}

} // namespace settled::jobs
