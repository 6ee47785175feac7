#include "jobs/erasure.hpp"

#include "jobs/backup.hpp"
#include "jobs/legal_hold.hpp"
#include "jobs/numbered_fact.hpp"
#include "jobs/people.hpp"
#include "jobs/second_person.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace settled::jobs {
namespace {

using ledger::Fact;
using ledger::FactKind;
using store::PersonalPart;

constexpr int salt_numbers = 4;      // of 64 bits each
constexpr std::size_t named_min = 2; // a name of one sign stands in any text

bool is_chinese(const JobContext& context) { return context.settings.language.starts_with("zh"); }

// What hinders any erasure at all, in words.
Result<std::string> hindrance_of(JobContext& context, const KnownCustomer& customer, const store::PersonalHoldings& holdings) {
    const bool chinese = is_chinese(context);
    auto held = legal_hold_of(context, customer);
    if (!held) return pass(held);
    if (*held)
        return fmt::format(
            fmt::runtime(chinese ? "{} 于 {} 设置了法律保留（第 {} 号）；解除：settled unhold {} --legal"
                                 : "a legal hold of {} since {} stands (fact {}); it ends with settled unhold {} --legal"),
            (*held)->actor, (*held)->at.substr(0, 10), (*held)->id, customer.name());
    if (holdings.open_items > 0)
        return fmt::format(fmt::runtime(chinese ? "仍有 {} 笔未清项：债权结清前全部保留"
                                                : "{} open items: everything is kept until they are settled"),
                           holdings.open_items);
    if (holdings.waiting_messages > 0)
        return fmt::format(fmt::runtime(chinese ? "有 {} 封函件待发或结果不明：先处理（settled outbox）"
                                                : "{} messages to it wait or are unknown: settle them first (settled outbox)"),
                           holdings.waiting_messages);
    return std::string();
}

// What people said about its erasure: the newest proposal that was not carried out.
std::optional<Fact> proposal_of(const std::vector<Fact>& standing, const KnownCustomer& customer) {
    std::optional<Fact> newest;
    for (const Fact& fact : standing) {
        if (fact.ledger != customer.id.ledger || fact.customer_id != customer.id.customer_id) continue;
        if (fact.kind == FactKind::erasure) newest = fact;
        if (fact.kind == FactKind::erased) newest.reset();
    }
    return newest;
}

class Eraser {
  public:
    explicit Eraser(JobContext& context) : context_(&context) {}

    Result<ErasedCustomer> look(const KnownCustomer& customer, ErasureCause cause) {
        auto held = context_->store.erasure().holdings(customer.company->name, customer.id);
        if (!held) return pass(held);
        auto hindrance = hindrance_of(*context_, customer, *held);
        if (!hindrance) return pass(hindrance);
        names_ = std::move(held->names);
        held->names.clear();
        return ErasedCustomer{customer.company->name,
                              customer.name(),
                              erasure_plan(context_->settings, *customer.company, *held, customer.stamped.known_on, cause),
                              std::move(*hindrance),
                              false,
                              0,
                              {}};
    }

    const std::vector<std::string>& names() const { return names_; } // of the one looked at last

    // First it is known that the customer is erased, then it is: a pull between the two brings nothing back.
    Status carry_out(const KnownCustomer& customer, ErasedCustomer& plan) {
        std::vector<store::ErasureCut> cuts;
        for (const ErasureLine& line : plan.lines)
            if (line.goes) cuts.push_back({line.part, line.last_year});
        const bool names_it = std::ranges::any_of(cuts, [](const store::ErasureCut& cut) {
            return cut.part == PersonalPart::contact || cut.part == PersonalPart::name;
        });
        const std::string& company = customer.company->name;
        if (names_it) {
            Fact erased;
            erased.kind = FactKind::erased, erased.ledger = customer.id.ledger, erased.customer_id = customer.id.customer_id;
            auto told = context_->store.facts().tell(company, erased, customer.stamped);
            if (!told) return pass(told);
            plan.fact = *told;
        }
        auto done = context_->store.erasure().erase(company, customer.id, cuts, salt(), customer.stamped);
        if (!done) return pass(done);
        std::int64_t rows = 0;
        for (const store::PersonalRows& part : *done) rows += part.rows;
        auto noted = context_->store.audit().append(
            company, "erased", render::json_object({{"fact", plan.fact}, {"about", customer.name()}, {"rows", rows}}),
            customer.stamped);
        if (!noted) return pass(noted);
        plan.done = true;
        return {};
    }

    // The files of the database, also where an earlier run could not write them anew, and what lies elsewhere.
    void finish(ErasureReport& report) {
        const bool chinese = is_chinese(*context_);
        const bool shared = context_->settings.store.is_shared();
        if (Status written = context_->store.erasure().rewrite(); !written)
            report.notes.push_back(fmt::format(
                fmt::runtime(chinese ? "数据库文件的空闲处仍有旧内容（{}）；服务空闲时再次执行 settled erase --expired"
                                     : "free places of the database still hold what was erased ({}); run settled erase "
                                       "--expired again when the service is idle"),
                written.error().message));
        if (shared) {
            report.notes.emplace_back(chinese ? "PostgreSQL：预写日志归档、备份和备库中的旧内容由数据库管理员按其保存期清除"
                                              : "PostgreSQL: archived write-ahead logs, dumps and standbys still hold it until "
                                                "their own periods end; the database's administrator has them");
        } else if (auto copies = backups(context_->settings); copies && !copies->empty()) {
            report.notes.push_back(fmt::format(
                fmt::runtime(chinese
                                 ? "{} 份备份（最旧 {}）仍含旧内容，随轮换消失（[store] backup_keep = {}）；恢复备份后须重新删除"
                                 : "{} backups, the oldest {}, still hold it; they go as newer ones come ([store] backup_keep = "
                                   "{}). Whoever restores one erases again"),
                copies->size(), copies->back().filename().string(), context_->settings.store.backup_keep));
        }
        report.notes.emplace_back(
            chinese ? "本系统之外：ERP、银行对账单原件及归档目录、已发出的邮件、日志文件和导出的案卷不在此列"
                    : "beyond the store: the ERP, the bank's files and their archive folder, mails that were sent, log files and "
                      "case folders are not touched");
    }

  private:
    std::string salt() const {
        std::string made;
        for (int i = 0; i < salt_numbers; ++i) made += fmt::format("{:016x}", context_->random.next());
        return made;
    }

    JobContext* context_;
    std::vector<std::string> names_;
};

Status is_today(JobContext& context, const Scope& scope, const config::Company& company) {
    if (scope.as_of.none()) return {};
    auto today = day_of(context, company, {});
    if (!today) return pass(today);
    if (*today == scope.as_of) return {};
    return fail(SETTLED_INVALID_CONFIG, "what is erased is erased today; --as-of another day goes with --plan only");
}

Status does_not_name(const std::string& reason, const std::vector<std::string>& names) {
    for (const std::string& each : names)
        if (each.size() >= named_min && reason.contains(each))
            return fail(SETTLED_INVALID_CONFIG,
                        "--reason names the customer, and the reason is kept; say it without the name (\"request of 3 May\")");
    return {};
}

Result<std::int64_t> propose(JobContext& context, const KnownCustomer& customer, const std::string& reason) {
    Fact fact;
    fact.kind = FactKind::erasure, fact.text = reason;
    fact.ledger = customer.id.ledger, fact.customer_id = customer.id.customer_id;
    return keep_word(context, *customer.company, customer.stamped, customer.name(), fact);
}

} // namespace

Result<ErasureReport> erase_customer(JobContext& context, const Scope& scope, const std::string& customer,
                                     const std::string& reason, bool plan_only) {
    auto known = known_customer(context, scope, customer);
    if (!known) return pass(known);
    Eraser eraser(context);
    auto plan = eraser.look(*known, ErasureCause::asked);
    if (!plan) return pass(plan);
    ErasureReport report;
    ErasedCustomer& made = report.customers.emplace_back(std::move(*plan));
    if (plan_only) return report;
    if (Status today = is_today(context, scope, *known->company); !today) return pass(today);
    if (Status kept = does_not_name(reason, eraser.names()); !kept) return pass(kept);
    if (!made.hindrance.empty()) return fail(SETTLED_REJECTED, fmt::format("{}: {}", known->name(), made.hindrance));
    auto facts = context.store.facts().load(known->company->name, known->stamped.known_on);
    if (!facts) return pass(facts);
    auto proposal = proposal_of(ledger::standing(*facts), *known);
    if (!proposal) {
        auto told = propose(context, *known, reason);
        if (!told) return pass(told);
        proposal.emplace();
        proposal->id = *told, proposal->kind = FactKind::erasure, proposal->actor = context.actor;
    }
    made.fact = proposal->id;
    if (const SecondPerson why = waits_for_second(context.settings, *proposal); why != SecondPerson::none) {
        made.waits_for = words(why, matching::language(context.settings.language));
        return report;
    }
    if (Status done = eraser.carry_out(*known, made); !done) return pass(done);
    eraser.finish(report);
    return report;
}

Result<ErasureReport> erase_confirmed(JobContext& context, const Scope& scope, std::int64_t number) {
    auto found = numbered_fact(context, scope, number);
    if (!found) return pass(found);
    if (!*found || (*found)->fact.kind != FactKind::erasure)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("no erasure of number {} stands", number));
    const Fact& asked = (*found)->fact;
    Scope its = scope;
    its.companies = {(*found)->company->name};
    return erase_customer(context, its, asked.ledger + ':' + asked.customer_id, asked.text, false);
}

Result<ErasureReport> erase_expired(JobContext& context, const Scope& scope, bool plan_only) {
    ErasureReport report;
    Eraser eraser(context);
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        if (Status today = is_today(context, scope, *company); !today && !plan_only) return pass(today);
        auto customers = context.store.erasure().customers(company->name);
        if (!customers) return pass(customers);
        bool mails_are_looked_at = false; // they are the company's, not a customer's
        for (store::CustomerId& id : *customers) {
            if (context.interrupted) return fail(SETTLED_STOPPED, "interrupted between two customers; run it again");
            const KnownCustomer customer{company, std::move(id), *stamped};
            auto plan = eraser.look(customer, ErasureCause::expired);
            if (!plan) return pass(plan);
            std::erase_if(plan->lines, [&](const ErasureLine& line) {
                return !line.goes || (mails_are_looked_at && line.part >= PersonalPart::mails);
            });
            if (plan->lines.empty()) continue;
            if (plan->hindrance.empty()) mails_are_looked_at = true;
            if (!plan_only && plan->hindrance.empty())
                if (Status done = eraser.carry_out(customer, *plan); !done) return pass(done);
            report.customers.push_back(std::move(*plan));
        }
    }
    if (!plan_only) eraser.finish(report);
    return report;
}

} // namespace settled::jobs
