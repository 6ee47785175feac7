// settled statement CUSTOMER --from D --to D -- a customer's statement of account (往来对账单), and what it answered to one.

#include "cli/cmd_statement.hpp"
#include "cli/templates.hpp"
#include "jobs/customer_account.hpp"
#include "jobs/named_customer.hpp"
#include "jobs/paper_language.hpp"
#include "jobs/statement_answer.hpp"
#include "jobs/table_file.hpp"
#include "matching/words.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <array>

namespace settled::cli {
namespace {

struct Options {
    std::string customer, from, to, pdf, language, text = "reconcile";
    std::string answer, their_ledger, note;
};

using matching::Phrase;

constexpr std::array<Phrase, 10> posting_words = {{{},
                                                   {"invoice", "发票", "Rechnung"},
                                                   {"debit note", "应收调增单", "Belastungsanzeige"},
                                                   {"credit note", "红字发票", "Gutschrift"},
                                                   {"document", "其他单据", "Beleg"},
                                                   {"payment", "收款", "Zahlung"},
                                                   {"bill of exchange", "承兑汇票", "Wechsel"},
                                                   {"set-off", "往来对冲", "Verrechnung"},
                                                   {"discount or difference", "折让或差额", "Skonto oder Differenz"},
                                                   {"without a document", "无单独单据", "ohne eigenen Beleg"}}};
constexpr Phrase opening_balance = {"opening balance", "期初余额", "Anfangssaldo"};
constexpr Phrase closing_balance = {"closing balance", "期末余额", "Endsaldo"};
constexpr Phrase not_known = {"not known", "不详", "nicht bekannt"};
constexpr Phrase open_on = {"open on {}:", "截至 {} 未结清：", "offen am {}:"};
constexpr Phrase nothing = {"no posting in this time, and nothing is open", "期间无发生额，亦无未结清款项",
                            "in dieser Zeit keine Buchung, und nichts ist offen"};
constexpr std::array<Phrase, 6> split_words = {{{"not due", "未到期", "nicht fällig"},
                                                {"overdue", "已逾期", "überfällig"},
                                                {"retention not due", "未到期质保金", "Einbehalt nicht fällig"},
                                                {"without a due date", "无到期日", "ohne Fälligkeit"},
                                                {"credits", "红字及待核销", "Gutschriften"},
                                                {"received and not booked", "已收到、入账中", "eingegangen, nicht gebucht"}}};

void print_table(const letters::CustomerAccount& account, matching::Language language, const Sink& out, std::size_t columns) {
    out(fmt::format("{}:{} {} · {} – {}\n", account.ledger, account.customer_id, visible(account.customer_name),
                    account.from.iso(), account.to.iso()));
    for (const letters::CurrencyAccount& one : account.currencies) {
        Table table({{"date"}, {"posting"}, {"number"}, {"due"}, {"amount", Align::right}, {"balance", Align::right}, {"text"}});
        const auto amount = [&](std::int64_t minor_units) { return amount_cell(minor_units, one.currency, Format::table); };
        const auto sum = [&](Date day, const Phrase& what, const std::optional<std::int64_t>& balance) {
            table.add({day.iso(), std::string(what.in(language)), "", "", "",
                       balance ? amount(*balance) : std::string(not_known.in(language)), ""});
        };
        sum(account.from, opening_balance, one.statement.opening);
        for (const ledger::AccountLine& line : one.statement.lines) {
            const ledger::AccountPosting& posting = line.posting;
            table.add({posting.date.iso(), std::string(posting_words[static_cast<std::size_t>(posting.kind)].in(language)),
                       posting.number, posting.due_date.iso(), amount(posting.amount), line.balance ? amount(*line.balance) : "",
                       posting.text});
        }
        sum(std::min(account.to, account.known_on), closing_balance, one.statement.closing);
        out(fmt::format("\n{}\n", one.currency.code()));
        table.print(Format::table, out, "", columns);
        const letters::OpenSplit& split = one.split;
        out(fmt::format(fmt::runtime(open_on.in(language)), account.known_on.iso()));
        const std::array<std::int64_t, 6> parts = {split.not_due,     split.overdue, split.retention_not_due,
                                                   split.no_due_date, split.credits, split.on_its_way};
        std::string_view between = " ";
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i] == 0) continue;
            out(fmt::format("{}{} {}", between, split_words[i].in(language), amount(parts[i])));
            between = "; ";
        }
        out("\n");
    }
    if (account.currencies.empty()) out(fmt::format("{}\n", nothing.in(language)));
}

void print_json(const letters::CustomerAccount& account, const Sink& out) {
    render::JsonWriter json(out);
    json.begin_object()
        .text("customer", account.ledger + ':' + account.customer_id)
        .text("customer_name", account.customer_name)
        .text("from", account.from.iso())
        .text("to", account.to.iso())
        .text("known_on", account.known_on.iso())
        .key("currencies")
        .begin_array();
    for (const letters::CurrencyAccount& one : account.currencies) {
        const auto amount = [&](std::string_view key, std::int64_t minor_units) {
            json.text(key, amount_text(minor_units, one.currency));
        };
        const auto known = [&](std::string_view key, const std::optional<std::int64_t>& sum) {
            json.text_or_null(key, sum ? amount_text(*sum, one.currency) : "");
        };
        json.begin_object().text("currency", one.currency.code());
        known("opening", one.statement.opening), known("closing", one.statement.closing);
        const letters::OpenSplit& split = one.split;
        json.key("open").begin_object();
        amount("not_due", split.not_due), amount("overdue", split.overdue), amount("retention_not_due", split.retention_not_due);
        amount("no_due_date", split.no_due_date), amount("credits", split.credits), amount("on_its_way", split.on_its_way);
        json.end_object().key("rows").begin_array();
        for (const ledger::AccountLine& line : one.statement.lines) {
            const ledger::AccountPosting& posting = line.posting;
            json.begin_object().text("date", posting.date.iso()).text("posting", ledger::name(posting.kind));
            json.text_or_null("number", posting.number).text_or_null("due_date", posting.due_date.iso());
            amount("amount", posting.amount);
            known("balance", line.balance);
            json.text_or_null("text", posting.text).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
}

// Up to the end of the month before, where no day is named: the month that is over.
Status read_period(const Options& options, Date today, Date& from, Date& to) {
    auto last = day_named_or_none("--to", options.to);
    if (!last) return pass(last);
    to = last->none() ? today.first_of_month().plus_days(-1) : *last;
    auto first = day_named_or_none("--from", options.from);
    if (!first) return pass(first);
    from = first->none() ? to.first_of_month() : *first;
    if (to < from)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("--to {} lies before --from {}; turn them around", to.iso(), from.iso()));
    return {};
}

Status write_paper(Session& session, jobs::JobContext& context, const Options& options, const jobs::NamedCustomer& who,
                   const letters::CustomerAccount& account) {
    auto templates = jobs::letters_in_use(context, letter_folders(session));
    if (!templates) return pass(templates);
    const ledger::Book& book = who.picture->book;
    auto language = jobs::paper_language(*who.company, book, book.customers[who.customer], options.language);
    if (!language) return pass(language);
    letters::StatementInput input{
        &account, who.company, context.settings.accounts_of(who.company->name), {}, letters::StatementText::reconcile, {}};
    if (options.text == "request") input.text = letters::StatementText::request;
    input.language = std::move(*language);
    if (const config::Gateway* gateway = context.settings.gateway_of(*who.company, "email")) input.reply_to = gateway->reply_to;
    auto paper = letters::statement_of_account(input, **templates);
    if (!paper) return pass(paper);
    auto bytes = render::write_pdf(*paper);
    if (!bytes) return pass(bytes);
    return world::write_file(options.pdf, *bytes);
}

Result<jobs::StatementAnswer> answer_of(const Options& options) {
    auto day = day_named_or_none("--to", options.to);
    if (!day) return pass(day);
    jobs::StatementAnswer made{
        options.customer, options.answer == jobs::answer_agrees, *day, options.note, options.their_ledger, {}, {}};
    if (options.their_ledger.empty()) return made;
    auto bytes = world::read_file(options.their_ledger, jobs::table_file_bytes_max);
    if (!bytes) return fail(SETTLED_INVALID_CONFIG, bytes.error().message);
    made.bytes = std::move(*bytes);
    return made;
}

int run_answer(Session& session, jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    auto answer = answer_of(options);
    if (!answer) return report(session, answer.error());
    auto kept = jobs::answer_statement(context, scope, *answer);
    if (!kept) return report(session, kept.error());
    Table table(
        {{"fact", Align::right}, {"answer"}, {"customer"}, {"differences", Align::right}, {"cleared", Align::right}, {"by"}});
    table.add({std::to_string(kept->answer), options.answer, options.customer, std::to_string(kept->differences.size()),
               std::to_string(kept->cleared), context.actor});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return 0;
}

int run_statement(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    if (!options.answer.empty()) return run_answer(session, **context, *scope, options);
    if (!options.note.empty() || !options.their_ledger.empty())
        return report(session, {SETTLED_INVALID_CONFIG, "--note and --their-ledger go with --answer agrees|differs", 0});
    auto who = jobs::named_customer(**context, *scope, options.customer);
    if (!who) return report(session, who.error());
    Date from, to;
    if (Status read = read_period(options, who->picture->as_of, from, to); !read) return report(session, read.error());
    const ledger::Book& book = who->picture->book;
    const std::string& ledger = book.ledger_of(book.customers[who->customer]).name;
    auto reader = jobs::AccountReader::read(**context, *who->picture, ledger, from, to);
    if (!reader) return report(session, reader.error());
    auto account = reader->account(**context, who->customer);
    if (!account) return report(session, account.error());
    if (!options.pdf.empty()) {
        if (Status written = write_paper(session, **context, options, *who, *account); !written)
            return report(session, written.error());
        session.tools().out(options.pdf + "\n");
    } else if (session.globals().format == Format::json) {
        print_json(*account, session.tools().out);
    } else {
        print_table(*account, matching::language((*context)->settings.language), session.tools().out,
                    session.tools().out_columns);
    }
    return 0;
}

} // namespace

void add_statement(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& command =
        commands.add("statement", "A customer's statement of account (往来对账单): opening balance, every posting, closing",
                     [&](Session& session) { return run_statement(session, options); });
    command.add_option("customer", options.customer, "Customer")->required()->type_name("C");
    command.add_option("--from", options.from, "First day; default the first of the month of --to")->type_name("DATE");
    command.add_option("--to", options.to, "Last day; default the end of the month before")->type_name("DATE");
    command.add_option("--pdf", options.pdf, "Write the paper for the customer into this file instead")->type_name("FILE");
    command.add_option("--language", options.language, "Of the paper: zh-CN, en or de; default the customer's")
        ->check(CLI::IsMember({"zh-CN", "en", "de"}))
        ->type_name("L");
    command.add_option("--text", options.text, "reconcile (default), or request: asks for what is overdue, too")
        ->check(CLI::IsMember({"reconcile", "request"}))
        ->type_name("TEXT");
    command
        .add_option("--answer", options.answer, "Keep what the customer answered to the statement up to --to: agrees or differs")
        ->check(CLI::IsMember({jobs::answer_agrees, jobs::answer_differs}))
        ->type_name("ANSWER");
    command
        .add_option("--their-ledger", options.their_ledger, "The customer's own ledger: what differs becomes lines to be cleared")
        ->type_name("FILE");
    command.add_option("--note", options.note, "The customer's words")->type_name("TEXT");
}

} // namespace settled::cli
