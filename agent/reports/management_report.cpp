#include "reports/management_report.hpp"

#include "matching/words.hpp"
#include "render/html.hpp"
#include "render/locale.hpp"
#include "render/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

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
constexpr Phrase aging_due = {"Receivables by days overdue", "逾期账龄（按到期日）", "Forderungen nach Überfälligkeit"};
constexpr Phrase aging_document = {"Receivables by document age", "账龄（按单据日期）", "Forderungen nach Belegalter"};
constexpr Phrase measures_title = {"How fast the money came in", "回款指标", "Wie schnell das Geld kam"};
constexpr Phrase steps_title = {"What reminders brought", "催款步骤成效", "Was Mahnungen brachten"};
constexpr Phrase steps_note = {
    "Items reminded so early that {} days had passed by the end of the period; paid: money matched to the "
    "item came to the bank within them.",
    "统计催款后至期末已满 {} 天的单据；已付：{} 天内银行到账并匹配到该单据。",
    "Posten, bei denen bis zum Ende des Zeitraums {} Tage vergangen waren; bezahlt: in dieser Zeit kam "
    "ihnen zugeordnetes Geld zur Bank."};
constexpr Phrase matching_title = {"Matching of bank entries", "银行流水匹配", "Zuordnung der Bankbuchungen"};
constexpr Phrase matching_note = {
    "Wrong: settled by itself, and then undone or corrected by a person. What nobody has found yet is "
    "not in it.",
    "错配：系统自动匹配后被人工撤销或更正的；尚未发现的不在其中。",
    "Falsch: selbst zugeordnet und dann von einem Menschen zurückgenommen oder berichtigt. Was niemand "
    "bemerkt hat, steht nicht darin."};
constexpr Phrase owed_note = {
    "Invoices and debit notes, less money at the bank that the ERP has not booked yet, credits not deducted; "
    "overdue: due before the last day.",
    "发票及应收调增单，已扣除银行已到账而 ERP 尚未入账的款项，未扣除贷项；逾期：到期日早于期末。",
    "Rechnungen und Belastungen abzüglich noch nicht gebuchter Bankeingänge, ohne Abzug von Gutschriften; "
    "überfällig: vor dem letzten Tag fällig."};
constexpr Phrase plan_of_customers = {"Plan against actual, by customer", "回款计划与实际（按客户）", "Plan und Ist nach Kunde"};
constexpr Phrase plan_of_salespeople = {"Plan against actual, by salesperson", "回款计划与实际（按业务员）",
                                        "Plan und Ist nach Verkäufer"};
constexpr Phrase plan_note = {"Received: customers' money by the day it came to the bank; a bill counts when the bank pays it.",
                              "实际：按银行到账日统计的客户回款；票据于银行兑付时计入。",
                              "Ist: Geld der Kunden am Tag des Bankeingangs; ein Wechsel zählt, wenn die Bank ihn zahlt."};
constexpr Phrase more_rows = {"The workbook has all {} rows.", "全部 {} 行见工作簿。",
                              "Alle {} Zeilen stehen in der Arbeitsmappe."};
constexpr Phrase not_shown = {"Not shown", "未列示", "Nicht gezeigt"};
constexpr Phrase summary = {"Summary", "概览", "Übersicht"};
constexpr Phrase test_clock = {"Made with a test clock.", "使用测试时钟生成。", "Mit einer Testuhr erstellt."};
constexpr Phrase total = {"Total", "合计", "Summe"};
constexpr Phrase nobody = {"(not named)", "（未注明）", "(nicht genannt)"};

constexpr std::array<Phrase, 5> view_titles = {
    {{"Overdue by customer", "按客户", "Überfällig nach Kunde"},
     {"Overdue by region", "按地区", "Überfällig nach Region"},
     {"Overdue by business line", "按业务线", "Überfällig nach Geschäftsfeld"},
     {"Overdue by salesperson of the item", "按单据业务员", "Überfällig nach Verkäufer des Postens"},
     {"Overdue by salesperson of today", "按现任业务员", "Überfällig nach heutigem Verkäufer"}}};

constexpr std::array<Phrase, 6> missing_words = {
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
      "Plan und Ist: kein Hauptbuch gibt einen Plan für diesen Zeitraum (plan)"}}};

struct BucketRow {
    Phrase words;
    std::int64_t credit::Buckets::* field;
};
constexpr std::array<BucketRow, 9> buckets = {
    {{{"not due", "未到期", "nicht fällig"}, &credit::Buckets::not_due},
     {{"1–30 days", "1–30 天", "1–30 Tage"}, &credit::Buckets::days_1_30},
     {{"31–60 days", "31–60 天", "31–60 Tage"}, &credit::Buckets::days_31_60},
     {{"61–90 days", "61–90 天", "61–90 Tage"}, &credit::Buckets::days_61_90},
     {{"91–120 days", "91–120 天", "91–120 Tage"}, &credit::Buckets::days_91_120},
     {{"over 120 days", "120 天以上", "über 120 Tage"}, &credit::Buckets::over_120},
     {{"no date", "无日期", "ohne Datum"}, &credit::Buckets::no_due_date},
     {{"retention, not due", "未到期质保金", "Einbehalt, nicht fällig"}, &credit::Buckets::retention_not_due},
     {{"credits and on account", "红字及预收", "Gutschriften und Akonto"}, &credit::Buckets::unapplied}}};

struct Column {
    Phrase words;
    bool right = false;
    double width = 16;
};
constexpr Column currency_column{{"Currency", "币种", "Währung"}, false, 9};
constexpr Column now_column{{"End of period", "期末", "Periodenende"}, true};
constexpr Column before_column{{"Period before", "上期末", "Vorperiode"}, true};
constexpr Column change_column{{"Change", "变化", "Veränderung"}, true};

struct Section {
    std::string title, note;
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows; // the last of them may be a sum
};

std::string tenths(const credit::Tenths& value) {
    return value ? fmt::format("{}{}.{}", *value < 0 ? "-" : "", std::abs(*value) / 10, std::abs(*value) % 10) : std::string();
}

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

    std::vector<Section> sections() const {
        std::vector<Section> made{aging(in(aging_due), facts_.by_due_date), aging(in(aging_document), facts_.by_document_date)};
        if (!facts_.measures.empty()) made.push_back(measures());
        for (const PlannedBy& by : facts_.plans) made.push_back(planned(by));
        for (const OwedBy& by : facts_.owed) made.push_back(owed(by));
        if (!facts_.steps.empty()) made.push_back(steps());
        made.push_back(matching_quality());
        return made;
    }
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
    Cell change(std::int64_t now, const std::optional<std::int64_t>& before, Currency currency) const {
        const auto difference = before ? checked_subtract(now, *before) : std::nullopt;
        return difference ? Cell(Money{*difference, currency}) : Cell();
    }
    static Cell money(const std::optional<std::int64_t>& amount, Currency currency) {
        return amount ? Cell(Money{*amount, currency}) : Cell();
    }

    Section aging(std::string title, const std::vector<AgedTotals>& totals) const {
        Section made{std::move(title),
                     {},
                     {{{"Age", "账龄", "Alter"}, false, 24}, currency_column, now_column, before_column, change_column},
                     {}};
        for (const AgedTotals& one : totals) {
            const auto row = [&](std::string label, std::int64_t now, const std::optional<std::int64_t>& before) {
                made.rows.push_back({std::move(label), std::string(one.currency.code()), Money{now, one.currency},
                                     money(before, one.currency), change(now, before, one.currency)});
            };
            for (const BucketRow& bucket : buckets) {
                const auto before = one.before ? std::optional((*one.before).*bucket.field) : std::nullopt;
                if (one.now.*bucket.field != 0 || before.value_or(0) != 0) row(in(bucket.words), one.now.*bucket.field, before);
            }
            row(in(total), one.now.total, one.before ? std::optional(one.before->total) : std::nullopt);
        }
        return made;
    }

    Section measures() const {
        Section made{in(measures_title), {}, {}, {}};
        made.columns = {{{"Month", "月份", "Monat"}, false, 10},
                        currency_column,
                        {{"Invoiced", "开票", "Fakturiert"}, true},
                        {{"Collected", "回款", "Eingegangen"}, true},
                        {{"Collection rate %", "回款率 %", "Einzugsquote %"}, true},
                        {{"CEI %", "回款效率 CEI %", "Einzugseffizienz CEI %"}, true},
                        {{"DSO simple", "DSO（简单）", "DSO einfach"}, true},
                        {{"DSO count-back", "DSO（倒推）", "DSO Rückrechnung"}, true},
                        {{"Best possible DSO", "最佳 DSO", "Bestmöglicher DSO"}, true},
                        {{"ADD (days)", "平均拖欠 ADD", "ADD (Tage)"}, true},
                        {{"Overdue %", "逾期率 %", "Überfällig %"}, true},
                        {{"Days late", "加权逾期天数", "Verzugstage"}, true}};
        for (const MonthsOf& one : facts_.measures)
            for (std::size_t i = 0; i < one.months.size(); ++i) {
                const credit::MonthMeasures& month = one.months[i];
                credit::Tenths rate;
                if (i > 0)
                    if (const auto collectable = checked_add(one.months[i - 1].open, month.invoiced))
                        rate = credit::percent(month.collected, *collectable);
                if (i == 0 && one.months.size() > 1) continue; // only what the next one is measured against
                made.rows.push_back(
                    {month.end.iso().substr(0, 7), std::string(one.currency.code()), Money{month.invoiced, one.currency},
                     Money{month.collected, one.currency}, tenths(rate), tenths(month.collection_effectiveness),
                     tenths(month.dso_simple), tenths(month.dso_count_back), tenths(month.best_possible_dso),
                     tenths(month.average_days_delinquent), tenths(month.overdue_ratio), tenths(month.days_late)});
            }
        return made;
    }

    Section planned(const PlannedBy& by) const {
        Section made{in(by.of_salespeople ? plan_of_salespeople : plan_of_customers), in(plan_note), {}, {}};
        made.columns = {{{"Name", "名称", "Name"}, false, 30},
                        currency_column,
                        {{"Planned", "计划", "Plan"}, true},
                        {{"Received", "实际", "Ist"}, true},
                        {{"Reached %", "完成率 %", "Erreicht %"}, true, 11},
                        {{"Missing", "差额", "Fehlt"}, true}};
        for (const PlannedLine& line : by.lines)
            made.rows.push_back({line.name.empty() ? in(nobody) : line.name, std::string(line.currency.code()),
                                 Money{line.planned, line.currency}, Money{line.received, line.currency},
                                 tenths(credit::percent(line.received, line.planned)),
                                 Money{line.planned - line.received, line.currency}});
        return made;
    }

    Section owed(const OwedBy& by) const {
        Section made{in(view_titles[static_cast<std::size_t>(by.view)]), in(owed_note), {}, {}};
        made.columns = {{{"Name", "名称", "Name"}, false, 30},
                        currency_column,
                        {{"Open", "未结清", "Offen"}, true},
                        {{"Overdue", "逾期", "Überfällig"}, true},
                        {{"Overdue %", "逾期率 %", "Überfällig %"}, true, 11},
                        {{"Change of overdue", "逾期变化", "Veränderung überfällig"}, true}};
        for (const OwedLine& line : by.lines)
            made.rows.push_back({line.name.empty() ? in(nobody) : line.name, std::string(line.currency.code()),
                                 Money{line.open, line.currency}, Money{line.overdue, line.currency},
                                 tenths(credit::percent(line.overdue, line.open)),
                                 change(line.overdue, line.overdue_before, line.currency)});
        return made;
    }

    Section steps() const {
        Section made{
            in(steps_title), fmt::format(fmt::runtime(in(steps_note)), facts_.success_days, facts_.success_days), {}, {}};
        made.columns = {{{"Step", "步骤", "Stufe"}, false, 20},
                        {{"Channel", "渠道", "Kanal"}, false, 12},
                        {{"Items", "单据数", "Posten"}, true, 10},
                        {{"Paid", "已付", "Bezahlt"}, true, 10},
                        {{"Paid %", "已付 %", "Bezahlt %"}, true, 10}};
        for (const StepSuccess& one : facts_.steps)
            made.rows.push_back({one.step, one.channel, one.items, one.paid, tenths(credit::percent(one.paid, one.items))});
        return made;
    }

    Section matching_quality() const {
        const MatchingQuality& found = facts_.matching;
        const std::int64_t all = found.by_itself + found.by_person + found.waiting, settled = found.by_itself + found.taken_back;
        Section made{in(matching_title), in(matching_note), {}, {}};
        made.columns = {
            {{"What", "项目", "Was"}, false, 34}, {{"Number", "笔数", "Anzahl"}, true, 10}, {{"%", "%", "%"}, true, 10}};
        const auto row = [&](const Phrase& what, std::int64_t count, std::int64_t whole) {
            made.rows.push_back({in(what), count, tenths(credit::percent(count, whole))});
        };
        row({"settled by itself", "系统自动匹配", "selbst zugeordnet"}, found.by_itself, all);
        row({"settled by a person", "人工处理", "von einem Menschen"}, found.by_person, all);
        row({"waiting", "待处理", "wartet"}, found.waiting, all);
        row({"wrong, of those settled by itself", "错配（占自动匹配）", "falsch, von den selbst zugeordneten"}, found.taken_back,
            settled);
        return made;
    }

    const ManagementFacts& facts_;
    Language language_;
};

Values section_values(const Report& report, const Section& section) {
    std::vector<Values> heads, rows;
    for (const Column& column : section.columns) heads.push_back({{"text", report.in(column.words)}, {"right", column.right}});
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
    for (const Section& section : report.sections())
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
    for (const Section& section : report.sections()) {
        render::Sheet& sheet = sheets.emplace_back();
        sheet.name = section.title, sheet.note = section.note;
        for (const Column& column : section.columns) sheet.columns.push_back({report.in(column.words), column.width});
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
