#include <formats/connector_folder.hpp>

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace settled::formats {
namespace {

namespace fs = std::filesystem;

class ConnectorFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "settled-connector-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        fs::create_directories(folder_ / "erp");
    }
    void TearDown() override { fs::remove_all(folder_); }

    Result<ConnectorHead> read(const std::string& lines) {
        std::ofstream(folder_ / "erp" / "connector.toml") << "settled-connector = 1\nplugin = \"ledger_http\"\n" << lines;
        return read_connector_head(folder_, "erp", "ledger_http");
    }
    static Result<ParameterValues> values(const ConnectorHead& head, std::string_view name, std::string_view value) {
        const std::array<settled_pair, 1> pairs = {{{name, value}}};
        return parameter_values(head, Settings(pairs));
    }

    fs::path folder_;
};

TEST_F(ConnectorFolder, ReadsWhatEveryConnectorBeginsWith) {
    const auto head = read("[parameters.company]\ndefault = \"1\"\nnumber = true\n[currencies]\n\"PRE001\" = \"CNY\"\n");
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(head->name, "erp");
    EXPECT_EQ(head->folder, folder_ / "erp");
    EXPECT_EQ(head->parameters.at("company").fallback, "1");
    EXPECT_TRUE(head->parameters.at("company").number);
    EXPECT_EQ(head->currencies.at("PRE001"), "CNY");
}

TEST_F(ConnectorFolder, ParametersAreKnownGivenAndOfTheirKind) {
    const auto head = read("[parameters.company]\nnumber = true\nlist = true\n[parameters.database]\nrequired = true\n");
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(values(*head, "parameters.database", "trade")->at("company"), "");
    EXPECT_TRUE(values(*head, "parameters.company", "1;2").error().message.contains("needs \"database\""));
    EXPECT_TRUE(values(*head, "parameters.company", "1;x").error().message.contains("expects a whole number as \"company\""));
    EXPECT_TRUE(values(*head, "parameters.databse", "x").error().message.contains("did you mean \"database\"?"));
}

TEST_F(ConnectorFolder, ANameThatLeadsOutOfTheFolderIsRefused) {
    EXPECT_EQ(*connector_file("/etc/erp", "a/b.toml"), fs::path("/etc/erp/a/b.toml"));
    for (const char* name : {"", "/etc/passwd", "../other/x", "a/../../x"})
        EXPECT_FALSE(connector_file("/etc/erp", name)) << name;
}

TEST_F(ConnectorFolder, CurrenciesAreIsoCodes) {
    const auto head = read("[currencies]\n\"PRE001\" = \"yuan\"\n");
    ASSERT_FALSE(head);
    EXPECT_TRUE(
        head.error().message.ends_with("connector.toml:4: [currencies] PRE001: \"yuan\" is not an ISO 4217 code such as CNY"))
        << head.error().message;
    const auto fine = read("[currencies]\n\"PRE001\" = \"CNY\"\n");
    ASSERT_TRUE(fine) << fine.error().message;
    const auto parameters = parameter_values(*fine, Settings(std::span<const settled_pair>()));
    ASSERT_TRUE(parameters) << parameters.error().message;
    const std::array<settled_pair, 1> own = {{{"currencies.Taler", "taler"}}};
    EXPECT_TRUE(record_rules(*fine, *parameters, Settings(own)).error().message.contains("\"Taler\" = \"taler\" is not an ISO"));
}

} // namespace
} // namespace settled::formats
