// The daily mail to each colleague: what is hers to do, by money at risk, and what she is told of.
#include "reports/worklist_mail.hpp"
#include "dunning/every_language.hpp"
#include "jobs/compose.hpp"
#include "jobs/worklist.hpp"

#include <settled/mail_address.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::jobs {
namespace {

struct Colleague {
    std::string address, name, language;
};

// A [person] by name or by address, or an address that only the ledger knows. Nothing where no mail can reach.
std::optional<Colleague> colleague(const config::Settings& settings, const config::Company& company, const std::string& named) {
    for (const config::Person& person : settings.people)
        if (person.name == named || person.email == named) {
            if (person.email.empty()) return std::nullopt;
            return Colleague{person.email, person.display_name.empty() ? person.name : person.display_name, person.language};
        }
    if (!is_mail_address(named)) return std::nullopt;
    return Colleague{named, named, company.legal_name.contains("zh-CN") ? "zh-CN" : "en"};
}

reports::WorkLine line_of(const WorkItem& work, const std::string& language) {
    return {work.task.id,   work.customer,    work.customer_name, work.task.kind, dunning::in_language(work.task.why, language),
            work.at_risk,   work.oldest_days, work.task.due,      work.late,      work.task.owner,
            work.task.state};
}

} // namespace

Result<std::int64_t> mail_worklists(JobContext& context, const config::Company& company, const ReportLayouts& layouts, Date day,
                                    const store::Stamp& stamped) {
    const config::Gateway* gateway = context.settings.gateway_of(company, "email");
    if (!gateway || company.mode == config::Mode::shadow || !context.settings.calendar_of(company).is_working_day(day))
        return std::int64_t{0};
    auto tasks = context.store.facts().tasks(company.name, false);
    if (!tasks) return pass(tasks);
    if (tasks->empty()) return std::int64_t{0};
    auto picture = look(context, company, day);
    if (!picture) return pass(picture);
    auto list = worklist(**picture, std::move(*tasks));
    if (!list) return pass(list);
    std::map<std::string, reports::WorklistFacts> mails; // by address
    const auto facts_of = [&](const std::string& who) -> reports::WorklistFacts* {
        const auto known = colleague(context.settings, company, who);
        if (!known) return nullptr;
        reports::WorklistFacts& facts = mails[known->address];
        facts.name = known->name, facts.language = known->language;
        return &facts;
    };
    for (const WorkItem& work : *list) {
        if (reports::WorklistFacts* own = facts_of(work.task.owner)) own->own.push_back(line_of(work, own->language));
        for (const std::string& told : work.task.told)
            if (reports::WorklistFacts* other = facts_of(told)) other->told.push_back(line_of(work, other->language));
    }
    std::int64_t made = 0;
    for (auto& [address, facts] : mails) {
        facts.company = company.name_in(facts.language), facts.as_of = day, facts.test_clock = context.settings.test.clock;
        auto mail = reports::worklist_mail(facts, layouts.worklist_html, layouts.worklist_text);
        if (!mail) return pass(mail);
        auto message = compose(context, company, *gateway,
                               {fmt::format("{}.worklist.{}.{}", company.name, address, day.iso()),
                                mail->subject,
                                mail->text,
                                mail->html,
                                facts.language,
                                {address},
                                {}});
        if (!message) return pass(message);
        message->kind = "worklist", message->audience = "staff", message->planned_for = day;
        message->created_at = stamped.at, message->created_by = stamped.actor;
        auto added = context.store.outbox().add(*message, {}, stamped);
        if (!added) return pass(added);
        made += added->message != 0 ? 1 : 0;
    }
    return made;
}

} // namespace settled::jobs
