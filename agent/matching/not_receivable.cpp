#include "matching/not_receivable.hpp"

#include "matching/fold.hpp"
#include "matching/word_filter.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace settled::matching {
namespace {

enum class Direction : std::uint8_t { any, in, out };

struct Word {
    std::string_view text; // folded; Latin words stand whole, Chinese ones anywhere
    Class what;
    Direction direction = Direction::any;
};

// First hit wins: the special stands before the general.
constexpr auto words_in_text = std::to_array<Word>({
    // own transfers
    {"内部转账", Class::own_transfer},
    {"内部调拨", Class::own_transfer},
    {"资金归集", Class::own_transfer},
    {"资金下拨", Class::own_transfer},
    {"本单位转账", Class::own_transfer},
    {"internal transfer", Class::own_transfer},
    {"own transfer", Class::own_transfer},
    {"cash concentration", Class::own_transfer},
    {"cash pooling", Class::own_transfer},
    {"umbuchung", Class::own_transfer},
    {"eigenübertrag", Class::own_transfer},
    {"eigenuebertrag", Class::own_transfer},
    // bills
    {"承兑到期", Class::bill_collection},
    {"票据到期", Class::bill_collection},
    {"托收", Class::bill_collection},
    {"到期兑付", Class::bill_collection},
    {"汇票到期", Class::bill_collection},
    {"承兑汇票", Class::bill_collection},
    {"贴现", Class::bill_collection},
    {"银承兑付", Class::bill_collection},
    {"汇票兑付", Class::bill_collection},
    {"bill collection", Class::bill_collection},
    {"documentary collection", Class::bill_collection},
    {"wechseleinzug", Class::bill_collection},
    // card payouts
    {"收单", Class::card_payout},
    {"pos清算", Class::card_payout},
    {"刷卡清算", Class::card_payout},
    {"商户结算", Class::card_payout},
    {"card settlement", Class::card_payout},
    {"card payout", Class::card_payout},
    {"merchant settlement", Class::card_payout},
    {"kartenumsatz", Class::card_payout},
    {"kartenabrechnung", Class::card_payout},
    // charges
    {"手续费", Class::bank_charge},
    {"账户管理费", Class::bank_charge},
    {"工本费", Class::bank_charge},
    {"汇划费", Class::bank_charge},
    {"短信服务费", Class::bank_charge},
    {"bank charge", Class::bank_charge, Direction::out},
    {"bank charges", Class::bank_charge, Direction::out},
    {"bank fee", Class::bank_charge, Direction::out},
    {"account fee", Class::bank_charge},
    {"service charge", Class::bank_charge, Direction::out},
    {"kontofuehrung", Class::bank_charge},
    {"kontofuehrungsgebuehr", Class::bank_charge},
    {"entgeltabschluss", Class::bank_charge},
    {"rechnungsabschluss", Class::bank_charge},
    {"abschluss", Class::bank_charge},
    {"gebuehren", Class::bank_charge, Direction::out},
    // interest
    {"结息", Class::interest},
    {"存款利息", Class::interest},
    {"利息收入", Class::interest},
    {"活期利息", Class::interest},
    {"贷款利息", Class::interest},
    {"interest credit", Class::interest},
    {"credit interest", Class::interest},
    {"interest paid", Class::interest},
    {"habenzinsen", Class::interest},
    {"sollzinsen", Class::interest},
    {"zinsabschluss", Class::interest},
    // tax
    {"税款", Class::tax},
    {"缴税", Class::tax},
    {"扣税", Class::tax},
    {"退税", Class::tax},
    {"增值税返还", Class::tax},
    {"社保", Class::tax, Direction::out},
    {"公积金", Class::tax, Direction::out},
    {"tax refund", Class::tax},
    {"vat refund", Class::tax},
    {"tax payment", Class::tax, Direction::out},
    {"finanzamt", Class::tax},
    {"umsatzsteuer", Class::tax, Direction::out},
    {"lohnsteuer", Class::tax},
    {"steuererstattung", Class::tax},
    // payroll
    {"代发工资", Class::payroll},
    {"工资", Class::payroll},
    {"奖金", Class::payroll, Direction::out},
    {"报销", Class::payroll},
    {"payroll", Class::payroll},
    {"salary", Class::payroll},
    {"salaries", Class::payroll},
    {"wages", Class::payroll},
    {"lohn", Class::payroll},
    {"gehalt", Class::payroll},
    {"loehne", Class::payroll},
    {"gehaelter", Class::payroll},
    // refunds
    {"退款", Class::refund},
    {"退货款", Class::refund},
    {"refund", Class::refund},
    {"rueckerstattung", Class::refund},
    {"erstattung", Class::refund},
    // other
    {"押金", Class::other, Direction::out},
    {"保证金退回", Class::other},
    {"投标保证金", Class::other},
    {"政府补助", Class::other},
    {"贷款发放", Class::other},
    {"放款", Class::other},
    {"理财赎回", Class::other},
    {"loan disbursement", Class::other},
    {"subsidy", Class::other},
});

constexpr WordFilter<4> any_word = [] {
    WordFilter<4> made;
    for (const Word& word : words_in_text) made.add(word.text);
    return made;
}();

struct Code {
    std::string_view text; // begins the transaction code, folded to signs
    Class what;
};
// SWIFT MT940 :61: types (SR 2023, field 61 subfield 6), ISO 20022 bank transaction codes (external
// code set, domain-family-subfamily), German business transaction codes (DK Anlage 3, chapter 8).
constexpr auto transaction_codes = std::to_array<Code>({
    {"nchg", Class::bank_charge},
    {"fchg", Class::bank_charge},
    {"ncom", Class::bank_charge},
    {"nint", Class::interest},
    {"fint", Class::interest},
    {"pmntmcrd", Class::card_payout},
    {"pmntmdopchrg", Class::bank_charge},
    {"pmntmdopcomm", Class::bank_charge},
    {"pmntmdopfees", Class::bank_charge},
    {"acmtmdopchrg", Class::bank_charge},
    {"acmtmdopint", Class::interest},
    {"acmtmcopchrg", Class::bank_charge},
    {"acmtmcopint", Class::interest},
    {"cashcap", Class::own_transfer},
    {"camtacsp", Class::own_transfer},
    {"camtcapl", Class::own_transfer},
    {"pmntdrft", Class::bill_collection},
    {"805", Class::bank_charge},
    {"808", Class::bank_charge},
    {"809", Class::bank_charge},
    {"814", Class::interest},
    {"833", Class::own_transfer},
});

// A three-digit German code must be the whole code: "805" does not begin "80512".
bool code_fits(std::string_view signs, std::string_view code) {
    return is_digit(code.front()) ? signs == code || signs == "n" + std::string(code) : signs.starts_with(code);
}

// "Commerzbank", "Kreissparkasse": German words grow at their front. "Bankside" is no bank.
bool ends_a_word(std::string_view folded, std::string_view ending) {
    for (std::size_t at = folded.find(ending); at != std::string_view::npos; at = folded.find(ending, at + 1))
        if (const std::size_t end = at + ending.size(); end == folded.size() || !is_letter(folded[end])) return true;
    return false;
}

// A bank or a public office.
bool speaks_for_itself(std::string_view folded_name) {
    constexpr auto offices = std::to_array<std::string_view>(
        {"银行",     "税务",     "国库",    "财政",    "海关",  "信用社",    "支行",      "分行",
         "bankhaus", "banque",   "caisse",  "banco",   "banca", "bankinter", "finanzamt", "hauptzollamt",
         "tax",      "treasury", "customs", "revenue", "hmrc",  "irs",       "impots",    "tresor"});
    constexpr auto endings = std::to_array<std::string_view>({"bank", "banken", "sparkasse", "kassen"});
    return std::ranges::any_of(offices, [&](std::string_view office) { return whole_word(folded_name, office); }) ||
           std::ranges::any_of(endings, [&](std::string_view ending) { return ends_a_word(folded_name, ending); });
}

} // namespace

NotReceivables::NotReceivables(const Rules& rules) {
    for (const std::string& account : rules.own_accounts) own_accounts_.insert(account_signs(account));
    for (const std::string& name : rules.own_names) own_names_.insert(firm_name(name).whole);
    for (const LearnedPattern& pattern : rules.patterns)
        if (!pattern.text.empty()) learned_.push_back({fold(pattern.text), pattern.what});
}

std::optional<NotReceivable> NotReceivables::of(const statement::EntryRow& entry, const statement::EntryBook& entries,
                                                const RemittanceText& text, const Payer& payer, bool quotes_ledger) const {
    const auto found = [](Class what, EvidenceKind kind, std::string_view said) {
        NotReceivable answer;
        answer.what = what;
        answer.evidence.kind = kind;
        answer.evidence.text = said;
        return std::optional(std::move(answer));
    };
    if (!own_accounts_.empty() && !entry.counterparty_account.empty() &&
        own_accounts_.contains(account_signs(entries[entry.counterparty_account])))
        return found(Class::own_transfer, EvidenceKind::own_account, entries[entry.counterparty_account]);
    if (!payer.known() && !own_names_.empty() && !entry.counterparty_name.empty() &&
        own_names_.contains(firm_name(entries[entry.counterparty_name]).whole))
        return found(Class::own_transfer, EvidenceKind::own_account, entries[entry.counterparty_name]);
    for (const Pattern& pattern : learned_)
        if (text.folded.contains(pattern.folded)) return found(pattern.what, EvidenceKind::learned_pattern, pattern.folded);
    if (!quotes_ledger) {
        const std::string code = account_signs(entries[entry.transaction_code]);
        for (const Code& known : code.empty() ? std::span<const Code>() : std::span<const Code>(transaction_codes))
            if (code_fits(code, known.text))
                return found(known.what, EvidenceKind::transaction_code, entries[entry.transaction_code]);
        // A known customer's "工资" is still money of that customer, and somebody unknown writes "货款（已扣手续费）": what only
        // a bank or an office says is not. The customer's own bill falls due at his bank, whoever stands there as payer.
        const bool of_customer = payer.certain() && entry.amount > 0;
        const bool said = any_word.may_stand_in(text.folded);
        const bool of_somebody = said && entry.amount > 0 && !entry.counterparty_name.empty() &&
                                 !speaks_for_itself(fold(entries[entry.counterparty_name]));
        for (const Word& word : said ? std::span<const Word>(words_in_text) : std::span<const Word>()) {
            if (of_customer && word.what != Class::bill_collection) continue;
            const bool of_bank = word.what == Class::bank_charge || word.what == Class::tax || word.what == Class::interest;
            if (of_somebody && of_bank && !text.folded.starts_with(word.text)) continue;
            if (word.direction == Direction::in && entry.amount < 0) continue;
            if (word.direction == Direction::out && entry.amount > 0) continue;
            if (whole_word(text.folded, word.text)) return found(word.what, EvidenceKind::text_pattern, word.text);
        }
    }
    if (entry.amount <= 0) return found(Class::other, EvidenceKind::outgoing, {});
    return std::nullopt;
}

} // namespace settled::matching
