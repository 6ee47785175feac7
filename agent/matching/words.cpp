#include "matching/words.hpp"

#include <settled/text.hpp>

#include <array>
#include <cassert>
#include <utility>

namespace settled::matching {
namespace {

// One sentence per fact and language. In braces what the fact holds; a part in brackets stands only
// where its braces are not empty.
struct Sentence {
    EvidenceKind kind;
    std::string_view chinese, english, german;
};

constexpr auto sentences = std::to_array<Sentence>({
    {EvidenceKind::number_in_text, "附言中有单据号 {document}", "{document} stands in the text",
     "{document} steht im Verwendungszweck"},
    {EvidenceKind::tax_invoice_in_text, "附言中有 {document} 的发票号 {text}",
     "tax invoice {text} of {document} stands in the text", "Steuerrechnung {text} zu {document} steht im Verwendungszweck"},
    {EvidenceKind::contract_in_text, "附言中有 {document} 的合同号 {text}", "contract {text} of {document} stands in the text",
     "Vertrag {text} zu {document} steht im Verwendungszweck"},
    {EvidenceKind::delivery_in_text, "附言中有 {document} 的送货单号 {text}",
     "delivery note {text} of {document} stands in the text", "Lieferschein {text} zu {document} steht im Verwendungszweck"},
    {EvidenceKind::order_in_text, "附言中有 {document} 的订单号 {text}", "order {text} of {document} stands in the text",
     "Bestellung {text} zu {document} steht im Verwendungszweck"},
    {EvidenceKind::reference_in_text, "附言中有 {document} 的参考号 {text}", "reference {text} of {document} stands in the text",
     "Referenz {text} zu {document} steht im Verwendungszweck"},
    {EvidenceKind::structured_reference, "结构化参考号 {text} 指向 {document}",
     "the structured reference {text} names {document}", "die strukturierte Referenz {text} nennt {document}"},
    {EvidenceKind::several_numbers, "附言中引用了 {count} 个单据号", "{count} numbers are quoted",
     "{count} Nummern sind genannt"},
    {EvidenceKind::amount_exact, "金额完全一致", "amount exact", "Betrag stimmt genau"},
    {EvidenceKind::amount_is_sum, "金额等于 {count} 笔之和", "amount is the sum of {count} items",
     "Betrag ist die Summe von {count} Posten"},
    {EvidenceKind::amount_short, "少付 {amount}[，按{residual}处理，限额 {limit}]",
     "amount short by {amount}[, within the {residual} limit {limit}]",
     "{amount} zu wenig gezahlt[, innerhalb der Grenze {limit} für {residual}]"},
    {EvidenceKind::amount_over, "多付 {amount}[，按{residual}处理，限额 {limit}]",
     "amount over by {amount}[, within the {residual} limit {limit}]",
     "{amount} zu viel gezahlt[, innerhalb der Grenze {limit} für {residual}]"},
    {EvidenceKind::part_payment, "部分付款，{document} 仍欠 {amount}", "part payment, {amount} stays open on {document}",
     "Teilzahlung, auf {document} bleiben {amount} offen"},
    {EvidenceKind::payer_account_known, "付款账号 {account} 只为客户 {customer} 付过款",
     "payer account {account} has paid for {customer} alone", "Konto {account} hat nur für {customer} gezahlt"},
    {EvidenceKind::payer_tax_id, "附言中有客户 {customer} 的税号", "the tax number of {customer} stands in the text",
     "die Steuernummer von {customer} steht im Verwendungszweck"},
    {EvidenceKind::payer_name_equal, "付款方名称与客户 {customer} 一致", "payer name equals {customer}",
     "Name des Zahlers gleich {customer}"},
    {EvidenceKind::payer_name_close, "付款方名称“{text}”接近客户 {customer}，且无其他相近客户",
     "payer name \"{text}\" is close to {customer} and to no other", "Name des Zahlers „{text}“ ähnelt nur {customer}"},
    {EvidenceKind::payer_in_text, "附言写明为 {customer} 付款", "the text names {customer} as the debtor",
     "der Verwendungszweck nennt {customer} als Schuldner"},
    {EvidenceKind::payer_learned, "曾由人工确认：该付款方为 {customer} 付款",
     "a person confirmed that this payer pays for {customer}", "von einer Person bestätigt: dieser Zahler zahlt für {customer}"},
    {EvidenceKind::third_party_payer, "付款方[“{text}”]不是客户 {customer}，请取得委托付款证明",
     "the payer[ \"{text}\"] is not the customer {customer}; please obtain its authority to pay",
     "der Zahler[ „{text}“] ist nicht der Kunde {customer}; bitte die Zahlungsermächtigung einholen"},
    {EvidenceKind::shared_payer, "[“{text}”]代多家付款，不能证明是哪个客户",
     "the payer[ \"{text}\"] pays for many and proves no customer",
     "der Zahler[ „{text}“] zahlt für viele und beweist keinen Kunden"},
    {EvidenceKind::only_item_of_amount, "该客户只有 {document} 是此金额",
     "{document} is the customer's only open item of this amount", "nur {document} dieses Kunden hat diesen Betrag"},
    {EvidenceKind::amount_common, "账上有 {count} 笔相同金额，附言无单据号，不能判断是哪一笔",
     "{count} open items have this amount, and no number says which",
     "{count} Posten haben diesen Betrag; ohne Nummer beweist er nichts"},
    {EvidenceKind::several_solutions, "有 {count} 种组合都符合", "{count} combinations fit", "{count} Kombinationen passen"},
    {EvidenceKind::rival_customer, "客户 {customer} 也符合", "{customer} fits as well", "{customer} passt ebenfalls"},
    {EvidenceKind::number_unknown, "账上没有单据号 {text}", "number {text} is not in the ledger",
     "Nummer {text} ist nicht in den offenen Posten"},
    {EvidenceKind::before_opening_day, "早于账套启用日，只按单据号匹配",
     "dated before the ledger's opening day: settled only by number", "vor dem Eröffnungstag: nur mit Nummer zugeordnet"},
    {EvidenceKind::erp_receipt, "ERP 已有收款单 {text}", "the ERP has receipt {text}", "das ERP hat den Zahlungseingang {text}"},
    {EvidenceKind::bank_book_line, "ERP 银行日记账 {text} 为同一笔", "bank book line {text} is this booking",
     "Bankbuchzeile {text} ist diese Buchung"},
    {EvidenceKind::receipt_item, "ERP 收款 {text} 已入账，尚未核销", "the ERP shows it as unapplied receipt {text}",
     "im ERP als nicht zugeordneter Zahlungseingang {text}"},
    {EvidenceKind::erp_receipt_draft, "ERP 收款单 {text} 未审核", "receipt {text} in the ERP is not approved yet",
     "Zahlungseingang {text} im ERP ist noch nicht freigegeben"},
    {EvidenceKind::item_fell, "ERP 中该单据余额已相应减少", "the item's open amount in the ERP fell by it",
     "der offene Betrag im ERP ist entsprechend gesunken"},
    {EvidenceKind::item_gone, "ERP 中该单据已核销完毕", "the item is closed in the ERP", "der Posten ist im ERP ausgeglichen"},
    {EvidenceKind::applied_elsewhere, "ERP 收款单 {text} 核销了其他单据，与本系统判断不同",
     "the ERP applied receipt {text} to another item than we did", "das ERP hat {text} einem anderen Posten zugeordnet als wir"},
    {EvidenceKind::duplicate_of_entry, "疑似重复付款：银行流水 {count} 已付同一款项", "entry {count} paid the same already",
     "Buchung {count} hat dasselbe bereits bezahlt"},
    {EvidenceKind::returned_entry, "与银行流水 {count} 一付一退，相互抵销[（{text}）]",
     "cancels out with entry {count}: one is the return of the other[ ({text})]", "Rückgabe, Gegenbuchung {count}[ ({text})]"},
    {EvidenceKind::own_account, "对方为本公司账户", "the other side is an account of our own",
     "Gegenkonto ist ein eigenes Konto"},
    {EvidenceKind::text_pattern, "摘要含“{text}”", "the text says \"{text}\"", "der Text sagt „{text}“"},
    {EvidenceKind::learned_pattern, "摘要含已确认的字样“{text}”", "the text holds the confirmed words \"{text}\"",
     "der Text enthält die bestätigten Worte „{text}“"},
    {EvidenceKind::transaction_code, "银行交易码 {text}", "bank transaction code {text}", "Geschäftsvorfallcode {text}"},
    {EvidenceKind::customer_certain, "客户 {customer} 确定，单据待定，先挂账",
     "{customer} is certain, the item is not: kept on account", "{customer} steht fest, der Posten nicht: auf Konto"},
    {EvidenceKind::days_after_due, "到期后 {days} 天付款", "{days} days after due", "{days} Tage nach Fälligkeit"},
    {EvidenceKind::answered_by_person, "由 {text} 确认", "answered by {text}", "beantwortet von {text}"},
    {EvidenceKind::earlier_question, "同一付款方另有一笔相同金额尚未认定", "another line of this payer and amount is unexplained",
     "eine weitere Zahlung desselben Zahlers und Betrags ist ungeklärt"},
    {EvidenceKind::outgoing, "付款支出", "money out", "Zahlungsausgang"},
    {EvidenceKind::number_near, "附言“{text}”应为 {document}：号码被截断或有一位不符",
     "\"{text}\" stands for {document}: cut short, or one character wrong",
     "„{text}“ steht für {document}: verkürzt oder mit einem falschen Zeichen"},
    {EvidenceKind::oldest_items, "按约定先付最早到期的单据", "{customer} is known to pay the oldest items first",
     "{customer} zahlt vereinbarungsgemäß die ältesten Posten zuerst"},
    {EvidenceKind::receipt_not_shown, "ERP 收款单 {text} 已审核，余额尚未体现",
     "receipt {text} is approved, the ERP's figures do not show it yet",
     "Zahlungseingang {text} ist freigegeben, im Saldo noch nicht sichtbar"},
    {EvidenceKind::booked_back, "ERP 取消了核销[，现已核销 {amount}]",
     "the ERP took the application back[, {amount} is applied now]",
     "die Zuordnung im ERP wurde zurückgenommen[, zugeordnet sind {amount}]"},
    {EvidenceKind::number_in_list, "附言所列号码包含 {document}", "{document} is one of the numbers that the text lists",
     "{document} gehört zu den Nummern, die der Text aufzählt"},
    {EvidenceKind::other_currency, "附言中有单据号 {document}，但该单据为另一币种",
     "{document} stands in the text, but is in another currency",
     "{document} steht im Text, lautet aber auf eine andere Währung"},
    {EvidenceKind::taken_back_before, "同一匹配曾被人工撤销", "somebody took this very match back",
     "genau diese Zuordnung wurde zurückgenommen"},
    {EvidenceKind::payer_unknown, "付款方[“{text}”]不是已知客户，附言中也没有账上的单据号",
     "the payer[ \"{text}\"] is no known customer, and no number of the ledger stands in the text",
     "der Zahler[ „{text}“] ist kein bekannter Kunde, und im Verwendungszweck steht keine Nummer eines offenen Postens"},
    {EvidenceKind::rest_unknown, "比附言所写的单据多付 {amount}，该客户的其他单据也凑不成：可能还没有入账",
     "{amount} more than the documents named, and no others of the customer make it: one may not be in the ledger yet",
     "{amount} mehr als die genannten Belege, und keine anderen des Kunden ergeben es: einer ist wohl noch nicht gebucht"},
    {EvidenceKind::advice_lists, "付款通知 {text} 列明 {count} 张单据，合计与到账金额一致",
     "remittance advice {text} lists {count} documents that add up to it",
     "Zahlungsavis {text} nennt {count} Belege, deren Summe stimmt"},
    {EvidenceKind::advice_deducts, "付款通知从 {document} 中扣除 {amount}[：{text}]",
     "the advice deducts {amount} from {document}[: {text}]", "das Avis zieht {amount} von {document} ab[: {text}]"},
    {EvidenceKind::item_paid, "附言中的 {document} 已付清，没有可认定的余额", "{document} stands in the text and is paid already",
     "{document} steht im Text und ist bereits bezahlt"},
});

Phrase term(State state) {
    switch (state) {
    case State::settled:
        return {"matched (not yet applied in the ERP)", "已匹配（待核销）", "zugeordnet (im ERP noch nicht ausgeglichen)"};
    case State::booked:
        return {"booked in the ERP", "ERP 已入账", "im ERP verbucht"};
    case State::partly_booked:
        return {"partly booked in the ERP", "ERP 部分入账", "im ERP teilweise verbucht"};
    case State::on_account:
        return {"on account", "挂账（客户已定）", "auf Konto"};
    case State::question:
        return {"question", "待确认", "Rückfrage"};
    case State::unmatched:
        return {"unmatched", "待认领", "nicht zugeordnet"};
    case State::not_receivable:
        return {"not a receivable", "非应收款项", "keine Forderung"};
    case State::reversed:
        return {"returned", "已退回", "zurückgegeben"};
    }
    return {};
}

Phrase term(Grade grade) {
    switch (grade) {
    case Grade::none:
        return {};
    case Grade::certain:
        return {"certain", "确定", "sicher"};
    case Grade::likely:
        return {"likely", "很可能", "wahrscheinlich"};
    case Grade::possible:
        return {"possible", "可能", "möglich"};
    }
    return {};
}

Phrase term(Class what) {
    switch (what) {
    case Class::none:
        return {};
    case Class::bank_charge:
        return {"bank charge", "银行手续费", "Bankgebühr"};
    case Class::interest:
        return {"interest", "利息", "Zinsen"};
    case Class::tax:
        return {"tax", "税款", "Steuer"};
    case Class::payroll:
        return {"payroll", "工资", "Lohn und Gehalt"};
    case Class::own_transfer:
        return {"transfer between own accounts", "内部转账", "Umbuchung zwischen eigenen Konten"};
    case Class::card_payout:
        return {"card payout", "刷卡清算", "Kartenabrechnung"};
    case Class::bill_collection:
        return {"bill collection", "票据托收", "Wechseleinzug"};
    case Class::refund:
        return {"refund", "退款", "Erstattung"};
    case Class::other:
        return {"other", "其他", "Sonstiges"};
    }
    return {};
}

Phrase term(Residual residual) {
    switch (residual) {
    case Residual::none:
        return {};
    case Residual::bank_fee:
        return {"bank-fee", "银行手续费", "Bankspesen"};
    case Residual::cent_difference:
        return {"cent-difference", "尾差", "Centdifferenz"};
    case Residual::early_payment_discount:
        return {"early-payment discount", "现金折扣", "Skonto"};
    case Residual::withholding:
        return {"withholding", "代扣款", "Einbehalt"};
    case Residual::exchange_difference:
        return {"exchange-difference", "汇兑差额", "Kursdifferenz"};
    case Residual::short_payment:
        return {"short payment", "少付", "Minderzahlung"};
    case Residual::overpayment:
        return {"overpayment", "多付（挂账）", "Überzahlung"};
    }
    return {};
}

// The last four signs: enough to recognise an account, too few to use it.
std::string masked(std::string_view account) {
    constexpr std::size_t shown = 4;
    return account.size() <= shown ? std::string(account) : "…" + std::string(account.substr(account.size() - shown));
}

std::string customer_of(const EvidenceView& evidence) {
    if (evidence.customer_name.empty()) return std::string(evidence.customer_id);
    if (evidence.customer_id.empty()) return std::string(evidence.customer_name);
    return std::string(evidence.customer_name) + " (" + std::string(evidence.customer_id) + ")";
}

std::string money_text(std::int64_t minor_units, Currency currency) {
    std::string text = grouped_amount_text(minor_units, currency);
    if (!currency.none()) text += ' ' + std::string(currency.code());
    return text;
}

std::string value_of(std::string_view name, const EvidenceView& evidence, Language language) {
    if (name == "document") return std::string(evidence.document_number);
    if (name == "customer") return customer_of(evidence);
    if (name == "text") return visible(evidence.text);
    if (name == "account") return masked(evidence.text);
    if (name == "amount") return money_text(evidence.amount.minor_units, evidence.amount.currency);
    if (name == "limit") return evidence.limit == 0 ? std::string() : money_text(evidence.limit, evidence.amount.currency);
    if (name == "count") return std::to_string(evidence.count);
    if (name == "days") return std::to_string(evidence.days);
    if (name == "residual") return std::string(term(evidence.residual).in(language));
    assert(false && "a sentence asks for a value that no evidence has");
    return {};
}

std::string filled(std::string_view pattern, const EvidenceView& evidence, Language language) {
    std::string out;
    std::string part; // inside brackets
    bool optional = false;
    bool whole = true;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        std::string& into = optional ? part : out;
        const char sign = pattern[at];
        if (sign == '[') {
            optional = true;
            whole = true;
            part.clear();
        } else if (sign == ']') {
            optional = false;
            if (whole) out += part;
        } else if (sign == '{') {
            const std::size_t end = pattern.find('}', at);
            const std::string value = value_of(pattern.substr(at + 1, end - at - 1), evidence, language);
            whole = whole && !value.empty();
            into += value;
            at = end;
        } else
            into += sign;
    }
    return out;
}

} // namespace

Language language(std::string_view tag) {
    const std::string folded = ascii_lower(tag.substr(0, 2));
    if (folded == "zh") return Language::chinese;
    return folded == "de" ? Language::german : Language::english;
}

std::string words(const EvidenceView& evidence, Language language) {
    for (const Sentence& sentence : sentences)
        if (sentence.kind == evidence.kind) {
            const Phrase said{sentence.english, sentence.chinese, sentence.german};
            return filled(said.in(language), evidence, language);
        }
    assert(false && "evidence without a sentence");
    return {};
}

std::string_view words(State state, Language language) { return term(state).in(language); }
std::string_view words(Grade grade, Language language) { return term(grade).in(language); }
std::string_view words(Class what, Language language) { return term(what).in(language); }
std::string_view words(Residual residual, Language language) { return term(residual).in(language); }

std::string sentence(const DecisionView& decision, Language language) {
    const bool chinese = language == Language::chinese;
    std::string out(words(decision.state, language));
    if (decision.not_receivable != Class::none)
        out += (chinese ? "：" : ": ") + std::string(words(decision.not_receivable, language));
    out += (chinese ? "，" : ", ") + money_text(decision.amount.minor_units, decision.amount.currency);
    if (!decision.customer_name.empty()) out += (chinese ? "，" : ", ") + std::string(decision.customer_name);
    if (!decision.documents.empty()) out += (chinese ? "，" : ", ") + std::string(decision.documents);
    if (decision.residual != Residual::none)
        out += (chinese ? "，" : ", ") + std::string(words(decision.residual, language)) + ' ' +
               money_text(decision.residual_amount, decision.amount.currency);
    if (decision.duplicate_of != 0) {
        constexpr Phrase duplicate{", a duplicate of entry #", "，疑似与银行流水 # 重复", ", doppelt zu Buchung #"};
        std::string said(duplicate.in(language));
        said.replace(said.find('#'), 1, std::to_string(decision.duplicate_of));
        out += said;
    }
    if (decision.grade != Grade::none && decision.state == State::question)
        out += (chinese ? "（" : " (") + std::string(words(decision.grade, language)) + (chinese ? "）" : ")");
    return out;
}

} // namespace settled::matching
