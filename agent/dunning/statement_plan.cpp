#include "dunning/statement_plan.hpp"

#include "dunning/candidate.hpp"
#include "dunning/language.hpp"

#include <algorithm>
#include <iterator>

namespace settled::dunning {
namespace {

using ledger::Fact;
using ledger::FactKind;
using ledger::no_row;
using ledger::Row;

class Statements {
  public:
    Statements(const PlannerInput& input, const std::string& step)
        : input_(input), book_(*input.book), facts_(book_, input.facts) {
        step_.name = step, step_.template_name = "statement", step_.role = "ar_manager";
    }

    void plan(Row customer) {
        reasons_.clear();
        const ledger::CustomerRow& row = book_.customers[customer];
        if (row.unlisted) add(customer, Reason::wrong_customer, std::string(book_[row.id]));
        if (row.related_party) add(customer, Reason::related_party);
        for (const Fact* fact : facts_.of_customer(customer))
            if (fact->kind == FactKind::hold && (!fact->until || input_.today <= fact->until))
                add(customer, Reason::hold, fact->text, fact->until);
        freshness(customer, row.ledger);
        const Reach reached = reach(input_, facts_, customer, step_);
        for (Suppression reason : reached.reasons) {
            reason.step = step_.name;
            reasons_.push_back(std::move(reason));
        }
        if (reasons_.empty()) {
            add_message(customer, reached);
            return;
        }
        std::ranges::move(reasons_, std::back_inserter(made_.suppressed));
    }

    StatementPlan take() { return std::move(made_); }

  private:
    void add(Row customer, Reason reason, std::string text = {}, Date until = {}) {
        reasons_.push_back({customer, no_row, reason, until, step_.name, std::move(text)});
    }

    void freshness(Row customer, std::size_t ledger) {
        const auto said = [&](const std::vector<std::string>& words) { return ledger < words.size() ? words[ledger] : ""; };
        if (const std::string words = said(input_.stale_ledgers); !words.empty()) add(customer, Reason::stale_ledger, words);
        if (const std::string words = said(input_.vanished_in_ledgers); !words.empty())
            add(customer, Reason::items_vanished, words);
        if (!input_.stale_bank.empty()) add(customer, Reason::stale_bank, input_.stale_bank);
        if (!input_.unproved_bank.empty()) add(customer, Reason::unproved_balance, input_.unproved_bank);
    }

    void add_message(Row customer, const Reach& reached) {
        const ledger::CustomerRow& row = book_.customers[customer];
        PlannedMessage message;
        message.customer = customer, message.step = step_.name, message.role = step_.role;
        message.channel = reached.channel, message.to = reached.to, message.template_name = step_.template_name;
        message.language = letter_language(book_[row.language], book_[row.country], input_.languages, input_.language);
        const int today = input_.customers.empty() ? 0 : input_.customers[customer].messages_today;
        add_waits(input_, message, reached, today);
        made_.messages.push_back(std::move(message));
    }

    const PlannerInput& input_;
    const ledger::Book& book_;
    FactsByRow facts_;
    Step step_;
    std::vector<Suppression> reasons_;
    StatementPlan made_;
};

} // namespace

StatementPlan plan_statements(const PlannerInput& input, std::span<const Row> customers, const std::string& step) {
    Statements statements(input, step);
    for (const Row customer : customers) statements.plan(customer);
    return statements.take();
}

} // namespace settled::dunning
