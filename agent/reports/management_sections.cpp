#include "reports/management_sections.hpp"

#include "dunning/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>

namespace settled::reports {
namespace {

using matching::Language;
using matching::Phrase;
using render::Cell;

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
constexpr Phrase total = {"Total", "合计", "Summe"};
constexpr Phrase nobody = {"(not named)", "（未注明）", "(nicht genannt)"};

constexpr std::array<Phrase, 5> view_titles = {
    {{"Overdue by customer", "按客户", "Überfällig nach Kunde"},
     {"Overdue by region", "按地区", "Überfällig nach Region"},
     {"Overdue by business line", "按业务线", "Überfällig nach Geschäftsfeld"},
     {"Overdue by salesperson of the item", "按单据业务员", "Überfällig nach Verkäufer des Postens"},
     {"Overdue by salesperson of today", "按现任业务员", "Überfällig nach heutigem Verkäufer"}}};

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

constexpr ManagementColumn now_column{{"End of period", "期末", "Periodenende"}, true};
constexpr ManagementColumn before_column{{"Period before", "上期末", "Vorperiode"}, true};
constexpr ManagementColumn change_column{{"Change", "变化", "Veränderung"}, true};

class Sections {
  public:
    explicit Sections(const ManagementFacts& facts) : facts_(facts), language_(matching::language(facts.language)) {}

    std::string in(const Phrase& phrase) const { return std::string(phrase.in(language_)); }

    std::vector<ManagementSection> all() const {
        std::vector<ManagementSection> made{aging(in(aging_due), facts_.by_due_date),
                                            aging(in(aging_document), facts_.by_document_date)};
        if (!facts_.measures.empty()) made.push_back(measures());
        for (const PlannedBy& by : facts_.plans) made.push_back(planned(by));
        for (const OwedBy& by : facts_.owed) made.push_back(owed(by));
        if (!facts_.steps.empty()) made.push_back(steps());
        made.push_back(matching_quality());
        std::ranges::move(flow_sections(facts_), std::back_inserter(made));
        return made;
    }

  private:
    Cell change(std::int64_t now, const std::optional<std::int64_t>& before, Currency currency) const {
        const auto difference = before ? checked_subtract(now, *before) : std::nullopt;
        return difference ? Cell(Money{*difference, currency}) : Cell();
    }
    static Cell money(const std::optional<std::int64_t>& amount, Currency currency) {
        return amount ? Cell(Money{*amount, currency}) : Cell();
    }

    ManagementSection aging(std::string title, const std::vector<AgedTotals>& totals) const {
        ManagementSection made{std::move(title),
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

    ManagementSection measures() const {
        ManagementSection made{in(measures_title), {}, {}, {}};
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

    ManagementSection planned(const PlannedBy& by) const {
        ManagementSection made{in(by.of_salespeople ? plan_of_salespeople : plan_of_customers), in(plan_note), {}, {}};
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

    ManagementSection owed(const OwedBy& by) const {
        ManagementSection made{in(view_titles[static_cast<std::size_t>(by.view)]), in(owed_note), {}, {}};
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

    ManagementSection steps() const {
        ManagementSection made{
            in(steps_title), fmt::format(fmt::runtime(in(steps_note)), facts_.success_days, facts_.success_days), {}, {}};
        made.columns = {{{"Step", "步骤", "Stufe"}, false, 20},
                        {{"Channel", "渠道", "Kanal"}, false, 12},
                        {{"Items", "单据数", "Posten"}, true, 10},
                        {{"Paid", "已付", "Bezahlt"}, true, 10},
                        {{"Paid %", "已付 %", "Bezahlt %"}, true, 10}};
        for (const StepSuccess& one : facts_.steps)
            made.rows.push_back({dunning::step_words(one.step, facts_.language), one.channel, one.items, one.paid,
                                 tenths(credit::percent(one.paid, one.items))});
        return made;
    }

    ManagementSection matching_quality() const {
        const MatchingQuality& found = facts_.matching;
        const std::int64_t all = found.by_itself + found.by_person + found.waiting, settled = found.by_itself + found.taken_back;
        ManagementSection made{in(matching_title), in(matching_note), {}, {}};
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

} // namespace

std::string tenths(const credit::Tenths& value) {
    return value ? fmt::format("{}{}.{}", *value < 0 ? "-" : "", std::abs(*value) / 10, std::abs(*value) % 10) : std::string();
}

std::vector<ManagementSection> management_sections(const ManagementFacts& facts) { return Sections(facts).all(); }

} // namespace settled::reports
