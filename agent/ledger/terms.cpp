#include "ledger/terms.hpp"

#include "ledger/due_date.hpp"
#include "ledger/proportion.hpp"

#include <settled/plugin_abi.h>

#include <algorithm>
#include <optional>
#include <tuple>

namespace settled::ledger {
namespace {

constexpr std::int64_t percent_scale = 1'000'000; // a percentage has up to six decimals
constexpr int pay_day_max = 31;

// "33.33" as millionths of a percent; nothing where it is no percentage of 0 to 100.
std::optional<std::int64_t> percentage(std::string_view text) {
    std::int64_t value = 0;
    std::int64_t place = percent_scale;
    bool fraction = false;
    if (text.empty()) return std::nullopt;
    for (const char c : text) {
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (fraction) {
            place /= 10;
            value += (c - '0') * place; // beyond six decimals nothing is added
        } else {
            value = value * 10 + (c - '0') * percent_scale;
        }
        if (value > 100 * percent_scale) return std::nullopt;
    }
    return value;
}

std::int64_t amount_of(const Book& book, const TermRow& term, std::int64_t whole) {
    if (term.amount >= 0) return term.amount;
    const auto percent = percentage(book[term.percent]);
    return percent ? proportion(whole, *percent, 100 * percent_scale).value_or(-1) : -1;
}

Date end_of_month(Date day) {
    const Date next = day.plus_months(1);
    return Date::of(next.year(), next.month(), 1)->plus_days(-1);
}

// The day of the month, or the month's last where it is shorter.
Date in_month(Date month, int day) {
    const Date last = end_of_month(month);
    return Date::of(month.year(), month.month(), std::min(static_cast<unsigned>(day), last.day())).value_or(last);
}

// The day from which the line's days count, and whether what it waits for has happened.
Date base_day(const Book& book, const TermRow& term, const ItemRow& item) {
    switch (term.base) {
    case SETTLED_BASE_INVOICE_DELIVERED:
        if (const Date delivered = book.handling_of(item).invoice_delivered_on) return delivered;
        return term.event_confirmed_on;
    case SETTLED_BASE_ACCEPTANCE:
    case SETTLED_BASE_EVENT:
        if (!term.event_confirmed_on) return {};
        return term.base_date ? term.base_date : term.event_confirmed_on;
    default:
        return term.base_date ? term.base_date : item.document_date;
    }
}

Date day_of(const Book& book, const TermRow& term, const ItemRow& item) {
    Date day = base_day(book, term, item);
    const bool waits_for_event =
        term.base == SETTLED_BASE_ACCEPTANCE || term.base == SETTLED_BASE_EVENT || term.base == SETTLED_BASE_INVOICE_DELIVERED;
    if (!day && waits_for_event) return {};
    if (term.due_date) return term.due_date;
    if (!day) return {};
    if (term.month_end != 0) { // 月结: the month's end; what comes after the cut-off belongs to the next month
        if (term.cut_off_day > 0 && static_cast<int>(day.day()) > term.cut_off_day) day = in_month(day, 1).plus_months(1);
        day = end_of_month(day);
    }
    if (term.days < 0 || term.days > terms_days_max) return {};
    day = day.plus_days(term.days);
    if (term.pay_day > 0 && term.pay_day <= pay_day_max) { // the next pay day, that day itself included
        const Date this_month = in_month(day, term.pay_day);
        day = this_month >= day ? this_month : in_month(in_month(day, 1).plus_months(1), term.pay_day);
    }
    return day;
}

} // namespace

std::vector<DueLine> due_lines(const Book& book, Row row) {
    const ItemRow& item = book.items[row];
    std::vector<DueLine> lines;
    std::int64_t left = item.amount;
    for (const TermRow& term : book.terms_of(row)) {
        const std::int64_t amount = amount_of(book, term, item.amount);
        if (amount < 0 || amount > left + 1) return {}; // percentages of a third each may be a minor unit too much
        const std::int64_t given = std::min(amount, left);
        left -= given;
        std::string name(book[term.line]);
        if (name.empty()) name = std::to_string(lines.size() + 1);
        lines.push_back({std::move(name), given, day_of(book, term, item), term.kind == SETTLED_TERM_RETENTION});
    }
    if (lines.empty()) return {};
    // A contract's amounts are one invoice's only where they make it up.
    const bool by_amounts = book.terms_of(row).front().of_contract && book.terms_of(row).front().amount >= 0;
    if (by_amounts && left != 0) return {};
    const auto is_rounding = static_cast<std::int64_t>(lines.size());
    if (left > 0 && left <= is_rounding)
        lines.back().amount += left;
    else if (left > 0)
        lines.push_back({"rest", left, due_date(book, item).day, false});
    std::ranges::stable_sort(lines, {}, [](const DueLine& line) { return std::tuple(!line.day, line.retention, line.day); });
    return lines;
}

std::vector<DueLine> open_lines(const Book& book, Row row, std::int64_t open) {
    std::vector<DueLine> lines = due_lines(book, row);
    std::int64_t paid = std::max<std::int64_t>(book.items[row].amount - open, 0);
    for (DueLine& line : lines) {
        const std::int64_t settled = std::min(paid, line.amount);
        paid -= settled;
        line.amount -= settled;
    }
    std::erase_if(lines, [](const DueLine& line) { return line.amount == 0; });
    return lines;
}

DueState due_state(const Book& book, Row row, std::int64_t open, Date today) {
    DueState made;
    const std::vector<DueLine> lines = due_lines(book, row);
    if (lines.empty()) {
        made.due = due_date(book, book.items[row]).day;
        made.asked = open;
        return made;
    }
    made.has_lines = true;
    for (const DueLine& line : open_lines(book, row, open)) {
        const bool is_due = line.day && line.day <= today;
        if (line.retention && !is_due) {
            made.retention_not_due += line.amount;
            made.retention_day = line.day;
        } else if (!line.day) {
            made.waits_for_event += line.amount;
        }
        if (!line.day) continue;
        if (!made.due) {
            made.due = line.day;
            made.line = line.name;
            made.is_first_line = line.name == lines.front().name;
        }
        if (is_due || line.day == made.due) made.asked += line.amount;
    }
    return made;
}

} // namespace settled::ledger
