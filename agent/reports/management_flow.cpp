#include "reports/management_sections.hpp"

#include <fmt/format.h>

namespace settled::reports {
namespace {

using matching::Phrase;
using render::Cell;

constexpr Phrase flow_title = {"How the work flowed", "对账效率与差异", "Wie die Arbeit lief"};
constexpr Phrase flow_note = {
    "Days: from the bank's booking day to the decision, of money that came in and was settled in the period. Applied elsewhere: "
    "of the "
    "decisions that the ERP has booked, those it applied to other documents. Accounts: on the last day.",
    "天数：期内匹配的到账，自银行记账日至作出判断之日。核销不一致：ERP 已入账的判断中核销至其他单据的。账户：以期末日为准。",
    "Tage: vom Buchungstag der Bank bis zur Entscheidung, für im Zeitraum zugeordnete Eingänge. Anders ausgeglichen: von den im "
    "ERP "
    "gebuchten Entscheidungen die, die dort andere Belege ausgleichen. Konten: am letzten Tag."};
constexpr Phrase late_title = {"What late payment cost", "逾期资金成本", "Was späte Zahlung kostete"};
constexpr Phrase late_note = {
    "Every overdue amount for each day of the period on which it was overdue, at {}.{:02} % a year of 365 days.",
    "期内逾期金额按逾期天数逐日计算，年成本率 {}.{:02} %，一年按 365 天计。",
    "Jeder überfällige Betrag für jeden Tag des Zeitraums, an dem er überfällig war, zu {}.{:02} % im Jahr mit 365 Tagen."};
constexpr Phrase bad_title = {"Bad debts by cause", "坏账原因分析", "Ausfälle nach Ursache"};
constexpr Phrase bad_note = {"Items proposed for a write-off in the period, by the reason that was given.",
                             "期内提出坏账核销的单据，按登记原因汇总。",
                             "Im Zeitraum zur Ausbuchung vorgeschlagene Posten, nach der genannten Ursache."};

class Flow {
  public:
    explicit Flow(const ManagementFacts& facts) : facts_(facts), language_(matching::language(facts.language)) {}

    ManagementSection work() const {
        const WorkFlow& flow = facts_.flow;
        ManagementSection made{in(flow_title), in(flow_note), {}, {}};
        made.columns = {{{"What", "项目", "Was"}, false, 44},
                        {{"Value", "数值", "Wert"}, true, 12},
                        {{"Of", "总数", "Von"}, true, 10},
                        {{"%", "%", "%"}, true, 10}};
        const auto days = [&](const Phrase& what, const std::optional<int>& value) {
            if (value) made.rows.push_back({in(what), std::int64_t{*value}, flow.settled, std::string()});
        };
        const auto part = [&](const Phrase& what, std::int64_t count, std::int64_t whole) {
            if (whole > 0) made.rows.push_back({in(what), count, whole, tenths(credit::percent(count, whole))});
        };
        days({"days from bank to decision, half of them at most", "到账至匹配天数（中位数）",
              "Tage von der Bank zur Entscheidung, Median"},
             flow.median_days);
        days({"days from bank to decision, nine of ten at most", "到账至匹配天数（90% 不超过）",
              "Tage von der Bank zur Entscheidung, neun von zehn höchstens"},
             flow.ninetieth_days);
        part({"applied elsewhere in the ERP", "ERP 核销不一致", "im ERP anders ausgeglichen"}, flow.differing, flow.compared);
        part({"bank accounts that do not agree with their bank book", "银行账户与日记账不符",
              "Bankkonten, die vom Bankbuch abweichen"},
             flow.accounts - flow.accounts_agree, flow.accounts);
        part({"control accounts that do not agree with the open items", "应收科目余额与明细不符",
              "Abstimmkonten, die von den offenen Posten abweichen"},
             flow.controls - flow.controls_agree, flow.controls);
        return made;
    }

    ManagementSection late() const {
        constexpr int basis_points = 100; // of a percent
        const int rate = facts_.cost_of_money_basis_points;
        ManagementSection made{
            in(late_title), fmt::format(fmt::runtime(in(late_note)), rate / basis_points, rate % basis_points), {}, {}};
        made.columns = {currency_column,
                        {{"Overdue on average", "平均逾期金额", "Im Mittel überfällig"}, true, 20},
                        {{"Cost", "成本", "Kosten"}, true}};
        for (const LateMoneyOf& one : facts_.late_money)
            made.rows.push_back({std::string(one.currency.code()), Money{one.late.average_overdue, one.currency},
                                 Money{one.late.cost, one.currency}});
        return made;
    }

    ManagementSection bad_debts() const {
        ManagementSection made{in(bad_title), in(bad_note), {}, {}};
        made.columns = {{{"Cause", "原因", "Ursache"}, false, 44},
                        currency_column,
                        {{"Items", "单据数", "Posten"}, true, 10},
                        {{"Amount", "金额", "Betrag"}, true},
                        {{"Days overdue on average", "平均逾期天数", "Tage überfällig im Mittel"}, true, 14},
                        {{"Reminders on average", "平均催款次数", "Mahnungen im Mittel"}, true, 14},
                        {{"Never reminded", "从未催款", "Nie gemahnt"}, true, 12},
                        {{"Disputed", "有争议", "Strittig"}, true, 10},
                        {{"Promised", "曾承诺付款", "Zugesagt"}, true, 10}};
        for (const BadDebtLine& line : facts_.bad_debts)
            made.rows.push_back({line.cause, std::string(line.currency.code()), line.items, Money{line.amount, line.currency},
                                 line.days_overdue / line.items, tenths(line.reminders * 10 / line.items), line.items - line.told,
                                 line.disputed, line.promised});
        return made;
    }

  private:
    std::string in(const Phrase& phrase) const { return std::string(phrase.in(language_)); }

    const ManagementFacts& facts_;
    matching::Language language_;
};

} // namespace

std::vector<ManagementSection> flow_sections(const ManagementFacts& facts) {
    const Flow flow(facts);
    std::vector<ManagementSection> made = {flow.work()};
    if (!facts.late_money.empty()) made.push_back(flow.late());
    if (!facts.bad_debts.empty()) made.push_back(flow.bad_debts());
    return made;
}

} // namespace settled::reports
