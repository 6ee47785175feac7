#include "reports/balance_paper.hpp"

#include "render/locale.hpp"

namespace settled::reports {
namespace {

using render::PdfFields;
using render::PdfRow;
using render::PdfStyle;
using render::PdfTable;
using render::PdfText;

PdfTable both_sides(const BalanceForm& form) {
    PdfTable table;
    for (int side = 0; side < 2; ++side) {
        table.columns.push_back({form.label_heading, 33, false});
        table.columns.push_back({form.amount_heading, 17, true});
    }
    table.parted_after = 2;
    const auto pairs = beside(form.book, form.bank);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        PdfRow& row = table.rows.emplace_back();
        for (const FormLine* line : {pairs[i].first, pairs[i].second}) {
            const bool is_balance = i == 0;
            row.small = row.small || (line && line->is_item);
            row.cells.push_back({line ? line->label : "", {}, is_balance});
            row.cells.push_back({line ? line->amount : "", {}, is_balance});
        }
        row.total = i + 1 == pairs.size();
    }
    return table;
}

} // namespace

render::PdfDocument balance_paper(const BalanceStatementView& view, std::string_view language) {
    const BalanceForm form = balance_form(view, language);
    render::PdfDocument paper;
    paper.language = language, paper.day = view.known_on;
    paper.title = form.title, paper.author = form.company;
    paper.page_words = form.page_words;
    for (const std::string& part : {form.title, view.account->name, render::date_text(view.day, language)})
        paper.foot += (paper.foot.empty() ? "" : "  ·  ") + part;
    paper.blocks.emplace_back(PdfText{form.title, PdfStyle::title, render::PdfAlign::centre});
    std::string heading;
    for (const std::string& line : form.heading) heading += (heading.empty() ? "" : "\n") + line;
    paper.blocks.emplace_back(PdfText{std::move(heading)});
    paper.blocks.emplace_back(both_sides(form));
    for (std::size_t i = 0; i < form.verdict.size(); ++i)
        paper.blocks.emplace_back(PdfText{form.verdict[i], i == 0 ? PdfStyle::strong : PdfStyle::normal});
    paper.blocks.emplace_back(render::PdfSpace{10});
    PdfFields& fields = std::get<PdfFields>(paper.blocks.emplace_back(PdfFields()));
    fields.rows.resize(2);
    for (const std::string& who : form.signatures) fields.rows[0].push_back({who});
    for (const std::string& when : form.signed_on) fields.rows[1].push_back({when});
    return paper;
}

} // namespace settled::reports
