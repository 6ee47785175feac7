// settled aging -- receivables by age, per currency and customer.

#include "cli/commands.hpp"
#include "jobs/receivables.hpp"

#include <fmt/format.h>

#include <array>

namespace settled::cli {
namespace {

struct Options {
    std::string basis = "due_date", closed;
};

struct BucketColumn {
    std::string_view name;
    std::int64_t credit::Buckets::* amount;
};

constexpr std::array<BucketColumn, 10> bucket_columns = {{{"total", &credit::Buckets::total},
                                                          {"not_due", &credit::Buckets::not_due},
                                                          {"1-30", &credit::Buckets::days_1_30},
                                                          {"31-60", &credit::Buckets::days_31_60},
                                                          {"61-90", &credit::Buckets::days_61_90},
                                                          {"91-120", &credit::Buckets::days_91_120},
                                                          {">120", &credit::Buckets::over_120},
                                                          {"no_due_date", &credit::Buckets::no_due_date},
                                                          {"retention_not_due", &credit::Buckets::retention_not_due},
                                                          {"unapplied", &credit::Buckets::unapplied}}};

void print_json(const jobs::AgingReport& report, const Sink& sink) {
    render::JsonWriter json(sink);
    json.begin_object().text_or_null("as_of", report.as_of.iso()).text("basis", credit::name(report.basis));
    if (report.closed) json.text("closed", report.closed.iso());
    json.key("companies").begin_array();
    for (const jobs::CompanyAging& company : report.companies) {
        json.begin_object().text("company", company.company).key("currencies").begin_object();
        for (const credit::CurrencyAging& of_currency : company.aging.currencies) {
            json.key(of_currency.currency.code()).begin_object();
            for (const BucketColumn& column : bucket_columns)
                json.text(column.name, amount_text(of_currency.buckets.*column.amount, of_currency.currency));
            json.end_object();
        }
        json.end_object().key("customers").begin_array();
        for (const jobs::AgedCustomer& customer : company.customers) {
            json.begin_object()
                .text("customer", customer.customer)
                .text("name", customer.name)
                .text("currency", customer.aging.currency.code());
            json.text("total", amount_text(customer.aging.buckets.total, customer.aging.currency));
            json.text("overdue", amount_text(customer.aging.buckets.overdue(), customer.aging.currency)).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
}

void print_table(const jobs::AgingReport& report, const Sink& sink, std::size_t columns_max) {
    std::vector<Column> columns = {{"customer"}, {"name"}, {"currency"}};
    for (const BucketColumn& column : bucket_columns) columns.push_back({std::string(column.name), Align::right});
    Table table(std::move(columns));
    const auto add = [&](std::string customer, std::string name, Currency currency, const credit::Buckets& buckets) {
        std::vector<std::string> cells = {std::move(customer), std::move(name), std::string(currency.code())};
        for (const BucketColumn& column : bucket_columns)
            cells.push_back(buckets.*column.amount == 0 ? "" : grouped_amount_text(buckets.*column.amount, currency));
        table.add(std::move(cells));
    };
    for (const jobs::CompanyAging& company : report.companies) {
        for (const jobs::AgedCustomer& customer : company.customers)
            add(customer.customer, customer.name, customer.aging.currency, customer.aging.buckets);
        for (const credit::CurrencyAging& of_currency : company.aging.currencies)
            add(company.company, "total", of_currency.currency, of_currency.buckets);
    }
    if (report.closed)
        sink(fmt::format(
            "Posted up to {}, as known on {}. The ledgers' own figures: money at the bank that they do not carry is not "
            "taken off.\n",
            report.closed.iso(), report.as_of.iso()));
    table.print(Format::table, sink, "nothing is open", columns_max);
}

int run_aging(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto closed = day_named_or_none("--closed", options.closed);
    if (!closed) return report(session, closed.error());
    auto aged = jobs::aging(**context, *scope, *credit::aging_basis(options.basis), *closed);
    if (!aged) return report(session, aged.error());
    if (session.globals().format == Format::json)
        print_json(*aged, session.tools().out);
    else
        print_table(*aged, session.tools().out, session.tools().out_columns);
    return 0;
}

} // namespace

void add_aging(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& aging = commands.add("aging", "Receivables by age, per currency and customer",
                                   [&](Session& session) { return run_aging(session, options); });
    aging.add_option("--basis", options.basis, "Age counted from the due date or from the document date")
        ->check(CLI::IsMember({"due_date", "document_date"}))
        ->type_name("BASIS");
    aging
        .add_option("--closed", options.closed,
                    "What was open at the end of that day, as the books of now tell it: dated up to it, settled after it")
        ->type_name("DATE");
}

} // namespace settled::cli
