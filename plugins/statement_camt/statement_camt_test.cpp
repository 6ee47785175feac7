#include <settled/testing_statement.hpp>
#include <settled/testing_statement_text.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::camt {
namespace {

const std::filesystem::path testdata = SETTLED_SOURCE_DIR "/plugins/statement_camt/testdata";

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

// A statement of one account in EUR around what the test is about.
std::string statement(const std::string& children) {
    return "<Document><BkToCstmrStmt><Stmt><Id>1</Id><CreDtTm>2026-10-09T00:00:00</CreDtTm>"
           "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>" +
           children + "</Stmt></BkToCstmrStmt></Document>";
}

std::string entry(const std::string& children) {
    return statement("<Ntry><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
                     "<BookgDt><Dt>2026-10-09</Dt></BookgDt>" +
                     children + "</Ntry>");
}

std::string balance(const std::string& code, const std::string& amount) {
    return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + amount +
           "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-09</Dt></Dt></Bal>";
}

testing::SeenFile parse(const std::string& bytes) { return testing::parse_with(SETTLED_PLUGIN_SYMBOL, bytes); }

testing::SeenEntry only_entry(const std::string& bytes) {
    auto seen = parse(bytes);
    EXPECT_FALSE(seen.error) << testing::as_text(seen);
    if (seen.statements.size() != 1 || seen.statements[0].entries.size() != 1) return {};
    return seen.statements[0].entries[0];
}

std::string refusal(const std::string& bytes) {
    const auto seen = parse(bytes);
    return seen.error ? std::to_string(seen.error->line) + ": " + seen.error->message : "not refused";
}

class CamtFile : public ::testing::TestWithParam<std::string_view> {};

TEST_P(CamtFile, GivesWhatWasCheckedByHand) {
    const std::string name(GetParam());
    EXPECT_EQ(testing::as_text(parse(read(testdata / (name + ".xml")))), read(testdata / (name + ".expected")));
}

TEST_P(CamtFile, GivesTheSameForEverySizeOfRead) {
    const std::string bytes = read(testdata / (std::string(GetParam()) + ".xml"));
    const std::string whole = testing::as_text(parse(bytes));
    for (const std::size_t size : {1, 2, 7, 61})
        EXPECT_EQ(testing::as_text(
                      testing::parse_with(SETTLED_PLUGIN_SYMBOL, testing::MemoryFile{.left = bytes, .read_bytes = size}, {})),
                  whole);
}

TEST_P(CamtFile, IsRefusedWhereverItIsCutOff) {
    const std::string bytes = read(testdata / (std::string(GetParam()) + ".xml"));
    const std::size_t end = bytes.rfind('>');
    for (std::size_t size = 0; size < end; size += 13) EXPECT_TRUE(parse(bytes.substr(0, size)).error) << size;
}

INSTANTIATE_TEST_SUITE_P(Dialects, CamtFile,
                         ::testing::Values("sepa_v2", "swiss_v8", "intraday_052", "intraday_052_v8", "notification_054",
                                           "notification_054_returns"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Camt, SaysBothFiguresWhenEntriesDoNotMakeTheClosing) {
    const auto seen = parse(statement(balance("OPBD", "100.00") + balance("CLBD", "115.00") +
                                      "<Ntry><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>"));
    ASSERT_FALSE(seen.error);
    const auto* found = seen.diagnostic("BALANCE");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->severity, SETTLED_ERROR);
    EXPECT_EQ(found->message, "entries add up to 10.00 EUR but closing - opening is 15.00 EUR; ask the bank for the file again");
    EXPECT_EQ(seen.statements[0].entries.size(), 1u);
}

TEST(Camt, PendingEntriesAreNoPartOfTheBalance) {
    const auto seen =
        parse(statement(balance("OPBD", "100.00") + balance("CLBD", "100.00") +
                        "<Ntry><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts></Ntry>"));
    EXPECT_EQ(seen.diagnostic("BALANCE"), nullptr) << testing::as_text(seen);
}

TEST(Camt, AReversalKeepsTheDirectionThatIsStated) {
    const auto seen = only_entry(entry("<RvslInd>true</RvslInd>"));
    EXPECT_EQ(seen.amount, "10.00");
    EXPECT_TRUE(seen.reversal);
}

TEST(Camt, AnEntryWithoutADayTakesTheStatementsDay) {
    const std::string bare = "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>";
    EXPECT_EQ(only_entry(statement(bare)).booking_date, "2026-10-09");
    const std::string value_day = "<ValDt><Dt>2026-10-07</Dt></ValDt></Ntry>";
    EXPECT_EQ(only_entry(statement(bare.substr(0, bare.size() - 7) + value_day)).booking_date, "2026-10-07");
    // Nothing but a balance has a day: it says when the money was there, not when it was booked.
    const auto undated =
        only_entry("<Document><BkToCstmrStmt><Stmt>" + balance("CLBD", "1") + bare + "</Stmt></BkToCstmrStmt></Document>");
    EXPECT_EQ(undated.booking_date, "");
    EXPECT_EQ(undated.value_date, "2026-10-09");
}

TEST(Camt, TwoPartsOfDifferentPayersGiveTheBookingNoPayer) {
    const auto part = [](const std::string& name) {
        return "<TxDtls><Amt Ccy=\"EUR\">5.00</Amt><RltdPties><Dbtr><Nm>" + name + "</Nm></Dbtr></RltdPties></TxDtls>";
    };
    const auto different = only_entry(entry("<NtryDtls>" + part("A") + part("B") + "</NtryDtls>"));
    ASSERT_EQ(different.details.size(), 2u);
    EXPECT_EQ(different.counterparty_name, "");
    EXPECT_EQ(different.details[1].counterparty_name, "B");
    EXPECT_EQ(different.details[1].amount, "5.00");
    EXPECT_EQ(only_entry(entry("<NtryDtls>" + part("A") + part("A") + "</NtryDtls>")).counterparty_name, "A");
}

TEST(Camt, APartsAmountThatCannotBeReadIsSaidAndLeftOut) {
    const auto seen = parse(entry("<NtryDtls><TxDtls><Amt Ccy=\"EUR\">x</Amt></TxDtls><TxDtls/></NtryDtls>"));
    ASSERT_FALSE(seen.error);
    EXPECT_EQ(seen.statements[0].entries[0].details[0].amount, "");
    EXPECT_NE(seen.diagnostic("AMOUNT"), nullptr);
}

TEST(Camt, CommentsAndCdataInsideATextDoNotPartIt) {
    EXPECT_EQ(
        only_entry(entry("<NtryDtls><TxDtls><RmtInf><Ustrd>INV<!-- x -->-<![CDATA[7&8]]></Ustrd></RmtInf></TxDtls></NtryDtls>"))
            .remittance,
        "INV-7&8");
}

TEST(Camt, ATextBeyondTheLimitIsCutAndSaid) {
    const auto seen = parse(entry("<AddtlNtryInf>" + std::string(5000, 'x') + "</AddtlNtryInf>"));
    EXPECT_EQ(seen.statements[0].entries[0].remittance.size(), 4096u);
    EXPECT_NE(seen.diagnostic("TEXT_CUT"), nullptr);
}

TEST(Camt, RefusalsNameLineAndWhatWasExpected) {
    EXPECT_EQ(refusal(statement("\n\n<Ntry>\n<Amt Ccy=\"EUR\">12..34</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>")).substr(0, 19),
              "4: amount \"12..34\" ");
    EXPECT_EQ(refusal(statement("\n<Ntry>\n\n<Amt Ccy=\"EUR\">1</Amt></Ntry>")),
              "2: the entry's direction is \"\"; expected CdtDbtInd CRDT or DBIT");
    EXPECT_EQ(refusal(statement("<Ntry><Amt Ccy=\"EUR\">-1</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry>")),
              "1: amount \"-1\" is negative; expected the direction in CdtDbtInd alone");
    EXPECT_EQ(refusal(statement("<Ntry><Amt Ccy=\"EURO\">1</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry>")),
              "1: \"EURO\" is not a currency; expected three capital letters");
    EXPECT_EQ(refusal(entry("<ValDt>\n<Dt>30.02.2026</Dt></ValDt>")), "2: \"30.02.2026\" is not a day; expected YYYY-MM-DD");
    EXPECT_EQ(refusal(statement("<Ntry/>")), "1: an entry without <Amt>");
    EXPECT_EQ(refusal(entry("<AddtlNtryInf>a&#0;b</AddtlNtryInf>")), "1: \"&#0;b</Addtl\" names no character");
    EXPECT_EQ(refusal(entry("<AddtlNtryInf>&#xD800;</AddtlNtryInf>")), "1: \"&#xD800;</Ad\" names no character");
}

TEST(Camt, RefusesFilesOfOtherKinds) {
    EXPECT_NE(refusal("").find("holds no XML"), std::string::npos);
    EXPECT_NE(refusal("\x89PNG\r\n\x1A\n").find("1: "), std::string::npos);
    EXPECT_NE(refusal(":20:STMT\r\n:25:1").find("does not begin as XML"), std::string::npos);
    EXPECT_EQ(refusal("<Document><CstmrCdtTrfInitn/></Document>"),
              "1: <Document> holds no account statement; expected camt.053, camt.052 or camt.054 with <Stmt>, <Rpt> or <Ntfctn>");
    EXPECT_NE(refusal("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aa\">]><Document/>").find("declares entities"),
              std::string::npos);
    EXPECT_EQ(testing::sniff_with(SETTLED_PLUGIN_SYMBOL, "<?xml version=\"1.0\"?><OFX/>"), 0);
    EXPECT_EQ(testing::sniff_with(SETTLED_PLUGIN_SYMBOL, "Date,Amount\n"), 0);
}

TEST(Camt, StopsWhenTheAgentHasEnough) {
    testing::SeenFile seen;
    const std::string bytes = entry("");
    seen.stop_after_entries = 1;
    testing::TestHost host;
    const settled_host host_abi = host.abi();
    const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, {});
    const settled_settings settings_abi = settings.abi();
    settled_error error{.size = sizeof error};
    const auto& operations = *static_cast<const settled_statement_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    void* self = operations.open(&host_abi, &settings_abi, &error);
    testing::MemoryFile file{bytes};
    const settled_input input = file.abi();
    const settled_statement_sink sink = seen.abi();
    EXPECT_EQ(operations.parse(self, &input, &sink, &error), SETTLED_STOPPED);
    operations.close(self);
}

} // namespace
} // namespace settled::camt
