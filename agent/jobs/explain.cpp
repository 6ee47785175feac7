#include "jobs/explain.hpp"

#include "dunning/planner.hpp"
#include "dunning/reason.hpp"
#include "dunning/words.hpp"
#include "jobs/credit_view.hpp"
#include "jobs/match_words.hpp"
#include "jobs/planner_facts.hpp"
#include "jobs/second_person.hpp"
#include "ledger/named_rows.hpp"
#include "reports/report_words.hpp"

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
    matching::Language language() const { return matching::language(tag()); }
    std::string say(std::string_view in_english, std::string_view in_chinese) const {
        return std::string(chinese ? in_chinese : in_english);
    }
};

// "2026-11-20 10:00" of an RFC 3339 time.
std::string to_the_minute(std::string time) {
    if (const std::size_t mark = time.find('T'); mark != std::string::npos) time[mark] = ' ';
    return time.substr(0, std::string_view("2026-11-20 10:00").size());
}

Result<std::int64_t> number_of(const std::string& name, std::string_view what) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("\"{}\" is not the number of {}", name, what));
    return number;
}

std::string money(std::int64_t minor_units, Currency currency) {
    return fmt::format("{} {}", grouped_amount_text(minor_units, currency), currency.code());
}

std::string customer_name(const Picture& picture, const store::StoredProposal& proposal) {
    if (proposal.allocations.empty()) return {};
    const store::StoredAllocation& first = proposal.allocations.front();
    const Row row = picture.rows->index().customer(first.ledger, first.customer_id);
    const std::string id = customer_of(proposal);
    return row == no_row ? id : fmt::format("{} ({})", picture.book[picture.book.customers[row].name], id);
}

void tell_match(Lines& lines, const Picture& picture, const store::StoredMatch& match, const Speaker& speaker) {
    const matching::Language language = matching::language(speaker.tag());
    const std::string payer = match.counterparty_name.empty() ? "" : " · " + match.counterparty_name;
    const std::string about = fmt::format("{} {}{} · {} · {}{}", speaker.say("entry", "银行流水"), match.entry,
                                          match.part < 0 ? "" : fmt::format("/{}", match.part + 1), match.date.iso(),
                                          money(match.amount.minor_units, match.amount.currency), payer);
    lines.push_back({about, match_summary(match, customer_name(picture, match.best), language)});
    for (std::string& reason : match_reasons(match.best, language)) lines.push_back({about, std::move(reason)});
    for (const store::StoredProposal& alternative : match.alternatives) {
        const std::string documents = documents_of(alternative);
        std::string line =
            speaker.say("also possible: ", "也可能是：") + (documents.empty() ? customer_name(picture, alternative) : documents);
        for (const std::string& reason : match_reasons(alternative, language)) line += speaker.say("; ", "；") + reason;
        lines.push_back({about, std::move(line)});
    }
}

// The document that lent or took the money, else a word for it.
std::string document_of(const Picture& picture, Row item, const std::string& otherwise) {
    return item == no_row ? otherwise : std::string(picture.book[picture.book.items[item].document_number]);
}

std::string position_line(const Picture& picture, const ledger::PositionPart& part, Currency currency, const Speaker& speaker) {
    const std::string amount = money(part.amount, currency);
    const auto said = [&](std::string_view in_english, std::string_view in_chinese, auto... more) {
        return fmt::format(fmt::runtime(speaker.say(in_english, in_chinese)), amount, more...);
    };
    if (part.doubtful)
        return said("{} of it may be covered already (entry {}); it is not asked for until that is decided",
                    "其中 {} 可能已由银行流水 {} 覆盖，确认前不催收该部分", part.entry);
    switch (part.reason) {
    case ledger::PositionReason::matched_not_booked:
        return said("less {} at the bank and not yet in the ERP (entry {})", "减：银行已到账、ERP 尚未入账 {}（银行流水 {}）",
                    part.entry);
    case ledger::PositionReason::draft_receipt:
        return said("less {} on a receipt that waits for approval in the ERP", "减：ERP 未审核收款单 {}");
    case ledger::PositionReason::receipt_not_shown:
        return said("{} on an approved receipt that the ERP has applied to nothing yet", "ERP 已审核、未核销的收款单 {}");
    case ledger::PositionReason::bill_held:
        return said("less {} in bills received", "减：已收票据 {}");
    case ledger::PositionReason::linked_credit:
        return said("less {} of its own credit note {}", "减：本发票的红字发票 {}（{}）",
                    document_of(picture, part.source, speaker.say("", "未列号")));
    case ledger::PositionReason::money_on_account:
        return said("less {} of {} that belongs here", "减：属于本单据的贷项或预收款 {}（{}）",
                    document_of(picture, part.source, speaker.say("money on account", "预收款")));
    case ledger::PositionReason::given_to_item:
        return said("{} of it goes to {}", "其中 {} 用于 {}",
                    document_of(picture, part.source, speaker.say("an item", "其他单据")));
    case ledger::PositionReason::returned:
        return said("plus {} that the bank took back (entry {})", "加：银行已退回 {}（银行流水 {}）", part.entry);
    case ledger::PositionReason::over_the_open_amount:
        break;
    }
    return said("{} more than was open stands on account", "超出未清金额 {}，记在客户账上");
}

std::string heading(const Picture& picture, Row row, const Speaker& speaker) {
    const ledger::ItemRow& item = picture.book.items[row];
    const std::string due = item.due_date ? fmt::format(" · {} {}", speaker.say("due", "到期"), item.due_date.iso()) : "";
    return fmt::format("{} · {}{}", picture.book[item.document_number], picture.book[picture.book.customer_of(item).name], due);
}

void tell_item(Lines& lines, const Picture& picture, const ledger::Positions& positions, Row row, const Speaker& speaker) {
    const ledger::ItemRow& item = picture.book.items[row];
    const ledger::ItemPosition& position = positions.items[row];
    const std::string about = heading(picture, row, speaker);
    const bool is_credit = item.open_amount < 0;
    const auto say = [&](std::string_view in_english, std::string_view in_chinese, std::int64_t amount) {
        lines.push_back({about, fmt::format(fmt::runtime(speaker.say(in_english, in_chinese)), money(amount, item.currency))});
    };
    if (is_credit)
        say("the ERP shows a credit of {}", "ERP 中未用贷项 {}", -item.open_amount);
    else
        say("the ERP shows {} open", "ERP 未清金额 {}", item.open_amount);
    for (const ledger::PositionPart& part : position.parts)
        lines.push_back({about, position_line(picture, part, item.currency, speaker)});
    if (is_credit)
        say("so {} of it is free", "尚可使用 {}", -position.position);
    else if (position.position == 0)
        lines.push_back({about, speaker.say("so nothing is owed any more", "已无欠款")});
    else
        say("so {} is still owed", "尚欠 {}", position.position);
    if (position.applied_elsewhere)
        lines.push_back(
            {about, speaker.say("the ERP applied a payment to another document than was matched; nothing is sent until finance "
                                "answers",
                                "ERP 的核销单据与本系统判断不一致，财务答复前不催款")});
}

// What was said about the item and which steps it has behind it, by whatever name it had then.
void tell_history(Lines& lines, const config::Settings& settings, const Picture& picture, const dunning::PlannerInput& input,
                  Row row, const Speaker& speaker) {
    const std::string tag = speaker.tag(), about = heading(picture, row, speaker);
    const std::string key(picture.book[picture.book.items[row].key]);
    const std::string& ledger = picture.book.ledger_of(picture.book.customer_of(picture.book.items[row])).name;
    for (const ledger::Fact& fact : picture.facts) {
        if (fact.item_key != key || fact.ledger != ledger) continue;
        const auto reason = dunning::reason(name(fact.kind));
        if (!reason) continue; // not about sending
        const std::string stands = confirmation_words(settings, fact, speaker.chinese);
        lines.push_back(
            {about,
             fmt::format(fmt::runtime(speaker.say("{} on {}: {}{}", "{} 于 {} 记录：{}{}")), fact.actor, to_the_minute(fact.at),
                         dunning::words(*reason, {fact.text, 0, fact.amount, fact.date ? fact.date : fact.until}, tag),
                         stands.empty() ? "" : " · " + stands)});
    }
    for (const dunning::DoneStep& done : input.done) {
        if (done.item != row) continue;
        const std::string step = dunning::step_words(done.step, tag);
        const bool waits = done.state == dunning::StepState::waiting;
        lines.push_back(
            {about, fmt::format(fmt::runtime(waits ? speaker.say("reminder \"{}\" waits since {}", "催款函件“{}”自 {} 待发")
                                                   : speaker.say("reminder \"{}\" on {}", "催款函件“{}”：{}")),
                                step, done.on.iso())});
    }
}

void tell_plan(Lines& lines, const Picture& picture, const dunning::Plan& plan, Row customer, Row only_item,
               const Speaker& speaker) {
    const std::string about = speaker.say("today", "今日");
    const std::string tag = speaker.tag();
    for (const dunning::PlannedMessage& message : plan.messages)
        for (const dunning::PlannedItem& item : message.items) {
            if (message.customer != customer || (only_item != no_row && item.item != only_item)) continue;
            const std::string held =
                message.held ? speaker.say("; ", "；") + dunning::words(*message.held, {.text = message.held_text}, tag) : "";
            lines.push_back({about, fmt::format(fmt::runtime(speaker.say("{} is in a message ({}){}", "{} 列入催款函件（{}）{}")),
                                                picture.book[picture.book.items[item.item].document_number],
                                                dunning::step_words(item.step, tag), held)});
        }
    for (const dunning::Suppression& suppression : plan.suppressed) {
        if (suppression.customer != customer ||
            (only_item != no_row && suppression.item != only_item && suppression.item != no_row))
            continue;
        const std::string subject = suppression.item == no_row
                                        ? std::string()
                                        : fmt::format("{}{}", picture.book[picture.book.items[suppression.item].document_number],
                                                      speaker.say(": ", "："));
        lines.push_back({about, subject + dunning::words(suppression, tag)});
    }
    if (lines.empty() || lines.back().about != about) lines.push_back({about, speaker.say("no reminder is due", "今日无须催款")});
}

void tell_supply(Lines& lines, const config::Settings& settings, const Picture& picture, Row customer, const Speaker& speaker) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    const Supply supply = supply_of(settings, picture.facts, picture.book.ledger_of(row).name, picture.book[row.id]);
    const std::string about = speaker.say("supply", "供货");
    if (supply.stopped)
        lines.push_back({about, fmt::format(fmt::runtime(speaker.say("stopped: {} said so on {}, approved by {}: {}",
                                                                     "已停供：{} 于 {} 提出，{} 批准：{}")),
                                            supply.stopped->actor, to_the_minute(supply.stopped->at),
                                            fmt::join(supply.stopped->confirmed_by, ", "), supply.stopped->text)});
    if (supply.waiting)
        lines.push_back(
            {about,
             fmt::format(fmt::runtime(speaker.say("{} proposed number {} on {}: {} ({})", "{} 提出第 {} 号建议（{}）：{}（{}）")),
                         supply.waiting->actor, supply.waiting->id, to_the_minute(supply.waiting->at), supply.waiting->text,
                         words(waits_for_second(settings, *supply.waiting), speaker.language()))});
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
        auto input = planner_input(context, **picture, *positions, *remembered);
        if (!input) return pass(input);
        Lines lines;
        const std::string& ledger = (*picture)->book.ledger_of((*picture)->book.customers[customer]).name;
        for (Row item = 0; item < (*picture)->book.items.size(); ++item)
            if (is_item ? item == *row : (*picture)->book.items[item].customer == customer)
                tell_item(lines, **picture, *positions, item, speaker),
                    tell_history(lines, context.settings, **picture, *input, item, speaker);
        for (const store::StoredMatch& match : (*picture)->matches)
            if (std::ranges::any_of(match.best.allocations, [&](const store::StoredAllocation& allocation) {
                    return allocation.ledger == ledger &&
                           (is_item ? allocation.item_key == (*picture)->book[(*picture)->book.items[*row].key]
                                    : allocation.customer_id == (*picture)->book[(*picture)->book.customers[customer].id]);
                }))
                tell_match(lines, **picture, match, speaker);
        if (!is_item) {
            auto credit = credit_of(context, **picture, *positions, customer);
            if (!credit) return pass(credit);
            for (std::string& line : credit_words(**picture, customer, *credit, speaker.language()))
                lines.push_back({speaker.say("credit", "信用"), std::move(line)});
            tell_supply(lines, context.settings, **picture, customer, speaker);
        }
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
        auto picture = look(context, *company, *day);
        if (!picture) return pass(picture);
        for (const store::StoredMatch& match : (*picture)->matches)
            if (match.entry == *number) tell_match(lines, **picture, match, speaker);
    }
    if (lines.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("nothing was decided about entry {}; settled matches lists what was", *number));
    return lines;
}

// Why a message is not simply on its way; "" where it is.
std::string why_so(const store::Message& message, const Speaker& speaker) {
    if (message.reason.empty()) return {};
    const auto reason = dunning::reason(message.reason);
    return speaker.say(": ", "：") + (reason ? dunning::words(*reason, {}, speaker.tag()) : message.reason);
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
    const std::string about = fmt::format("{} {} · {}", speaker.say("message", "函件"), found.id, found.subject);
    Lines lines;
    const auto say = [&](std::string_view in_english, std::string_view in_chinese, auto... values) {
        lines.push_back({about, fmt::format(fmt::runtime(speaker.say(in_english, in_chinese)), values...)});
    };
    say("{}{}", "{}{}", reports::message_state_word(store::name(found.state), speaker.tag()), why_so(found, speaker));
    say("planned on {} by {} for {}", "{} 由 {} 生成，收件人 {}", to_the_minute(found.created_at), found.created_by,
        fmt::format("{}", fmt::join(found.recipients, ", ")));
    if (!found.released_by.empty()) say("released by {}", "由 {} 放行", found.released_by);
    if (!found.handed_over_at.empty()) say("handed over on {}", "{} 交付发送通道", to_the_minute(found.handed_over_at));
    if (!found.server_words.empty()) say("the server said: {}", "服务器答复：{}", found.server_words);
    for (const store::Claim& claim : *claims)
        say("{} · due {} · {} · {}", "{} · 到期 {} · {} · {}", claim.document_number, claim.due_date.iso(),
            money(claim.open_amount.minor_units, claim.open_amount.currency), dunning::step_words(claim.step, speaker.tag()));
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
