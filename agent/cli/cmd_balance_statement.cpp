// settled balance-statement --account A -- the bank's statement against the bank book (银行存款余额调节表).

#include "cli/commands.hpp"
#include "jobs/balance_statement.hpp"
#include "render/text_width.hpp"
#include "reports/balance_paper.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

constexpr std::size_t width_without_terminal = 120;
constexpr std::size_t label_width_min = 24; // below, the two sides stand one above the other
constexpr std::string_view gap = "  ";
constexpr std::string_view between = " | ";

struct Options {
    std::string account, day, language, pdf;
    int days_in_transit_max = matching::days_in_transit_max;
};

std::string filled(std::string_view text, std::size_t width, Align align) {
    const std::string shown = render::cut_to_width(visible(text), width);
    const std::string blanks(width - std::min(width, render::text_width(shown)), ' ');
    return align == Align::right ? blanks + shown : shown + blanks;
}

std::string repeated(std::string_view sign, std::size_t times) {
    std::string text;
    while (times-- > 0) text += sign;
    return text;
}

// Broken at blanks; a word that is longer than the line is cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    for (const std::string_view word : split(text, ' ')) {
        const std::size_t used = render::text_width(lines.back());
        if (used > 0 && used + 1 + render::text_width(word) > width) lines.emplace_back();
        lines.back().append(lines.back().empty() ? "" : " ").append(render::cut_to_width(word, width));
    }
    return lines;
}

// The form on paper or terminal: two columns of label and amount.
class Page {
  public:
    Page(reports::BalanceForm form, std::size_t columns, const Sink& sink) : form_(std::move(form)), sink_(sink) {
        width_ = columns == 0 ? width_without_terminal : columns;
        amount_ = render::text_width(form_.amount_heading);
        for (const auto* side : {&form_.book, &form_.bank})
            for (const reports::FormLine& line : *side) amount_ = std::max(amount_, render::text_width(line.amount));
        const std::size_t fixed = 2 * (amount_ + gap.size()) + between.size();
        beside_ = width_ >= fixed + 2 * label_width_min;
        const std::size_t taken = beside_ ? fixed : amount_ + gap.size();
        label_ = width_ > taken + label_width_min ? (width_ - taken) / (beside_ ? 2 : 1) : label_width_min;
        width_ = (label_ + gap.size() + amount_) * (beside_ ? 2 : 1) + (beside_ ? between.size() : 0);
        form_.book = wrapped_lines(form_.book);
        form_.bank = wrapped_lines(form_.bank);
    }

    void print() const {
        const std::size_t title = render::text_width(form_.title);
        line(repeated(" ", width_ > title ? (width_ - title) / 2 : 0) + form_.title);
        for (const std::string& heading : form_.heading) line(visible(heading));
        rule();
        const reports::FormLine heading{form_.label_heading, form_.amount_heading};
        if (beside_) {
            line(cells(heading) + std::string(between) + cells(heading));
            rule();
            print_beside();
        } else {
            for (const auto* side : {&form_.book, &form_.bank}) {
                line(cells(heading));
                for (const reports::FormLine& one : *side) line(cells(one));
                rule();
            }
        }
        if (beside_) rule();
        for (const std::string& sentence : form_.verdict) line(visible(sentence));
        std::string signatures;
        for (const std::string& who : form_.signatures)
            signatures += (signatures.empty() ? "" : "    ") + who + ": " + std::string(14, '_');
        line("");
        line(signatures);
    }

  private:
    void line(std::string text) const {
        text.erase(text.find_last_not_of(' ') + 1);
        sink_(text + "\n");
    }
    void rule() const { line(repeated("-", width_)); }

    // Each line of the form as the lines that it takes; those behind its first one have no amount.
    std::vector<reports::FormLine> wrapped_lines(const std::vector<reports::FormLine>& side) const {
        std::vector<reports::FormLine> made;
        for (const reports::FormLine& one : side) {
            const std::string_view indent = one.is_item ? "  " : "";
            bool first = true;
            for (const std::string& part : wrapped(visible(one.label), label_ - 2 * indent.size())) {
                made.push_back({std::string(indent) + (first ? "" : std::string(indent)) + part, first ? one.amount : "",
                                one.is_item || !first});
                first = false;
            }
        }
        return made;
    }

    std::string cells(const reports::FormLine& one) const {
        return filled(one.label, label_, Align::left) + std::string(gap) + filled(one.amount, amount_, Align::right);
    }

    void print_beside() const {
        const reports::FormLine nothing;
        for (const auto& [book, bank] : reports::beside(form_.book, form_.bank))
            line(cells(book ? *book : nothing) + std::string(between) + cells(bank ? *bank : nothing));
    }

    reports::BalanceForm form_;
    const Sink& sink_;
    std::size_t width_ = 0, label_ = 0, amount_ = 0;
    bool beside_ = true;
};

void print_json(const jobs::BalanceStatement& made, std::string_view language, const Sink& sink) {
    const matching::BankReconciliation& result = made.result;
    const Currency currency = made.account->currency;
    render::JsonWriter json(sink);
    const auto money = [&](std::string_view key, std::optional<std::int64_t> amount) {
        json.text_or_null(key, amount ? amount_text(*amount, currency) : "");
    };
    json.begin_object()
        .text("company", made.company->name)
        .text("account", made.account->name)
        .text("currency", currency.code())
        .text("day", made.day.iso())
        .text("known_on", made.known_on.iso());
    money("book_balance", result.book_balance);
    money("bank_balance", result.bank_balance);
    money("book_adjusted", result.book_adjusted);
    money("bank_adjusted", result.bank_adjusted);
    json.boolean("book_balance_is_sum", result.book_balance_is_sum).number("pairs", result.pairs);
    json.key("carried").begin_object().number("lines", result.carried_count);
    money("amount", result.carried_amount);
    json.end_object().boolean("agrees", result.agrees()).key("doubts").begin_array();
    for (const matching::Doubt& doubt : result.doubts)
        json.begin_object()
            .text("code", matching::name(doubt.kind))
            .text("text", reports::words(doubt, currency, language))
            .end_object();
    json.end_array().key("rows").begin_array();
    for (const matching::ItemInTransit& item : result.items) {
        const matching::two_sided::Line& line = made.line(item);
        json.begin_object().text("kind", matching::name(item.transit)).text("date", line.date.iso());
        json.number("age_days", item.age_days).text("amount", amount_text(item.amount, currency));
        json.text_or_null("reference", line.reference)
            .text_or_null("counterparty", line.counterpart)
            .text_or_null("text", line.text)
            .text_or_null("cleared_on", item.cleared_on.iso())
            .boolean("one_of_several", item.one_of_several)
            .end_object();
    }
    json.end_array().end_object();
}

int run_balance_statement(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto day = day_named_or_none("--day", options.day);
    if (!day) return report(session, day.error());
    const jobs::BalanceStatementRequest request{options.account, *day, options.days_in_transit_max};
    auto made = jobs::balance_statement(**context, *scope, request);
    if (!made) return report(session, made.error());
    const std::string language = options.language.empty() ? (*context)->settings.language : options.language;
    const reports::BalanceStatementView view = jobs::view_of(*made);
    if (!options.pdf.empty()) {
        const auto bytes = render::write_pdf(reports::balance_paper(view, language));
        if (!bytes) return report(session, bytes.error());
        if (Status written = world::write_file(options.pdf, *bytes); !written) return report(session, written.error());
        session.tools().out(fmt::format("{}\n", options.pdf));
    } else if (session.globals().format == Format::json) {
        print_json(*made, language, session.tools().out);
    } else {
        Page(reports::balance_form(view, language), session.tools().out_columns, session.tools().out).print();
    }
    return status_of(!made->result.agrees());
}

} // namespace

void add_balance(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& command = commands.add("balance-statement",
                                     "Bank statement against bank book, with what is in transit (银行存款余额调节表); exit "
                                     "status 1 where they are not confirmed as agreeing",
                                     [&](Session& session) { return run_balance_statement(session, options); });
    command.add_option("--account", options.account, "Bank account: its name in the configuration, or its number")
        ->required()
        ->type_name("ACCOUNT");
    command
        .add_option("--day", options.day,
                    "Balances of this day (default: --as-of, else the last day that the bank's statements cover)")
        ->type_name("DATE");
    command
        .add_option("--older-than", options.days_in_transit_max,
                    "Items in transit for more days than this are no agreement (default 90)")
        ->type_name("DAYS")
        ->check(CLI::Range(0, 3650));
    command.add_option("--pdf", options.pdf, "Write the printed form into this file instead")->type_name("FILE");
    command.add_option("--lang,--language", options.language, "zh, en or de; default the configuration's language")
        ->check(CLI::IsMember({"zh", "zh-CN", "en", "de"}))
        ->type_name("L");
}

} // namespace settled::cli
