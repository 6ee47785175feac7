#include "jobs/import_answers.hpp"

#include "jobs/answer.hpp"
#include "jobs/answer_outcomes.hpp"
#include "jobs/answer_rows.hpp"
#include "jobs/people.hpp"
#include "jobs/release.hpp"
#include "jobs/statement_answer.hpp"
#include "jobs/worklist.hpp"
#include "matching/words.hpp"
#include "reports/answer_words.hpp"
#include "reports/report_words.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace settled::jobs {
namespace {

using matching::Language;
using matching::Phrase;
using reports::Answer;
using Outcome = Result<std::string>; // what an act led to, in words

std::int64_t number(std::string_view text) { // 0 for what is none
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

template <class... Values> std::string said(const Phrase& words, Language language, const Values&... values) {
    return fmt::format(fmt::runtime(words.in(language)), values...);
}

class Answers {
  public:
    Answers(JobContext& context, const Scope& scope, Language language) : context_(context), scope_(scope), language_(language) {}

    Outcome apply(const FilledRow& row) {
        if (!seen_.insert(row.key).second) return refused(outcome::twice);
        if (row.decision.empty()) return refused(outcome::nothing_chosen);
        const std::optional<Answer> answer = reports::answer_named(row.decision);
        if (!answer) return refused(outcome::no_decision, row.decision);
        const std::vector<std::string_view> parts = split(row.key, ':');
        const std::int64_t id = parts.size() > 1 ? number(parts[1]) : 0;
        if (parts.front() == "match" && parts.size() == 2 && id > 0) return about_entry(row, *answer, id);
        if (parts.front() == "message" && parts.size() == 3 && id > 0) return about_message(row, *answer, id, parts[2]);
        if (parts.front() == "task" && parts.size() == 3 && id > 0) return about_task(row, *answer, id, parts[2]);
        if (parts.front() == "difference" && parts.size() == 2 && id > 0) return about_difference(row, *answer, id);
        if (parts.front() == "say" && parts.size() == 4) return told(row, *answer, std::string(parts[1]));
        return refused(outcome::no_key, row.key);
    }

  private:
    // The decision that stands about an entry has just this number as long as nobody and nothing decided anew.
    Outcome about_entry(const FilledRow& row, Answer answer, std::int64_t id) {
        if (!may_decide(context_.settings, context_.actor)) return refused(outcome::not_permitted, context_.actor);
        auto match = context_.store.matches().find(id);
        if (!match) return pass(match);
        if (!*match || (*match)->undone || (*match)->replaced_by != 0 || !is_asked_about((*match)->company))
            return refused(outcome::decided_anew);
        const store::StoredMatch& standing = **match;
        if (standing.state != matching::State::question && standing.state != matching::State::unmatched)
            return refused(outcome::changed, matching::words(standing.state, language_));
        const matching::Class what = reports::class_of(answer);
        if (what != matching::Class::none)
            return done(outcome::no_receivable, reject(context_, scope_, id, {std::string(matching::name(what)), ""}));
        switch (answer) {
        case Answer::accept:
            if (!row.documents.empty()) return refused(outcome::accept_names_documents);
            return done(outcome::accepted, accept(context_, scope_, id));
        case Answer::reject:
            return done(outcome::rejected, reject(context_, scope_, id));
        case Answer::assign:
        case Answer::on_account:
            return assigned(row, answer, standing.entry, standing.part);
        default:
            return refused(outcome::not_fitting, row.decision);
        }
    }

    bool is_asked_about(const std::string& company) const {
        return std::ranges::any_of(companies_of(context_, scope_),
                                   [&](const config::Company* one) { return one->name == company; });
    }

    Outcome assigned(const FilledRow& row, Answer answer, std::int64_t entry, std::int32_t part) {
        if (part >= 0) return refused(outcome::part_of_batch);
        if (answer == Answer::on_account && (row.customer.empty() || !row.documents.empty()))
            return refused(outcome::wants_customer);
        if (answer == Answer::assign && row.documents.empty()) return refused(outcome::wants_documents);
        auto items = named_documents(row.documents, row.language);
        if (!items) return pass(items);
        return done(items->empty() ? outcome::on_account : outcome::assigned,
                    assign(context_, scope_, entry, *items, row.customer));
    }

    Outcome about_message(const FilledRow& row, Answer answer, std::int64_t id, std::string_view state_then) {
        if (answer != Answer::release && answer != Answer::cancel) return refused(outcome::not_fitting, row.decision);
        auto found = context_.store.outbox().find(id);
        if (!found) return pass(found);
        if (!*found) return refused(outcome::not_there, row.key);
        if (const auto state = store::name((*found)->state); state != state_then)
            return refused(outcome::changed, reports::message_state_word(state, row.language));
        const OutboxAct act = answer == Answer::release ? OutboxAct::release : OutboxAct::cancel;
        auto acted = act_on_outbox(context_, scope_, act, {std::to_string(id)}, row.remark);
        if (!acted) return pass(acted);
        if (!acted->front().refused.empty()) return std::unexpected(Error{SETTLED_REJECTED, acted->front().refused, 0});
        return said(answer == Answer::release ? outcome::message_released : outcome::message_cancelled, language_, id);
    }

    Outcome about_task(const FilledRow& row, Answer answer, std::int64_t id, std::string_view due_then) {
        if (answer != Answer::done && answer != Answer::postpone) return refused(outcome::not_fitting, row.decision);
        for (const config::Company* company : companies_of(context_, scope_)) {
            auto open = context_.store.facts().tasks(company->name, false);
            if (!open) return pass(open);
            const auto task = std::ranges::find(*open, id, &store::Task::id);
            if (task == open->end()) continue;
            if (task->due.iso() != due_then) return refused(outcome::changed, task->due.iso());
            store::TaskChange change;
            if (!row.remark.empty()) change.note = row.remark;
            if (answer == Answer::done) change.state = "done";
            if (answer == Answer::postpone) {
                auto day = typed_day(row.day);
                if (!day) return pass(day);
                change.due = *day;
            }
            if (Status changed = change_task(context_, scope_, id, change); !changed) return pass(changed);
            return answer == Answer::done ? said(outcome::task_done, language_, id)
                                          : said(outcome::task_postponed, language_, id, change.due->iso());
        }
        return refused(outcome::not_there, row.key);
    }

    // Of a statement of account: it is cleared.
    Outcome about_difference(const FilledRow& row, Answer answer, std::int64_t id) {
        if (answer != Answer::done) return refused(outcome::not_fitting, row.decision);
        if (!may_decide(context_.settings, context_.actor)) return refused(outcome::not_permitted, context_.actor);
        auto cleared = clear_difference(context_, scope_, id, row.remark);
        if (!cleared) return pass(cleared);
        if (!*cleared) return refused(outcome::not_there, row.key);
        return said(outcome::difference_cleared, language_, id);
    }

    // A line that anybody may fill in: what was said in it once is not said again when the workbook comes a second time.
    Outcome told(const FilledRow& row, Answer answer, const std::string& company) {
        using ledger::FactKind;
        const config::Company* known = context_.settings.company(company);
        if (!known) return refused(outcome::not_there, company);
        if (answer != Answer::hold && answer != Answer::dispute && answer != Answer::promise)
            return refused(outcome::not_fitting, row.decision);
        if (row.about.empty()) return refused(outcome::nobody_named);
        const std::string remembered = "answered." + row.key;
        auto before = context_.store.reports().setting(company, remembered);
        if (!before) return pass(before);
        if (!before->empty()) return refused(outcome::line_used);
        ledger::Fact fact;
        fact.kind = answer == Answer::hold ? FactKind::hold : answer == Answer::dispute ? FactKind::dispute : FactKind::promise;
        fact.text = row.remark;
        if (answer != Answer::dispute) {
            auto day = typed_day(row.day);
            if (!day) return pass(day);
            (answer == Answer::hold ? fact.until : fact.date) = *day;
        }
        std::string amount;
        if (!row.amount.empty()) {
            auto typed = typed_amount(row.amount, row.language);
            if (!typed) return pass(typed);
            amount = std::move(*typed);
        }
        const Scope here{{company}, scope_.ledgers, scope_.as_of, scope_.dry_run};
        auto kept = tell(context_, here, row.about, fact, amount);
        if (!kept) return pass(kept);
        auto day = day_of(context_, *known, here);
        if (!day) return pass(day);
        auto stamped = stamp(context_, *known, *day);
        if (!stamped) return pass(stamped);
        if (Status set = context_.store.reports().set(company, remembered, std::to_string(kept->facts.front()), *stamped); !set)
            return pass(set);
        const Phrase& what = answer == Answer::hold      ? outcome::hold_kept
                             : answer == Answer::dispute ? outcome::dispute_kept
                                                         : outcome::promise_kept;
        return said(what, language_, row.about) + (kept->waits_for.empty() ? "" : "; " + kept->waits_for);
    }

    template <class... Values> std::unexpected<Error> refused(const Phrase& words, const Values&... values) const {
        return std::unexpected(Error{SETTLED_REJECTED, said(words, language_, values...), 0});
    }

    Outcome done(const Phrase& what, const Result<std::int64_t>& match) const {
        if (!match) return std::unexpected(match.error());
        return said(what, language_, *match);
    }

    JobContext& context_;
    const Scope& scope_;
    Language language_;
    std::set<std::string> seen_;
};

} // namespace

Result<std::vector<AnsweredRow>> import_answers(JobContext& context, const Scope& scope, std::string_view bytes,
                                                std::string_view language) {
    auto tables = tables_of(bytes);
    if (!tables) return pass(tables);
    auto rows = filled_rows(*tables);
    if (!rows) return pass(rows);
    if (rows->size() > answered_rows_max)
        return fail(SETTLED_BAD_DATA, fmt::format("{} rows are filled in; expected at most {}: hand them over in parts",
                                                  rows->size(), answered_rows_max));
    Answers answers(context, scope, matching::language(language));
    std::vector<AnsweredRow> made;
    for (const FilledRow& row : *rows) {
        if (context.interrupted) break;
        AnsweredRow& one = made.emplace_back(AnsweredRow{row.sheet, row.row, row.key, row.decision, false, {}});
        const Outcome outcome = answers.apply(row);
        one.is_done = outcome.has_value(), one.outcome = outcome ? *outcome : outcome.error().message;
        context.journal.progress("answers", static_cast<std::int64_t>(made.size()), static_cast<std::int64_t>(rows->size()));
    }
    return made;
}

} // namespace settled::jobs
