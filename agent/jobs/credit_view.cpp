#include "jobs/credit_view.hpp"

#include "jobs/promised_money.hpp"
#include "ledger/terms.hpp"
#include "matching/words.hpp"

#include <settled/plugin_abi.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <unordered_map>

namespace settled::jobs {
namespace {

using ledger::Row;

Currency currency_of(const Picture& picture, Row customer) {
    const Currency own = picture.book.customers[customer].currency;
    return own.none() ? picture.company->currency : own;
}

// What is known of customers besides their items, by row: each list is read once, however many customers are scored.
struct Known {
    std::unordered_map<Row, std::vector<const ledger::Fact*>> promises; // their day past
    std::map<std::int64_t, std::int64_t> received;                      // see promised_money.hpp
    std::unordered_map<Row, std::int64_t> bills_with_recourse;          // in the customer's currency
};

Known known_of(const Picture& picture) {
    Known known;
    known.received = received_for_promises(picture);
    for (const ledger::Fact& fact : picture.facts)
        if (fact.kind == ledger::FactKind::promise && fact.date && fact.date < picture.as_of)
            if (const Row customer = picture.rows->index().customer(fact.ledger, fact.customer_id); customer != ledger::no_row)
                known.promises[customer].push_back(&fact);
    for (const ledger::BillRow& bill : picture.book.bills)
        if (bill.customer != ledger::no_row && bill.currency == currency_of(picture, bill.customer) &&
            (bill.status == SETTLED_BILL_HELD || bill.status == SETTLED_BILL_ENDORSED || bill.status == SETTLED_BILL_DISCOUNTED))
            known.bills_with_recourse[bill.customer] += bill.amount;
    return known;
}

// A promise is kept when the item it was about is paid; one about the customer, when so much came since.
void count_promises(const Picture& picture, const ledger::Positions& positions, std::span<const ledger::Fact* const> promises,
                    const std::map<std::int64_t, std::int64_t>& came, credit::CreditInput& input) {
    for (const ledger::Fact* fact : promises) {
        if (fact->item_key.empty()) {
            const auto received = came.find(fact->id);
            if (received != came.end())
                ++(received->second < fact->amount.minor_units ? input.promises_broken : input.promises_kept);
            continue;
        }
        const Row item = picture.rows->index().item_by_key(fact->ledger, fact->item_key);
        const bool is_open = item != ledger::no_row && positions.items[item].position > 0;
        ++(is_open ? input.promises_broken : input.promises_kept);
    }
}

using matching::Language;
using matching::Phrase;

constexpr std::array<Phrase, 6> part_words = {
    {{"paid {} days late on average", "加权平均逾期 {} 天", "im Mittel {} Tage zu spät gezahlt"},
     {"{} % of what is open is overdue", "未清金额中逾期占 {}%", "{} % des Offenen sind überfällig"},
     {"{} % of the limit is used", "信用额度已用 {}%", "{} % des Limits sind ausgeschöpft"},
     {"{} % of the promises were kept", "付款承诺兑现 {}%", "{} % der Zusagen wurden gehalten"},
     {"known for {} months", "往来 {} 个月", "seit {} Monaten bekannt"},
     {"{} payments in two years", "两年内付款 {} 笔", "{} Zahlungen in zwei Jahren"}}};
constexpr std::array<Phrase, 5> warnings_in_words = {
    {{"the last two payments came more than a week late ({} days)", "最近两次付款均逾期一周以上（{} 天）",
      "die letzten beiden Zahlungen kamen mehr als eine Woche zu spät ({} Tage)"},
     {"the way of paying got worse (by {} points)", "付款表现下降（{} 分）",
      "das Zahlungsverhalten wurde schlechter (um {} Punkte)"},
     {"the limit is exceeded by {}", "超出信用额度 {}", "das Limit ist um {} überschritten"},
     {"nothing was paid for {} days, far longer than usual", "已 {} 天未付款，远超往常",
      "seit {} Tagen keine Zahlung, viel länger als üblich"},
     {"{} promises were broken", "{} 次承诺未兑现", "{} Zusagen wurden nicht gehalten"}}};
constexpr std::array<Phrase, 4> measures_in_words = {
    {{"talk to the customer", "与客户沟通", "mit dem Kunden sprechen"},
     {"shorter terms", "缩短账期", "kürzeres Zahlungsziel"},
     {"deliver against prepayment", "改为预付款", "nur gegen Vorkasse liefern"},
     {"stop supply, if credit and sales both approve", "停止供货，须信用管理和销售共同批准",
      "Lieferstopp, wenn Kreditmanagement und Vertrieb zustimmen"}}};

std::string said(const Phrase& words, Language language, const std::string& figure) {
    return fmt::format(fmt::runtime(words.in(language)), figure);
}

credit::CreditScore scored(const Picture& picture, const ledger::Positions& positions, Row customer, const Known& known,
                           std::span<const store::KnownSettlement> settlements, std::span<const Row> items) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    const Currency currency = currency_of(picture, customer);
    std::vector<credit::Settlement> paid;
    for (const store::KnownSettlement& each : settlements)
        if (each.amount.currency == currency)
            paid.push_back({each.document_date, each.due_date, each.settled_on, each.amount.minor_units});
    std::vector<credit::OpenDebt> open;
    for (const Row item : items) {
        const std::int64_t position = positions.items[item].position;
        if (picture.book.items[item].currency != currency || position <= 0) continue;
        open.push_back({ledger::due_state(picture.book, item, position, picture.as_of).due, position});
    }
    credit::CreditInput input;
    input.today = picture.as_of, input.settlements = paid, input.open = open;
    if (row.credit_limit >= 0) input.limit = row.credit_limit;
    input.grade_in_ledger = picture.book[row.grade];
    if (const auto bills = known.bills_with_recourse.find(customer); bills != known.bills_with_recourse.end())
        input.bills_with_recourse = bills->second;
    if (const auto promises = known.promises.find(customer); promises != known.promises.end())
        count_promises(picture, positions, promises->second, known.received, input);
    return credit::score(input);
}

} // namespace

Result<credit::CreditScore> credit_of(JobContext& context, const Picture& picture, const ledger::Positions& positions,
                                      Row customer) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    auto known = context.store.ledgers().settlements(picture.company->name, picture.book.ledger_of(row).name,
                                                     std::string(picture.book[row.id]), picture.as_of);
    if (!known) return pass(known);
    std::vector<Row> items;
    for (Row item = 0; item < picture.book.items.size(); ++item)
        if (picture.book.items[item].customer == customer) items.push_back(item);
    return scored(picture, positions, customer, known_of(picture), *known, items);
}

Result<std::vector<CustomerWarning>> warnings_of_debtors(JobContext& context, const Picture& picture,
                                                         const ledger::Positions& positions) {
    std::vector<std::vector<Row>> items_of(picture.book.customers.size());
    for (Row item = 0; item < picture.book.items.size(); ++item)
        if (positions.items[item].position > 0) items_of[picture.book.items[item].customer].push_back(item);
    std::vector<std::map<std::string, std::vector<store::KnownSettlement>, std::less<>>> paid(picture.book.ledgers.size());
    for (std::size_t number = 0; number < picture.book.ledgers.size(); ++number) {
        auto known =
            context.store.ledgers().settlements(picture.company->name, picture.book.ledgers[number].name, "", picture.as_of);
        if (!known) return pass(known);
        for (store::KnownSettlement& each : *known) paid[number][each.customer_id].push_back(std::move(each));
    }
    const Known besides = known_of(picture);
    std::vector<CustomerWarning> made;
    for (Row customer = 0; customer < picture.book.customers.size(); ++customer) {
        if (items_of[customer].empty()) continue;
        const ledger::CustomerRow& row = picture.book.customers[customer];
        const auto known = paid[row.ledger].find(picture.book[row.id]);
        const auto payments = known == paid[row.ledger].end() ? std::span<const store::KnownSettlement>()
                                                              : std::span<const store::KnownSettlement>(known->second);
        for (const credit::EarlyWarning& warning :
             scored(picture, positions, customer, besides, payments, items_of[customer]).warnings)
            made.push_back({customer, warning});
    }
    return made;
}

std::string measure_words(credit::Measure measure, Language language) {
    return std::string(measures_in_words[static_cast<std::size_t>(measure) - 1].in(language));
}

std::string warning_words(const Picture& picture, Row customer, const credit::EarlyWarning& warning, Language language) {
    constexpr Phrase below_ledger = {"grade {} by the payments, the ledger says {}", "按付款情况为 {} 级，账套中为 {} 级",
                                     "nach den Zahlungen Note {}, im Buch {}"};
    if (warning.grade_in_ledger != ' ')
        return fmt::format(fmt::runtime(below_ledger.in(language)), warning.grade, warning.grade_in_ledger);
    const Currency currency = currency_of(picture, customer);
    const std::string figure = warning.warning == credit::Warning::limit_exceeded
                                   ? fmt::format("{} {}", grouped_amount_text(warning.figure, currency), currency.code())
                                   : std::to_string(warning.figure);
    return said(warnings_in_words[static_cast<std::size_t>(warning.warning) - 1], language, figure);
}

std::vector<std::string> credit_words(const Picture& picture, Row customer, const credit::CreditScore& score, Language language) {
    constexpr Phrase no_grade = {
        "no grade: fewer than three payments are known (the ledger gives no settlements, or the customer is new)",
        "付款记录不足三笔，不评等级（账套未提供核销历史，或客户较新）",
        "keine Bewertung: weniger als drei Zahlungen sind bekannt (das Buch nennt keine Ausgleiche, oder der Kunde ist neu)"};
    constexpr Phrase grade = {"grade {}, {} points of 100", "等级 {}，{} 分（满分 100）", "Note {}, {} von 100 Punkten"};
    constexpr Phrase part_of_it = {"{}: {} points, weight {}", "{}：{} 分，权重 {}", "{}: {} Punkte, Gewicht {}"};
    constexpr Phrase limit_used = {"limit {}, used {} (receivables and bills with recourse; deliveries and orders are not in it)",
                                   "信用额度 {}，占用 {}（应收及附追索权票据；在途发货和订单未计入）",
                                   "Limit {}, ausgeschöpft {} (Forderungen und Wechsel mit Rückgriff; Lieferungen und Aufträge "
                                   "sind nicht darin)"};
    constexpr Phrase no_limit = {"the ledger has no credit limit", "账套中没有信用额度", "das Buch nennt kein Kreditlimit"};
    constexpr Phrase early = {"early warning: {}; proposed: {}", "预警：{}；建议：{}", "Frühwarnung: {}; Vorschlag: {}"};
    const Currency currency = currency_of(picture, customer);
    const auto money = [&](std::int64_t amount) {
        return fmt::format("{} {}", grouped_amount_text(amount, currency), currency.code());
    };
    const auto form = [&](const Phrase& phrase) { return fmt::runtime(phrase.in(language)); };
    std::vector<std::string> lines;
    if (score.grade == ' ')
        lines.emplace_back(no_grade.in(language));
    else
        lines.push_back(fmt::format(form(grade), score.grade, score.score));
    for (const credit::ScorePart& part : score.parts)
        lines.push_back(fmt::format(
            form(part_of_it), said(part_words[static_cast<std::size_t>(part.part) - 1], language, std::to_string(part.figure)),
            part.points, part.weight));
    const std::int64_t limit = picture.book.customers[customer].credit_limit;
    if (limit >= 0)
        lines.push_back(fmt::format(form(limit_used), money(limit), money(score.exposure)));
    else
        lines.emplace_back(no_limit.in(language));
    for (const credit::EarlyWarning& warning : score.warnings)
        lines.push_back(fmt::format(form(early), warning_words(picture, customer, warning, language),
                                    measure_words(warning.measure, language)));
    return lines;
}

} // namespace settled::jobs
