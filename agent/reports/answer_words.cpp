#include "reports/answer_words.hpp"

#include "reports/report_words.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cassert>

namespace settled::reports {
namespace {

struct AnswerWord {
    Answer answer;
    std::string_view english, chinese, german;
    matching::Class what = matching::Class::none;
};

using enum Answer;
constexpr std::array answer_words = std::to_array<AnswerWord>({
    {accept, "accept", "同意", "annehmen"},
    {reject, "reject", "不同意", "ablehnen"},
    {assign, "pays the documents named", "指定单据", "zahlt die genannten Belege"},
    {on_account, "on account", "挂账", "auf Konto"},
    {release, "release", "放行", "freigeben"},
    {cancel, "cancel", "取消发送", "nicht senden"},
    {done, "done", "已完成", "erledigt"},
    {postpone, "postpone", "延期", "verschieben"},
    {hold, "hold", "暂缓催款", "zurückstellen"},
    {dispute, "dispute", "争议", "strittig"},
    {promise, "promise", "付款承诺", "Zusage"},
    {bank_charge, "bank charge", "银行手续费", "Bankgebühr", matching::Class::bank_charge},
    {interest, "interest", "利息", "Zinsen", matching::Class::interest},
    {tax, "tax", "税款", "Steuer", matching::Class::tax},
    {payroll, "payroll", "工资", "Lohn und Gehalt", matching::Class::payroll},
    {own_transfer, "own transfer", "内部转账", "eigene Umbuchung", matching::Class::own_transfer},
    {card_payout, "card payout", "刷卡清算", "Kartenabrechnung", matching::Class::card_payout},
    {bill_collection, "bill collection", "票据托收", "Wechseleinzug", matching::Class::bill_collection},
    {refund, "refund", "退款", "Erstattung", matching::Class::refund},
    {other, "other (no receivable)", "其他非应收", "Sonstiges (keine Forderung)", matching::Class::other},
});

const AnswerWord& of(Answer answer) {
    const auto* const hit = std::ranges::find(answer_words, answer, &AnswerWord::answer);
    assert(hit != answer_words.end());
    return *hit;
}

} // namespace

std::string_view word(Answer answer, std::string_view language) {
    const AnswerWord& known = of(answer);
    if (language.starts_with("zh")) return known.chinese;
    return language.starts_with("de") ? known.german : known.english;
}

std::optional<Answer> answer_named(std::string_view text) {
    const std::string wanted = ascii_lower(trim(text));
    for (const AnswerWord& known : answer_words)
        for (const std::string_view said : {known.english, known.chinese, known.german})
            if (ascii_lower(said) == wanted) return known.answer;
    return std::nullopt;
}

matching::Class class_of(Answer answer) { return of(answer).what; }

std::vector<std::string> choices(const std::vector<Answer>& answers, std::string_view language) {
    std::vector<std::string> made;
    for (const Answer answer : answers) made.emplace_back(word(answer, language));
    return made;
}

const std::vector<Answer>& answers_to_a_question() {
    static const std::vector<Answer> all = {accept,  reject,       assign,      on_account,      bank_charge, interest, tax,
                                            payroll, own_transfer, card_payout, bill_collection, refund,      other};
    return all;
}

const std::vector<Answer>& answers_to_a_message() {
    static const std::vector<Answer> all = {release, cancel};
    return all;
}

const std::vector<Answer>& answers_to_a_task() {
    static const std::vector<Answer> all = {done, postpone};
    return all;
}

const std::vector<Answer>& answers_to_a_difference() {
    static const std::vector<Answer> all = {done};
    return all;
}

const std::vector<Answer>& words_about_a_customer() {
    static const std::vector<Answer> all = {hold, dispute, promise};
    return all;
}

} // namespace settled::reports
