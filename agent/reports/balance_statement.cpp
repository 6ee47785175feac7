#include "reports/balance_statement.hpp"

#include "render/locale.hpp"

#include <fmt/format.h>

#include <array>

namespace settled::reports {
namespace {

using matching::Doubt;
using matching::DoubtKind;
using matching::Transit;

struct Words {
    std::string_view english, chinese, german;

    std::string_view in(std::string_view language) const {
        return language.starts_with("zh") ? chinese : language.starts_with("de") ? german : english;
    }
};

constexpr Words title = {"Bank reconciliation statement", "银行存款余额调节表", "Bankabstimmung"};
constexpr Words company = {"Company: {}", "编制单位：{}", "Unternehmen: {}"};
constexpr Words account = {"Account: {} ({})", "银行账户：{}（{}）", "Konto: {} ({})"};
constexpr Words days = {"Posted up to {}, with what was known at the end of {}", "截止日：{}（数据知悉至 {}）",
                        "Gebucht bis {}, mit dem Wissen vom Ende des {}"};
constexpr Words item = {"Item", "项目", "Posten"};
constexpr Words amount = {"Amount ({})", "金额（{}）", "Betrag ({})"};
constexpr Words book_balance = {"Balance of the bank book", "企业银行存款日记账余额", "Saldo des Bankbuchs"};
constexpr Words bank_balance = {"Balance of the bank statement", "银行对账单余额", "Saldo des Kontoauszugs"};
constexpr Words adjusted = {"Adjusted balance", "调节后的存款余额", "Bereinigter Saldo"};
constexpr Words not_known = {"not known", "缺", "fehlt"};
constexpr Words days_old = {"{} d", "{} 天", "{} T"};
constexpr Words cleared = {"cleared {}", "已于 {} 到达", "erledigt {}"};
constexpr Words one_of_several = {"one of several equal amounts", "同额多笔之一", "einer von mehreren gleichen Beträgen"};
constexpr Words agrees = {"The adjusted balances agree; no statement is missing and no item is too old.",
                          "调节后余额相符；对账单无缺口，无超期未达账项。",
                          "Die bereinigten Salden stimmen überein; kein Auszug fehlt, kein Posten ist zu alt."};
constexpr Words does_not_agree = {"NOT confirmed as agreeing:", "不能确认相符：", "Übereinstimmung NICHT bestätigt:"};
constexpr Words carried = {
    "Older lines from before the other side's first day, part of its opening balance: {}, together {}.",
    "另一方起始日之前的 {} 笔（合计 {}）已含在其期初余额中。",
    "Ältere Zeilen vor dem ersten Tag der anderen Seite, in deren Anfangssaldo enthalten: {}, zusammen {}."};
constexpr Words summed = {"The ledger states no balance of its own: the book's balance is the sum of its lines.",
                          "账套未提供科目余额：日记账余额为其各行合计。",
                          "Das Hauptbuch nennt keinen Saldo: der Saldo des Buchs ist die Summe seiner Zeilen."};
constexpr Words no_voucher = {"Nothing may be booked from this statement.", "本表不是记账凭证，不得据以记账。",
                              "Dieses Blatt ist kein Buchungsbeleg."};
constexpr std::array<Words, 3> signatures = {{{"Prepared by", "编制人", "Erstellt von"},
                                              {"Reviewed by", "复核人", "Geprüft von"},
                                              {"Head of finance", "财务主管", "Leitung Finanzen"}}};

constexpr Words signed_on = {"Date", "日期", "Datum"};
constexpr Words page = {"Page # of ##", "第 # 页，共 ## 页", "Seite # von ##"};

constexpr Words transit_words(Transit transit) {
    switch (transit) {
    case Transit::bank_received:
        return {"Add: received by the bank, not booked", "加：银行已收、企业未收", "Zzgl. Bankeingang, nicht gebucht"};
    case Transit::bank_paid:
        return {"Less: paid by the bank, not booked", "减：银行已付、企业未付", "Abzgl. Bankausgang, nicht gebucht"};
    case Transit::booked_received:
        return {"Add: booked as received, not at the bank", "加：企业已收、银行未收",
                "Zzgl. gebuchter Eingang, nicht bei der Bank"};
    case Transit::booked_paid:
        return {"Less: booked as paid, not at the bank", "减：企业已付、银行未付",
                "Abzgl. gebuchter Ausgang, nicht bei der Bank"};
    }
    return {};
}

// In braces: {from}, {to}, {amount}, {count}, {days}.
constexpr Words doubt_words(DoubtKind kind) {
    switch (kind) {
    case DoubtKind::bank_balance_missing:
        return {"the bank states no balance up to this day; import a statement with its closing balance",
                "截至该日银行对账单没有余额；请导入带期末余额的对账单",
                "bis zu diesem Tag nennt die Bank keinen Saldo; einen Auszug mit Endsaldo einlesen"};
    case DoubtKind::bank_balance_not_stated:
        return {"entries after the last stated balance of {from} that no balance proves: {count}; import the statement that "
                "closes them",
                "{from} 的银行余额之后有 {count} 笔流水未被余额证明；请导入其后的对账单",
                "{count} Buchungen nach dem letzten Saldo vom {from} belegt kein Saldo; den nächsten Auszug einlesen"};
    case DoubtKind::bank_ends_before:
        return {"the bank's statements end on {to}; working days without one since: {count}; import the later ones",
                "银行对账单止于 {to}，距截止日 {count} 个工作日；请导入其后的对账单",
                "die Kontoauszüge enden am {to}; Arbeitstage ohne Auszug seither: {count}; die späteren einlesen"};
    case DoubtKind::bank_gap:
        return {"bank statements are missing between {from} and {to}: entries of {amount} are not there; import them",
                "{from} 至 {to} 之间缺银行对账单：少 {amount} 的流水；请补导入",
                "zwischen {from} und {to} fehlen Kontoauszüge: Buchungen über {amount} fehlen; bitte einlesen"};
    case DoubtKind::book_balance_missing:
        return {"the ledger holds no bank book of this account; set ledger_account in [bank_account], and pull",
                "账套中没有该账户的日记账；请在 [bank_account] 设置 ledger_account 后重新读取",
                "das Hauptbuch hat kein Bankbuch dieses Kontos; ledger_account in [bank_account] setzen und neu lesen"};
    case DoubtKind::book_ends_before:
        return {"the ledger was last read for {to}, before this day; run settled pull",
                "账套最近一次读取为 {to}，早于截止日；请运行 settled pull",
                "das Hauptbuch wurde zuletzt für den {to} gelesen, vor diesem Tag; settled pull ausführen"};
    case DoubtKind::book_shared:
        return {
            "other bank accounts stand on the same ledger account, so that their lines cannot be told apart; give each its own "
            "ledger_account",
            "其他银行账户使用同一会计科目，无法区分各自的行；请为每个账户设置各自的 ledger_account",
            "andere Bankkonten stehen auf demselben Sachkonto, ihre Zeilen sind nicht zu unterscheiden; jedem sein "
            "ledger_account geben"};
    case DoubtKind::adjusted_balances_differ:
        return {"the adjusted balances differ by {amount}: something is missing on both sides, or an opening balance is wrong",
                "调节后余额相差 {amount}：双方均有遗漏，或期初余额有误",
                "die bereinigten Salden weichen um {amount} ab: auf beiden Seiten fehlt etwas, oder ein Anfangssaldo ist falsch"};
    case DoubtKind::item_too_old:
        return {"items in transit that are too old: {count}, the oldest of {days} days; look into each",
                "{count} 笔未达账项超期，最长 {days} 天；请逐笔查明",
                "zu lange unterwegs: {count} Posten, der älteste seit {days} Tagen; jeden klären"};
    case DoubtKind::sums_not_searched:
        return {"too many lines are open to look for sums; compare a shorter time",
                "未达行数过多，未查找合并收付；请缩短对账期间",
                "zu viele offene Zeilen, um Summen zu suchen; einen kürzeren Zeitraum vergleichen"};
    }
    return {};
}

class Form {
  public:
    Form(const BalanceStatementView& view, std::string_view language)
        : view_(view), language_(language), currency_(view.account->currency) {}

    BalanceForm make() {
        const matching::BankReconciliation& result = *view_.result;
        made_.title = title.in(language_), made_.company = company_name();
        made_.page_words = page.in(language_);
        made_.heading = {fmt::format(fmt::runtime(company.in(language_)), made_.company),
                         fmt::format(fmt::runtime(account.in(language_)), render::account_text(view_.account->account),
                                     view_.account->bank.empty() ? view_.account->name : view_.account->bank),
                         fmt::format(fmt::runtime(days.in(language_)), render::date_text(view_.day, language_),
                                     render::date_text(view_.known_on, language_))};
        made_.label_heading = item.in(language_);
        made_.amount_heading = fmt::format(fmt::runtime(amount.in(language_)), currency_.code());
        made_.book = {line(book_balance.in(language_), result.book_balance)};
        made_.bank = {line(bank_balance.in(language_), result.bank_balance)};
        add(made_.book, Transit::bank_received);
        add(made_.book, Transit::bank_paid);
        add(made_.bank, Transit::booked_received);
        add(made_.bank, Transit::booked_paid);
        made_.book.push_back(line(adjusted.in(language_), result.book_adjusted));
        made_.bank.push_back(line(adjusted.in(language_), result.bank_adjusted));
        say();
        for (const Words& signature : signatures) {
            made_.signatures.emplace_back(signature.in(language_));
            made_.signed_on.emplace_back(signed_on.in(language_));
        }
        return std::move(made_);
    }

  private:
    std::string company_name() const { return view_.company->name_in(std::string(language_)); }

    std::string money(std::optional<std::int64_t> minor_units) const {
        return minor_units ? render::amount_text({*minor_units, currency_}, language_) : std::string(not_known.in(language_));
    }

    FormLine line(std::string_view said, std::optional<std::int64_t> minor_units, bool is_item = false) const {
        FormLine made{std::string(said), money(minor_units), is_item, {}};
        if (minor_units) made.value = Money{*minor_units, currency_};
        return made;
    }

    void add(std::vector<FormLine>& side, Transit transit) const {
        const matching::BankReconciliation& result = *view_.result;
        side.push_back(line(transit_words(transit).in(language_), result.sum(transit)));
        for (std::size_t i = 0; i < result.items.size(); ++i) {
            const matching::ItemInTransit& one = result.items[i];
            if (one.transit != transit) continue;
            side.push_back(
                line(label(one, *view_.lines[i]), one.amount < 0 ? -std::max(one.amount, -INT64_MAX) : one.amount, true));
        }
    }

    std::string label(const matching::ItemInTransit& one, const matching::two_sided::Line& line) const {
        std::string text = line.date.iso() + " (" + fmt::format(fmt::runtime(days_old.in(language_)), one.age_days);
        if (!one.cleared_on.none()) text += ", " + fmt::format(fmt::runtime(cleared.in(language_)), one.cleared_on.iso());
        if (one.one_of_several) text += ", " + std::string(one_of_several.in(language_));
        text += ')';
        for (const std::string_view part : {line.counterpart, line.reference, line.text})
            if (!part.empty()) text.append(" ").append(part);
        return text;
    }

    void say() {
        const matching::BankReconciliation& result = *view_.result;
        made_.verdict.emplace_back((result.agrees() ? agrees : does_not_agree).in(language_));
        for (const Doubt& doubt : result.doubts) made_.verdict.push_back("- " + words(doubt, currency_, language_));
        if (result.carried_count > 0)
            made_.verdict.push_back(
                fmt::format(fmt::runtime(carried.in(language_)), result.carried_count, money(result.carried_amount)));
        if (result.book_balance_is_sum) made_.verdict.emplace_back(summed.in(language_));
        made_.verdict.emplace_back(no_voucher.in(language_));
    }

    const BalanceStatementView& view_;
    std::string_view language_;
    Currency currency_;
    BalanceForm made_;
};

} // namespace

std::string words(const Doubt& doubt, Currency currency, std::string_view language) {
    return fmt::format(fmt::runtime(doubt_words(doubt.kind).in(language)),
                       fmt::arg("from", render::date_text(doubt.from, language)),
                       fmt::arg("to", render::date_text(doubt.to, language)),
                       fmt::arg("amount", render::money_text({doubt.amount, currency}, language)), fmt::arg("count", doubt.count),
                       fmt::arg("days", doubt.days));
}

std::vector<std::pair<const FormLine*, const FormLine*>> beside(const std::vector<FormLine>& book,
                                                                const std::vector<FormLine>& bank) {
    std::vector<std::pair<const FormLine*, const FormLine*>> pairs;
    for (std::size_t left = 0, right = 0; left < book.size() || right < bank.size();) {
        pairs.emplace_back(left < book.size() ? &book[left++] : nullptr, right < bank.size() ? &bank[right++] : nullptr);
        const auto item = [](const std::vector<FormLine>& side, std::size_t& at) {
            return at < side.size() && side[at].is_item ? &side[at++] : nullptr;
        };
        while (true) {
            const FormLine *of_book = item(book, left), *of_bank = item(bank, right);
            if (!of_book && !of_bank) break;
            pairs.emplace_back(of_book, of_bank);
        }
    }
    return pairs;
}

BalanceForm balance_form(const BalanceStatementView& view, std::string_view language) { return Form(view, language).make(); }

} // namespace settled::reports
