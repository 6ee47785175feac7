#include "jobs/erasure_plan.hpp"

#include "ledger/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace settled::jobs {
namespace {

using ledger::RetentionKind;
using store::PersonalPart;

struct Kept {
    Date until;
    std::string rule;
};

class Planner {
  public:
    Planner(const config::Settings& settings, const config::Company& company, const store::PersonalHoldings& holdings, Date today,
            ErasureCause cause)
        : settings_(&settings), company_(&company), holdings_(&holdings), today_(today), cause_(cause),
          chinese_(settings.language.starts_with("zh")) {}

    std::vector<ErasureLine> plan() const {
        std::vector<ErasureLine> made;
        const auto name = name_kept();
        for (const PersonalPart part : {PersonalPart::contact, PersonalPart::letters, PersonalPart::vouchers, PersonalPart::bank,
                                        PersonalPart::name, PersonalPart::mails, PersonalPart::reports}) {
            ErasureLine goes{part, 0, true, 0, {}, {}}, stays{part, 0, false, 0, {}, {}};
            for (const store::PersonalRows& rows : holdings_->rows) {
                if (rows.part != part) continue;
                const auto kept = kept_of(rows, name);
                if (!kept || kept->until < today_) {
                    goes.rows += rows.rows, goes.last_year = std::max(goes.last_year, rows.year);
                    if (goes.rule.empty() || kept) goes.rule = kept ? over(*kept) : no_duty();
                } else {
                    stays.rows += rows.rows;
                    if (stays.until < kept->until) stays.until = kept->until, stays.rule = kept->rule;
                }
            }
            for (ErasureLine* line : {&goes, &stays})
                if (line->rows > 0) made.push_back(std::move(*line));
        }
        return made;
    }

  private:
    Kept by_law(RetentionKind kind, int year) const {
        const ledger::RetentionRule rule = ledger::retention_rule(company_->country, kind);
        const int years = std::max(rule.years, settings_->store.retention_years);
        std::string words = years > rule.years ? "[store] retention_years" : std::string(chinese_ ? rule.law_chinese : rule.law);
        if (company_->country.empty())
            words += chinese_ ? "（未填 [company] country，取最长期限）"
                              : " ([company] country is not told: the longest period counts)";
        return {ledger::kept_until(*Date::of(std::max(year, 1900), 12, 31), years),
                fmt::format(fmt::runtime(chinese_ ? "{} 年：{}" : "{} years: {}"), years, words)};
    }

    // Its records' last day; nothing where there are none.
    std::optional<Kept> name_kept() const {
        std::optional<Kept> last;
        const auto need = [&](RetentionKind kind, int year) {
            if (year == 0) return;
            Kept kept = by_law(kind, year);
            if (!last || last->until < kept.until) last = std::move(kept);
        };
        need(RetentionKind::vouchers, holdings_->last_voucher_year);
        need(RetentionKind::bank_statements, holdings_->last_entry_year);
        need(RetentionKind::letters, holdings_->last_letter_year);
        return last;
    }

    // Until when these rows are kept; nothing where no law keeps them.
    std::optional<Kept> kept_of(const store::PersonalRows& rows, const std::optional<Kept>& name) const {
        const bool asked = cause_ == ErasureCause::asked;
        switch (rows.part) {
        case PersonalPart::contact:
            if (asked) return std::nullopt;
            return name ? name : not_yet();
        case PersonalPart::name:
            return name || asked ? name : not_yet();
        case PersonalPart::letters:
            return by_law(RetentionKind::letters, rows.year);
        case PersonalPart::vouchers:
            return by_law(RetentionKind::vouchers, rows.year);
        case PersonalPart::bank:
            return by_law(RetentionKind::bank_statements, rows.year);
        case PersonalPart::mails:
            if (asked) return std::nullopt;
            return by_law(RetentionKind::balance_statements, rows.year);
        case PersonalPart::reports:
            return by_law(RetentionKind::balance_statements, rows.year);
        }
        return not_yet();
    }

    // A customer without any record is new, not over.
    std::optional<Kept> not_yet() const {
        return Kept{*Date::of(2200, 12, 31), chinese_ ? "尚无业务记录的客户" : "a customer without any record yet"};
    }

    std::string no_duty() const { return chinese_ ? "无法定保存义务" : "no law keeps it"; }
    std::string over(const Kept& kept) const {
        return fmt::format(fmt::runtime(chinese_ ? "保存期已满 {}（{}）" : "its period ended on {} ({})"), kept.until.iso(),
                           kept.rule);
    }

    const config::Settings* settings_;
    const config::Company* company_;
    const store::PersonalHoldings* holdings_;
    Date today_;
    ErasureCause cause_;
    bool chinese_;
};

} // namespace

std::vector<ErasureLine> erasure_plan(const config::Settings& settings, const config::Company& company,
                                      const store::PersonalHoldings& holdings, Date today, ErasureCause cause) {
    return Planner(settings, company, holdings, today, cause).plan();
}

std::string words(store::PersonalPart part, bool chinese) {
    constexpr std::array<std::array<std::string_view, 2>, 7> said = {
        {{"addresses, people, calls, tasks", "联系方式、联系人、通话及任务记录"},
         {"letters to and from the customer", "与客户的往来函件"},
         {"words on items, receipts, bills", "单据、收款单、票据上的文字"},
         {"payer and text of bank entries", "银行流水的付款人与附言"},
         {"name, tax number, bank accounts", "名称、税号、银行账号"},
         {"the whole company's mails to colleagues", "全公司发给同事的邮件"},
         {"the whole company's reports", "全公司的财务报告邮件"}}};
    return std::string(said[static_cast<std::size_t>(part) - 1][chinese ? 1 : 0]);
}

} // namespace settled::jobs
