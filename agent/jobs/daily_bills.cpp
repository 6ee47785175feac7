#include "jobs/daily_bills.hpp"

#include "credit/bills_due.hpp"
#include "matching/words.hpp"

#include <settled/columns.hpp>
#include <settled/plugin_abi.h>

#include <fmt/format.h>

#include <array>
#include <map>

namespace settled::jobs {
namespace {

using matching::Phrase;

constexpr std::array<Phrase, 5> matters = {{
    {"refused: notify those before within 3 days, recourse within 6 months of the refusal (Negotiable Instruments Law, art. 66 "
     "and 17); "
     "legal",
     "拒付：三日内书面通知前手，自拒付之日起六个月内行使追索权（票据法第六十六、十七条）；转法务",
     "nicht eingelöst: Vormänner benachrichtigen, Rückgriffsfristen prüfen; Rechtsabteilung"},
    {"the days of presentation are over: ask legal about recourse (art. 65)",
     "已过提示付款期：请法务核实追索权（票据法第六十五条）",
     "Vorlegungsfrist ist vorbei: Rückgriff mit der Rechtsabteilung klären"},
    {"present it{}", "请提示付款{}", "zur Zahlung vorlegen{}"},
    {"presented, the bank has not paid yet", "已提示付款，款项未到", "vorgelegt, noch nicht bezahlt"},
    {"falls due", "即将到期", "wird fällig"},
}};
constexpr Phrase refused_elsewhere = {"refused: recourse has short periods; legal", "拒付：追索期限较短，转法务",
                                      "nicht eingelöst: Rückgriffsfristen sind kurz; Rechtsabteilung"};
constexpr Phrase until = {" until {}", "，最迟 {}", " bis {}"};

std::string words(const credit::BillDue& due, Currency currency, matching::Language language) {
    const bool elsewhere = due.matter == credit::BillMatter::refused && currency.code() != "CNY";
    if (elsewhere) return std::string(refused_elsewhere.in(language));
    const std::string_view phrase = matters.at(static_cast<std::size_t>(due.matter) - 1).in(language);
    if (due.matter != credit::BillMatter::to_be_presented) return std::string(phrase);
    return fmt::format(fmt::runtime(phrase),
                       due.until ? fmt::format(fmt::runtime(until.in(language)), due.until.iso()) : std::string());
}

// Since the last report; of the first one, the day itself.
bool came_since(const reports::DailyFacts& facts, const ledger::BillRow& bill) {
    if (bill.received_date.none() || bill.received_date > facts.as_of || bill.status == SETTLED_BILL_RETURNED) return false;
    constexpr std::size_t day_characters = 10; // of RFC 3339
    const auto previous = Date::parse_iso(std::string_view(facts.previous_at).substr(0, day_characters));
    return previous ? bill.received_date > *previous : bill.received_date == facts.as_of;
}

} // namespace

void add_bills(reports::DailyFacts& facts, const Picture& picture) {
    const ledger::Book& book = picture.book;
    const Field& kind = *find_field(entity(SETTLED_BILLS), "kind");
    std::map<Currency, std::int64_t> received;
    for (const ledger::BillRow& bill : book.bills) {
        if (!came_since(facts, bill)) continue;
        std::int64_t& sum = received[bill.currency];
        sum = checked_add(sum, bill.amount).value_or(sum);
    }
    for (const auto& [currency, sum] : received) facts.bills_received.push_back({sum, currency});
    for (const credit::BillDue& due : credit::bills_due(book, facts.as_of)) {
        const ledger::BillRow& bill = book.bills[due.bill];
        const bool known = bill.customer != ledger::no_row;
        facts.bills.push_back({std::string(book[bill.number.empty() ? bill.id : bill.number]),
                               known ? book.qualified(book.customers[bill.customer]) : std::string(),
                               known ? std::string(book[book.customers[bill.customer].name]) : std::string(),
                               std::string(bill.kind == 0 ? "" : enumeration_name(kind, bill.kind)),
                               words(due, bill.currency, matching::language(facts.language)),
                               bill.due_date,
                               {bill.amount, bill.currency},
                               due.matter <= credit::BillMatter::presentation_over});
    }
}

} // namespace settled::jobs
