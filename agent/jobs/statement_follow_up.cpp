#include "jobs/statement_follow_up.hpp"

#include "dunning/actors.hpp"
#include "dunning/every_language.hpp"
#include "jobs/statement_mail.hpp"
#include "matching/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace settled::jobs {
namespace {

using ledger::Fact;
using ledger::FactKind;
using ledger::Row;
using matching::Phrase;

constexpr std::string_view unanswered_kind = "statement_unanswered", differs_kind = "statement_difference";

constexpr Phrase no_answer = {
    "No answer to the statement of account of {}: ask whether it is right; silence is no agreement. "
    "`settled statement {} --answer agrees|differs` keeps the answer",
    "{} 的往来对账单未收到回复：请询问是否相符，未回复不视为相符。用 settled statement {} --answer agrees|differs 记录答复",
    "Keine Antwort auf den Kontoauszug {}: nachfragen, ob er richtig ist; Schweigen ist keine Zustimmung. "
    "`settled statement {} --answer agrees|differs` vermerkt die Antwort"};

constexpr Phrase it_differs = {
    "The statement of account of {} differs; lines to be cleared: {}. What is contested is not to be asked for: "
    "settled dispute ITEM. A line that is cleared: settled forget NUMBER, or \"done\" in the daily workbook",
    "{} 的往来对账单有 {} 处差异：请逐条核对；有争议的单据先登记：settled dispute 单据。已核清：settled forget "
    "编号，或在日报工作簿中选“已完成”",
    "Der Kontoauszug {} weicht ab; zu klärende Zeilen: {}. Strittiges wird nicht gemahnt: settled dispute POSTEN. Geklärte "
    "Zeile: "
    "settled forget NUMMER, oder „erledigt“ in der Arbeitsmappe"};

std::string month_of(std::string_view step) { return std::string(step.substr(step.find('-') + 1)); }

bool is_answer_to(const Fact& fact, const std::string& ledger, const std::string& customer_id, std::string_view month) {
    return fact.kind == FactKind::statement_answer && fact.ledger == ledger && fact.customer_id == customer_id &&
           fact.date.iso().substr(0, month.size()) >= month;
}

// A log line that speaks of the statement counts as an answer, too: the customer said something.
bool is_said_in_log(const Fact& fact, const store::Message& message) {
    constexpr std::array<std::string_view, 4> words = {"对账", "statement", "Kontoauszug", "Saldenabstimmung"};
    if (fact.kind != FactKind::log_line || fact.known_on < message.planned_for) return false;
    if (fact.ledger != message.ledger || fact.customer_id != message.customer_id) return false;
    return fact.text.contains(message.subject) ||
           std::ranges::any_of(words, [&](std::string_view word) { return fact.text.contains(word); });
}

// The latest answer to the statement of the month; 0: none. A new answer that differs is a new task.
std::int64_t latest_answer(const std::vector<Fact>& facts, const std::string& ledger, const std::string& customer_id,
                           std::string_view month) {
    std::int64_t latest = 0;
    for (const Fact& fact : facts)
        if (is_answer_to(fact, ledger, customer_id, month) && fact.date.iso().starts_with(month)) latest = fact.id;
    return latest;
}

std::string differs_key(const std::string& step, const std::string& ledger, const std::string& customer_id, std::int64_t answer) {
    return fmt::format("{}/{}:{}/differs/{}", step, ledger, customer_id, answer);
}

class FollowUp {
  public:
    FollowUp(JobContext& context, const Picture& picture, const dunning::PlannerInput& input, RemindReport& report)
        : context_(context), picture_(picture), input_(input), report_(report) {}

    Status run(const store::Stamp* stamped) {
        auto sent = context_.store.outbox().list(picture_.company->name, {.states = {store::MessageState::sent},
                                                                          .kind = std::string(statement_kind),
                                                                          .ledger = {},
                                                                          .customer_id = {},
                                                                          .with_content = false});
        if (!sent) return pass(sent);
        for (const store::Message& message : *sent) ask_if_silent(message);
        ask_what_differs();
        if (!stamped || tasks_.empty()) return {};
        auto added = context_.store.facts().add_tasks(picture_.company->name, tasks_, *stamped);
        return added ? Status{} : Status(pass(added));
    }

  private:
    void ask_if_silent(const store::Message& message) {
        const std::string month = month_of(message.step);
        if (input_.today <= input_.calendar.plus_working_days(message.planned_for, statement_answer_days)) return;
        if (std::ranges::any_of(input_.facts, [&](const Fact& fact) {
                return is_answer_to(fact, message.ledger, message.customer_id, month) || is_said_in_log(fact, message);
            }))
            return;
        const std::string name = message.ledger + ':' + message.customer_id;
        add(message.ledger, message.customer_id, message.step, unanswered_kind, message.step + '/' + name,
            dunning::in_every_language([&](std::string_view language) {
                return fmt::format(fmt::runtime(no_answer.in(matching::language(language))), month, name);
            }),
            2);
    }

    void ask_what_differs() {
        std::map<std::tuple<std::string, std::string, std::string>, std::size_t> lines; // by ledger, customer, month
        for (const Fact& fact : input_.facts)
            if (fact.kind == FactKind::statement_difference)
                ++lines[{fact.ledger, fact.customer_id, fact.date.iso().substr(0, std::string_view("2026-10").size())}];
        for (const auto& [of, count] : lines) {
            const auto& [ledger, customer_id, month] = of;
            const std::string step = "statement-" + month;
            add(ledger, customer_id, step, differs_kind,
                differs_key(step, ledger, customer_id, latest_answer(input_.facts, ledger, customer_id, month)),
                dunning::in_every_language([&](std::string_view language) {
                    return fmt::format(fmt::runtime(it_differs.in(matching::language(language))), month, count);
                }),
                clearing_days);
        }
    }

    void add(const std::string& ledger, const std::string& customer_id, const std::string& step, std::string_view kind,
             const std::string& key, std::string why, int working_days) {
        const Row customer = picture_.rows->index().customer(ledger, customer_id);
        if (customer == ledger::no_row ||
            std::ranges::any_of(input_.tasks, [&](const dunning::KnownTask& known) { return known.key == key; }))
            return;
        store::Task& task = tasks_.emplace_back();
        task.key = key, task.company = picture_.company->name, task.ledger = ledger, task.customer_id = customer_id;
        task.step = step, task.kind = kind, task.role = "ar_clerk", task.why = std::move(why);
        task.owner = dunning::owner_of(input_, task.role, {customer, {}, {}});
        task.due = input_.calendar.plus_working_days(input_.today, working_days), task.created_on = input_.today;
        ReminderTask& told = report_.tasks.emplace_back();
        told.company = task.company, told.owner = task.owner, told.step = task.step, told.kind = task.kind;
        told.customer = ledger + ':' + customer_id, told.customer_name = picture_.book[picture_.book.customers[customer].name];
        told.why = dunning::in_language(task.why, context_.settings.language), told.due = task.due, told.is_new = true;
    }

    JobContext& context_;
    const Picture& picture_;
    const dunning::PlannerInput& input_;
    RemindReport& report_;
    std::vector<store::Task> tasks_;
};

} // namespace

Status follow_statements_up(JobContext& context, const Picture& picture, const dunning::PlannerInput& input,
                            const store::Stamp* stamped, RemindReport& report) {
    return FollowUp(context, picture, input, report).run(stamped);
}

bool is_followed_up(const Picture& picture, const store::Task& task) {
    const std::string month = month_of(task.step);
    if (task.kind == unanswered_kind)
        return std::ranges::any_of(picture.facts,
                                   [&](const Fact& fact) { return is_answer_to(fact, task.ledger, task.customer_id, month); });
    if (task.kind != differs_kind) return false;
    const std::int64_t answer = latest_answer(picture.facts, task.ledger, task.customer_id, month);
    if (task.key != differs_key(task.step, task.ledger, task.customer_id, answer)) return true; // answered anew
    return std::ranges::none_of(picture.facts, [&](const Fact& fact) {
        return fact.kind == FactKind::statement_difference && fact.ledger == task.ledger &&
               fact.customer_id == task.customer_id && fact.date.iso().starts_with(month);
    });
}

} // namespace settled::jobs
