#include "jobs/answer_rows.hpp"

#include "reports/report_words.hpp"

#include <formats/date_text.hpp>
#include <formats/decimal_text.hpp>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace settled::jobs {
namespace {

constexpr std::array languages = {"zh-CN", "en", "de"};

struct FieldHeading {
    std::string_view word;
    std::string FilledRow::* field;
};
constexpr std::array field_headings = std::to_array<FieldHeading>({{"decision", &FilledRow::decision},
                                                                   {"answer_documents", &FilledRow::documents},
                                                                   {"answer_customer", &FilledRow::customer},
                                                                   {"answer_about", &FilledRow::about},
                                                                   {"answer_day", &FilledRow::day},
                                                                   {"answer_amount", &FilledRow::amount},
                                                                   {"answer_note_text", &FilledRow::remark},
                                                                   {"answer_key", &FilledRow::key}});

struct Headings {
    std::string language;
    std::vector<std::string FilledRow::*> fields; // by column; null: not ours
};

std::optional<Headings> headings_of(const TableRow& row) {
    for (const char* language : languages) {
        Headings made{language, std::vector<std::string FilledRow::*>(row.cells.size(), nullptr)};
        bool has_key = false, has_decision = false;
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            for (const FieldHeading& heading : field_headings)
                if (row.cells[i].text == reports::word(heading.word, language)) {
                    made.fields[i] = heading.field;
                    has_key |= heading.field == &FilledRow::key, has_decision |= heading.field == &FilledRow::decision;
                }
        if (has_key && has_decision) return made;
    }
    return std::nullopt;
}

bool is_filled(const FilledRow& row) {
    return std::ranges::any_of(field_headings, [&](const FieldHeading& heading) {
        return heading.field != &FilledRow::key && !(row.*heading.field).empty();
    });
}

} // namespace

Result<std::vector<FilledRow>> filled_rows(const std::vector<TableOfFile>& tables) {
    std::vector<FilledRow> filled;
    bool any = false;
    for (const TableOfFile& table : tables) {
        std::optional<Headings> headings;
        for (const TableRow& row : table.rows) {
            if (!headings) {
                headings = headings_of(row);
                any |= headings.has_value();
                continue;
            }
            FilledRow made;
            made.sheet = table.sheet, made.language = headings->language, made.row = row.line;
            for (std::size_t i = 0; i < row.cells.size() && i < headings->fields.size(); ++i)
                if (headings->fields[i]) made.*headings->fields[i] = std::string(trim(row.cells[i].text));
            if (!made.key.empty() && is_filled(made)) filled.push_back(std::move(made));
        }
    }
    if (!any)
        return fail(SETTLED_BAD_DATA,
                    fmt::format("no sheet has the columns \"{}\" and \"{}\" (or their Chinese or German names); expected the "
                                "workbook of a daily mail with its headings as they were",
                                reports::word("decision", "en"), reports::word("answer_key", "en")));
    return filled;
}

Result<std::string> typed_amount(std::string_view text, std::string_view language) {
    const bool comma = language.starts_with("de");
    const formats::DecimalStyle style{comma ? "," : ".", comma ? "." : ",", formats::Signs::none};
    const Currency finest = *Currency::parse("KWD"); // three decimals, as many as any currency has
    auto amount = formats::parse_decimal(text, finest, style);
    if (!amount) return pass(amount);
    if (amount->finer_digits != 0) return fail(SETTLED_BAD_DATA, fmt::format("\"{}\" is finer than any currency", text));
    std::string plain = amount_text(amount->minor_units, finest);
    while (plain.ends_with('0')) plain.pop_back();
    if (plain.ends_with('.')) plain.pop_back();
    return plain;
}

Result<std::vector<Assignment>> named_documents(std::string_view text, std::string_view language) {
    std::string plain(text);
    for (const std::string_view mark : {"；", "，", "、", "\n"})
        for (std::size_t at = plain.find(mark); at != std::string::npos; at = plain.find(mark))
            plain.replace(at, mark.size(), ";");
    for (std::size_t at = plain.find("＝"); at != std::string::npos; at = plain.find("＝"))
        plain.replace(at, std::string_view("＝").size(), "=");
    std::vector<Assignment> named;
    for (const std::string_view each : split(plain, ';')) {
        const std::string_view one = trim(each);
        const std::size_t mark = one.rfind('=');
        if (one.empty()) continue;
        if (mark == std::string_view::npos) {
            named.push_back({std::string(one), ""});
            continue;
        }
        auto amount = typed_amount(one.substr(mark + 1), language);
        if (!amount) return pass(amount);
        named.push_back({std::string(trim(one.substr(0, mark))), *amount});
    }
    return named;
}

Result<Date> typed_day(std::string_view text) {
    for (const char* pattern : {"YYYY-M-D", "YYYY/M/D", "YYYY年M月D日", "D.M.YYYY"})
        if (auto day = formats::parse_date(text, pattern)) return day->date;
    return fail(SETTLED_BAD_DATA, fmt::format("\"{}\" is no day; expected one like 2026-12-01", text));
}

} // namespace settled::jobs
