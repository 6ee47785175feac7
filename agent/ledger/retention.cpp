#include "ledger/retention.hpp"

#include <algorithm>
#include <array>

namespace settled::ledger {
namespace {

struct Row {
    std::string_view country;
    RetentionKind kind;
    RetentionRule rule;
};

constexpr std::string_view no_law = "no law names a period; ten years by this house's own rule";
constexpr std::string_view no_law_chinese = "法律未规定期限；按本系统规则保存十年";

// CN: 会计档案管理办法 (Ministry of Finance and National Archives Administration, order 79 of 2015), annex 1: vouchers (会计凭证)
// 30 years, bank statements (银行对账单) and balance statements (银行存款余额调节表) 10; § 14: from the first day after the
// accounting year. Business letters are in no list. DE: § 147 (3) and (4) Abgabenordnung, § 257 (4) and (5) Handelsgesetzbuch, as
// changed by the Viertes Bürokratieentlastungsgesetz (BGBl. 2024 I Nr. 323): letters received and sent 6 years, vouchers
// (Buchungsbelege, bank statements among them) 8, books and what explains them 10; from the end of the calendar year.
constexpr std::array<Row, 8> rows = {{
    {"CN", RetentionKind::letters, {10, no_law, no_law_chinese}},
    {"CN", RetentionKind::vouchers, {30, "CN: 会计档案管理办法 (order 79 of 2015), annex 1", "《会计档案管理办法》附表一"}},
    {"CN",
     RetentionKind::bank_statements,
     {10, "CN: 会计档案管理办法 (order 79 of 2015), annex 1", "《会计档案管理办法》附表一"}},
    {"CN",
     RetentionKind::balance_statements,
     {10, "CN: 会计档案管理办法 (order 79 of 2015), annex 1", "《会计档案管理办法》附表一"}},
    {"DE", RetentionKind::letters, {6, "DE: § 147 (3) AO, § 257 (4) HGB", "德国《税收通则》第147条、《商法典》第257条"}},
    {"DE", RetentionKind::vouchers, {8, "DE: § 147 (3) AO, § 257 (4) HGB", "德国《税收通则》第147条、《商法典》第257条"}},
    {"DE", RetentionKind::bank_statements, {8, "DE: § 147 (3) AO, § 257 (4) HGB", "德国《税收通则》第147条、《商法典》第257条"}},
    {"DE",
     RetentionKind::balance_statements,
     {10, "DE: § 147 (3) AO, § 257 (4) HGB", "德国《税收通则》第147条、《商法典》第257条"}},
}};

} // namespace

bool is_known_country(std::string_view country) { return std::ranges::find(rows, country, &Row::country) != rows.end(); }

RetentionRule retention_rule(std::string_view country, RetentionKind kind) {
    const bool known = is_known_country(country);
    RetentionRule longest;
    for (const Row& row : rows)
        if (row.kind == kind && (!known || row.country == country) && row.rule.years > longest.years) longest = row.rule;
    return longest;
}

Date kept_until(Date arose, int years) {
    constexpr int last_year = 2200; // of what a Date holds
    return *Date::of(std::min(arose.year() + years, last_year), 12, 31);
}

} // namespace settled::ledger
