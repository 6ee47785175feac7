// settled remind -- plans who is to be reminded and fills the outbox. Sends nothing.

#include "cli/commands.hpp"
#include "cli/templates.hpp"
#include "jobs/remind.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

void write_reminder(render::JsonWriter& json, const jobs::Reminder& reminder) {
    json.begin_object()
        .text("company", reminder.company)
        .text("customer", reminder.customer)
        .text("step", reminder.step)
        .text("role", reminder.role);
    json.text("channel", reminder.channel).key("to").begin_array();
    for (const std::string& address : reminder.to) json.text(address);
    json.end_array().text("language", reminder.language).boolean("approval", reminder.approval).key("items").begin_array();
    for (const jobs::ReminderItem& item : reminder.items) {
        json.begin_object()
            .text("item_id", item.item_id)
            .text("document_number", item.document_number)
            .text_or_null("due_date", item.due_date.iso());
        json.number("days_overdue", item.days_overdue)
            .text("open", amount_text(item.open))
            .text("currency", item.open.currency.code())
            .end_object();
    }
    json.end_array().key("total").begin_object();
    for (const Money& total : reminder.total) json.text(total.currency.code(), amount_text(total));
    json.end_object().text_or_null("held", reminder.held).text_or_null("held_text", reminder.held_text);
    if (reminder.message != 0)
        json.number("message", reminder.message);
    else
        json.null("message");
    json.end_object();
}

void print_json(const jobs::RemindReport& report, const Sink& sink) {
    render::JsonWriter json(sink);
    json.begin_object().text_or_null("as_of", report.as_of.iso()).key("reminders").begin_array();
    for (const jobs::Reminder& reminder : report.reminders) write_reminder(json, reminder);
    json.end_array().key("tasks").begin_array();
    for (const jobs::ReminderTask& task : report.tasks) {
        json.begin_object()
            .text("company", task.company)
            .text("owner", task.owner)
            .text("customer", task.customer)
            .text("step", task.step);
        json.text("why", task.why).text_or_null("due", task.due.iso()).end_object();
    }
    json.end_array().key("suppressed").begin_array();
    for (const jobs::SuppressedItem& item : report.suppressed) {
        json.begin_object()
            .text("company", item.company)
            .text("customer", item.customer)
            .text_or_null("item_id", item.item_id)
            .text("reason", item.reason);
        json.text_or_null("until", item.until.iso()).text("text", item.text).end_object();
    }
    json.end_array().end_object();
}

void print_table(const jobs::RemindReport& report, const Sink& sink) {
    Table reminders({{"message", Align::right},
                     {"customer"},
                     {"name"},
                     {"step"},
                     {"items", Align::right},
                     {"total", Align::right},
                     {"waits_for"}});
    for (const jobs::Reminder& reminder : report.reminders) {
        std::string total;
        for (const Money& money : reminder.total)
            total += fmt::format("{}{} {}", total.empty() ? "" : " + ", grouped_amount_text(money.minor_units, money.currency),
                                 money.currency.code());
        reminders.add({reminder.message == 0 ? "" : std::to_string(reminder.message), reminder.customer, reminder.customer_name,
                       reminder.step, std::to_string(reminder.items.size()), total, reminder.held});
    }
    reminders.print(Format::table, sink, "nobody is to be reminded today");
    if (!report.tasks.empty()) {
        Table tasks({{"task_for"}, {"customer"}, {"name"}, {"kind"}, {"due"}, {"why"}});
        for (const jobs::ReminderTask& task : report.tasks)
            tasks.add({task.owner, task.customer, task.customer_name, task.kind, task.due.iso(), task.why});
        sink("\n");
        tasks.print(Format::table, sink, "");
    }
    if (report.suppressed.empty()) return;
    Table suppressed({{"not_reminded"}, {"document"}, {"reason"}, {"until"}, {"in_words"}});
    for (const jobs::SuppressedItem& item : report.suppressed)
        suppressed.add({item.customer, item.document_number, item.reason, item.until.iso(), item.text});
    sink("\n");
    suppressed.print(Format::table, sink, "");
}

int run_remind(Session& session) {
    if (Status locked = session.lock("remind"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto templates = jobs::letters_in_use(**context, letter_folders(session));
    if (!templates) return report(session, templates.error());
    auto planned = jobs::remind(**context, *scope, **templates);
    if (!planned) return report(session, planned.error());
    for (const std::string& warning : planned->warnings) session.journal().warning(warning);
    for (const jobs::Trouble& trouble : planned->troubles)
        session.journal().error(fmt::format("{}: {}", trouble.where, trouble.error.message));
    if (session.globals().format == Format::json)
        print_json(*planned, session.tools().out);
    else
        print_table(*planned, session.tools().out);
    return status_of(!planned->troubles.empty());
}

} // namespace

void add_remind(Commands& commands) {
    commands.add("remind", "Plan who is to be reminded and fill the outbox; sends nothing", run_remind);
}

} // namespace settled::cli
