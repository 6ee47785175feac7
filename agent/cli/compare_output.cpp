#include "cli/compare_output.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

using jobs::CompareWord;
using matching::Language;

template <class Line> ComparedCells cells_of(const std::vector<Line>& side, const std::vector<std::uint32_t>& lines) {
    ComparedCells cells;
    for (const std::uint32_t at : lines) {
        const Line& line = side[at];
        cells.date = std::max(cells.date, line.date);
        cells.amount = checked_add(cells.amount, line.amount).value_or(cells.amount);
        for (const auto& [whole, part] : {std::pair(&cells.number, &line.number), {&cells.text, &line.text}})
            if (!part->empty()) *whole += (whole->empty() ? "" : "; ") + *part;
    }
    return cells;
}

class CustomerReport {
  public:
    CustomerReport(const jobs::CustomerComparison& made, Language language, const Sink& out)
        : made_(made), result_(made.result), language_(language), out_(out) {}

    void print_table(std::size_t columns) const {
        const Sink& out = out_;
        out(fmt::format("{} {} · {} · {} – {} · {}\n", made_.customer, visible(made_.customer_name), made_.currency.code(),
                        made_.from.iso(), made_.to.iso(), made_.basis == jobs::Basis::open_items ? "open_items" : "movements"));
        Table table({{"finding"},
                     {"our_date"},
                     {"our_number"},
                     {"our_amount", Align::right},
                     {"their_date"},
                     {"their_number"},
                     {"their_amount", Align::right},
                     {"difference", Align::right},
                     {"note"}});
        for (std::size_t i = 0; i < result_.findings.size(); ++i) {
            const matching::Finding& finding = result_.findings[i];
            const ComparedCells ours = cells_of(made_.ours, finding.ours), theirs = cells_of(made_.theirs, finding.theirs);
            table.add({std::string(jobs::words(finding.kind, language_)), ours.date.iso(), ours.number,
                       optional_amount(finding.ours, ours.amount, made_.currency, true), theirs.date.iso(), theirs.number,
                       optional_amount(finding.theirs, theirs.amount, made_.currency, true),
                       grouped_amount_text(finding.difference, made_.currency), note(i, theirs.text)});
        }
        table.print(Format::table, out, word(CompareWord::nothing_found, language_), columns);
        out("\n");
        print_bridge(columns);
        out("\n" + std::string(word(made_.agrees() ? CompareWord::agrees : CompareWord::does_not_agree, language_)) + "\n");
        for (const jobs::Remark& remark : made_.remarks) out("- " + jobs::words(remark, made_.currency, language_) + "\n");
    }

    void print_json() const {
        render::JsonWriter json(out_);
        const auto amount = [&](std::string_view key, std::optional<std::int64_t> value) {
            json.text_or_null(key, amount_or_nothing(value, made_.currency, false));
        };
        json.begin_object()
            .text("company", made_.company)
            .text("customer", made_.customer)
            .text_or_null("customer_name", made_.customer_name)
            .text("file", made_.file)
            .text("currency", made_.currency.code())
            .text("basis", made_.basis == jobs::Basis::open_items ? "open_items" : "movements")
            .text("signs", made_.turned ? "theirs" : "ours")
            .text_or_null("from", made_.from.iso())
            .text_or_null("to", made_.to.iso())
            .text("known_on", made_.known_on.iso());
        amount("our_opening", result_.our_opening), amount("our_closing", result_.our_closing);
        amount("their_opening", result_.their_opening), amount("their_closing", result_.their_closing);
        amount("opening_difference", result_.opening_difference), amount("closing_difference", result_.closing_difference);
        amount("explained", result_.explained), amount("unexplained", result_.unexplained);
        json.number("pairs", result_.pairs).boolean("agrees", made_.agrees()).key("remarks").begin_array();
        for (const jobs::Remark& remark : made_.remarks)
            json.begin_object()
                .text("code", jobs::name(remark.kind))
                .text("text", jobs::words(remark, made_.currency, language_))
                .end_object();
        json.end_array().key("rows").begin_array();
        for (std::size_t i = 0; i < result_.findings.size(); ++i) write_row(json, i);
        json.end_array().end_object();
    }

  private:
    static std::string_view word(CompareWord which, Language language) { return jobs::word(which, language); }

    std::string note(std::size_t at, const std::string& text) const {
        const matching::Finding& finding = result_.findings[at];
        std::vector<std::string> parts;
        if (made_.bank_entries[at] != 0)
            parts.push_back(fmt::format(fmt::runtime(word(CompareWord::at_the_bank, language_)), made_.bank_entries[at]));
        if (finding.one_of_several) parts.emplace_back(word(CompareWord::one_of_several, language_));
        if (!finding.theirs.empty())
            parts.push_back(
                fmt::format(fmt::runtime(word(CompareWord::file_line, language_)), made_.theirs[finding.theirs.front()].line));
        if (!text.empty()) parts.push_back(text);
        return fmt::format("{}", fmt::join(parts, "; "));
    }

    void print_bridge(std::size_t columns) const {
        Table bridge({{" "}, {"ours", Align::right}, {"theirs", Align::right}, {"difference", Align::right}});
        const auto row = [&](CompareWord what, std::optional<std::int64_t> ours, std::optional<std::int64_t> theirs,
                             std::optional<std::int64_t> difference) {
            bridge.add({std::string(word(what, language_)), amount_or_nothing(ours, made_.currency, true),
                        amount_or_nothing(theirs, made_.currency, true), amount_or_nothing(difference, made_.currency, true)});
        };
        row(CompareWord::opening_balance, result_.our_opening, result_.their_opening, result_.opening_difference);
        row(CompareWord::explained, std::nullopt, std::nullopt, result_.explained);
        if (result_.unexplained.value_or(0) != 0) row(CompareWord::unexplained, std::nullopt, std::nullopt, result_.unexplained);
        row(CompareWord::closing_balance, result_.our_closing, result_.their_closing, result_.closing_difference);
        bridge.print(Format::table, out_, "", columns);
    }

    void write_row(render::JsonWriter& json, std::size_t at) const {
        const matching::Finding& finding = result_.findings[at];
        const ComparedCells ours = cells_of(made_.ours, finding.ours), theirs = cells_of(made_.theirs, finding.theirs);
        json.begin_object()
            .text("finding", matching::name(finding.kind))
            .text_or_null("our_date", ours.date.iso())
            .text_or_null("our_number", ours.number)
            .text_or_null("our_amount", optional_amount(finding.ours, ours.amount, made_.currency, false))
            .text_or_null("their_date", theirs.date.iso())
            .text_or_null("their_number", theirs.number)
            .text_or_null("their_amount", optional_amount(finding.theirs, theirs.amount, made_.currency, false))
            .text("difference", amount_text(finding.difference, made_.currency));
        if (finding.theirs.empty())
            json.null("file_line");
        else
            json.number("file_line", made_.theirs[finding.theirs.front()].line);
        if (made_.bank_entries[at] == 0)
            json.null("bank_entry");
        else
            json.number("bank_entry", made_.bank_entries[at]);
        json.boolean("one_of_several", finding.one_of_several).text_or_null("text", theirs.text).end_object();
    }

    const jobs::CustomerComparison& made_;
    const matching::LedgerComparison& result_;
    Language language_;
    const Sink& out_;
};

} // namespace

std::string amount_or_nothing(std::optional<std::int64_t> amount, Currency currency, bool grouped) {
    if (!amount) return {};
    return amount_cell(*amount, currency, grouped ? Format::table : Format::json);
}

std::string optional_amount(const std::vector<std::uint32_t>& lines, std::int64_t amount, Currency currency, bool grouped) {
    return lines.empty() ? std::string() : amount_or_nothing(amount, currency, grouped);
}

void print_comparison(const jobs::CustomerComparison& made, matching::Language language, const Sink& out,
                      std::size_t columns_max) {
    CustomerReport(made, language, out).print_table(columns_max);
}

void print_comparison_json(const jobs::CustomerComparison& made, matching::Language language, const Sink& out) {
    CustomerReport(made, language, out).print_json();
}

} // namespace settled::cli
