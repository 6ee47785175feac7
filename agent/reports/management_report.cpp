#include "reports/management_report.hpp"

#include "matching/words.hpp"
#include "render/html.hpp"
#include "render/locale.hpp"
#include "render/template.hpp"
#include "reports/management_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::reports {
namespace {

using matching::Language;
using matching::Phrase;
using render::Cell;
using render::Values;

constexpr std::size_t mail_rows_max = 10;

constexpr Phrase month_title = {"Receivables in {}", "{} 应收账款月报", "Forderungen, Monat {}"};
constexpr Phrase quarter_title = {"Receivables, quarter {}", "{} 应收账款季报", "Forderungen, Quartal {}"};
constexpr Phrase stands = {"As of {}, with what was known at the end of that day", "截至 {}（以当日已知为准）",
                           "Stand {}, mit dem Wissen vom Ende dieses Tages"};
constexpr Phrase more_rows = {"The workbook has all {} rows.", "全部 {} 行见工作簿。",
                              "Alle {} Zeilen stehen in der Arbeitsmappe."};
constexpr Phrase not_shown = {"Not shown", "未列示", "Nicht gezeigt"};
constexpr Phrase summary = {"Summary", "概览", "Übersicht"};
constexpr Phrase test_clock = {"Made with a test clock.", "使用测试时钟生成。", "Mit einer Testuhr erstellt."};

constexpr std::array<Phrase, 7> missing_words = {
    {{"DSO, collection effectiveness, collection rate and days late: no ledger gives the history of payments (settlements)",
      "DSO、回款效率（CEI）、回款率、逾期天数：账套未提供核销历史（settlements）",
      "DSO, Einzugseffizienz, Einzugsquote und Verzugstage: kein Hauptbuch gibt die Zahlungshistorie (settlements)"},
     {"Changes: the ledger was not read by the end of the period before", "与上期比较：上期末尚未读取账套",
      "Veränderungen: das Hauptbuch wurde bis zum Ende des Vorzeitraums nicht gelesen"},
     {"By region: no customer has a region", "按地区：客户均无地区", "Nach Region: kein Kunde hat eine Region"},
     {"By business line: no item names one", "按业务线：单据均未注明", "Nach Geschäftsfeld: kein Posten nennt eines"},
     {"By salesperson: neither items nor customers name one", "按业务员：单据与客户均未注明",
      "Nach Verkäufer: weder Posten noch Kunden nennen einen"},
     {"Plan against actual: no ledger gives a plan of this period (plan)", "计划与实际：账套未提供本期回款计划（plan）",
      "Plan und Ist: kein Hauptbuch gibt einen Plan für diesen Zeitraum (plan)"},
     {"Cost of late payment: the company has no cost_of_money_basis_points",
      "逾期资金成本：公司未设置 cost_of_money_basis_points",
      "Kosten später Zahlung: die Firma hat kein cost_of_money_basis_points"}}};

class Report {
  public:
    explicit Report(const ManagementFacts& facts) : facts_(facts), language_(matching::language(facts.language)) {}

    std::string title() const {
        const int quarter = (static_cast<int>(facts_.to.month()) + 2) / 3;
        const std::string when =
            facts_.is_quarter ? fmt::format("{}-Q{}", facts_.to.year(), quarter) : facts_.to.iso().substr(0, 7);
        return fmt::format(fmt::runtime(in(facts_.is_quarter ? quarter_title : month_title)), when);
    }
    std::string in(const Phrase& phrase) const { return std::string(phrase.in(language_)); }

    std::vector<std::string> missing() const {
        std::vector<std::string> made;
        for (const MissingInput one : facts_.missing) made.push_back(in(missing_words[static_cast<std::size_t>(one)]));
        return made;
    }

    // As the mail shows a cell.
    std::string shown(const Cell& cell) const {
        if (const auto* text = std::get_if<std::string>(&cell)) return *text;
        if (const auto* money = std::get_if<Money>(&cell)) return render::amount_text(*money, facts_.language);
        if (const auto* day = std::get_if<Date>(&cell)) return render::date_text(*day, facts_.language);
        if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
        return {};
    }

  private:
    const ManagementFacts& facts_;
    Language language_;
};

Values section_values(const Report& report, const ManagementSection& section) {
    std::vector<Values> heads, rows;
    for (const ManagementColumn& column : section.columns)
        heads.push_back({{"text", report.in(column.words)}, {"right", column.right}});
    for (std::size_t i = 0; i < std::min(section.rows.size(), mail_rows_max); ++i) {
        std::vector<Values> cells;
        for (std::size_t c = 0; c < section.rows[i].size(); ++c)
            cells.push_back({{"text", report.shown(section.rows[i][c])}, {"right", section.columns[c].right}, {"next", c > 0}});
        rows.push_back({{"cells", std::move(cells)}});
    }
    std::string more;
    if (section.rows.size() > mail_rows_max) more = fmt::format(fmt::runtime(report.in(more_rows)), section.rows.size());
    return {
        {"title", section.title}, {"note", section.note}, {"heads", std::move(heads)}, {"rows", std::move(rows)}, {"more", more}};
}

} // namespace

Result<DailyMail> management_mail(const ManagementFacts& facts, std::string_view layout_html, std::string_view layout_text) {
    const Report report(facts);
    std::vector<Values> sections, missing;
    for (const ManagementSection& section : management_sections(facts))
        if (!section.rows.empty()) sections.push_back(section_values(report, section));
    for (const std::string& words : report.missing()) missing.push_back({{"text", words}});
    const Values values = {{"language", facts.language},
                           {"company", facts.company},
                           {"title", report.title()},
                           {"stands", fmt::format(fmt::runtime(report.in(stands)), render::date_text(facts.to, facts.language))},
                           {"test_clock", facts.test_clock ? report.in(test_clock) : ""},
                           {"has_missing", !missing.empty()},
                           {"not_shown", report.in(not_shown)},
                           {"missing", std::move(missing)},
                           {"sections", std::move(sections)}};
    auto html = render::fill(layout_html, values, render::Escape::html);
    if (!html) return pass(html);
    auto text = render::fill(layout_text, values, render::Escape::none);
    if (!text) return pass(text);
    DailyMail mail;
    mail.subject = render::mail_header_text(report.title() + " · " + facts.company);
    mail.html = std::move(*html), mail.text = std::move(*text);
    mail.digest = mail.digest_counts = mail.subject;
    return mail;
}

Status write_management_workbook(const ManagementFacts& facts, const std::filesystem::path& file) {
    const Report report(facts);
    std::vector<render::Sheet> sheets;
    render::Sheet& first = sheets.emplace_back();
    first.name = report.in(summary);
    first.columns = {{report.title(), 60}, {facts.company, 40}};
    first.rows.push_back({fmt::format(fmt::runtime(report.in(stands)), facts.to.iso())});
    for (const std::string& words : report.missing()) first.rows.push_back({report.in(not_shown) + ": " + words});
    for (const ManagementSection& section : management_sections(facts)) {
        render::Sheet& sheet = sheets.emplace_back();
        sheet.name = section.title, sheet.note = section.note;
        for (const ManagementColumn& column : section.columns)
            sheet.columns.push_back({report.in(column.words), column.width_characters});
        sheet.rows = section.rows;
    }
    for (render::Sheet& sheet : sheets) // Excel's limit
        while (sheet.name.size() > 31) {
            sheet.name.pop_back();
            while (!sheet.name.empty() && (static_cast<unsigned char>(sheet.name.back()) & 0xC0U) == 0x80U) sheet.name.pop_back();
        }
    return render::write_workbook(file, sheets);
}

} // namespace settled::reports
