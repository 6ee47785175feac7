#include "backends.hpp"
#include "erp.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;
using testing::Columns;

Options views(const std::string& connection, Options more = {}) {
    more.insert(more.end(), {{"connector", "sql_template"}, {"connection", connection}, {"allow_writable_account", "true"}});
    return more;
}

const std::string one_customer = "CREATE TABLE settled_customers (customer_id varchar(20), name varchar(80));"
                                 "INSERT INTO settled_customers VALUES ('C1', '华远机械');";
const std::string items_table =
    "CREATE TABLE settled_open_items (item_id varchar(20), customer_id varchar(20), doc_type varchar(20), "
    "document_number varchar(40), currency char(5), open_amount decimal(18,2), due_date date);";
std::string item(const std::string& id, const std::string& amount, const std::string& due) {
    return "INSERT INTO settled_open_items VALUES ('" + id + "', 'C1', 'invoice', 'INV-" + id + "', 'CNY', " + amount + ", " +
           due + ");";
}

class OnEachDatabase : public ::testing::TestWithParam<int> {
  protected:
    void SetUp() override {
        if (!database_.here()) GTEST_SKIP() << database_.name << " or its ODBC driver is not installed";
    }
    Backend database_ = GetParam() == 0 ? sqlite() : GetParam() == 1 ? postgresql() : mariadb();
};
std::string name_of(const ::testing::TestParamInfo<int>& info) {
    return info.param == 0 ? "SQLite" : info.param == 1 ? "PostgreSQL" : "MariaDB";
}
INSTANTIATE_TEST_SUITE_P(Odbc, OnEachDatabase, ::testing::Values(0, 1, 2), name_of);

TEST_P(OnEachDatabase, ReadsViewsNullsPaddedTextAndExactAmounts) {
    Ledger ledger(views(
        database_.make(one_customer + items_table + item("1", "1234567890123.45", "NULL") + item("2", "-0.05", "'2026-11-20'"))));
    ASSERT_EQ(ledger.pull(), "");
    ASSERT_EQ(ledger.got.rows.at("open_items").size(), 2u);
    EXPECT_EQ(ledger.got.rows.at("customers")[0].at("name"), "华远机械");
    EXPECT_EQ(ledger.got.rows.at("open_items")[0].at("open_amount"), "123456789012345");
    EXPECT_FALSE(ledger.got.rows.at("open_items")[0].contains("due_date"));
    EXPECT_EQ(ledger.got.rows.at("open_items")[1].at("open_amount"), "-5");
    EXPECT_EQ(ledger.got.rows.at("open_items")[1].at("due_date"), "20261120");
    EXPECT_EQ(ledger.got.rows.at("open_items")[1].at("currency"), "CNY") << "char(5) is padded";
    EXPECT_FALSE(ledger.got.rows.contains("receipts")) << "a view that is not there is absent data";
    EXPECT_EQ(ledger.got.committed.at("open_items"), 2);
    ASSERT_EQ(ledger.check(), "");
}

TEST_P(OnEachDatabase, AMissingRequiredTableIsNamedWithTheNextStep) {
    Ledger ledger(views(database_.make(one_customer)));
    const std::string words = ledger.pull();
    EXPECT_TRUE(words.contains("sql_template/open_items.sql: ") && words.contains("settled_open_items")) << words;
    EXPECT_TRUE(words.contains("Next: the table is not there: is it the right database")) << words;
    EXPECT_EQ(ledger.code, SETTLED_INVALID_CONFIG);
    EXPECT_FALSE(ledger.check().empty());
}

TEST_P(OnEachDatabase, AMissingColumnIsNamed) {
    const std::string connection = database_.make(one_customer + items_table);
    const support::TemporaryFolder folder;
    fs::create_directories(folder / "own");
    std::ofstream(folder / "own/connector.toml") << "settled-connector = 1\nplugin = \"ledger_odbc\"\n[[variant]]\nname = \"x\"\n"
                                                    "entities = { customers = \"c.sql\", open_items = \"i.sql\" }\n";
    std::ofstream(folder / "own/c.sql") << "SELECT customer_id, nome AS name FROM settled_customers";
    std::ofstream(folder / "own/i.sql") << "SELECT * FROM settled_open_items";
    Ledger ledger({{"connector", "own"},
                   {"connector_folder", folder.path().string()},
                   {"connection", connection},
                   {"allow_writable_account", "true"}});
    const std::string words = ledger.pull();
    EXPECT_TRUE(words.contains("own/c.sql: ") && words.contains("nome") && words.contains("Next: the column is not there"))
        << words;
    EXPECT_EQ(ledger.code, SETTLED_INVALID_CONFIG);
}

TEST_P(OnEachDatabase, AnUnknownColumnOfAViewIsAnsweredWithTheNearestKnownOne) {
    Ledger ledger(
        views(database_.make("CREATE TABLE settled_customers (customer_id varchar(20), nane varchar(80));" + items_table)));
    const std::string words = ledger.pull();
    EXPECT_TRUE(words.contains("unknown column \"nane\"; did you mean \"name\"?")) << words;
}

TEST_P(OnEachDatabase, TextInAnAmountNamesRowColumnAndValue) {
    Ledger ledger(views(database_.make(
        one_customer + "CREATE TABLE settled_open_items (item_id varchar(20), customer_id varchar(20), doc_type varchar(20), "
                       "document_number varchar(40), currency varchar(3), open_amount varchar(20));"
                       "INSERT INTO settled_open_items VALUES ('1','C1','invoice','I1','CNY','5');"
                       "INSERT INTO settled_open_items VALUES ('2','C1','invoice','I2','CNY','12,50');")));
    EXPECT_EQ(ledger.pull(),
              "sql_template/open_items.sql: open_items, row 2 (item_id 2), column open_amount: \"12,50\"; expected digits with "
              "an optional sign and point, such as -1234.50");
    EXPECT_EQ(ledger.code, SETTLED_BAD_DATA);
    EXPECT_FALSE(ledger.got.committed.contains("open_items"));
}

TEST_P(OnEachDatabase, ALongTextArrivesWholeHoweverItIsFetched) {
    std::string text; // three-byte characters at every offset of a piece, with one-byte ones between
    while (text.size() < 40'000) text += "发票x𠮷y";
    const std::string connection =
        database_.make("CREATE TABLE settled_customers (customer_id varchar(20), contact text, name text, phone text);"
                       "INSERT INTO settled_customers VALUES ('C1', 'short', '" +
                       text +
                       "', NULL);"
                       "INSERT INTO settled_customers VALUES ('C2', '" +
                       text +
                       "', 'short', '');"
                       "INSERT INTO settled_customers VALUES ('C3', NULL, NULL, '3');" +
                       items_table);
    for (const Options& how : {Options{}, Options{{"block_rows", "1"}}, Options{{"block_rows", "2"}},
                               Options{{"wide_text", "yes"}}, Options{{"wide_text", "yes"}, {"block_rows", "1"}}}) {
        Ledger ledger(views(connection, how));
        ASSERT_EQ(ledger.pull(), "");
        const auto& rows = ledger.got.rows.at("customers");
        ASSERT_EQ(rows.size(), 3u);
        EXPECT_TRUE(rows[0] == (Columns{{"customer_id", "C1"}, {"contact", "short"}, {"name", text}}));
        EXPECT_TRUE(rows[1] == (Columns{{"customer_id", "C2"}, {"contact", text}, {"name", "short"}}));
        EXPECT_TRUE(rows[2] == (Columns{{"customer_id", "C3"}, {"phone", "3"}}));
    }
}

TEST_P(OnEachDatabase, AValueLargerThanAnyColumnOfTheContractIsRefused) {
    const std::string text(70'000, 'x');
    Ledger ledger(views(database_.make("CREATE TABLE settled_customers (customer_id varchar(20), name " +
                                       std::string(database_.name == "MariaDB" ? "mediumtext" : "text") +
                                       ");"
                                       "INSERT INTO settled_customers VALUES ('C1', '" +
                                       text + "');" + items_table)));
    EXPECT_TRUE(ledger.pull().contains("column name: ")) << ledger.pull();
    EXPECT_EQ(ledger.code, SETTLED_BAD_DATA);
}

// More rows than a block holds, and not a multiple of it.
TEST_P(OnEachDatabase, ReadsEveryRowOfManyBlocks) {
    std::string sql = one_customer + items_table;
    for (int i = 0; i < 257; ++i) sql += item(std::to_string(i), std::to_string(i) + ".01", "'2026-11-20'");
    const std::string connection = database_.make(sql);
    for (const char* block : {"1", "2", "100", "256", "257", "1000"}) {
        Ledger ledger(views(connection, {{"block_rows", block}}));
        ASSERT_EQ(ledger.pull(), "");
        ASSERT_EQ(ledger.got.rows.at("open_items").size(), 257u) << block;
        EXPECT_EQ(ledger.got.rows.at("open_items").back().at("open_amount"), "25601");
    }
}

TEST(Odbc, AMissingDriverIsAnsweredWithTheInstalledOnes) {
    for (const Options& how : {Options{{"connection", "Driver={No Such Driver};Server=x"}}, Options{{"dsn", "no-such-dsn"}}}) {
        Options options = how;
        options.emplace_back("connector", "sql_template");
        Ledger ledger(options);
        const std::string words = ledger.pull();
        EXPECT_TRUE(words.contains("installed drivers: ") && words.contains("data sources: ")) << words;
        EXPECT_EQ(ledger.code, SETTLED_INVALID_CONFIG);
    }
}

TEST(Odbc, AFileThatIsNotThereIsNotMade) {
    if (driver("libsqlite3odbc.so").empty()) GTEST_SKIP() << "the SQLite ODBC driver is not installed";
    const support::TemporaryFolder folder;
    Ledger ledger({{"connector", "gnucash"},
                   {"connection", "Driver=" + driver("libsqlite3odbc.so") + ";Database=" + (folder / "x.db").string()}});
    EXPECT_TRUE(ledger.pull().contains("is the database file there")) << ledger.pull();
    EXPECT_EQ(ledger.code, SETTLED_UNAVAILABLE);
    EXPECT_FALSE(fs::exists(folder / "x.db"));
}

TEST(Odbc, AnUnreachableServerIsUnavailableAndNotEmpty) {
    if (driver("psqlodbcw.so").empty() || driver("libmaodbc.so").empty()) GTEST_SKIP() << "an ODBC driver is not installed";
    const support::TemporaryFolder folder;
    for (const std::string& connection :
         {"Driver=" + driver("psqlodbcw.so") + ";Servername=" + folder.path().string() + ";Port=5432;Database=x",
          "Driver=" + driver("libmaodbc.so") + ";Socket=" + (folder / "no.sock").string() + ";Database=x"}) {
        Ledger ledger({{"connector", "tryton"}, {"connection", connection}, {"user", "u"}});
        const std::string words = ledger.pull();
        EXPECT_EQ(ledger.code, SETTLED_UNAVAILABLE) << words;
        EXPECT_TRUE(words.contains("cannot be reached")) << words;
    }
}

TEST(Odbc, TheWrongErpIsNamedWithWhatWasTried) {
    const Backend database = sqlite();
    if (!database.here()) GTEST_SKIP() << "the SQLite ODBC driver is not installed";
    Ledger ledger({{"connector", "gnucash"}, {"connection", database.make(one_customer)}});
    const std::string words = ledger.pull();
    EXPECT_TRUE(words.contains("no variant of connector gnucash fits this SQLite database; sqlite: ")) << words;
    EXPECT_TRUE(words.contains("no such table: versions") && words.contains("server is for another database")) << words;
}

TEST(Odbc, OptionsThatMakeNoSenseAreRefusedBeforeAnybodyConnects) {
    const auto trouble = [](Options options) {
        options.emplace_back("connector", "yonyou_u8");
        return Ledger(options).trouble();
    };
    EXPECT_TRUE(trouble({{"connection", "Driver=x;PWD=hunter2"}}).contains("PWD= stands in connection"));
    EXPECT_TRUE(trouble({{"dsn", "x"}, {"parameters.acount_set", "1"}}).contains("did you mean \"account_set\"?"));
    EXPECT_TRUE(trouble({{"dsn", "x"}, {"parameters.home_currency", "RMB元"}}).contains("home_currency"));
    EXPECT_TRUE(trouble({{"dsn", "x"}, {"currencies.美金", "dollar"}}).contains("\"美金\" = \"dollar\""));
    EXPECT_TRUE(trouble({{"dsn", "x"}, {"wide_text", "maybe"}}).contains("expected auto, yes or no"));
    EXPECT_TRUE(trouble({{"dsn", "x"}, {"statement_timeout_seconds", "0"}}).contains("statement_timeout_seconds"));
    EXPECT_EQ(trouble({{"dsn", "x"}}), "");
}

TEST(Postgresql, AQueryThatTakesTooLongIsStopped) {
    const Backend database = postgresql();
    if (!database.here()) GTEST_SKIP() << "PostgreSQL or its ODBC driver is not installed";
    Ledger ledger(
        views(database.make("CREATE VIEW settled_customers AS SELECT 'C1' AS customer_id FROM pg_sleep(60);" + items_table),
              {{"statement_timeout_seconds", "1"}}));
    const std::string words = ledger.pull();
    EXPECT_EQ(ledger.code, SETTLED_UNAVAILABLE) << words;
    EXPECT_TRUE(words.contains("raise statement_timeout_seconds")) << words;
}

TEST(Postgresql, ReadsBooleansAndAbsentUsers) {
    const Backend database = postgresql();
    if (!database.here()) GTEST_SKIP() << "PostgreSQL or its ODBC driver is not installed";
    std::string connection = database.make("CREATE TABLE settled_customers (customer_id int, related_party boolean);"
                                           "INSERT INTO settled_customers VALUES (1, true), (2, false), (3, NULL);" +
                                           items_table);
    Ledger ledger(views(connection));
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(ledger.got.rows.at("customers")[0].at("related_party"), "1");
    EXPECT_EQ(ledger.got.rows.at("customers")[1].at("related_party"), "0");
    EXPECT_FALSE(ledger.got.rows.at("customers")[2].contains("related_party"));
    connection.replace(connection.rfind("UID="), std::string::npos, "UID=nobody_here");
    Ledger refused(views(connection));
    EXPECT_TRUE(refused.pull().contains("there is no such user")) << refused.pull();
    EXPECT_EQ(refused.code, SETTLED_ACCESS_DENIED);
}

TEST(Mariadb, ReadsBitsZeroDatesAndTinyIntegers) {
    const Backend database = mariadb();
    if (!database.here()) GTEST_SKIP() << "MariaDB or its ODBC driver is not installed";
    const std::string connection =
        database.make("SET sql_mode = ''; CREATE TABLE settled_customers (customer_id int, related_party bit(1));"
                      "INSERT INTO settled_customers VALUES (1, b'1'), (2, b'0');" +
                      items_table + item("1", "1", "'0000-00-00'") +
                      "CREATE TABLE settled_bills (bill_id int, currency varchar(3), amount decimal(10,2), recourse tinyint(1), "
                      "received_date datetime);"
                      "INSERT INTO settled_bills VALUES (1, 'CNY', 5, 1, '0000-00-00 00:00:00');");
    for (const Options& how : {Options{}, Options{{"block_rows", "1"}}}) {
        Ledger ledger(views(connection, how));
        ASSERT_EQ(ledger.pull(), "");
        EXPECT_EQ(ledger.got.rows.at("customers")[0].at("related_party"), "1");
        EXPECT_EQ(ledger.got.rows.at("customers")[1].at("related_party"), "0");
        EXPECT_FALSE(ledger.got.rows.at("open_items")[0].contains("due_date"));
        EXPECT_EQ(ledger.got.rows.at("bills")[0],
                  (Columns{{"bill_id", "1"}, {"currency", "CNY"}, {"amount", "500"}, {"recourse", "1"}}));
    }
}

// Somebody books while we read: between the customers and the items.
std::pair<std::string, std::size_t> pull_while_booking(Ledger& ledger, const std::function<void()>& book) {
    struct Meddler {
        testing::LedgerRows rows;
        const std::function<void()>* book;
    } meddler{{}, &book};
    settled_ledger_sink sink = meddler.rows.abi();
    static settled_ledger_sink inner;
    inner = sink;

    sink.context = &meddler;
    sink.begin = [](void* self, std::int32_t entity) -> std::int32_t {
        return inner.begin(&static_cast<Meddler*>(self)->rows, entity);
    };
    sink.record = [](void* self, std::int32_t entity, const void* record) -> std::int32_t {
        if (entity == SETTLED_CUSTOMERS) (*static_cast<Meddler*>(self)->book)();
        return inner.record(&static_cast<Meddler*>(self)->rows, entity, record);
    };
    sink.commit = [](void* self, const settled_commit* commit) -> std::int32_t {
        return inner.commit(&static_cast<Meddler*>(self)->rows, commit);
    };
    const std::string words = ledger.pull(sink);
    return {words, meddler.rows.rows["open_items"].size()};
}

TEST(Snapshot, WhatIsBookedWhileWeReadIsNotSeenInHalf) {
    for (const Backend& database : {postgresql(), mariadb()}) {
        if (!database.here()) GTEST_SKIP() << database.name << " or its ODBC driver is not installed";
        Ledger ledger(views(database.make(one_customer + items_table + item("1", "5", "NULL"))));
        const auto [words, items] = pull_while_booking(ledger, [&] { database.run(item("2", "7", "NULL")); });
        EXPECT_EQ(words, "") << database.name;
        EXPECT_EQ(items, 1u) << database.name;
        ASSERT_EQ(ledger.pull(), "");
        EXPECT_EQ(ledger.got.rows.at("open_items").size(), 2u);
    }
}

TEST(Snapshot, WhereTheServerOffersNoneAChangeStopsThePull) {
    const Backend database = mariadb();
    if (!database.here()) GTEST_SKIP() << "MariaDB or its ODBC driver is not installed";
    Ledger ledger(
        views(database.make("SET default_storage_engine = MyISAM;" + one_customer + items_table + item("1", "5", "NULL"))));
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(ledger.got.rows.at("open_items").size(), 1u);
    const auto [words, items] = pull_while_booking(ledger, [&] { database.run(item("2", "7", "NULL")); });
    EXPECT_EQ(items, 2u);
    EXPECT_TRUE(words.contains("open_items changed while the ledger was read (1 rows, then 2)")) << words;
    EXPECT_EQ(ledger.code, SETTLED_UNAVAILABLE);
}

} // namespace
} // namespace settled::erp
