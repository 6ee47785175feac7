#include "jobs/statement_answer.hpp"

#include "jobs/compare_customer.hpp"
#include "jobs/named_customer.hpp"
#include "jobs/numbered_fact.hpp"
#include "jobs/people.hpp"
#include "render/json_object.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

using ledger::Fact;
using ledger::FactKind;

class Answering {
  public:
    Answering(JobContext& context, const NamedCustomer& who, const StatementAnswer& answer, store::Stamp stamped)
        : context_(context), who_(who), answer_(answer), stamped_(std::move(stamped)) {
        const ledger::Book& book = who.picture->book;
        const ledger::CustomerRow& customer = book.customers[who.customer];
        common_.ledger = book.ledger_of(customer).name, common_.customer_id = book[customer.id];
        common_.date = answer.statement_day ? answer.statement_day : who.picture->as_of.first_of_month().plus_days(-1);
    }

    // Everything is looked at before the first word is kept.
    Result<StatementAnswered> run(const CustomerComparison* comparison) {
        if (common_.date > who_.picture->as_of)
            return fail(SETTLED_INVALID_CONFIG, fmt::format("the statement's day {} is still to come; expected one up to {}",
                                                            common_.date.iso(), who_.picture->as_of.iso()));
        std::vector<Fact> differences;
        if (comparison) add_findings(*comparison, differences);
        if (!answer_.agrees && !comparison) {
            if (trim(answer_.note).empty())
                return fail(
                    SETTLED_INVALID_CONFIG,
                    "what differs is not said; expected the customer's words (--note) or its ledger (--their-ledger FILE)");
            differences.push_back(difference(in_words_only, {}, 0));
        }
        if (!answer_.agrees && differences.empty())
            return fail(
                SETTLED_INVALID_CONFIG,
                fmt::format("{}: the customer's ledger agrees with ours; to keep that: --answer agrees", visible(answer_.file)));
        if (differences.size() > statement_differences_max)
            return fail(
                SETTLED_BAD_DATA,
                fmt::format("{}: {} lines differ, expected at most {}; compare a shorter time, or look whose ledger it is",
                            visible(answer_.file), differences.size(), statement_differences_max));
        StatementAnswered made;
        if (Status cleared = clear_earlier(made); !cleared) return pass(cleared);
        Fact said = common_;
        said.kind = FactKind::statement_answer, said.detail = answer_.agrees ? answer_agrees : answer_differs;
        said.text = answer_.note;
        auto kept = keep(said);
        if (!kept) return pass(kept);
        made.answer = *kept;
        for (const Fact& fact : differences) {
            auto line = keep(fact);
            if (!line) return pass(line);
            made.differences.push_back(*line);
        }
        return made;
    }

  private:
    Fact difference(std::string_view kind, const std::string& number, std::int64_t amount) const {
        Fact made = common_;
        made.kind = FactKind::statement_difference, made.detail = kind;
        made.text = number.empty() ? answer_.note : answer_.note.empty() ? number : number + ": " + answer_.note;
        return with_amount(std::move(made), amount);
    }

    Fact with_amount(Fact fact, std::int64_t amount) const {
        if (amount != 0) fact.amount = {amount, currency_};
        return fact;
    }

    // Theirs minus ours. A line that only stands in another month is no difference.
    void add_findings(const CustomerComparison& comparison, std::vector<Fact>& differences) {
        currency_ = comparison.currency;
        for (const matching::Finding& finding : comparison.result.findings) {
            if (finding.kind == matching::FindingKind::period_shift && finding.difference == 0) continue;
            std::string numbers;
            const auto add = [&numbers](std::string_view number) {
                if (number.empty() || numbers.contains(number)) return;
                numbers += (numbers.empty() ? "" : ", ") + std::string(number);
            };
            for (const std::uint32_t line : finding.ours) add(comparison.ours[line].number);
            for (const std::uint32_t line : finding.theirs) add(comparison.theirs[line].number);
            differences.push_back(difference(matching::name(finding.kind), numbers, finding.difference));
        }
        if (const std::int64_t opening = comparison.result.opening_difference.value_or(0); opening != 0)
            differences.push_back(difference(opening_differs, {}, opening));
        if (const std::int64_t rest = comparison.result.unexplained.value_or(0); rest != 0)
            differences.push_back(difference(does_not_add_up, {}, rest));
    }

    // A new answer to the same statement replaces the earlier one; an agreement ends all differences up to its day.
    Status clear_earlier(StatementAnswered& made) {
        for (const Fact& fact : who_.picture->facts) {
            if (fact.kind != FactKind::statement_difference || fact.ledger != common_.ledger ||
                fact.customer_id != common_.customer_id)
                continue;
            if (answer_.agrees ? fact.date > common_.date : fact.date != common_.date) continue;
            Fact revoke;
            revoke.kind = FactKind::revoke, revoke.revokes = fact.id, revoke.text = "answered anew";
            auto kept = keep(revoke);
            if (!kept) return pass(kept);
            ++made.cleared;
        }
        return {};
    }

    Result<std::int64_t> keep(const Fact& fact) {
        auto told = context_.store.facts().tell(who_.company->name, fact, stamped_);
        if (!told) return pass(told);
        auto noted = context_.store.audit().append(
            who_.company->name, std::string(ledger::name(fact.kind)),
            render::json_object({{"fact", *told}, {"about", common_.ledger + ':' + common_.customer_id}}), stamped_);
        if (!noted) return pass(noted);
        return told;
    }

    JobContext& context_;
    const NamedCustomer& who_;
    const StatementAnswer& answer_;
    store::Stamp stamped_;
    Fact common_;
    Currency currency_;
};

} // namespace

Result<StatementAnswered> answer_statement(JobContext& context, const Scope& scope, const StatementAnswer& answer) {
    auto who = named_customer(context, scope, answer.customer);
    if (!who) return pass(who);
    auto stamped = stamp(context, *who->company, who->picture->as_of);
    if (!stamped) return pass(stamped);
    if (answer.file.empty()) return Answering(context, *who, answer, std::move(*stamped)).run(nullptr);
    if (answer.agrees)
        return fail(SETTLED_INVALID_CONFIG,
                    "--their-ledger goes with --answer differs; to compare only: settled compare customer");
    CompareCustomerRequest request;
    request.customer = answer.customer, request.file = answer.file, request.bytes = answer.bytes;
    request.currency = answer.currency;
    auto comparison = compare_customer(context, scope, request);
    if (!comparison) return pass(comparison);
    return Answering(context, *who, answer, std::move(*stamped)).run(&*comparison);
}

Result<bool> clear_difference(JobContext& context, const Scope& scope, std::int64_t fact, const std::string& why) {
    auto found = numbered_fact(context, scope, fact);
    if (!found) return pass(found);
    if (!*found || (*found)->fact.kind != FactKind::statement_difference) return false;
    auto cleared = forget(context, scope, fact, why);
    if (!cleared) return pass(cleared);
    return true;
}

} // namespace settled::jobs
