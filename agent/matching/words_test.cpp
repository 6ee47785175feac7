#include "matching/words.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

const Currency cny = *Currency::parse("CNY");

TEST(Words, SayWhatTheContractShows) {
    EvidenceView evidence{.kind = EvidenceKind::number_in_text, .document_number = "INV-7"};
    EXPECT_EQ(words(evidence, Language::english), "INV-7 stands in the text");
    EXPECT_EQ(words(evidence, Language::chinese), "附言中有单据号 INV-7");
    evidence = {.kind = EvidenceKind::amount_short, .residual = Residual::bank_fee, .amount = {1500, cny}, .limit = 3000};
    EXPECT_EQ(words(evidence, Language::english), "amount short by 15.00 CNY, within the bank-fee limit 30.00 CNY");
    EXPECT_EQ(words(evidence, Language::chinese), "少付 15.00 CNY，按银行手续费处理，限额 30.00 CNY");
}

TEST(Words, APartWithoutAValueIsLeftOut) {
    const EvidenceView evidence{.kind = EvidenceKind::amount_over, .residual = Residual::overpayment, .amount = {20000, cny}};
    EXPECT_EQ(words(evidence, Language::english), "amount over by 200.00 CNY");
}

TEST(Words, EveryFactHasASentenceInEveryLanguage) {
    for (int kind = 1; kind <= static_cast<int>(EvidenceKind::item_paid); ++kind)
        for (const Language language : {Language::english, Language::chinese, Language::german}) {
            const EvidenceView evidence{.kind = static_cast<EvidenceKind>(kind),
                                        .residual = Residual::bank_fee,
                                        .document_number = "INV-7",
                                        .customer_id = "C1",
                                        .customer_name = "Acme",
                                        .text = "X",
                                        .amount = {100, cny},
                                        .limit = 200,
                                        .count = 2,
                                        .days = 3};
            const std::string said = words(evidence, language);
            EXPECT_FALSE(said.empty());
            EXPECT_EQ(said.find_first_of("{}[]"), std::string::npos) << said;
        }
}

TEST(Words, NeverShowAWholeAccountNumber) {
    const EvidenceView evidence{
        .kind = EvidenceKind::payer_account_known, .customer_name = "Acme", .text = "DE89370400440532013000"};
    for (const Language language : {Language::english, Language::chinese, Language::german}) {
        EXPECT_EQ(words(evidence, language).find("DE89"), std::string::npos);
        EXPECT_NE(words(evidence, language).find("…3000"), std::string::npos);
    }
}

TEST(Words, MatchedIsNotAppliedYet) {
    EXPECT_EQ(words(State::settled, Language::chinese), "已匹配（待核销）");
    EXPECT_EQ(words(State::booked, Language::chinese), "ERP 已入账") << "applied or shown as a receipt: both carry the money";
    EXPECT_EQ(language("zh-CN"), Language::chinese);
    EXPECT_EQ(language("de-AT"), Language::german);
    EXPECT_EQ(language("fr"), Language::english);
}

TEST(Words, ADecisionIsOneSentence) {
    const DecisionView decision{.state = State::settled,
                                .grade = Grade::certain,
                                .residual = Residual::bank_fee,
                                .amount = {98500, cny},
                                .residual_amount = -1500,
                                .customer_name = "Acme",
                                .documents = "INV-7"};
    EXPECT_EQ(sentence(decision, Language::english),
              "matched (not yet applied in the ERP), 985.00 CNY, Acme, INV-7, bank-fee -15.00 CNY");
    const DecisionView twice{.state = State::question, .grade = Grade::likely, .amount = {100, cny}, .duplicate_of = 17};
    EXPECT_EQ(sentence(twice, Language::english), "question, 1.00 CNY, a duplicate of entry 17 (likely)");
}

} // namespace
} // namespace settled::matching
