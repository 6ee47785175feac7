#include "dunning/task_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::dunning {
namespace {

constexpr std::size_t numbers_shown_max = 5;

bool is_chinese(std::string_view language) { return language.starts_with("zh"); }
bool is_german(std::string_view language) { return language.starts_with("de"); }

std::string in_words(const Money& money) {
    return grouped_amount_text(money.minor_units, money.currency) + ' ' + std::string(money.currency.code());
}

std::string sums(const ledger::Book& book, std::span<const PlannedItem> items) {
    std::map<Currency, std::int64_t> totals;
    for (const PlannedItem& item : items) {
        std::int64_t& total = totals[book.items[item.item].currency];
        total = checked_add(total, item.open).value_or(total);
    }
    std::string text;
    for (const auto& [currency, total] : totals) text += (text.empty() ? "" : " + ") + in_words({total, currency});
    return text;
}

std::string numbers(const ledger::Book& book, std::span<const PlannedItem> items, std::string_view language) {
    std::string text;
    for (std::size_t i = 0; i < std::min(items.size(), numbers_shown_max); ++i) {
        if (i > 0) text += is_chinese(language) ? "、" : ", ";
        text += book[book.items[items[i].item].document_number];
    }
    if (items.size() > numbers_shown_max) text += is_chinese(language) ? " 等" : " …";
    return text;
}

} // namespace

std::string overdue_words(const ledger::Book& book, std::span<const PlannedItem> items, std::string_view language) {
    int oldest = 0;
    for (const PlannedItem& item : items) oldest = std::max(oldest, item.days_overdue);
    const std::string sum = sums(book, items);
    const std::string which = numbers(book, items, language);
    if (is_chinese(language)) return fmt::format("逾期 {} 笔，最长逾期 {} 天，合计 {}：{}", items.size(), oldest, sum, which);
    if (is_german(language))
        return fmt::format("{} Posten überfällig, am längsten {} {}, {}: {}", items.size(), oldest, oldest == 1 ? "Tag" : "Tage",
                           sum, which);
    return fmt::format("{} {} overdue, the oldest by {} {}, {}: {}", items.size(), items.size() == 1 ? "item" : "items", oldest,
                       oldest == 1 ? "day" : "days", sum, which);
}

std::string credit_words(const ledger::Book& book, std::span<const PlannedItem> items, std::string_view credit,
                         std::string_view language) {
    const std::string which = numbers(book, items, language);
    const std::string sum = sums(book, items);
    const std::string from = credit.empty() ? "" : " (" + std::string(credit) + ")";
    if (is_chinese(language)) return fmt::format("预收款或贷项{}足以覆盖 {}（{}），请在 ERP 中办理预收冲应收", from, which, sum);
    if (is_german(language))
        return fmt::format("Anzahlung oder Gutschrift{} deckt {} ({}); bitte im ERP verrechnen", from, which, sum);
    return fmt::format("An advance or credit note{} covers {} ({}); please apply it in the ERP", from, which, sum);
}

std::string promise_words(const ledger::Fact& promise, std::string_view language) {
    const std::string sum = promise.amount.minor_units == 0 ? "" : in_words(promise.amount);
    const std::string day = promise.date.iso();
    if (is_chinese(language)) return fmt::format("客户承诺 {} 付款{}，银行未见到账", day, sum.empty() ? "" : " " + sum);
    if (is_german(language))
        return fmt::format("Zugesagte Zahlung{} zum {} ist nicht eingegangen", sum.empty() ? "" : " von " + sum, day);
    return fmt::format("The payment{} promised for {} has not come", sum.empty() ? "" : " of " + sum, day);
}

std::string escalation_words(std::string_view owner, Date due, std::string_view language) {
    if (is_chinese(language)) return fmt::format("{} 的任务应于 {} 完成，尚未完成", owner, due.iso());
    if (is_german(language)) return fmt::format("Aufgabe von {} war am {} fällig und ist offen", owner, due.iso());
    return fmt::format("The task of {} was due on {} and is still open", owner, due.iso());
}

std::string retention_words(const ledger::Book& book, const PlannedItem& item, std::string_view language) {
    const ledger::ItemRow& row = book.items[item.item];
    const std::string sum = in_words({item.open, row.currency});
    const std::string_view number = book[row.document_number];
    const std::string day = item.due.iso();
    if (is_chinese(language)) return fmt::format("{} 的质保金 {} 将于 {} 到期，请确认是否具备收款条件", number, sum, day);
    if (is_german(language))
        return fmt::format("Sicherheitseinbehalt {} aus {} wird am {} fällig; bitte prüfen, ob er freigegeben werden kann", sum,
                           number, day);
    return fmt::format("The retention of {} under {} falls due on {}; please make sure that it can be claimed", sum, number, day);
}

std::string moved_due_dates_words(std::string_view ledger, std::size_t moved, std::size_t in_all, std::string_view language) {
    if (is_chinese(language))
        return fmt::format("账套 {} 中 {} / {} 笔未清项的到期日被提前；确认之前不催收这些款项。确认无误请将本任务标为完成",
                           ledger, moved, in_all);
    if (is_german(language))
        return fmt::format("In {} sind bei {} von {} Posten die Fälligkeiten vorverlegt; bis zur Antwort wird dafür nicht "
                           "gemahnt. Stimmt das, die Aufgabe bitte als erledigt melden",
                           ledger, moved, in_all);
    return fmt::format("In {} the due dates of {} of {} open items moved to earlier days; nothing is sent for them until this is "
                       "answered. If it is right, mark this task as done",
                       ledger, moved, in_all);
}

std::string volume_words(std::size_t messages, std::size_t usual, std::string_view language) {
    if (is_chinese(language)) return fmt::format("今日拟发 {} 封函件，平日约 {} 封；请先查看再放行", messages, usual);
    if (is_german(language))
        return fmt::format("{} Schreiben stehen heute an, üblich sind etwa {}; bitte erst ansehen, dann freigeben", messages,
                           usual);
    return fmt::format("{} messages stand ready today, usually there are about {}; please look before releasing them", messages,
                       usual);
}

} // namespace settled::dunning
