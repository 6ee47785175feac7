#include <settled/testing_statement.hpp>
#include <settled/testing_statement_text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::ofx {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using testing::MemoryFile;
using testing::parse_with;
using testing::SeenBalance;
using testing::SeenEntry;
using testing::SeenFile;

const settled_plugin& plugin = SETTLED_PLUGIN_SYMBOL;

constexpr std::string_view header =
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
    "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";
constexpr std::string_view booking =
    "<STMTTRN>\r\n<TRNTYPE>CREDIT\r\n<DTPOSTED>20261120120000[-5:EST]\r\n<TRNAMT>1250.50\r\n<FITID>F-1\r\n"
    "<NAME>ACME\r\n<MEMO>INV-7\r\n</STMTTRN>\r\n";

// A statement of one account with these transactions.
std::string file_of(std::string_view transactions) {
    return "<OFX>\r\n<BANKMSGSRSV1><STMTTRNRS>\r\n<STATUS><CODE>0<SEVERITY>INFO</STATUS>\r\n<STMTRS>\r\n<CURDEF>USD\r\n"
           "<BANKACCTFROM>\r\n<BANKID>021000021\r\n<ACCTID>12345\r\n<ACCTTYPE>CHECKING\r\n</BANKACCTFROM>\r\n<BANKTRANLIST>\r\n"
           "<DTSTART>20261101\r\n<DTEND>20261130\r\n" +
           std::string(transactions) +
           "</BANKTRANLIST>\r\n<LEDGERBAL><BALAMT>2000.00\r\n<DTASOF>20261130\r\n</LEDGERBAL>\r\n"
           "<AVAILBAL><BALAMT>1900.00<DTASOF>20261130</AVAILBAL>\r\n</STMTRS>\r\n</STMTTRNRS></BANKMSGSRSV1>\r\n</OFX>\r\n";
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string made(text);
    for (std::size_t at = 0; (at = made.find(from, at)) != made.npos; at += to.size()) made.replace(at, from.size(), to);
    return made;
}

SeenFile parse_booking(std::string_view from, std::string_view to) {
    return parse_with(plugin, file_of(replaced(booking, from, to)));
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    const auto& statement = seen.statements[0];
    EXPECT_EQ(statement.account, "12345");
    EXPECT_EQ(statement.account_bank, "021000021");
    EXPECT_EQ(statement.currency, "USD");
    EXPECT_FALSE(statement.opening);
    EXPECT_EQ(statement.closing, (SeenBalance{"2026-11-30", "2000.00"}));
    EXPECT_EQ(statement.closing_available, (SeenBalance{"2026-11-30", "1900.00"}));
    EXPECT_TRUE(statement.ended);
    ASSERT_EQ(statement.entries.size(), 1U);
    const SeenEntry& entry = statement.entries[0];
    EXPECT_EQ(entry.status, "booked");
    EXPECT_EQ(entry.booking_date, "2026-11-20");
    EXPECT_EQ(entry.amount, "1250.50");
    EXPECT_EQ(entry.currency, "USD");
    EXPECT_EQ(entry.bank_reference, "F-1");
    EXPECT_EQ(entry.counterparty_name, "ACME");
    EXPECT_EQ(entry.remittance, "INV-7");
    EXPECT_EQ(entry.transaction_code, "CREDIT");
    EXPECT_GT(entry.line, 0);
}

// ---- packaging -----------------------------------------------------------------------------------------

TEST(Ofx, TheSameStatementInEveryPackaging) {
    const std::string body = file_of(booking);
    expect_small(parse_with(plugin, std::string(header) + body));
    expect_small(parse_with(plugin, body));                                                     // no header
    expect_small(parse_with(plugin, replaced(std::string(header) + body, "\r\n", "\n")));       //
    expect_small(parse_with(plugin, replaced(std::string(header) + body, "\r\n", "")));         // all on one line
    expect_small(parse_with(plugin, replaced(header, "\r\n\r\n", "\r\n") + body));              // no blank line
    expect_small(parse_with(plugin, "\n\n\n\n" + std::string(header) + body));                  //
    expect_small(parse_with(plugin, "\xEF\xBB\xBF" + std::string(header) + body));              //
    expect_small(parse_with(plugin, replaced(body, "<", " <")));                                // blanks before every tag
    expect_small(parse_with(plugin, "<START><VERSION>102</VERSION></START>\n" + body));         // the header as tags
    expect_small(parse_with(plugin, std::string(header) + replaced(body, "TRNAMT", "trnamt"))); // case
    std::string utf16 = "\xFF\xFE";
    for (const char c : body) utf16 += {c, '\0'};
    expect_small(parse_with(plugin, utf16));
}

TEST(Ofx, TheSameStatementAsXml) {
    std::string xml = file_of(booking);
    for (const std::string_view name : {"CODE", "SEVERITY", "CURDEF", "BANKID", "ACCTID", "ACCTTYPE", "DTSTART", "DTEND",
                                        "TRNTYPE", "DTPOSTED", "TRNAMT", "FITID", "NAME", "MEMO", "BALAMT", "DTASOF"}) {
        const std::string tag = "<" + std::string(name) + ">";
        for (std::size_t at = 0; (at = xml.find(tag, at)) != xml.npos;) {
            const std::size_t end = xml.find_first_of("<\r", at + tag.size());
            xml.insert(end, "</" + std::string(name) + ">");
            at = end;
        }
    }
    const std::string declaration =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n<!-- made up -->\n";
    expect_small(parse_with(plugin, declaration + xml));
    expect_small(parse_with(plugin, declaration + replaced(xml, "<OFX>", "<OFX xmlns=\"http://ofx.net/types/2003/04\" >")));
    expect_small(parse_with(plugin, declaration + replaced(replaced(xml, "<", "<o:"), "<o:/", "</o:")));
    expect_small(parse_with(plugin, declaration + replaced(xml, "INV-7", "<![CDATA[INV-7]]>")));
    expect_small(parse_with(plugin, declaration + replaced(xml, "INV-7", "INV<!-- hidden -->-7")));
}

TEST(Ofx, ReadsOfAnySizeGiveTheSame) {
    const std::string file = std::string(header) + file_of(booking);
    for (std::size_t read_bytes = 1; read_bytes < 40; ++read_bytes)
        expect_small(parse_with(plugin, MemoryFile{.left = file, .read_bytes = read_bytes}));
}

TEST(Ofx, TheHeadersClaimAboutTheEncodingIsNotBelievedAgainstTheBytes) {
    const auto name_in = [](std::string_view head, std::string_view name) {
        const SeenFile seen = parse_with(plugin, std::string(head) + file_of(replaced(booking, "ACME", name)));
        return seen.error ? seen.error->message : seen.statements[0].entries[0].counterparty_name;
    };
    EXPECT_EQ(name_in(header, "M\xFCller"), "Müller");
    EXPECT_EQ(name_in(header, "Müller"), "Müller") << "UTF-8 under a header that says 1252";
    const std::string utf8 = replaced(replaced(header, "CHARSET:1252", "CHARSET:NONE"), "USASCII", "UTF-8");
    EXPECT_EQ(name_in(utf8, "Müller"), "Müller");
    EXPECT_EQ(name_in(utf8, "Liquida\xE7\xE3o"), "Liquidação") << "Latin-1 under a header that says UTF-8";
    EXPECT_EQ(name_in(replaced(header, "CHARSET:1252", "CHARSET:1250"), "Ksi\xEAgowo\x9C\xE6"), "Księgowość");
    EXPECT_EQ(name_in("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>", "Ksi\xEAgowo\xB6\xE6"), "Księgowość");
    EXPECT_EQ(name_in("<?xml version=\"1.0\" encoding=\"ASCII\"?>", "M\xFCller"), "Müller");
}

TEST(Ofx, TheConfiguredEncodingOutranksTheHeader) {
    const std::string file = std::string(header) + file_of(replaced(booking, "ACME", "\xC9\xCF\xBA\xA3"));
    EXPECT_EQ(parse_with(plugin, MemoryFile{.left = file}, {{"encoding", "GBK"}}).statements[0].entries[0].counterparty_name,
              "上海");
    const SeenFile seen = parse_with(plugin, MemoryFile{.left = file}, {{"encoding", "EBCDIC"}});
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_INVALID_CONFIG);
}

// ---- bookings ------------------------------------------------------------------------------------------

TEST(Ofx, AmountsWithEitherMarkAndSign) {
    const auto amount = [](std::string_view text) {
        const SeenFile seen = parse_booking("1250.50", text);
        return seen.error ? "refused" : seen.statements[0].entries[0].amount;
    };
    EXPECT_EQ(amount("-34,51"), "-34.51");
    EXPECT_EQ(amount("+100.00"), "100.00");
    EXPECT_EQ(amount("  -0.5 "), "-0.50");
    EXPECT_EQ(amount("1,234.50"), "1234.50");
    EXPECT_EQ(amount("-1.234,50"), "-1234.50");
    EXPECT_EQ(amount("1234"), "1234.00");
    EXPECT_EQ(amount("$120"), "refused");
    EXPECT_EQ(amount("12.34.56"), "refused");
    EXPECT_EQ(amount("99999999999999999999"), "refused");
}

TEST(Ofx, AnAmountFinerThanTheCurrencyIsShownAndToldOf) {
    const SeenFile seen = parse_booking("1250.50", "-64.40574934902884");
    ASSERT_FALSE(seen.error);
    EXPECT_EQ(seen.statements[0].entries[0].amount, "-64.40574934902884");
    ASSERT_NE(seen.diagnostic("FINER_AMOUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("FINER_AMOUNT")->severity, SETTLED_ERROR);
}

TEST(Ofx, ALineWithoutDigitsInItsAmountMovesNoMoney) {
    const SeenFile seen = parse_booking("1250.50", " . ");
    ASSERT_FALSE(seen.error);
    EXPECT_EQ(seen.statements[0].entries[0].status, "neutral");
    EXPECT_EQ(seen.statements[0].entries[0].amount, "0.00");
    EXPECT_NE(seen.diagnostic("AMOUNT"), nullptr);
}

TEST(Ofx, ABookingWithoutAnAmountIsRefused) {
    const SeenFile seen = parse_booking("<TRNAMT>1250.50\r\n", "");
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_EQ(seen.error->line, 14);
    EXPECT_THAT(seen.error->message, HasSubstr("TRNAMT"));
}

TEST(Ofx, TheDayIsTheOneTheBankWrote) {
    const auto day = [](std::string_view text) {
        return parse_booking("20261120120000[-5:EST]", text).statements.at(0).entries.at(0).booking_date;
    };
    EXPECT_EQ(day("20261120"), "2026-11-20");
    EXPECT_EQ(day("20261120233000.000[-5:EST]"), "2026-11-20") << "the 21st in Greenwich";
    EXPECT_EQ(day("20261120003000[+5.5:IST]"), "2026-11-20") << "the 19th in Greenwich";
    EXPECT_EQ(day("20261120000000[0]"), "2026-11-20");
    EXPECT_EQ(day("2026-11-20"), "2026-11-20");
    EXPECT_EQ(day("20260230"), "2026-02-28");
}

TEST(Ofx, ABookingWithoutADayTakesTheCustomersOrIsToldOf) {
    const SeenFile user = parse_booking("<DTPOSTED>20261120120000[-5:EST]", "<DTPOSTED>\r\n<DTUSER>20261119");
    EXPECT_EQ(user.statements[0].entries[0].booking_date, "2026-11-19");
    EXPECT_EQ(user.diagnostic("NO_DATE")->severity, SETTLED_WARNING);
    for (const std::string_view none : {"00000000", "", "20261340"}) {
        const SeenFile seen = parse_booking("20261120120000[-5:EST]", none);
        ASSERT_FALSE(seen.error);
        EXPECT_EQ(seen.statements[0].entries[0].booking_date, "");
        ASSERT_NE(seen.diagnostic("NO_DATE"), nullptr) << none;
        EXPECT_EQ(seen.diagnostic("NO_DATE")->severity, SETTLED_ERROR);
    }
}

TEST(Ofx, EntitiesAndBareMarksInTexts) {
    const auto memo = [](std::string_view text) {
        return parse_booking("INV-7", text).statements.at(0).entries.at(0).remittance;
    };
    EXPECT_EQ(memo("A &amp; B &lt;C&gt; &#39;D&#x27; &quot;E&quot;&nbsp;F"), "A & B <C> 'D' \"E\" F");
    EXPECT_EQ(memo("A & B &unknown; AT&T"), "A & B &unknown; AT&T");
    EXPECT_EQ(memo("5 < 7 and 8 > 6"), "5 < 7 and 8 > 6");
    EXPECT_EQ(memo("&amp;lt;"), "&lt;") << "resolved once";
    EXPECT_EQ(memo("one\r\n   two"), "one two");
    EXPECT_EQ(memo("&#0;&#xD800;"), "&#0;&#xD800;") << "no characters";
}

TEST(Ofx, ThePayerIsInNamePayeeOrTheLongerExtendedName) {
    const auto payer = [](std::string_view tags) { return parse_booking("<NAME>ACME\r\n", tags).statements.at(0).entries.at(0); };
    EXPECT_EQ(payer("<PAYEE><NAME>ACME INC<ADDR1>1 ROAD<CITY>X</PAYEE>").counterparty_name, "ACME INC");
    EXPECT_EQ(payer("<PAYEE>ACME INC</PAYEE>").counterparty_name, "ACME INC");
    EXPECT_EQ(payer("<NAME>ACME<EXTDNAME>ACME INTERNATIONAL TRADING").counterparty_name, "ACME INTERNATIONAL TRADING");
    const SeenEntry transfer = payer("<NAME>ACME<BANKACCTTO><BANKID>9<ACCTID>777<ACCTTYPE>SAVINGS</BANKACCTTO>");
    EXPECT_EQ(transfer.counterparty_name, "ACME");
    EXPECT_EQ(transfer.counterparty_account, "777");
    EXPECT_EQ(transfer.counterparty_bank, "9");
}

TEST(Ofx, WithoutAMemoTheNameIsAllTheTextThereIs) {
    EXPECT_EQ(parse_booking("<MEMO>INV-7\r\n", "").statements[0].entries[0].remittance, "ACME");
    EXPECT_EQ(parse_booking("<MEMO>INV-7\r\n", "<MEMO>\r\n").statements[0].entries[0].remittance, "ACME");
}

TEST(Ofx, ReferencesOfTheCheckAndOfTheBank) {
    const auto reference = [](std::string_view tags) {
        return parse_booking("<NAME>", std::string(tags) + "<NAME>").statements.at(0).entries.at(0).customer_reference;
    };
    EXPECT_EQ(reference("<CHECKNUM>1204"), "1204");
    EXPECT_EQ(reference("<REFNUM>R-9"), "R-9");
    EXPECT_EQ(reference("<CHECKNUM>1204<REFNUM>1204"), "1204");
    EXPECT_EQ(reference("<CHECKNUM>1204<REFNUM>R-9"), "1204 R-9");
}

TEST(Ofx, CurrenciesOfABooking) {
    const SeenFile other = parse_booking("<MEMO>", "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY><MEMO>");
    EXPECT_EQ(other.statements[0].entries[0].currency, "EUR") << "the amount is in EUR";
    EXPECT_EQ(other.statements[0].entries[0].remittance, "INV-7");
    const SeenFile converted = parse_booking("<MEMO>", "<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY><MEMO>");
    EXPECT_EQ(converted.statements[0].entries[0].currency, "USD");
    EXPECT_EQ(converted.statements[0].entries[0].original_currency, "EUR");
    EXPECT_EQ(converted.statements[0].entries[0].original_rate, "1.1");
    EXPECT_EQ(parse_booking("<MEMO>", "<CURRENCY>EUR<MEMO>").statements[0].entries[0].currency, "USD") << "no aggregate";
}

TEST(Ofx, YenHaveNoDecimals) {
    const SeenFile seen = parse_with(plugin, replaced(file_of(replaced(booking, "1250.50", "1250")), "USD", "JPY"));
    EXPECT_EQ(seen.statements[0].entries[0].amount, "1250");
    EXPECT_EQ(seen.statements[0].closing->amount, "2000");
}

TEST(Ofx, ACorrectionIsForAPerson) {
    const SeenFile replaces = parse_booking("<NAME>", "<CORRECTFITID>F-0<CORRECTACTION>REPLACE<NAME>");
    ASSERT_NE(replaces.diagnostic("CORRECTION"), nullptr);
    EXPECT_EQ(replaces.diagnostic("CORRECTION")->severity, SETTLED_ERROR);
    EXPECT_THAT(replaces.diagnostic("CORRECTION")->message, HasSubstr("\"F-0\""));
    EXPECT_EQ(replaces.statements[0].entries[0].status, "booked");
    const SeenFile deletes = parse_booking("<NAME>", "<CORRECTFITID>F-0<CORRECTACTION>DELETE<NAME>");
    EXPECT_EQ(deletes.statements[0].entries[0].status, "neutral") << "what the bank takes out is no booking";
}

TEST(Ofx, PendingTransactionsArePending) {
    const SeenFile seen = parse_with(
        plugin, replaced(file_of(booking), "</BANKTRANLIST>",
                         "</BANKTRANLIST><BANKTRANLISTP><DTASOF>20261121<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20261121<TRNAMT>-9.99"
                         "<NAME>Hold</STMTTRNP></BANKTRANLISTP>"));
    ASSERT_FALSE(seen.error) << seen.error->message;
    ASSERT_EQ(seen.statements[0].entries.size(), 2U);
    EXPECT_EQ(seen.statements[0].entries[1].status, "pending");
    EXPECT_EQ(seen.statements[0].entries[1].booking_date, "2026-11-21");
}

TEST(Ofx, ValuesOfUnknownAggregatesAreNotTheBookings) {
    const SeenEntry entry =
        parse_booking("<NAME>ACME", "<VENDOR.X><NAME>OTHER</NAME><TRNAMT>1</TRNAMT></VENDOR.X><CHECKNUM>\r\n<NAME>ACME")
            .statements.at(0)
            .entries.at(0);
    EXPECT_EQ(entry.counterparty_name, "ACME");
    EXPECT_EQ(entry.amount, "1250.50");
}

TEST(Ofx, EmptyValuesWithoutEndTagSwallowNothing) {
    const SeenEntry entry = parse_booking("<FITID>F-1", "<CHECKNUM>\r\n<REFNUM>\r\n<FITID>F-1").statements.at(0).entries.at(0);
    EXPECT_EQ(entry.bank_reference, "F-1");
    EXPECT_EQ(entry.remittance, "INV-7");
    EXPECT_EQ(entry.customer_reference, "");
}

TEST(Ofx, ABookingWithoutItsEndTagEndsWhereTheNextBegins) {
    const std::string open = replaced(booking, "</STMTTRN>\r\n", "");
    const SeenFile seen = parse_with(plugin, file_of(open + replaced(open, "F-1", "F-2") + replaced(booking, "F-1", "F-3")));
    ASSERT_FALSE(seen.error) << seen.error->message;
    ASSERT_EQ(seen.statements[0].entries.size(), 3U);
    EXPECT_EQ(seen.statements[0].entries[0].bank_reference, "F-1");
    EXPECT_EQ(seen.statements[0].entries[1].bank_reference, "F-2");
    EXPECT_EQ(seen.statements[0].entries[2].bank_reference, "F-3");
    EXPECT_NE(seen.diagnostic("UNCLOSED"), nullptr);
}

TEST(Ofx, ATextLongerThanAFieldIsCutAndToldOf) {
    const SeenFile seen = parse_booking("INV-7", std::string(5000, 'x'));
    EXPECT_EQ(seen.statements[0].entries[0].remittance.size(), 4096U);
    EXPECT_NE(seen.diagnostic("TEXT_CUT"), nullptr);
}

// ---- statements ----------------------------------------------------------------------------------------

TEST(Ofx, SeveralAccountsOfABankAndACard) {
    const std::string one = file_of(booking);
    std::string card = replaced(replaced(replaced(one, "STMTRS", "CCSTMTRS"), "BANKACCTFROM", "CCACCTFROM"), "12345", "4242");
    card = replaced(replaced(card, "BANKMSGSRSV1", "CREDITCARDMSGSRSV1"), "<BANKID>021000021\r\n", "");
    const std::string end = "</OFX>\r\n";
    const SeenFile seen =
        parse_with(plugin, one.substr(0, one.size() - end.size()) + card.substr(std::string_view("<OFX>\r\n").size()));
    ASSERT_FALSE(seen.error) << seen.error->message;
    ASSERT_EQ(seen.statements.size(), 2U);
    EXPECT_EQ(seen.statements[0].account, "12345");
    EXPECT_EQ(seen.statements[1].account, "4242");
    EXPECT_EQ(seen.statements[1].account_bank, "");
    EXPECT_EQ(seen.statements[1].entries.size(), 1U);
}

TEST(Ofx, AnInvestmentAccountGivesItsCashAndSaysWhatIsLeftOut) {
    const SeenFile seen = parse_with(
        plugin,
        "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20261130<CURDEF>USD<INVACCTFROM><BROKERID>b.example<ACCTID>9"
        "</INVACCTFROM><INVTRANLIST><DTSTART>20261101<DTEND>20261130<BUYSTOCK><INVBUY><INVTRAN><FITID>1<DTTRADE>20261102</"
        "INVTRAN>"
        "<SECID><UNIQUEID>X<UNIQUEIDTYPE>CUSIP</SECID><UNITS>10<UNITPRICE>5<TOTAL>-50<CURRENCY><CURRATE>1<CURSYM>USD</CURRENCY>"
        "</INVBUY></BUYSTOCK><INVBANKTRAN>" +
            std::string(booking) +
            "<SUBACCTFUND>CASH</INVBANKTRAN></INVTRANLIST><INVBAL><AVAILCASH>5<MARGINBALANCE>0<SHORTBALANCE>0</INVBAL>"
            "</INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>");
    ASSERT_FALSE(seen.error) << seen.error->message;
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].account, "9");
    EXPECT_FALSE(seen.statements[0].closing);
    ASSERT_EQ(seen.statements[0].entries.size(), 1U);
    EXPECT_EQ(seen.statements[0].entries[0].amount, "1250.50");
    ASSERT_NE(seen.diagnostic("INVESTMENT"), nullptr);
    EXPECT_THAT(seen.diagnostic("INVESTMENT")->message, HasSubstr("1 transactions in securities"));
}

TEST(Ofx, ABalanceThatIsNoAmountIsToldOfAndTheBookingsStay) {
    for (const std::string_view text : {"", "R$ 5.326,43", "n/a"}) {
        const SeenFile seen = parse_with(plugin, replaced(file_of(booking), "2000.00", text));
        ASSERT_FALSE(seen.error);
        EXPECT_FALSE(seen.statements[0].closing);
        EXPECT_EQ(seen.statements[0].entries.size(), 1U);
        ASSERT_NE(seen.diagnostic("AMOUNT"), nullptr);
        EXPECT_THAT(seen.diagnostic("AMOUNT")->message, HasSubstr("LEDGERBAL"));
    }
    const SeenFile none = parse_with(
        plugin, replaced(file_of(booking), "<LEDGERBAL><BALAMT>2000.00\r\n<DTASOF>20261130\r\n</LEDGERBAL>", "<LEDGERBAL/>"));
    EXPECT_FALSE(none.statements[0].closing);
    EXPECT_NE(none.diagnostic("AMOUNT"), nullptr);
}

TEST(Ofx, ASignOnThatTheBankRefusedIsItsMessage) {
    const SeenFile seen =
        parse_with(plugin, std::string(header) + "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>"
                                                 "Sign-on is invalid</STATUS></SONRS></SIGNONMSGSRSV1></OFX>");
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_THAT(seen.error->message, HasSubstr("15500 Sign-on is invalid"));
}

TEST(Ofx, AnErrorOfOneAccountStandsBesideTheStatementsOfOthers) {
    const SeenFile seen =
        parse_with(plugin, replaced(file_of(booking), "<BANKMSGSRSV1>",
                                    "<BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>2003<SEVERITY>ERROR</STATUS></STMTTRNRS>"));
    ASSERT_FALSE(seen.error);
    EXPECT_EQ(seen.statements.size(), 1U);
    ASSERT_NE(seen.diagnostic("BANK_STATUS"), nullptr);
    EXPECT_EQ(seen.diagnostic("BANK_STATUS")->severity, SETTLED_ERROR);
}

TEST(Ofx, AFileWithoutAStatementSaysSo) {
    const SeenFile seen = parse_with(plugin, std::string(header) + "<OFX></OFX>");
    EXPECT_FALSE(seen.error);
    EXPECT_TRUE(seen.statements.empty());
    EXPECT_NE(seen.diagnostic("NO_STATEMENT"), nullptr);
}

TEST(Ofx, AStatementWithoutAccountOrCurrencySaysSo) {
    const SeenFile account = parse_with(plugin, replaced(file_of(booking), "<ACCTID>12345\r\n", ""));
    EXPECT_NE(account.diagnostic("NO_ACCOUNT"), nullptr);
    const SeenFile currency = parse_with(plugin, replaced(file_of(booking), "<CURDEF>USD", "<CURDEF>Dollar"));
    EXPECT_NE(currency.diagnostic("CURRENCY"), nullptr);
    EXPECT_EQ(currency.statements[0].currency, "");
}

// ---- damage --------------------------------------------------------------------------------------------

TEST(Ofx, AFileCutAnywhereIsNeverTakenForWhole) {
    const std::string file = std::string(header) + file_of(std::string(booking) + std::string(booking));
    for (std::size_t size = 0; size < file.find("</OFX>") + 5; ++size) {
        const SeenFile seen = parse_with(plugin, std::string_view(file).substr(0, size));
        ASSERT_TRUE(seen.error) << file.substr(0, size);
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
        EXPECT_GT(seen.error->line, 0);
    }
}

TEST(Ofx, AnEndThatNeverBeganIsDamage) {
    const SeenFile seen = parse_with(plugin, replaced(file_of(booking), "<BANKACCTFROM>", "<BANKACCT>"));
    ASSERT_TRUE(seen.error);
    EXPECT_THAT(seen.error->message, HasSubstr("</BANKACCTFROM>"));
}

TEST(Ofx, EndlessThingsAreRefused) {
    const std::string long_value = file_of(replaced(booking, "INV-7", std::string(100'000, 'x')));
    const std::string long_tag = file_of(replaced(booking, "<MEMO>", "<" + std::string(10'000, 'M') + ">"));
    std::string deep = "<OFX><STMTRS>", many = "<OFX><STMTRS><BANKTRANLIST><STMTTRN>";
    for (int i = 0; i < 500; ++i) deep += "<X" + std::to_string(i) + ">";
    for (int i = 0; i < 2000; ++i) many += "<MEMO>x";
    for (const std::string& file : {long_value, long_tag, deep, many, std::string(100'000, ' ') + "<OFX></OFX>",
                                    "<OFX><!-- " + std::string(3'000'000, '-')}) {
        const SeenFile seen = parse_with(plugin, file);
        ASSERT_TRUE(seen.error) << file.substr(0, 60);
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    }
}

TEST(Ofx, OtherFilesAreRefusedWithAReason) {
    for (const std::string_view file : {""sv, "hello"sv, "date;amount\n1;2\n"sv, "<html><body>Sign in</body></html>"sv,
                                        "\0\0\0\1"sv, "<?xml version=\"1.0\"?><Document><BkToCstmrStmt/></Document>"sv}) {
        const SeenFile seen = parse_with(plugin, file);
        ASSERT_TRUE(seen.error) << file;
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
        EXPECT_GT(seen.error->line, 0);
    }
}

TEST(Ofx, AReadThatFailsAndASinkThatHasEnough) {
    const SeenFile broken = parse_with(plugin, MemoryFile{.left = "", .broken = true});
    ASSERT_TRUE(broken.error);
    EXPECT_EQ(broken.error->code, SETTLED_UNAVAILABLE);
}

TEST(Ofx, TheHeadIsRecognised) {
    EXPECT_GE(testing::sniff_with(plugin, std::string(header) + file_of(booking)), 90);
    EXPECT_GE(testing::sniff_with(plugin, file_of(booking)), 90);
    EXPECT_GE(testing::sniff_with(plugin, "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>"), 90);
    EXPECT_EQ(testing::sniff_with(plugin, "<?xml version=\"1.0\"?><Document><BkToCstmrStmt>"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, ":20:START\r\n:25:1\r\n:60F:C261001EUR1,\r\n"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, "!Type:Bank\nD1/2/26\n"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, "date,amount\n2026-11-20,1\n"), 0);
}

} // namespace
} // namespace settled::ofx
