#include "jobs/renumbered_items.hpp"

#include "ledger/item_key.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;

std::string listed(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

// The customer of a key: what stands before its first mark.
std::string customer_of_key(const std::string& key) {
    std::string customer;
    for (std::size_t at = 0; at < key.size() && key[at] != '|'; ++at) {
        if (key[at] == '\\' && at + 1 < key.size()) ++at;
        customer += key[at];
    }
    return customer;
}

Result<std::size_t> question_named(const std::vector<ItemQuestion>& questions, const std::string& gone) {
    std::vector<std::size_t> found;
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].old_key == gone) return i;
        if (questions[i].gone == gone) found.push_back(i), keys.push_back(questions[i].old_key);
    }
    if (found.size() == 1) return found.front();
    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("nothing is asked about \"{}\"; settled items lists what is", gone));
    return fail(SETTLED_INVALID_CONFIG, fmt::format("several items went as \"{}\"; which of: {}", gone, listed(keys)));
}

Result<std::string> candidate_named(const ItemQuestion& question, const std::string& item) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < question.candidates.size(); ++i) {
        if (question.candidate_keys[i] == item) return item;
        if (question.candidates[i] == item) found.push_back(question.candidate_keys[i]);
    }
    if (found.size() == 1) return found.front();
    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("{} is not what {} may be; expected {}", item, question.gone, listed(question.candidates)));
    return fail(SETTLED_INVALID_CONFIG, fmt::format("several documents are called \"{}\"; which of: {}", item, listed(found)));
}

} // namespace

Result<std::vector<ItemQuestion>> item_questions(JobContext& context, const Scope& scope) {
    std::vector<ItemQuestion> questions;
    for (const config::Company* company : companies_of(context, scope))
        for (const config::Ledger* ledger : context.settings.ledgers_of(company->name)) {
            if (!scope.ledgers.empty() && std::ranges::find(scope.ledgers, ledger->name) == scope.ledgers.end()) continue;
            auto doubts = context.store.ledgers().doubts(company->name, ledger->name);
            if (!doubts) return pass(doubts);
            for (store::ItemDoubt& doubt : *doubts) {
                ItemQuestion& question = questions.emplace_back();
                question.company = company->name, question.ledger = ledger->name, question.seen_on = doubt.seen_on;
                question.gone = ledger::document_number_of(doubt.old_key);
                for (const std::string& key : doubt.candidates) question.candidates.push_back(ledger::document_number_of(key));
                question.old_key = std::move(doubt.old_key), question.candidate_keys = std::move(doubt.candidates);
            }
        }
    return questions;
}

Result<Told> answer_item(JobContext& context, const Scope& scope, const std::string& gone, const std::string& item) {
    auto questions = item_questions(context, scope);
    if (!questions) return pass(questions);
    auto named = question_named(*questions, gone);
    if (!named) return pass(named);
    const ItemQuestion& question = (*questions)[*named];
    ledger::Fact fact;
    fact.kind = item.empty() ? ledger::FactKind::other_item : ledger::FactKind::same_item;
    fact.ledger = question.ledger, fact.customer_id = customer_of_key(question.old_key), fact.item_key = question.old_key;
    fact.text = fmt::format("{} {} {}", question.gone, item.empty() ? "is none of" : "is", listed(question.candidates));
    if (!item.empty()) {
        auto candidate = candidate_named(question, item);
        if (!candidate) return pass(candidate);
        fact.detail = *candidate;
        fact.text = fmt::format("{} is {}", question.gone, ledger::document_number_of(*candidate));
    }
    const config::Company& company = *context.settings.company(question.company);
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto told = context.store.facts().tell(company.name, fact, *stamped);
    if (!told) return pass(told);
    if (item.empty())
        if (Status parted = context.store.ledgers().part(company.name, question.ledger, question.old_key); !parted)
            return pass(parted);
    auto noted = context.store.audit().append(company.name, std::string(name(fact.kind)),
                                              render::json_object({{"fact", *told}, {"about", fact.text}}), *stamped);
    if (!noted) return pass(noted);
    return Told{std::string(name(fact.kind)), fact.text, {*told}};
}

Result<std::vector<DoubtfulItem>> doubtful_items(JobContext& context, const Picture& picture, const std::string& ledger) {
    auto doubts = context.store.ledgers().doubts(picture.company->name, ledger);
    if (!doubts) return pass(doubts);
    std::vector<DoubtfulItem> items;
    for (const store::ItemDoubt& doubt : *doubts) {
        std::vector<std::string> numbers;
        for (const std::string& key : doubt.candidates) numbers.push_back(ledger::document_number_of(key));
        const std::string words =
            fmt::format("{} → {}? settled items", ledger::document_number_of(doubt.old_key), fmt::join(numbers, " / "));
        std::vector<std::string> keys = doubt.candidates;
        keys.push_back(doubt.old_key);
        for (const std::string& key : keys)
            if (const Row item = picture.rows->index().item_by_key(ledger, key); item != no_row) items.push_back({item, words});
    }
    return items;
}

} // namespace settled::jobs
