#include "matching/names.hpp"

#include "matching/fold.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

TEST(Names, LegalFormsOfManyCountriesGo) {
    for (const char* name : {"Acme Foods Ltd", "ACME FOODS GmbH", "Acme Foods Co.,Ltd", "Acme Foods S.p.A.", "Acme Foods B.V.",
                             "Acme Foods S.A.R.L.", "Acme Foods S.L.", "Acme-Foods & Co. KG", "SARL Acme Foods"})
        EXPECT_EQ(firm_name(name).bare(), "acmefoods") << name;
    for (const char* name : {"华远机械有限公司", "华远机械股份有限公司", "华远机械有限责任公司", "华远机械"})
        EXPECT_EQ(firm_name(name).bare(), "华远机械") << name;
}

TEST(Names, ABranchIsNotItsHeadOffice) {
    EXPECT_NE(firm_name("华远机械有限公司上海分公司").bare(), firm_name("华远机械有限公司").bare());
}

TEST(Names, ANameOfNothingButALegalFormStays) { EXPECT_EQ(firm_name("AG").bare(), "ag"); }

TEST(Names, WhoPaysForManyIsKnownByName) {
    for (const char* name : {"华远集团财务有限公司", "某市财政局", "支付宝（中国）网络技术有限公司客户备付金",
                             "Acme Treasury Centre", "PayPal Europe", "ABC商业保理有限公司", "集团结算中心"})
        EXPECT_TRUE(shared_payer_name(fold(name))) << name;
    EXPECT_FALSE(shared_payer_name(fold("华远机械有限公司")));
}

TEST(Names, TheDebtorStandsInTheText) {
    EXPECT_EQ(debtor_in_text(fold("代华远机械有限公司付货款")), "华远机械有限公司");
    EXPECT_EQ(debtor_in_text(fold("代付华远机械有限公司货款")), "华远机械有限公司");
    EXPECT_EQ(debtor_in_text(fold("INV-7 on behalf of Acme Foods")), "acme foods");
    EXPECT_EQ(debtor_in_text(fold("货款 INV-7")), "");
}

TEST(Names, AbbreviationsAndSlips) {
    EXPECT_TRUE(abbreviates(firm_name("Northwind Trdg 12"), firm_name("Northwind Trading 12")));
    EXPECT_FALSE(abbreviates(firm_name("Northwind Tools"), firm_name("Northwind Trading")));
    EXPECT_FALSE(abbreviates(firm_name("North Trdg"), firm_name("Northwind Trading")));
    EXPECT_TRUE(one_sign_apart("northwind", "nothwind"));
    EXPECT_TRUE(one_sign_apart("华远机械", "华远械"));
    EXPECT_TRUE(one_sign_apart("acme", "acne"));
    EXPECT_FALSE(one_sign_apart("acme", "axne"));
}

} // namespace
} // namespace settled::matching
