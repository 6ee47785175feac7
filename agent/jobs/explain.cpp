#include "jobs/explain.hpp"

#include "dunning/planner.hpp"
#include "dunning/words.hpp"
#include "jobs/match_words.hpp"
#include "jobs/planner_facts.hpp"
#include "ledger/named_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;
using Lines = std::vector<Explained>;

// Both languages that finance reads, one sentence a line.
struct Speaker {
    bool chinese;
    std::string tag() const { return chinese ? "zh-CN" : "en"; }
    std::string say(std::string_view in_english, std::string_view in_chinese) const {
        return std::string(chinese ? in_chinese : in_english);
    }
};

Result<std::int64_t> number_of(const std::string& name, std::string_view what) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("\"{}\" is not the number of {}", name, what));
    return number;
}

void tell_match(Lines& lines, const store::StoredMatch& match, const Speaker& speaker) {
    const matching::Language language = matching::language(speaker.tag());
    const std::string about =
        fmt::format("{} {}{} · {} · {} {}", speaker.say("entry", "银行流水"), match.entry,
                    match.part < 0 ? "" : fmt::format("/{}", match.part + 1), match.date.iso(),
                    grouped_amount_text(match.amount.minor_units, match.amount.currency), match.amount.currency.code());
    lines.push_back({about, match_summary(match, language)});
    for (std::string& reason : match_reasons(match.best, language)) lines.push_back({about, std::move(reason)});
    for (const store::StoredProposal& alternative : match.alternatives) {
        std::string line = speaker.say("also possible: ", "也可能是：") + documents_of(alternative);
        for (const std::string& reason : match_reasons(alternative, language)) line += fmt::format("; {}", reason);
        lines.push_back({about, std::move(line)});
    }
}

std::string position_line(const ledger::PositionPart& part, Currency currency, const Speaker& speaker) {
    const std::string amount = grouped_amount_text(part.amount, currency);
    switch (part.reason) {
    case ledger::PositionReason::matched_not_booked:
        return fmt::format(fmt::runtime(speaker.say("less {} seen at the bank, not yet in the ERP (entry {})",
                                                    "减：银行已到账、ERP 尚未入账 {}（流水 {}）")),
                           amount, part.entry);
    case ledger::PositionReason::draft_receipt:
        return fmt::format(fmt::runtime(speaker.say("less {} on an unapproved receipt", "减：未审核收款单 {}")), amount);
    case ledger::PositionReason::receipt_not_shown:
        return fmt::format(
            fmt::runtime(speaker.say("{} on an approved receipt that the ERP applied to nothing yet", "已审核未核销收款单 {}")),
            amount);
    case ledger::PositionReason::bill_held:
        return fmt::format(fmt::runtime(speaker.say("less {} in bills received", "减：已收票据 {}")), amount);
    case ledger::PositionReason::linked_credit:
        return fmt::format(fmt::runtime(speaker.say("less {} of its own credit note", "减：本发票的红字发票 {}")), amount);
    case ledger::PositionReason::money_on_account:
        return fmt::format(
            fmt::runtime(speaker.say("less {} of money on account that belongs here", "减：属于本单据的预收款 {}")), amount);
    case ledger::PositionReason::given_to_item:
        return fmt::format(fmt::runtime(speaker.say("{} given to an item", "已用于单据 {}")), amount);
    case ledger::PositionReason::returned:
        return fmt::format(
            fmt::runtime(speaker.say("plus {} that the bank took back (entry {})", "加：银行已退回 {}（流水 {}）")), amount,
            part.entry);
    case ledger::PositionReason::over_the_open_amount:
        break;
    }
    return fmt::format(fmt::runtime(speaker.say("{} more than was open stands on account", "超出未清金额 {}，记在客户账上")),
                       amount);
}

void tell_item(Lines& lines, const Picture& picture, const ledger::Positions& positions, Row row, const Speaker& speaker) {
    const ledger::ItemRow& item = picture.book.items[row];
    const ledger::ItemPosition& position = positions.items[row];
    const std::string about =
        fmt::format("{} · {} · {} {}", picture.book[item.document_number], picture.book[picture.book.customer_of(item).name],
                    speaker.say("due", "到期"), item.due_date ? item.due_date.iso() : "-");
    const std::string_view currency = item.currency.code();
    lines.push_back({about, fmt::format(fmt::runtime(speaker.say("the ERP shows {} {} open", "ERP 未清金额 {} {}")),
                                        grouped_amount_text(item.open_amount, item.currency), currency)});
    for (const ledger::PositionPart& part : position.parts) lines.push_back({about, position_line(part, item.currency, speaker)});
    lines.push_back({about, fmt::format(fmt::runtime(speaker.say("so {} {} are still owed", "尚欠 {} {}")),
                                        grouped_amount_text(position.position, item.currency), currency)});
    if (position.applied_elsewhere)
        lines.push_back(
            {about, speaker.say("the ERP applied a payment differently than settled; nothing is sent until finance answers",
                                "ERP 的核销与本系统判断不一致，答复前不催款")});
}

void tell_plan(Lines& lines, const Picture& picture, const dunning::Plan& plan, Row customer, Row only_item,
               const Speaker& speaker) {
    const std::string about = speaker.say("today", "今日");
    for (const dunning::PlannedMessage& message : plan.messages)
        for (const dunning::PlannedItem& item : message.items) {
            if (message.customer != customer || (only_item != no_row && item.item != only_item)) continue;
            lines.push_back(
                {about, fmt::format(fmt::runtime(speaker.say("{} is in a message of step {}{}", "{} 列入催款步骤 {}{}")),
                                    picture.book[picture.book.items[item.item].document_number], item.step,
                                    message.held ? fmt::format(" ({}: {})", name(*message.held), message.held_text) : "")});
        }
    for (const dunning::Suppression& suppression : plan.suppressed) {
        if (suppression.customer != customer ||
            (only_item != no_row && suppression.item != only_item && suppression.item != no_row))
            continue;
        const std::string subject = suppression.item == no_row
                                        ? std::string()
                                        : fmt::format("{}: ", picture.book[picture.book.items[suppression.item].document_number]);
        lines.push_back({about, subject + dunning::words(suppression, speaker.tag())});
    }
    if (lines.empty() || lines.back().about != about) lines.push_back({about, speaker.say("no step is due", "今日无催款步骤")});
}

Result<Lines> explain_item_or_customer(JobContext& context, const Scope& scope, const std::string& name, bool is_item,
                                       const Speaker& speaker) {
    Error last{SETTLED_INVALID_CONFIG, fmt::format("nothing is known of \"{}\"", name), 0};
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto picture = look(context, *company, *day);
        if (!picture) return pass(picture);
        auto row = is_item ? ledger::item_named((*picture)->book, name) : ledger::customer_named((*picture)->book, name);
        if (!row) {
            last = row.error();
            continue;
        }
        const Row customer = is_item ? (*picture)->book.items[*row].customer : *row;
        auto positions = positions_of(**picture);
        if (!positions) return pass(positions);
        auto remembered = remember(context, *company, *day);
        if (!remembered) return pass(remembered);
        auto input = planner_input(context, **picture, *remembered);
        if (!input) return pass(input);
        Lines lines;
        const std::string& ledger = (*picture)->book.ledger_of((*picture)->book.customers[customer]).name;
        for (Row item = 0; item < (*picture)->book.items.size(); ++item)
            if (is_item ? item == *row : (*picture)->book.items[item].customer == customer)
                tell_item(lines, **picture, *positions, item, speaker);
        for (const store::StoredMatch& match : (*picture)->matches)
            if (std::ranges::any_of(match.best.allocations, [&](const store::StoredAllocation& allocation) {
                    return allocation.ledger == ledger &&
                           (is_item ? allocation.item_key == (*picture)->book[(*picture)->book.items[*row].key]
                                    : allocation.customer_id == (*picture)->book[(*picture)->book.customers[customer].id]);
                }))
                tell_match(lines, match, speaker);
        tell_plan(lines, **picture, dunning::plan(*input), customer, is_item ? *row : no_row, speaker);
        return lines;
    }
    return std::unexpected(last);
}

Result<Lines> explain_entry(JobContext& context, const Scope& scope, const std::string& name, const Speaker& speaker) {
    auto number = number_of(name, "a bank entry; settled matches lists them");
    if (!number) return pass(number);
    Lines lines;
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto matches = context.store.matches().load(company->name, *day);
        if (!matches) return pass(matches);
        for (const store::StoredMatch& match : *matches)
            if (match.entry == *number) tell_match(lines, match, speaker);
    }
    if (lines.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("nothing was decided about entry {}; settled matches lists what was", *number));
    return lines;
}

Result<Lines> explain_message(JobContext& context, const std::string& name, const Speaker& speaker) {
    auto number = number_of(name, "a message; settled outbox lists them");
    if (!number) return pass(number);
    auto message = context.store.outbox().find(*number);
    if (!message) return pass(message);
    if (!*message) return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no message {}; settled outbox lists them", *number));
    auto claims = context.store.outbox().claims_of(*number);
    if (!claims) return pass(claims);
    const store::Message& found = **message;
    const std::string about = fmt::format("{} {} · {}", speaker.say("message", "消息"), found.id, found.subject);
    Lines lines;
    lines.push_back({about, fmt::format(fmt::runtime(speaker.say("state {}{}", "状态 {}{}")), store::name(found.state),
                                        found.reason.empty() ? "" : " (" + found.reason + ")")});
    lines.push_back({about, fmt::format(fmt::runtime(speaker.say("planned by {} on {} for {}", "由 {} 于 {} 生成，收件人 {}")),
                                        found.created_by, found.created_at, fmt::join(found.recipients, ", "))});
    if (!found.released_by.empty())
        lines.push_back({about, fmt::format(fmt::runtime(speaker.say("released by {}", "由 {} 放行")), found.released_by)});
    if (!found.handed_over_at.empty())
        lines.push_back(
            {about, fmt::format(fmt::runtime(speaker.say("handed over at {}", "{} 交付网关")), found.handed_over_at)});
    if (!found.server_words.empty())
        lines.push_back(
            {about, fmt::format(fmt::runtime(speaker.say("the server said: {}", "服务器答复：{}")), found.server_words)});
    for (const store::Claim& claim : *claims)
        lines.push_back(
            {about, fmt::format(fmt::runtime(speaker.say("{} · due {} · {} {} · step {}", "{} · 到期 {} · {} {} · 步骤 {}")),
                                claim.document_number, claim.due_date.iso(),
                                grouped_amount_text(claim.open_amount.minor_units, claim.open_amount.currency),
                                claim.open_amount.currency.code(), claim.step)});
    return lines;
}

} // namespace

Result<Lines> explain(JobContext& context, const Scope& scope, const std::string& what, const std::string& name) {
    const Speaker speaker{context.settings.language.starts_with("zh")};
    if (what == "entry") return explain_entry(context, scope, name, speaker);
    if (what == "message") return explain_message(context, name, speaker);
    return explain_item_or_customer(context, scope, name, what == "item", speaker);
}

} // namespace settled::jobs
