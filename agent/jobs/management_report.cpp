#include "jobs/management_report.hpp"

#include "jobs/collection_plan.hpp"
#include "jobs/compose.hpp"
#include "jobs/job_run.hpp"
#include "jobs/management_flow.hpp"
#include "jobs/measures.hpp"
#include "jobs/receivables.hpp"
#include "ledger/due_date.hpp"
#include "render/mime.hpp"
#include "world/files.hpp"

#include <settled/plugin_abi.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace settled::jobs {
namespace {

using reports::ManagementFacts;
using reports::ManagementView;
using reports::MissingInput;

constexpr int months_shown = 12;

std::vector<reports::AgedTotals> aged(const CompanyAging& now, const std::optional<CompanyAging>& before) {
    std::vector<reports::AgedTotals> made;
    for (const credit::CurrencyAging& one : now.aging.currencies) {
        reports::AgedTotals& totals = made.emplace_back();
        totals.currency = one.currency, totals.now = one.buckets;
        if (!before) continue;
        const auto hit = std::ranges::find(before->aging.currencies, one.currency, &credit::CurrencyAging::currency);
        totals.before = hit == before->aging.currencies.end() ? credit::Buckets() : hit->buckets;
    }
    return made;
}

std::string name_in(const ledger::Book& book, const ledger::ItemRow& item, ManagementView view) {
    const ledger::CustomerRow& customer = book.customer_of(item);
    switch (view) {
    case ManagementView::customer:
        return std::string(book[customer.name]) + " (" + book.qualified(customer) + ")";
    case ManagementView::region:
        return std::string(book[customer.region]);
    case ManagementView::business_line:
        return std::string(book[book.handling_of(item).business_line]);
    case ManagementView::salesperson_of_item:
        return std::string(book[book.handling_of(item).salesperson_id]);
    case ManagementView::salesperson_now:
        return std::string(customer.salesperson_name.empty() ? book[customer.salesperson_id] : book[customer.salesperson_name]);
    }
    return {};
}

struct Owed {
    std::int64_t open = 0, overdue = 0;
};
using OwedByName = std::map<std::pair<std::string, Currency>, Owed>;

Result<OwedByName> owed_by(const ledger::Book& book, const ledger::Positions& positions, Date day, ManagementView view) {
    OwedByName made;
    for (ledger::Row row = 0; row < book.items.size(); ++row) {
        const ledger::ItemRow& item = book.items[row];
        const std::int64_t still_owed = positions.items[row].position;
        if (item.doc_type == SETTLED_DOC_RECEIPT || still_owed <= 0) continue;
        Owed& owed = made[{name_in(book, item, view), item.currency}];
        const Date due = ledger::due_date(book, item).day;
        const auto open = checked_add(owed.open, still_owed);
        if (!open) return fail(SETTLED_BAD_DATA, "the open items add up to more than 64 bits hold");
        owed.open = *open;
        if (due && due < day) owed.overdue += still_owed; // not more than `open`
    }
    return made;
}

class Facts {
  public:
    Facts(JobContext& context, const config::Company& company, Date from, Date to) : context_(context), company_(company) {
        made_.from = from, made_.to = to, made_.known_on = to;
        made_.test_clock = context.settings.test.clock;
        made_.success_days = success_days;
    }

    Result<ManagementFacts> run() {
        auto now = look(context_, company_, made_.to);
        if (!now) return pass(now);
        now_ = std::move(*now);
        auto before = look(context_, company_, made_.from.plus_days(-1));
        if (!before && before.error().code != SETTLED_UNAVAILABLE) return pass(before);
        if (before)
            before_ = std::move(*before);
        else // never read by then
            made_.missing.push_back(MissingInput::reading_before);
        for (const auto add : {&Facts::add_aging, &Facts::add_measures, &Facts::add_plans, &Facts::add_owed, &Facts::add_steps,
                               &Facts::add_matching})
            if (Status done = (this->*add)(); !done) return std::unexpected(done.error());
        for (const auto add : {add_flow, add_late_money, add_bad_debts})
            if (Status done = add(context_, made_, *now_); !done) return std::unexpected(done.error());
        return std::move(made_);
    }

  private:
    Status add_aging() {
        for (const auto& [basis, totals] : {std::pair(credit::AgingBasis::due_date, &made_.by_due_date),
                                            {credit::AgingBasis::document_date, &made_.by_document_date}}) {
            auto now = aging_of(*now_, basis);
            if (!now) return pass(now);
            std::optional<CompanyAging> before;
            if (before_) {
                auto known = aging_of(*before_, basis);
                if (!known) return pass(known);
                before = std::move(*known);
            }
            *totals = aged(*now, before);
        }
        return {};
    }

    // Reckoned on the day after the period, on which its last month is over.
    Status add_measures() {
        Scope scope;
        scope.companies = {company_.name}, scope.as_of = made_.to.plus_days(1);
        auto measured = measures(context_, scope, months_shown + 1);
        if (!measured) return pass(measured);
        if (!measured->without_history.empty()) made_.missing.push_back(MissingInput::settlements);
        for (CurrencyMeasures& one : measured->currencies)
            if (!one.months.empty()) made_.measures.push_back({one.currency, std::move(one.months)});
        return {};
    }

    Status add_plans() {
        auto plans = plans_of(context_, *now_, made_.from, made_.to);
        if (!plans) return pass(plans);
        made_.plans = std::move(*plans);
        if (made_.plans.empty()) made_.missing.push_back(MissingInput::plan);
        return {};
    }

    Status add_owed() {
        bool any_salesperson = false;
        auto positions = positions_of(*now_);
        if (!positions) return pass(positions);
        auto positions_before = before_ ? positions_of(*before_) : Result<ledger::Positions>();
        if (!positions_before) return pass(positions_before);
        for (const ManagementView view : {ManagementView::customer, ManagementView::region, ManagementView::business_line,
                                          ManagementView::salesperson_of_item, ManagementView::salesperson_now}) {
            auto now = owed_by(now_->book, *positions, made_.to, view);
            if (!now) return pass(now);
            OwedByName before;
            if (before_) {
                auto known = owed_by(before_->book, *positions_before, before_->as_of, view);
                if (!known) return pass(known);
                before = std::move(*known);
            }
            const bool is_named = std::ranges::any_of(*now, [](const auto& one) { return !one.first.first.empty(); });
            any_salesperson |= is_named && view >= ManagementView::salesperson_of_item;
            if (view == ManagementView::region && !is_named) made_.missing.push_back(MissingInput::regions);
            if (view == ManagementView::business_line && !is_named) made_.missing.push_back(MissingInput::business_lines);
            if (!is_named && view != ManagementView::customer) continue;
            made_.owed.push_back({view, lines(*now, before)});
        }
        if (!any_salesperson) made_.missing.push_back(MissingInput::salespeople);
        return {};
    }

    // Also who owes nothing any more, so that the changes add up.
    std::vector<reports::OwedLine> lines(OwedByName& now, const OwedByName& before) const {
        for (const auto& [name, unused] : before) now.try_emplace(name);
        std::vector<reports::OwedLine> made;
        for (const auto& [name, owed] : now) {
            reports::OwedLine& line = made.emplace_back();
            line.name = name.first, line.currency = name.second, line.open = owed.open, line.overdue = owed.overdue;
            if (!before_) continue;
            const auto known = before.find(name);
            line.open_before = known == before.end() ? 0 : known->second.open;
            line.overdue_before = known == before.end() ? 0 : known->second.overdue;
        }
        std::ranges::stable_sort(made, [](const reports::OwedLine& left, const reports::OwedLine& right) {
            return std::tuple(left.currency, -left.overdue, -left.open) < std::tuple(right.currency, -right.overdue, -right.open);
        });
        return made;
    }

    Status add_steps() {
        auto steps = context_.store.outbox().claimed_steps(company_.name, made_.to);
        if (!steps) return pass(steps);
        std::multimap<std::pair<std::string, std::string>, Date> paid; // ledger and item → days of its money
        for (const store::StoredMatch& match : now_->matches) {
            if (!is_settled(match.state)) continue;
            for (const store::StoredAllocation& one : match.best.allocations)
                if (!one.item_key.empty() && one.amount > 0) paid.emplace(std::pair(one.ledger, one.item_key), match.date);
        }
        std::map<std::pair<std::string, std::string>, reports::StepSuccess> by_step;
        for (const store::ClaimedStep& step : *steps) {
            const Date end = step.on.plus_days(success_days);
            if (step.state != store::MessageState::sent || step.audience != "customer" || end < made_.from || end > made_.to)
                continue;
            reports::StepSuccess& success = by_step[{step.step, step.channel}];
            success.step = step.step, success.channel = step.channel;
            ++success.items;
            const auto [first, last] = paid.equal_range({step.ledger, step.item_key});
            success.paid += std::any_of(first, last, [&](const auto& one) { return step.on < one.second && one.second <= end; });
        }
        for (auto& [name, success] : by_step) made_.steps.push_back(std::move(success));
        return {};
    }

    bool is_of_period(const store::StoredMatch& match) const {
        return made_.from <= match.known_on && match.known_on <= made_.to;
    }
    static bool is_settled(matching::State state) {
        return state == matching::State::settled || state == matching::State::booked || state == matching::State::partly_booked ||
               state == matching::State::on_account;
    }

    Status add_matching() {
        reports::MatchingQuality& quality = made_.matching;
        for (const store::StoredMatch& match : now_->matches) {
            if (!is_of_period(match)) continue;
            if (match.state == matching::State::question || match.state == matching::State::unmatched) ++quality.waiting;
            if (!is_settled(match.state)) continue;
            if (match.actor == "settled") {
                ++quality.by_itself;
                continue;
            }
            ++quality.by_person;
            if (match.replaces == 0) continue;
            auto replaced = context_.store.matches().find(match.replaces);
            if (!replaced) return pass(replaced);
            if (*replaced && (*replaced)->actor == "settled" && is_settled((*replaced)->state)) ++quality.taken_back;
        }
        auto undone = context_.store.matches().taken_back(company_.name, made_.to);
        if (!undone) return pass(undone);
        for (const store::StoredMatch& match : *undone)
            if (is_of_period(match) && match.actor == "settled" && is_settled(match.state)) ++quality.taken_back;
        return {};
    }

    JobContext& context_;
    const config::Company& company_;
    ManagementFacts made_;
    std::unique_ptr<Picture> now_, before_;
};

struct Period { // the last one that is over
    Date from, to;
};

Period period_before(Date day, bool quarter) {
    Date end = day.first_of_month();
    while (quarter && (static_cast<int>(end.month()) - 1) % 3 != 0) end = end.plus_months(-1);
    return {end.plus_months(quarter ? -3 : -1), end.plus_days(-1)};
}

std::vector<std::string> addresses(const config::Settings& settings, const config::Report& report) {
    std::set<std::string> found;
    for (const std::string& to : report.to) {
        if (!to.starts_with("role:"))
            found.insert(to);
        else
            for (const config::Person* person : settings.people_with(to.substr(5), report.company)) found.insert(person->email);
    }
    found.erase("");
    return {found.begin(), found.end()};
}

Status make(JobContext& context, const config::Company& company, const config::Report& report, const Scope& scope, bool quarter,
            const ManagementLayouts& layouts, const std::filesystem::path& folder, MadeReport& made) {
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    auto today = day_of(context, company, {});
    if (!today) return pass(today);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    const Period period = period_before(*day, quarter);
    auto facts = management_facts(context, company, period.from, period.to);
    if (!facts) return pass(facts);
    facts->language = report.language, facts->company = company.name_in(report.language);
    facts->is_quarter = quarter;
    auto mail = reports::management_mail(*facts, layouts.html, layouts.text);
    if (!mail) return pass(mail);
    made.company = company.name, made.report = report.name, made.day = *day, made.subject = mail->subject;
    made.to = addresses(context.settings, report);
    if (scope.dry_run) return {};
    const std::string stem = fmt::format("{}-{}-{}", period.to.iso(), report.name, report.language);
    const auto write = [&](const std::filesystem::path& file) { return reports::write_management_workbook(*facts, file); };
    if (Status written = write_workbook(made, folder, period.to, stem, write); !written) return written;
    if (Status written = write_page(made, *mail); !written) return written;
    if (*day != *today) return {};
    const std::string key = fmt::format("{}.{}.{}.finance", company.name, report.name, period.to.iso());
    auto is_new = put_out(context, company, report, key, *mail, *stamped, made);
    return is_new ? Status{} : Status(pass(is_new));
}

} // namespace

Result<ManagementFacts> management_facts(JobContext& context, const config::Company& company, Date from, Date to) {
    return Facts(context, company, from, to).run();
}

Result<ReportResult> management_report(JobContext& context, const Scope& scope, bool quarter, const std::string& language,
                                       const ManagementLayouts& layouts, const std::filesystem::path& folder) {
    ReportResult result;
    const std::string kind = quarter ? "quarter" : "month";
    for (const config::Company* company : companies_of(context, scope))
        for (const config::Report& wanted : reports_of(context.settings, *company, kind, language)) {
            JobRunRecord run(context, *company, "report", wanted.name, scope.dry_run);
            MadeReport made;
            if (Status done = make(context, *company, wanted, scope, quarter, layouts, folder, made); !done) {
                context.journal.error(done.error().message);
                result.troubles.push_back({wanted.name, done.error()});
                run.failed(done.error().message);
                continue;
            }
            run.done(fmt::format("{} mail={}", made.html_file.filename().string(), made.message));
            result.reports.push_back(std::move(made));
        }
    return result;
}

} // namespace settled::jobs
