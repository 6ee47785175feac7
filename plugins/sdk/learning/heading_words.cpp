#include "heading_words.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::learning {
namespace {

struct Words {
    std::string_view field, words; // separated by '|', folded; the surest first
};

// In the order in which they are asked: "对方账号" is the counterparty's before it is an account.
constexpr std::array<Words, 25> dictionary = {{
    {"counterparty_account",
     "对方账号|对方账户|对方帐号|收/付方账号|交易对手账号|counterpartyaccount|partneriban|payeeaccountnumber|tegenrekening|"
     "kontonummer/iban|ibanzahlungsbeteiligter|cuentabancaria|bankaccount|gegenkonto"},
    {"counterparty_bank", "对方开户行|对方行名|对方开户机构|对方银行|bicswift-code|bankname|counterpartybank|bic"},
    {"counterparty_name",
     "对方户名|对方名称|对方单位|交易对方|对手信息|交易对手名称|收/"
     "付方名称|counterparty|counterpartyname|payee|payer|partnername|"
     "merchantname|beguenstigter/zahlungspflichtiger|auftraggeber/empfänger|begünstigter|namezahlungsbeteiligter|"
     "naamtegenpartij|bénéficiaire|beneficiario|nombre|name|商户名称"},
    {"balance", "余额|账户余额|本次余额|联机余额|交易后余额|账户结余|balance|runningbalance|runningbal.|saldo|saldonachbuchung|"
                "saldonatrn|solde|kontostand"},
    {"money_in", "收入金额|贷方发生额|贷方金额|存入金额|收入|贷方|存入|credit|creditamount|paidin|inflow|moneyin|deposits|haben|"
                 "gutschrift|crédit|"
                 "haber|abono|credito"},
    {"money_out",
     "支出金额|借方发生额|借方金额|取出金额|支出|借方|取出|debit|debitamount|paidout|outflow|moneyout|withdrawals|soll|belastung|"
     "lastschrift|débit|debe|cargo|debito"},
    {"direction", "收/支|借贷|借贷标志|借/贷|收支类型|d/c|dc|debit/credit|afbij|soll/haben|transactiontype"},
    {"original_amount", "原币金额|originalamount|origamount|amountcurrency|oorsprbedrag|betraginfremdwährung"},
    {"original_currency", "原币|原币种|originalcurrency|origcurrency|oorsprmunt"},
    {"fee", "手续费|服务费|fee|fees|commission|gebühr|entgelt|comisión|frais"},
    {"amount", "交易金额|金额|发生额|记账金额|实付金额|amount|transactionamount|netamount|value|betrag|umsatz|bedrag|montant|"
               "importe|neto|net"},
    {"value_date", "起息日|起息日期|valuedate|valuta|valutadatum|wertstellung|wert|datedevaleur|rentedatum|fechavalor|dateval"},
    {"booking_date", "交易日期|记账日期|记账日|入账日期|交易时间|银行记账日|交易日|日期|发生时间|交易创建时间|付款时间|"
                     "dateposted|bookingdate|postingdate|"
                     "postdate|transactiondate|"
                     "buchungstag|buchungsdatum|buchung|datum|datecomptable|dateop|fechaoperación|fecha|date|completeddate"},
    {"currency", "币种|货币|currency|waehrung|währung|whrg.|munt|devise|monn.|moneda|divisa"},
    {"structured_reference", "structuredreference|gestructureerdemededeling|betalingskenmerk"},
    {"end_to_end_id", "endtoendid|end-to-end|kundenreferenz"},
    {"mandate_id", "mandatsreferenz|mandatereference|machtigingskenmerk"},
    {"bank_reference", "交易流水号|流水号|交易单号|交易订单号|回单编号|transactionid|bankreference|transaktions-nr.|"
                       "transaktionscode|n°detransaction|id"},
    {"customer_reference", "凭证号|凭证号码|商户单号|商家订单号|customerreference|checknumber|referenceid|operationnumber"},
    {"account", "本方账号|账号|账户|卡号|account|accountnumber|auftragskonto|iban|konto|rekening|rekeningnummer|cuenta|compte"},
    {"transaction_code", "交易类型|业务类型|type|buchungstext|umsatzart|code"},
    {"status", "交易状态|当前状态|状态|status|state|info"},
    {"remittance",
     "摘要|用途|附言|备注|商品|商品说明|交易摘要|交易附言|交易用途|description|memo|details|narrative|remittance|reference|"
     "paymentreference|label|notes|verwendungszweck|avisierungstext|omschrijving|mededelingen|libellé|concepto|descripción|text"},
    {"rate", "汇率|exchangerate|rate|koers|devisenkurs"},
    {"counterparty_name", "户名"},
}};

constexpr std::array<std::pair<std::string_view, Way>, 30> ways = {{{"贷", Way::in},
                                                                    {"收入", Way::in},
                                                                    {"收", Way::in},
                                                                    {"贷 cr", Way::in},
                                                                    {"cr", Way::in},
                                                                    {"c", Way::in},
                                                                    {"credit", Way::in},
                                                                    {"h", Way::in},
                                                                    {"haben", Way::in},
                                                                    {"bij", Way::in},
                                                                    {"in", Way::in},
                                                                    {"+", Way::in},
                                                                    {"借", Way::out},
                                                                    {"支出", Way::out},
                                                                    {"支", Way::out},
                                                                    {"借 dr", Way::out},
                                                                    {"dr", Way::out},
                                                                    {"d", Way::out},
                                                                    {"debit", Way::out},
                                                                    {"s", Way::out},
                                                                    {"soll", Way::out},
                                                                    {"af", Way::out},
                                                                    {"out", Way::out},
                                                                    {"-", Way::out},
                                                                    {"不计收支", Way::neutral},
                                                                    {"/", Way::neutral},
                                                                    {"其他", Way::neutral},
                                                                    {"中性交易", Way::neutral},
                                                                    {"转入", Way::in},
                                                                    {"转出", Way::out}}};

// "金额(元)" holds 金额; a Latin word has to be as long as a word, "id" is in everything.
constexpr std::size_t latin_part_min = 5;

Match match_of(std::string_view heading, std::string_view word) {
    if (heading == word) return Match::whole;
    const bool latin = static_cast<unsigned char>(word.front()) < 0x80;
    if (latin && word.size() < latin_part_min) return Match::none;
    return heading.find(word) == heading.npos ? Match::none : Match::part;
}

} // namespace

std::string folded(std::string_view heading) {
    std::string made;
    int brackets = 0;
    for (std::size_t at = 0; at < heading.size(); ++at) {
        const std::string_view rest = heading.substr(at);
        const bool wide_open = rest.starts_with("（"), wide_close = rest.starts_with("）");
        if (rest.front() == '(' || rest.front() == '[' || wide_open) ++brackets;
        if (brackets == 0 && rest.front() != ' ' && rest.front() != '*' && rest.front() != '_') made += rest.front();
        if (brackets > 0 && (rest.front() == ')' || rest.front() == ']' || wide_close)) --brackets;
        if (wide_open || wide_close) at += 2;
    }
    return ascii_lower(made);
}

Meaning meaning_of(std::string_view heading) {
    const std::string wanted = folded(heading);
    Meaning best;
    if (wanted.empty()) return best;
    for (const Words& entry : dictionary)
        for (const std::string_view word : split(entry.words, '|')) {
            const Match match = match_of(wanted, word);
            if (match == Match::whole) return {entry.field, match};
            if (match == Match::part && best.match == Match::none) best = {entry.field, match};
        }
    return best;
}

std::optional<Way> way_of(std::string_view word) {
    const std::string wanted = ascii_lower(trim(word));
    const auto* const hit = std::ranges::find_if(ways, [&](const auto& way) { return way.first == wanted; });
    return hit == ways.end() ? std::nullopt : std::optional(hit->second);
}

const std::vector<std::string_view>& account_labels() {
    static const std::vector<std::string_view> labels = {"本方账号",       "账户账号", "账号",        "卡号",
                                                         "Account Number", "IBAN",     "Kontonummer", "Konto"};
    return labels;
}

} // namespace settled::learning
