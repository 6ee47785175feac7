#include "dunning/every_language.hpp"
#include "dunning/planner.hpp"
#include "dunning/words.hpp"
#include "jobs/compare_words.hpp"
#include "jobs/daily_bills.hpp"
#include "jobs/daily_cash.hpp"
#include "jobs/daily_entries.hpp"
#include "jobs/daily_outlook.hpp"
#include "jobs/daily_ties.hpp"
#include "jobs/freshness.hpp"
#include "jobs/mode.hpp"
#include "jobs/own_accounts.hpp"
#include "jobs/planner_facts.hpp"
#include "jobs/receivables.hpp"
#include "jobs/reconcile.hpp"
#include "jobs/report.hpp"
#include "jobs/unguarded.hpp"
#include "ledger/due_date.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;
using reports::DailyFacts;
using reports::OpenItemLine;

// By row of the book: what is said of a debtor, her items and balances refer to.
void add_debtors(DailyFacts& facts, const ledger::Book& book) {
    facts.debtors.reserve(book.customers.size());
    for (const ledger::CustomerRow& row : book.customers)
        facts.debtors.push_back({book.qualified(row), std::string(book[row.name]), std::string(book[row.salesperson_name]),
                                 std::string(book[row.region]), ""});
}

// still_owed: of each item of the book.
void add_items(DailyFacts& facts, const Picture& picture, std::span<const std::int64_t> still_owed) {
    const Field& type = *find_field(entity(SETTLED_OPEN_ITEMS), "doc_type");
    facts.open_items.reserve(picture.book.items.size());
    for (Row row = 0; row < picture.book.items.size(); ++row) {
        const ledger::ItemRow& item = picture.book.items[row];
        const Date due = ledger::due_date(picture.book, item).day;
        OpenItemLine& line = facts.open_items.emplace_back();
        line.debtor = item.customer, line.document_number = facts.document_numbers.add(picture.book[item.document_number]);
        line.document_type = enumeration_name(type, item.doc_type);
        line.document_date = item.document_date, line.due_date = due;
        line.currency = item.currency, line.amount = item.amount, line.open = item.open_amount;
        line.still_owed = still_owed[row];
        line.days_overdue = due ? ledger::days_overdue(due, picture.as_of) : 0;
    }
    const ledger::TextArena& numbers = facts.document_numbers;
    std::ranges::sort(facts.open_items, [&](const OpenItemLine& left, const OpenItemLine& right) {
        if (left.days_overdue != right.days_overdue) return left.days_overdue > right.days_overdue;
        if (left.debtor != right.debtor) return left.debtor < right.debtor;
        return numbers[left.document_number] < numbers[right.document_number];
    });
    for (const OpenItemLine& item : facts.open_items) {
        const auto line = std::ranges::find(facts.aging, item.currency, &reports::AgingLine::currency);
        if (line == facts.aging.end() || item.due_date.none() || item.still_owed <= 0) continue;
        if (item.days_overdue == 0) line->due_today += item.still_owed, ++line->due_today_count;
        if (item.days_overdue == 1) line->newly_overdue += item.still_owed, ++line->newly_overdue_count;
        if (item.days_overdue > 0) ++line->overdue_count;
    }
}

Status add_aging(JobContext& context, DailyFacts& facts, const Picture& picture, const ledger::Positions& positions,
                 const std::string& report_name) {
    auto ages = aged(picture, positions, credit::AgingBasis::due_date);
    if (!ages) return pass(ages);
    for (const credit::CurrencyAging& of_currency : ages->currencies) {
        reports::AgingLine& line = facts.aging.emplace_back();
        line.currency = of_currency.currency, line.buckets = of_currency.buckets;
        auto before = context.store.reports().setting(
            picture.book.company, fmt::format("report.{}.overdue.{}", report_name, of_currency.currency.code()));
        if (!before) return pass(before);
        const auto [end, error] = std::from_chars(before->data(), before->data() + before->size(), line.overdue_before);
        line.has_overdue_before = error == std::errc() && end == before->data() + before->size() && !before->empty();
    }
    if (std::ranges::any_of(ages->business_lines, [](const credit::BusinessLineAging& line) { return !line.name.empty(); }))
        for (credit::BusinessLineAging& line : ages->business_lines)
            facts.business_lines.push_back({std::move(line.name), line.currency, line.buckets});
    facts.customers.reserve(ages->customers.size());
    for (const credit::CustomerAging& customer : ages->customers)
        facts.customers.push_back({customer.customer, customer.currency, customer.oldest_days, customer.buckets});
    std::ranges::stable_sort(facts.customers, std::greater(),
                             [](const reports::CustomerAgeLine& line) { return line.buckets.overdue(); });
    return {};
}

Status add_freshness(JobContext& context, DailyFacts& facts, const Picture& picture) {
    const config::Company& company = *picture.company;
    for (const ledger::LedgerRow& ledger : picture.book.ledgers) {
        auto current = context.store.ledgers().current(company.name, ledger.name, picture.as_of);
        if (!current) return pass(current);
        auto stale = stale_ledger(context, company, ledger.name, picture.as_of);
        if (!stale) return pass(stale);
        facts.ledgers.push_back({ledger.name, *current ? (*current)->published_at : "", ledger.generation, *stale});
    }
    auto coverage = context.store.entries().coverage(company.name, picture.as_of);
    if (!coverage) return pass(coverage);
    for (const config::BankAccount* account : context.settings.accounts_of(company.name)) {
        reports::AccountFreshness& line = facts.accounts.emplace_back();
        line.name = account->name, line.bank = account->bank, line.number = masked_account(account->account);
        auto looked = looked_on(context, company, *account, picture.as_of);
        if (!looked) return pass(looked);
        auto stale = stale_account(context.settings.calendar_of(company), *account, *coverage, picture.as_of, *looked);
        line.stale = stale;
        auto covered = std::ranges::find(*coverage, account->name, &store::AccountCoverage::account);
        if (covered == coverage->end()) continue;
        line.covered_to = std::max(covered->last_closing, covered->last_entry), line.balance_proved = covered->balance_proved;
        line.has_closing = covered->closing.has_value();
        if (covered->closing) line.closing = *covered->closing;
    }
    return {};
}

reports::MessageLine message_line(const Picture& picture, const store::Message& message, const std::string& language) {
    reports::MessageLine line;
    line.message = message.id, line.kind = message.kind, line.step = message.step, line.subject = message.subject;
    line.customer = message.customer_id.empty() ? "" : message.ledger + ":" + message.customer_id;
    if (!message.customer_id.empty()) line.customer_name = customer_name(picture, message.ledger, message.customer_id);
    line.to = fmt::format("{}", fmt::join(message.recipients, ", "));
    line.state = store::name(message.state), line.reason = message.reason, line.totals = message.totals;
    line.at = message.finished_at.empty() ? message.created_at : message.finished_at;
    if (const auto reason = dunning::reason(message.reason))
        line.reason_text = dunning::words(*reason, {}, language);
    else
        line.reason_text = message.server_words.empty() ? message.reason : message.server_words;
    return line;
}

void add_messages(DailyFacts& facts, const Picture& picture, const Remembered& remembered) {
    for (const store::Message& message : remembered.messages) {
        reports::MessageLine line = message_line(picture, message, facts.language);
        switch (message.state) {
        case store::MessageState::held:
        case store::MessageState::due:
            facts.going_out.push_back(std::move(line));
            break;
        case store::MessageState::armed:
            break;
        case store::MessageState::unknown:
            facts.problems.push_back({fmt::format("#{} {}", message.id, line.customer_name), line.subject});
            [[fallthrough]];
        case store::MessageState::sent:
        case store::MessageState::failed:
        case store::MessageState::cancelled:
            if (facts.previous_at.empty() || line.at > facts.previous_at) facts.sent.push_back(std::move(line));
            break;
        }
    }
    for (const store::Task& task : remembered.tasks)
        if (task.state == "open")
            facts.tasks.push_back({task.id, task.owner,
                                   task.customer_id.empty() ? task.ledger : task.ledger + ":" + task.customer_id,
                                   customer_name(picture, task.ledger, task.customer_id), task.kind,
                                   dunning::in_language(task.why, facts.language), task.due});
}

// A difference's kind in words: a finding's, or one that only an answer has.
std::string difference_words(std::string_view kind, const std::string& language) {
    for (int i = 1; i <= static_cast<int>(matching::FindingKind::before_our_records); ++i)
        if (const auto finding = static_cast<matching::FindingKind>(i); matching::name(finding) == kind)
            return std::string(words(finding, matching::language(language)));
    return std::string(reports::word(fmt::format("difference_{}", kind), language));
}

void add_statement_differences(DailyFacts& facts, const Picture& picture) {
    constexpr std::size_t month_characters = 7; // 2026-10
    for (const ledger::Fact& fact : picture.facts)
        if (fact.kind == ledger::FactKind::statement_difference)
            facts.statement_differences.push_back(
                {fact.id, fact.ledger + ":" + fact.customer_id, customer_name(picture, fact.ledger, fact.customer_id),
                 fact.date.iso().substr(0, month_characters), difference_words(fact.detail, facts.language), fact.text,
                 fact.amount, fact.known_on});
}

void add_plan(DailyFacts& facts, const Picture& picture, const dunning::PlannerInput& input) {
    const dunning::Plan plan = dunning::plan(input);
    for (const dunning::Suppression& suppression : plan.suppressed) {
        const ledger::CustomerRow& customer = picture.book.customers[suppression.customer];
        facts.suppressed.push_back(
            {picture.book.qualified(customer), std::string(picture.book[customer.name]),
             suppression.item == no_row ? "" : std::string(picture.book[picture.book.items[suppression.item].document_number]),
             std::string(name(suppression.reason)), dunning::words(suppression, facts.language), suppression.until});
    }
    if (picture.company->mode != config::Mode::shadow) return;
    for (const dunning::PlannedTask& task : plan.tasks) { // in shadow, tasks stand here only
        const bool of_customer = task.customer != no_row;
        facts.tasks.push_back({0, task.owner,
                               of_customer ? picture.book.qualified(picture.book.customers[task.customer]) : task.ledger,
                               of_customer ? std::string(picture.book[picture.book.customers[task.customer].name]) : "",
                               task.kind, dunning::in_language(task.why, facts.language), task.due});
    }
    for (const dunning::PlannedMessage& message : plan.messages) {
        const ledger::CustomerRow& customer = picture.book.customers[message.customer];
        reports::MessageLine& line = facts.going_out.emplace_back();
        line.kind = "reminder", line.customer = picture.book.qualified(customer),
        line.customer_name = picture.book[customer.name];
        line.step = message.step, line.to = fmt::format("{}", fmt::join(message.to, ", ")), line.state = "shadow",
        line.reason = "shadow";
        line.reason_text = dunning::words(dunning::Reason::shadow, {}, facts.language), line.totals = message.totals;
    }
}

// Open items of customers whom the ledger does not list: nobody is reminded of them until that is mended.
void add_unlisted_customers(DailyFacts& facts, const Picture& picture) {
    std::map<Row, std::int64_t> items;
    for (const ledger::ItemRow& item : picture.book.items)
        if (picture.book.customer_of(item).unlisted) ++items[item.customer];
    for (const auto& [row, count] : items) {
        const std::string customer = picture.book.qualified(picture.book.customers[row]);
        facts.problems.push_back(
            {customer,
             facts.language.starts_with("zh") ? fmt::format("账套中没有该客户，但有 {} 笔未清项；暂不催款，请核对客户档案", count)
             : facts.language.starts_with("de")
                 ? fmt::format("Der Debitor fehlt in der Buchhaltung, hat aber {} offene Posten; niemand wird gemahnt", count)
                 : fmt::format("the ledger does not list this customer, but has {} open items of it; nobody is reminded",
                               count)});
    }
}

Status add_problems(JobContext& context, DailyFacts& facts, const Picture& picture) {
    auto runs = context.store.reports().latest(picture.book.company);
    if (!runs) return pass(runs);
    for (const store::JobRun& run : *runs)
        if (!run.outcome.empty() && run.outcome != "ok")
            facts.problems.push_back({fmt::format("{} {}", run.job, run.scope), run.summary});
    add_unlisted_customers(facts, picture);
    facts.unguarded = unguarded(context.settings, *picture.company, facts.language);
    return {};
}

// Whose customer is whose, as far as the ledger says so: by mail address, else by name or number.
void add_salespeople(DailyFacts& facts, const ledger::Book& book) {
    for (const ledger::CustomerRow& customer : book.customers)
        for (const ledger::TextRef known : {customer.salesperson_email, customer.salesperson_name, customer.salesperson_id})
            if (const std::string_view salesperson = book[known]; !salesperson.empty()) {
                facts.customers_of[std::string(salesperson)].insert(book.qualified(customer));
                break;
            }
}

} // namespace

Result<DailyFacts> daily_facts(JobContext& context, const config::Company& company, const Scope& scope,
                               const std::string& report_name, const std::string& language) {
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto picture = look(context, company, *day);
    if (!picture) return pass(picture);
    auto positions = positions_of(**picture);
    if (!positions) return pass(positions);
    auto remembered = remember(context, company, *day);
    if (!remembered) return pass(remembered);
    auto previous = context.store.reports().setting(company.name, fmt::format("report.{}.at", report_name));
    if (!previous) return pass(previous);

    DailyFacts facts;
    facts.company = company.name, facts.language = language, facts.mode = name(company.mode);
    facts.legal_name = company.name_in(language);
    facts.as_of = *day, facts.made_at = stamped->at, facts.previous_at = *previous;
    facts.test_clock = context.settings.test.clock;
    const config::Sending& sending = context.settings.sending;
    facts.sending_window =
        fmt::format("{:02}:{:02}–{:02}:{:02}", sending.window_from_minute / 60, sending.window_from_minute % 60,
                    sending.window_to_minute / 60, sending.window_to_minute % 60);
    add_entries(facts, **picture, context.settings.calendar_of(company));
    add_refunds(facts, **picture);
    const auto differences = differences_of(**picture);
    for (const AppliedElsewhere& difference : differences)
        facts.differences.push_back({difference.entry, difference.customer_id, difference.customer, difference.receipt,
                                     fmt::format("{}", fmt::join(difference.our_documents, ", ")),
                                     fmt::format("{}", fmt::join(difference.erp_documents, ", ")), difference.amount});
    add_salespeople(facts, (*picture)->book), add_debtors(facts, (*picture)->book);
    add_messages(facts, **picture, *remembered);
    add_statement_differences(facts, **picture), add_bills(facts, **picture);
    for (const Status& added : {add_aging(context, facts, **picture, *positions, report_name),
                                add_freshness(context, facts, **picture), add_cash(context, facts, **picture, *positions),
                                add_ties(context, facts, **picture), add_problems(context, facts, **picture)})
        if (!added) return std::unexpected(added.error());

    // A great ledger is in memory many times over unless each view of it goes when nobody reads it any more.
    auto input = planner_input(context, **picture, *positions, *remembered);
    if (!input) return pass(input);
    std::vector<std::int64_t> still_owed;
    still_owed.reserve(positions->items.size());
    for (const ledger::ItemPosition& position : positions->items) still_owed.push_back(position.position);
    *positions = ledger::Positions();
    input->wants_items = false;
    add_outlook(facts, context.settings, **picture, *input);
    (*picture)->rows.reset();
    add_plan(facts, **picture, *input);
    *input = dunning::PlannerInput();
    add_items(facts, **picture, still_owed);
    auto head = context.store.audit().head();
    if (!head) return pass(head);
    facts.audit_rows = head->count, facts.audit_head = head->hash;
    return facts;
}

} // namespace settled::jobs
