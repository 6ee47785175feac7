#include "reports/workbook_parts.hpp"

#include "reports/report_words.hpp"

namespace settled::reports {

render::Sheet new_sheet(const DailyFacts& facts, std::string_view name, const std::vector<SheetColumnSpec>& columns) {
    render::Sheet made{std::string(word(name, facts.language)), {}, {}, {}};
    for (const SheetColumnSpec& column : columns)
        made.columns.push_back({.heading = std::string(word(column.key, facts.language)),
                                .width_characters = column.width_characters,
                                .has_sum = column.has_sum});
    made.sum_label = word("total", facts.language);
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].key == "currency") made.currency_column = i;
    return made;
}

void add_answer_columns(render::Sheet& sheet, const DailyFacts& facts, const std::vector<Answer>& answers,
                        const std::vector<SheetColumnSpec>& more) {
    sheet.columns.push_back({.heading = std::string(word("decision", facts.language)),
                             .width_characters = 22,
                             .is_answer = true,
                             .choices = choices(answers, facts.language)});
    for (const SheetColumnSpec& column : more)
        sheet.columns.push_back({.heading = std::string(word(column.key, facts.language)),
                                 .width_characters = column.width_characters,
                                 .is_answer = true});
    sheet.columns.push_back({.heading = std::string(word("answer_key", facts.language)), .width_characters = 16});
    sheet.note = word("answer_note", facts.language);
}

render::Cell currency_of(const Money& money) { return std::string(money.currency.code()); }

} // namespace settled::reports
