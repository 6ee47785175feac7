#include "connector.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace settled::ledger_odbc {
namespace {

namespace fs = std::filesystem;

class ConnectorTest : public ::testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "erp");
        sql("customers.sql", "SELECT 1 AS customer_id");
        sql("open_items.sql", "SELECT 1 AS item_id FROM t WHERE a IN (:accounts) AND d <= :as_of");
    }
    void sql(const std::string& file, const std::string& text) { std::ofstream(folder_ / "erp" / file) << text; }
    std::string toml(const std::string& variant, const std::string& head = "settled-connector = 1\nplugin = \"ledger_odbc\"\n") {
        std::ofstream(folder_ / "erp" / "connector.toml")
            << head << "[parameters.accounts]\ndefault = \"1122\"\nlist = true\n[currencies]\n\"PRE001\" = \"CNY\"\n"
            << variant;
        const auto read = read_connector(folder_.path(), "erp");
        return read ? "" : read.error().message;
    }
    const std::string good_ =
        "[[variant]]\nname = \"a\"\ndbms = [\"SQLite\"]\nprobe = \"SELECT 1 FROM t\"\nopen_items_by_key = true\n"
        "[variant.entities]\nopen_items = \"open_items.sql\"\ncustomers = { sql = \"customers.sql\", optional = true }\n";
    support::TemporaryFolder folder_;
};

TEST_F(ConnectorTest, ReadsVariantsParametersAndCurrencies) {
    ASSERT_EQ(toml(good_), "");
    const auto read = read_connector(folder_.path(), "erp");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, "erp");
    EXPECT_EQ(read->currencies.at("PRE001"), "CNY");
    EXPECT_EQ(read->parameters.at("accounts").fallback, "1122");
    EXPECT_TRUE(read->parameters.at("accounts").list);
    ASSERT_EQ(read->variants.size(), 1u);
    const Variant& variant = read->variants.front();
    EXPECT_EQ(variant.dbms, std::vector<std::string>{"SQLite"});
    EXPECT_TRUE(variant.open_items_by_key);
    ASSERT_EQ(variant.queries.size(), 2u);
    EXPECT_EQ(variant.queries[0].entity->name, "customers") << "customers are read before items";
    EXPECT_TRUE(variant.queries[0].optional);
    EXPECT_EQ(variant.queries[1].sql.marks, (std::vector<Mark>{{"accounts"}, {"as_of"}}));
}

TEST_F(ConnectorTest, AnUnknownConnectorIsAnsweredWithThoseThatAreThere) {
    ASSERT_EQ(toml(good_), "");
    const auto read = read_connector(folder_.path(), "erq");
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().message.ends_with("did you mean \"erp\"? Known connectors: erp")) << read.error().message;
    EXPECT_FALSE(read_connector(folder_.path(), "../erp"));
    EXPECT_FALSE(read_connector(folder_.path(), ""));
}

TEST_F(ConnectorTest, EveryMistakeIsNamed) {
    const auto variant = [](const std::string& lines) { return "[[variant]]\nname = \"a\"\n" + lines; };
    const std::string both = "customers = \"customers.sql\", open_items = \"open_items.sql\"";
    struct Case {
        std::string text, found;
    };
    for (const auto& [text, found] : std::vector<Case>{
             {"", "there is no [[variant]]"},
             {"[[variant]\n", "connector.toml:"},
             {variant(""), "connector.toml:8: [[variant]] entities: is missing"},
             {variant("entities = { customers = \"customers.sql\" }\n"), "variant a has no open_items"},
             {variant("entities = { " + both + ", recepts = \"customers.sql\" }\n"),
              "unknown entity \"recepts\"; did you mean \"receipts\"?"},
             {variant("entities = { " + both + ", receipts = \"../customers.sql\" }\n"), "within this folder"},
             {variant("entities = { " + both + ", receipts = \"/etc/passwd\" }\n"), "within this folder"},
             {variant("entities = { " + both + ", receipts = 5 }\n"), "within this folder"},
             {variant("entities = { " + both + ", receipts = { sql = \"customers.sql\", constants = 5 } }\n"),
              "expected a table"},
             {variant("entities = { " + both + ", receipts = { sql = \"customers.sql\", constants = { method = 5 } } }\n"),
              "constants method: expected a text in quotes"},
             {variant("entities = { " + both + ", receipts = \"absent.sql\" }\n"), "absent.sql cannot be read"},
             {variant("probe = \"DELETE FROM t\"\nentities = { " + both + " }\n"),
              "connector.toml:10: [[variant]] probe: line 1: found \"delete\""},
         })
        EXPECT_TRUE(toml(text).contains(found)) << toml(text);
    EXPECT_TRUE(
        toml(variant("open_item_by_key = true\nentities = { " + both + " }\n"))
            .contains("connector.toml:10: [[variant]]: unknown key \"open_item_by_key\"; did you mean \"open_items_by_key\"?"));
    EXPECT_TRUE(toml(good_, "plugin = \"ledger_odbc\"\n").contains("expected settled-connector = 1"));
    EXPECT_TRUE(toml(good_, "settled-connector = 2\nplugin = \"ledger_odbc\"\n").contains("expected settled-connector = 1"));
    EXPECT_TRUE(toml(good_, "settled-connector = 1\nplugin = \"ledger_http\"\n").contains("not of ledger_odbc"));
}

TEST_F(ConnectorTest, SqlThatDoesMoreThanReadIsRefusedWithFileAndLine) {
    sql("open_items.sql", "SELECT 1\n; DROP TABLE t");
    EXPECT_TRUE(toml(good_).contains("open_items.sql: line 2: found \";\"")) << toml(good_);
    sql("open_items.sql", "SELECT 1 FROM t WHERE a = :acounts");
    EXPECT_TRUE(toml(good_).contains("parameter :acounts is not declared"));
}

TEST_F(ConnectorTest, EveryConnectorOfThisRepositoryIsReadable) {
    const fs::path all = SETTLED_SOURCE_DIR "/connectors/erp";
    int count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(all)) {
        std::ifstream in(entry.path() / "connector.toml");
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        if (!text.contains("\"ledger_odbc\"")) continue;
        const auto read = read_connector(all, entry.path().filename().string());
        EXPECT_TRUE(read) << (read ? "" : read.error().message);
        ++count;
    }
    EXPECT_GE(count, 4);
}

} // namespace
} // namespace settled::ledger_odbc
