#include "jobs/daily_outlook.hpp"

#include "dunning/every_language.hpp"
#include "dunning/outlook.hpp"
#include "dunning/words.hpp"
#include "jobs/second_person.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

using ledger::Row;

constexpr int promise_days = 7; // back and ahead

void add_next_steps(reports::DailyFacts& facts, const dunning::PlannerInput& input) {
    for (const dunning::NextStep& step : dunning::next_steps(input))
        facts.debtors[step.customer].next = fmt::format("{} {}", step.on.iso(), dunning::step_words(step.step, facts.language));
}

} // namespace

void add_outlook(reports::DailyFacts& facts, const config::Settings& settings, const Picture& picture,
                 const dunning::PlannerInput& input) {
    const ledger::Book& book = picture.book;
    const bool chinese = facts.language.starts_with("zh");
    const auto line_for = [&](Row customer, std::string words, bool is_stop) {
        facts.warnings.push_back({book.qualified(book.customers[customer]), std::string(book[book.customers[customer].name]),
                                  std::move(words), is_stop});
    };
    for (Row customer = 0; customer < book.customers.size(); ++customer) {
        const ledger::CustomerRow& row = book.customers[customer];
        const Supply supply = supply_of(settings, picture.facts, book.ledger_of(row).name, book[row.id]);
        if (supply.stopped)
            line_for(customer, fmt::format(fmt::runtime(chinese ? "已停供：{}" : "supply is stopped: {}"), supply.stopped->text),
                     true);
        if (supply.waiting)
            line_for(customer,
                     fmt::format(
                         fmt::runtime(chinese ? "第 {} 号供货建议待批准：{}" : "number {} about supply waits for approval: {}"),
                         supply.waiting->id, supply.waiting->text),
                     true);
    }
    for (const dunning::PlannerInput::EarlyWarning& warning : input.early_warnings)
        line_for(warning.customer, dunning::in_language(warning.words, facts.language), false);
    for (const dunning::PromiseStanding& one : dunning::promises(input)) {
        const Date day = one.promise->date;
        if (day < picture.as_of.plus_days(-promise_days) || day > picture.as_of.plus_days(promise_days)) continue;
        const Row item = picture.rows->index().item_by_key(one.promise->ledger, one.promise->item_key);
        constexpr std::array states = {"ahead", "kept", "broken"};
        facts.promises.push_back({book.qualified(book.customers[one.customer]),
                                  std::string(book[book.customers[one.customer].name]),
                                  item == ledger::no_row ? std::string() : std::string(book[book.items[item].document_number]),
                                  states[static_cast<std::size_t>(one.state) - 1], day, one.promise->amount});
    }
    add_next_steps(facts, input);
}

} // namespace settled::jobs
