// settled compare customer C FILE · control LEDGER · group COMPANY COMPANY -- the other reconciliations.

#include "cli/commands.hpp"
#include "cli/compare_output.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::cli {
namespace {

using jobs::CompareWord;
using matching::Language;

struct Options {
    jobs::CompareCustomerRequest customer;
    jobs::CompareGroupRequest group;
    std::string ledger, currency, from, to, language;
};

Language language_of(Session& session, const Options& options) {
    if (!options.language.empty()) return matching::language(options.language);
    auto settings = session.settings();
    return matching::language(settings ? (*settings)->language : std::string());
}

int run_customer(Session& session, Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto from = day_named_or_none("--from", options.from);
    if (!from) return report(session, from.error());
    auto to = day_named_or_none("--to", options.to);
    if (!to) return report(session, to.error());
    options.customer.from = *from, options.customer.to = *to;
    if (!options.currency.empty()) {
        const auto currency = Currency::parse(options.currency);
        if (!currency)
            return report(session,
                          {SETTLED_INVALID_CONFIG,
                           fmt::format("--currency \"{}\": expected three capital letters", visible(options.currency)), 0});
        options.customer.currency = *currency;
    }
    auto bytes = world::read_file(options.customer.file, jobs::table_file_bytes_max);
    if (!bytes) return report(session, {SETTLED_INVALID_CONFIG, bytes.error().message, 0});
    options.customer.bytes = std::move(*bytes);
    auto made = jobs::compare_customer(**context, *scope, options.customer);
    if (!made) return report(session, made.error());
    const Language language = language_of(session, options);
    if (session.globals().format == Format::json)
        print_comparison_json(*made, language, session.tools().out);
    else
        print_comparison(*made, language, session.tools().out, session.tools().out_columns);
    return status_of(!made->agrees());
}

int run_control(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto made = jobs::compare_control(**context, *scope, options.ledger);
    if (!made) return report(session, made.error());
    const Language language = language_of(session, options);
    const bool json = session.globals().format == Format::json;
    Table table({{"side"},
                 {"currency"},
                 {"accounts"},
                 {"open_items", Align::right},
                 {"items_total", Align::right},
                 {"control_balance", Align::right},
                 {"balance_of"},
                 {"items_of"},
                 {"difference", Align::right},
                 {"explanation"}});
    for (const matching::ControlRow& row : made->rows) {
        std::vector<std::string> hints;
        for (const matching::ControlHint& hint : row.hints)
            hints.push_back(jobs::words(hint, *made->book, row.currency, language));
        if (row.agrees() && !json) hints.emplace_back(jobs::word(CompareWord::same_item, language));
        table.add({std::string(json ? matching::name(row.side) : jobs::words(row.side, language)),
                   std::string(row.currency.code()), fmt::format("{}", fmt::join(row.accounts, ", ")), std::to_string(row.count),
                   amount_or_nothing(row.items, row.currency, !json), amount_or_nothing(row.balance, row.currency, !json),
                   row.as_of.iso(), made->known_on.iso(), amount_or_nothing(row.difference, row.currency, !json),
                   fmt::format("{}", fmt::join(hints, "; "))});
    }
    table.print(session.globals().format, session.tools().out, "nothing is open and no control balance is known",
                session.tools().out_columns);
    return status_of(!made->agrees());
}

int run_group(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto made = jobs::compare_group(**context, *scope, options.group);
    if (!made) return report(session, made.error());
    const Language language = language_of(session, options);
    const bool json = session.globals().format == Format::json;
    Table table({{"creditor"},
                 {"debtor"},
                 {"currency"},
                 {"finding"},
                 {"number"},
                 {"due"},
                 {"receivable", Align::right},
                 {"payable", Align::right},
                 {"difference", Align::right},
                 {"explanation"}});
    for (const jobs::GroupRow& row : made->rows) {
        std::vector<std::string> gaps;
        for (const jobs::GroupGap gap : row.gaps) gaps.push_back(jobs::words(gap, row, language));
        const auto difference = row.payable && row.gaps.empty() ? checked_subtract(*row.payable, row.receivable) : std::nullopt;
        const std::string total(json ? "total" : jobs::words(matching::ControlSide::net, language));
        const bool receivable_known = !row.customers.empty();
        table.add({row.creditor, row.debtor, std::string(row.currency.code()), total, "", "",
                   receivable_known ? amount_or_nothing(row.receivable, row.currency, !json) : "",
                   amount_or_nothing(row.payable, row.currency, !json), amount_or_nothing(difference, row.currency, !json),
                   fmt::format("{}", fmt::join(gaps, "; "))});
        if (!row.result) continue;
        for (const matching::Finding& finding : row.result->findings) {
            ComparedCells ours, theirs;
            for (const auto& [lines, side, cells] :
                 {std::tuple(&finding.ours, &row.ours, &ours), {&finding.theirs, &row.theirs, &theirs}})
                for (const std::uint32_t at : *lines) {
                    const jobs::GroupRow::Item& item = (*side)[at];
                    cells->date = std::max(cells->date, item.due);
                    cells->amount = checked_add(cells->amount, item.amount).value_or(cells->amount);
                    if (!item.number.empty()) cells->number += (cells->number.empty() ? "" : "; ") + item.number;
                }
            table.add({row.creditor, row.debtor, std::string(row.currency.code()),
                       std::string(json ? matching::name(finding.kind) : jobs::group_words(finding.kind, language)), ours.number,
                       (finding.ours.empty() ? theirs.date : ours.date).iso(),
                       optional_amount(finding.ours, ours.amount, row.currency, !json),
                       optional_amount(finding.theirs, theirs.amount, row.currency, !json),
                       amount_or_nothing(finding.difference, row.currency, !json), ""});
        }
    }
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return status_of(!made->agrees());
}

} // namespace

void add_compare(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& compare = commands.add_group(
        "compare", "Two books of the same thing: a customer's ledger, the control accounts, a group company; exit status 1 where "
                   "they are not confirmed as agreeing");
    compare.require_subcommand(1);
    compare.add_option("--lang", options.language, "zh, en or de; default the configuration's language")
        ->check(CLI::IsMember({"zh", "zh-CN", "en", "de"}))
        ->type_name("L");

    CLI::App& customer =
        commands.add_to(compare, "customer", "A customer's own ledger, as a CSV or workbook, against ours (往来对账)",
                        [&](Session& session) { return run_customer(session, options); });
    customer.add_option("customer", options.customer.customer, "Customer: C001 or u8:C001")->required()->type_name("CUSTOMER");
    customer.add_option("file", options.customer.file, "What the customer sent; its columns are found by their headings")
        ->required()
        ->type_name("FILE");
    customer.add_option("--currency", options.currency, "Rows of this currency (default the customer's, else the company's)")
        ->type_name("CODE");
    customer
        .add_option("--basis", options.customer.basis, "movements of a time, or open_items only (default: as the file looks)")
        ->transform(CLI::CheckedTransformer(std::map<std::string, jobs::Basis>{{"movements", jobs::Basis::movements},
                                                                               {"open_items", jobs::Basis::open_items}})
                        .description(""))
        ->type_name("BASIS");
    customer
        .add_option("--signs", options.customer.signs,
                    "Whose debit and credit the file has: ours or theirs (default: as its lines meet ours)")
        ->transform(CLI::CheckedTransformer(std::map<std::string, jobs::PointOfView>{{"ours", jobs::PointOfView::ours},
                                                                                     {"theirs", jobs::PointOfView::theirs}})
                        .description(""))
        ->type_name("SIDE");
    customer.add_option("--from", options.from, "First day compared (default the month of the file's first line)")
        ->type_name("DATE");
    customer
        .add_option("--to", options.to, "Last day compared (default the month's end of the file's last line, not beyond today)")
        ->type_name("DATE");
    customer
        .add_option("--days", options.customer.day_pattern, "How the file writes days where it can be read in two ways: D/M/YYYY")
        ->type_name("PATTERN");

    CLI::App& control = commands.add_to(compare, "control",
                                        "Open items of a ledger against its control accounts (1122, 2203), gross, per currency",
                                        [&](Session& session) { return run_control(session, options); });
    control.add_option("ledger", options.ledger, "Ledger, as the configuration names it")->required()->type_name("LEDGER");

    CLI::App& group =
        commands.add_to(compare, "group", "What two companies of a group owe each other, as far as the store holds both sides",
                        [&](Session& session) { return run_group(session, options); });
    group.add_option("one", options.group.one, "Company")->required()->type_name("COMPANY");
    group.add_option("other", options.group.other, "Company")->required()->type_name("COMPANY");
    group
        .add_option("--customer", options.group.customers,
                    "The customer that is the other company (repeatable; default by legal name)")
        ->type_name("CUSTOMER")
        ->expected(1);
    group
        .add_option("--vendor", options.group.vendors, "The vendor that is the other company (repeatable; default by tax number)")
        ->type_name("VENDOR")
        ->expected(1);
}

} // namespace settled::cli
