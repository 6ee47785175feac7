// settled pull -- reads the ledgers into new generations.

#include "cli/commands.hpp"
#include "jobs/pull.hpp"

namespace settled::cli {
namespace {

void print_json(const jobs::PullReport& report, const Sink& sink) {
    render::JsonWriter json(sink);
    json.begin_object().key("ledgers").begin_array();
    for (const jobs::PulledLedger& ledger : report.ledgers) {
        json.begin_object()
            .text("company", ledger.company)
            .text("ledger", ledger.ledger)
            .text_or_null("as_of", ledger.as_of.iso());
        if (ledger.generation)
            json.number("generation", ledger.generation->number);
        else
            json.null("generation");
        json.number("customers", ledger.totals.customers).key("currencies").begin_object();
        for (const auto& [currency, total] : ledger.totals.currencies) {
            json.key(currency.none() ? "none" : currency.code()).begin_object();
            json.number("open_items", total.open_items).text("open_total", amount_text(total.open_total, currency));
            json.key("by_doc_type").begin_object();
            for (const auto& [type, of_type] : total.by_doc_type)
                json.key(type)
                    .begin_object()
                    .number("count", of_type.count)
                    .text("open_amount", amount_text(of_type.open_amount, currency))
                    .end_object();
            json.end_object();
            json.number("overdue_items", total.overdue_items).text("overdue_total", amount_text(total.overdue_total, currency));
            json.number("receipts", total.receipts)
                .text("receipts_total", amount_text(total.receipts_total, currency))
                .end_object();
        }
        json.end_object().key("bank_book").begin_array();
        for (const auto& [account, total] : ledger.totals.bank_book)
            json.begin_object()
                .text("account", account)
                .text("currency", total.currency.code())
                .number("entries", total.entries)
                .text("balance", amount_text(total.balance, total.currency))
                .end_object();
        json.end_array().key("diagnostics").begin_array();
        for (const std::string& remark : ledger.remarks)
            json.begin_object().text("severity", "warning").text("message", remark).end_object();
        json.end_array();
        if (ledger.error)
            json.text("error", ledger.error->message);
        else
            json.null("error");
        json.end_object();
    }
    json.end_array().end_object();
}

void print_table(const jobs::PullReport& report, const Sink& sink, std::size_t columns) {
    Table table({{"ledger"},
                 {"generation", Align::right},
                 {"customers", Align::right},
                 {"currency"},
                 {"open_items", Align::right},
                 {"open_total", Align::right},
                 {"overdue_items", Align::right},
                 {"overdue_total", Align::right},
                 {"receipts", Align::right},
                 {"error"}});
    for (const jobs::PulledLedger& ledger : report.ledgers) {
        const std::string generation = ledger.generation ? std::to_string(ledger.generation->number) : "";
        const std::string customers = std::to_string(ledger.totals.customers);
        if (ledger.totals.currencies.empty())
            table.add({ledger.ledger, generation, customers, "", "", "", "", "", "", ledger.error ? "see above" : ""});
        for (const auto& [currency, total] : ledger.totals.currencies)
            table.add({ledger.ledger, generation, customers, std::string(currency.code()), std::to_string(total.open_items),
                       grouped_amount_text(total.open_total, currency), std::to_string(total.overdue_items),
                       grouped_amount_text(total.overdue_total, currency), std::to_string(total.receipts),
                       ledger.error ? "see above" : ""});
    }
    table.print(Format::table, sink, "no ledger is configured", columns);
}

struct Options {
    bool accept_empty = false;
};

int run_pull(Session& session, const Options& options) {
    if (Status locked = session.lock("pull"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto pulled = jobs::pull(**context, *scope, options.accept_empty);
    if (!pulled) return report(session, pulled.error());
    if (session.globals().format == Format::json)
        print_json(*pulled, session.tools().out);
    else
        print_table(*pulled, session.tools().out, session.tools().out_columns);
    return status_of(pulled->failed());
}

} // namespace

void add_pull(Commands& commands) {
    auto& options = commands.keep<Options>();
    commands
        .add("pull", "Read the ledgers: customers, open items, receipts, bank book",
             [&](Session& session) { return run_pull(session, options); })
        .add_flag("--accept-empty", options.accept_empty,
                  "The one ledger named by --ledger has really no customers or open items any more");
}

} // namespace settled::cli
