#include "dunning/words.hpp"

#include "dunning/candidate.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::dunning {
namespace {

struct Sentence {
    std::string_view chinese, english, german;
};

// By value of Reason, from 1. Without the final mark: the facts follow in brackets.
constexpr std::array<Sentence, 45> sentences = {{
    {"银行已到账，ERP 尚未入账", "The money is at the bank, the ERP has not booked it yet",
     "Das Geld ist auf der Bank, im ERP noch nicht gebucht"},
    {"有一笔到账可能是付这笔款的，请先确认", "A payment at the bank may be for this item; please decide that first",
     "Ein Bankeingang könnte diesen Posten bezahlen; bitte zuerst klären"},
    {"该客户有未指明用途的到账款，足以覆盖此笔", "Money of this customer that names no invoice covers this item",
     "Eine Zahlung des Kunden ohne Rechnungsangabe deckt diesen Posten"},
    {"该客户的预收款或贷项足以覆盖此笔，请办理冲账",
     "An advance or credit note of the customer covers this item; please apply it",
     "Eine Anzahlung oder Gutschrift des Kunden deckt diesen Posten; bitte verrechnen"},
    {"已收到承兑汇票或电子债权凭证", "A bill of exchange has been received for it", "Ein Wechsel wurde dafür angenommen"},
    {"该款项由我方直接扣收，等待扣款结果", "We collect it by direct debit; the result is awaited",
     "Der Betrag wird per Lastschrift eingezogen; das Ergebnis steht aus"},
    {"双方互有往来款，待对冲", "We owe this firm as well; a set-off is pending",
     "Wir schulden dieser Firma ebenfalls; eine Verrechnung steht aus"},
    {"客户有争议", "The customer disputes it", "Der Kunde bestreitet die Forderung"},
    {"客户已承诺付款", "The customer has promised to pay", "Der Kunde hat Zahlung zugesagt"},
    {"已登记暂缓催款", "A person has put it on hold", "Von einer Person zurückgestellt"},
    {"金额低于最低提醒金额", "The total is below the smallest sum that is reminded", "Die Summe liegt unter dem Mindestbetrag"},
    {"现在是免打扰时段", "It is within the quiet hours", "Es ist Ruhezeit"},
    {"今天不是工作日", "Today is not a working day", "Heute ist kein Arbeitstag"},
    {"今天与该联系人的联系次数已达上限", "This contact has had as many messages today as are allowed",
     "Dieser Kontakt hat heute bereits die erlaubte Zahl an Nachrichten erhalten"},
    {"同事刚与客户联系过", "A colleague has been in touch with the customer", "Ein Kollege stand eben mit dem Kunden in Kontakt"},
    {"客户尚未同意使用此渠道", "The customer has not agreed to this channel", "Der Kunde hat diesem Kanal nicht zugestimmt"},
    {"客户不希望通过此渠道收到信息", "The customer wants no messages by this channel",
     "Der Kunde wünscht keine Nachrichten über diesen Kanal"},
    {"客户资料中没有可用的联系地址", "The ledger has no address for the customer", "Im ERP fehlt eine Adresse des Kunden"},
    {"联系地址无效或曾被退信", "The address cannot be used or has bounced", "Die Adresse ist ungültig oder unzustellbar"},
    {"联系地址是新的或刚变更，请先核实", "The address is new or has changed; please check it first",
     "Die Adresse ist neu oder geändert; bitte zuerst prüfen"},
    {"本公司的收款账户有变更，首封信函需人工放行",
     "Our bank details have changed; the first letter after that waits for a person",
     "Unsere Bankverbindung wurde geändert; das erste Schreiben danach wird von Hand freigegeben"},
    {"该项目可能不属于这个客户", "The item may not belong to this customer",
     "Der Posten gehört womöglich nicht zu diesem Kunden"},
    {"ERP 数据不是最新的", "The ledger's data is not fresh enough", "Die ERP-Daten sind nicht aktuell genug"},
    {"银行流水不是最新的", "The bank's data is not fresh enough", "Die Bankdaten sind nicht aktuell genug"},
    {"银行余额未核对", "The bank's balance is not proved", "Der Banksaldo ist nicht nachgewiesen"},
    {"ERP 核销的项目与本系统判断不同，请先确认",
     "The ERP applied the money to another item than we did; please decide that first",
     "Das ERP hat das Geld einem anderen Posten zugeordnet; bitte zuerst klären"},
    {"ERP 中的单据编号有变动，无法确定是否同一笔",
     "Items have vanished or were renumbered in the ledger; it is not certain which is which",
     "Posten sind im ERP verschwunden oder neu nummeriert; die Zuordnung ist unklar"},
    {"ERP 中有未审核的收款单", "A receipt in the ERP waits for approval",
     "Ein Zahlungseingang im ERP ist noch nicht freigegeben"},
    {"现在不在发送时段内", "It is outside the sending hours", "Außerhalb der Versandzeiten"},
    {"距上一次提醒的间隔不足", "Too little time has passed since the previous step",
     "Seit der vorigen Stufe ist zu wenig Zeit vergangen"},
    {"已达到发送通道的限额", "The gateway's limit is reached", "Die Grenze des Versandwegs ist erreicht"},
    {"程序停机较久，本批需人工放行", "The agent was down for long; this batch waits for a person",
     "Das Programm stand länger still; dieser Stapel wird von Hand freigegeben"},
    {"本公司为影子模式，不对外发送", "The company is in shadow mode: nothing leaves to customers",
     "Die Firma ist im Schattenbetrieb: an Kunden geht nichts hinaus"},
    {"付款条件对应的节点尚未确认", "The event on which it falls due is not confirmed",
     "Das Ereignis, das die Fälligkeit auslöst, ist nicht bestätigt"},
    {"尚未开票", "It has not been invoiced yet", "Es ist noch nicht in Rechnung gestellt"},
    {"关联方不自动提醒", "A related party is not reminded automatically",
     "Verbundene Unternehmen werden nicht automatisch erinnert"},
    {"该应收款已转让", "The receivable has been assigned", "Die Forderung ist abgetreten"},
    {"已进入法律程序", "The matter is with the lawyers", "Die Sache liegt bei den Anwälten"},
    {"客户已进入破产程序", "The customer is insolvent", "Der Kunde ist insolvent"},
    {"等待人工放行", "It waits for a person's release", "Wartet auf Freigabe durch eine Person"},
    {"缺少所需的批准", "An approval it needs is missing", "Eine nötige Genehmigung fehlt"},
    {"上一封信函是否送达尚不清楚", "It is not known whether the previous message went out",
     "Es ist nicht bekannt, ob die vorige Nachricht hinausging"},
    {"今天的信函数量超出平常，请先确认", "There are more messages than usual today; please look first",
     "Heute sind es mehr Nachrichten als üblich; bitte zuerst ansehen"},
    {"该客户不在试点名单内", "The customer is not among the pilot customers", "Der Kunde gehört nicht zu den Pilotkunden"},
    {"正式启用日尚未到", "The day of going live has not come", "Der Starttermin ist noch nicht erreicht"},
}};
static_assert(sentences.size() == static_cast<std::size_t>(Reason::before_go_live));

struct Cause {
    std::string_view code;
    Sentence words;
};

constexpr Sentence covered_sentence = {
    "差额可能已随该笔到账结清（手续费、折扣或已入账），确认前不催收",
    "What is missing may be settled with that entry (a charge, a discount, a booking); it is not "
    "asked for until that is decided",
    "Der Rest kann mit dieser Buchung erledigt sein (Spesen, Skonto, Verbuchung); bis das geklärt "
    "ist, wird er nicht angemahnt"};

// What the planner knows as a fact of its own, not as a person's text.
constexpr std::array<Cause, 12> causes = {{
    {"release_step", {"正式函件须经放行", "a formal letter needs a release", "ein förmliches Schreiben braucht eine Freigabe"}},
    {"approve_mode",
     {"本公司所有函件均须放行", "every message of this company needs a release",
      "jede Nachricht dieser Firma braucht eine Freigabe"}},
    {"first_batch", {"离开影子模式后的第一批", "the first batch after shadow mode", "der erste Stapel nach dem Schattenbetrieb"}},
    {"first_contact", {"首次联系该客户", "the first message to this customer", "die erste Nachricht an diesen Kunden"}},
    {"over_three_years",
     {"含逾期三年以上的款项", "an item is overdue by more than three years", "ein Posten ist seit über drei Jahren überfällig"}},
    {"earlier_waits",
     {"上一步的函件仍在待发", "the message of an earlier step still waits", "die Nachricht einer früheren Stufe wartet noch"}},
    {"due_dates_moved",
     {"账套中大量到期日被提前", "the due dates of many items moved to earlier days",
      "die Fälligkeiten vieler Posten wurden vorverlegt"}},
    {"email", {"电子邮箱", "e-mail", "E-Mail"}},
    {"sms", {"短信", "text message", "SMS"}},
    {"wecom", {"企业微信", "WeCom", "WeCom"}},
    {"phone", {"电话", "by phone", "telefonisch"}},
    {"wechat", {"微信", "by WeChat", "per WeChat"}},
}};

enum class Language : std::uint8_t { chinese, english, german };

Language language_of(std::string_view tag) {
    if (tag.starts_with("zh")) return Language::chinese;
    return tag.starts_with("de") ? Language::german : Language::english;
}

std::string_view in(Language language, const Sentence& sentence) {
    if (language == Language::chinese) return sentence.chinese;
    return language == Language::german ? sentence.german : sentence.english;
}

} // namespace

std::string words(Reason reason, const ReasonFacts& facts, std::string_view language) {
    const Language in_language = language_of(language);
    const bool chinese = in_language == Language::chinese;
    std::string known;
    const auto add = [&](std::string_view before, std::string_view fact) {
        if (fact.empty()) return;
        if (!known.empty()) known += chinese ? "，" : ", ";
        known += before;
        known += fact;
    };
    if (facts.entry != 0) add(in(in_language, {"银行流水 ", "entry ", "Buchung "}), std::to_string(facts.entry));
    if (facts.amount.minor_units != 0)
        add("", grouped_amount_text(facts.amount.minor_units, facts.amount.currency) + ' ' +
                    std::string(facts.amount.currency.code()));
    const auto cause = std::ranges::find(causes, facts.text, &Cause::code);
    const bool is_step = reason == Reason::gap; // the text is a name of ours
    const bool covered = reason == Reason::paid_at_bank && facts.text == may_be_covered;
    if (!covered)
        add("", cause != causes.end() ? std::string(in(in_language, cause->words))
                : is_step             ? step_words(facts.text, language)
                                      : fold_blanks(facts.text));
    if (facts.until) add(in(in_language, {"至 ", "until ", "bis "}), facts.until.iso());

    std::string sentence(in(in_language, covered ? covered_sentence : sentences[static_cast<std::size_t>(reason) - 1]));
    if (!known.empty()) sentence += chinese ? "（" + known + "）" : " (" + known + ")";
    return sentence + (chinese ? "。" : ".");
}

std::string step_words(std::string_view step, std::string_view language) {
    if (const std::size_t mark = step.find(line_mark); mark != std::string_view::npos) // of a line of payment terms
        return step_words(step.substr(0, mark), language) + " · " + std::string(step.substr(mark + 1));
    struct Form {
        std::string_view before_the_number;
        Sentence one, several;
    };
    constexpr std::array<Form, 2> forms = {{
        {"before-",
         {"到期前 # 天", "# day before the due day", "# Tag vor Fälligkeit"},
         {"到期前 # 天", "# days before the due day", "# Tage vor Fälligkeit"}},
        {"overdue-", {"逾期 # 天", "# day overdue", "# Tag überfällig"}, {"逾期 # 天", "# days overdue", "# Tage überfällig"}},
    }};
    for (const Form& form : forms) {
        if (!step.starts_with(form.before_the_number)) continue;
        const std::string_view number = step.substr(form.before_the_number.size());
        if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) continue;
        std::string said(in(language_of(language), number == "1" ? form.one : form.several));
        return said.replace(said.find('#'), 1, number);
    }
    return std::string(step);
}

std::string words(const Suppression& suppression, std::string_view language) {
    return words(suppression.reason, {suppression.text, suppression.entry, suppression.amount, suppression.until}, language);
}

} // namespace settled::dunning
