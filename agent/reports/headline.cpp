#include "reports/headline.hpp"

#include "render/locale.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::reports {
namespace {

using Sums = std::map<Currency, std::int64_t>;

std::string sums_text(const Sums& sums, const std::string& language) {
    std::string text;
    for (const auto& [currency, amount] : sums)
        if (amount != 0) text += (text.empty() ? "" : amount < 0 ? " " : " + ") + headline_amount({amount, currency}, language);
    return text;
}

bool is_settled(matching::State state) {
    return state == matching::State::settled || state == matching::State::booked || state == matching::State::partly_booked;
}

bool needs_person(matching::State state) { return state == matching::State::question || state == matching::State::unmatched; }

HeadlineLine data_up_to(const DailyFacts& facts) {
    HeadlineLine line{std::string(word("data_up_to", facts.language)), "", false};
    const auto add = [&](const std::string& text, bool stale) {
        line.text += (line.text.empty() ? "" : " · ") + text;
        line.alarming |= stale;
    };
    for (const LedgerFreshness& ledger : facts.ledgers)
        add(fmt::format("{} {} {}", ledger.name, ledger.pulled_at.substr(0, 10), // RFC 3339 as people write it
                        ledger.pulled_at.size() >= 16 ? ledger.pulled_at.substr(11, 5) : ""),
            !ledger.stale.empty());
    for (const AccountFreshness& account : facts.accounts)
        add(fmt::format("{} {}{}", account.name,
                        account.covered_to ? account.covered_to.iso() : std::string(word("nothing", facts.language)),
                        account.balance_proved ? "" : fmt::format(" ({})", word("balance_not_proved", facts.language))),
            !account.stale.empty());
    return line;
}

HeadlineLine came_in(const DailyFacts& facts) {
    Sums settled, known, open, returned;
    int count = 0;
    for (const EntryLine& entry : facts.entries) {
        if (is_return(entry)) returned[entry.amount.currency] += entry.amount.minor_units;
        // A payment that was taken back later came in on its own day.
        const bool counts = entry.state != matching::State::not_receivable && entry.state != matching::State::reversed;
        if (!entry.is_new || entry.amount.minor_units <= 0 || !counts) continue;
        ++count;
        Sums& sums = is_settled(entry.state) ? settled : needs_person(entry.state) ? open : known;
        sums[entry.amount.currency] += entry.amount.minor_units;
    }
    HeadlineLine line{std::string(word("received", facts.language)), fmt::format("{}", count), false};
    const auto add = [&](std::string_view label, const Sums& sums) {
        if (const std::string text = sums_text(sums, facts.language); !text.empty())
            line.text += fmt::format(" · {} {}", word(label, facts.language), text);
    };
    add("matched", settled), add("customer_known", known), add("claim_pool", open), add("returned_short", returned);
    Sums bills; // never among the money
    for (const Money& received : facts.bills_received) bills[received.currency] += received.minor_units;
    add("bills_short", bills);
    return line;
}

HeadlineLine needs_you(const DailyFacts& facts) {
    Sums sums;
    Date oldest;
    std::size_t count = facts.differences.size();
    for (const EntryLine& entry : facts.entries) {
        if (!needs_person(entry.state) || entry.amount.minor_units <= 0) continue;
        ++count;
        sums[entry.amount.currency] += entry.amount.minor_units;
        oldest = oldest.none() ? entry.date : std::min(oldest, entry.date);
    }
    HeadlineLine line{std::string(word("needs_you", facts.language)), fmt::format("{}", count), false};
    if (count == 0) line.text = word("nothing", facts.language);
    if (const std::string text = sums_text(sums, facts.language); !text.empty()) line.text += " · " + text;
    if (oldest) line.text += fmt::format(" · {} {}", word("oldest", facts.language), oldest.iso());
    return line;
}

HeadlineLine overdue(const DailyFacts& facts) {
    HeadlineLine line{std::string(word("overdue", facts.language)), "", false};
    for (const AgingLine& of_currency : facts.aging) {
        const auto money = [&](std::int64_t amount) { return headline_amount({amount, of_currency.currency}, facts.language); };
        const std::int64_t overdue = of_currency.buckets.overdue();
        std::string text = money(overdue);
        const std::int64_t change = overdue - of_currency.overdue_before;
        if (of_currency.has_overdue_before && change != 0)
            text += fmt::format(" ({}{})", change > 0 ? "+" : "−", money(change > 0 ? change : -change));
        if (of_currency.newly_overdue_count > 0)
            text += fmt::format(", {} {}", word("newly", facts.language), money(of_currency.newly_overdue));
        if (of_currency.due_today_count > 0)
            text += fmt::format(", {} {}", word("due_today", facts.language), money(of_currency.due_today));
        line.text += (line.text.empty() ? "" : " · ") + text;
    }
    if (line.text.empty()) line.text = word("nothing", facts.language);
    return line;
}

HeadlineLine goes_out(const DailyFacts& facts) {
    Sums sums;
    std::size_t held = 0;
    for (const MessageLine& message : facts.going_out) {
        held += message.state == "held" ? 1 : 0;
        for (const Money& total : message.totals) sums[total.currency] += total.minor_units;
    }
    HeadlineLine line{std::string(word("going_out", facts.language)), fmt::format("{}", facts.going_out.size()), false};
    if (facts.going_out.empty()) line.text = word("nothing", facts.language);
    if (const std::string text = sums_text(sums, facts.language); !text.empty()) line.text += " · " + text;
    if (held > 0) line.text += fmt::format(" · {} {}", held, word("held", facts.language));
    if (facts.going_out.size() > held && facts.mode != "shadow")
        line.text += fmt::format(" · {} {}", word("leave_in", facts.language), facts.sending_window);
    return line;
}

HeadlineLine agreement(const DailyFacts& facts) {
    HeadlineLine line{std::string(word("agreement", facts.language)), "", false};
    for (const ControlLine& control : facts.controls) {
        const std::int64_t difference = control.control.minor_units - control.items.minor_units;
        if (difference == 0 || control.agrees_with_others) continue;
        line.alarming = true;
        line.text +=
            fmt::format("{}{} {} {}", line.text.empty() ? "" : " · ", control.account, word("differs_by", facts.language),
                        render::money_text({difference, control.control.currency}, facts.language));
    }
    for (const BalanceTie& tie : facts.balances) {
        if (tie.agrees) continue;
        line.alarming = true;
        const bool both = tie.bank_adjusted && tie.book_adjusted && *tie.bank_adjusted != *tie.book_adjusted;
        line.text += fmt::format(
            "{}{} {}", line.text.empty() ? "" : " · ", tie.account,
            both ? fmt::format("{} {}", word("differs_by", facts.language),
                               render::money_text({*tie.bank_adjusted - *tie.book_adjusted, tie.currency}, facts.language))
                 : word("not_confirmed", facts.language));
    }
    for (const DifferenceLine& difference : facts.differences) {
        line.alarming = true;
        line.text +=
            fmt::format("{}{}: {} {}, {} {}", line.text.empty() ? "" : " · ", difference.customer_name,
                        word("erp_says", facts.language), difference.theirs, word("we_say", facts.language), difference.ours);
    }
    if (line.text.empty())
        line.text = word(facts.controls.empty() && facts.balances.empty() ? "no_difference" : "agrees", facts.language);
    return line;
}

} // namespace

bool is_return(const EntryLine& entry) {
    return entry.is_new && entry.state == matching::State::reversed && entry.amount.minor_units < 0;
}

bool is_to_be_claimed(const EntryLine& entry) {
    return entry.state == matching::State::unmatched && entry.amount.minor_units > 0 && entry.customer.empty();
}

std::string headline_amount(const Money& money, std::string_view language) {
    const auto in_full = [&] {
        const std::string text = render::money_text(money, language);
        return text.starts_with('-') ? "−" + text.substr(1) : text;
    };
    if (!language.starts_with("zh")) return in_full();
    std::int64_t unit = 10000; // 万
    for (int i = 0; i < money.currency.exponent(); ++i) unit *= 10;
    const std::int64_t magnitude = money.minor_units < 0 ? -money.minor_units : money.minor_units;
    if (magnitude < unit) return in_full();
    const std::int64_t hundredths = (magnitude / (unit / 100)) + (magnitude % (unit / 100) * 2 >= unit / 100 ? 1 : 0);
    return fmt::format("{}{}.{:02}万{}", money.minor_units < 0 ? "−" : "", hundredths / 100, hundredths % 100,
                       money.currency.code() == "CNY" ? std::string("元") : " " + std::string(money.currency.code()));
}

std::vector<HeadlineLine> headline(const DailyFacts& facts) {
    return {data_up_to(facts), came_in(facts), needs_you(facts), overdue(facts), goes_out(facts), agreement(facts)};
}

} // namespace settled::reports
