#include <settled/plugin.hpp>
#include <settled/testing.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled {
namespace {

using testing::Columns;
using testing::LedgerRows;
using Options = std::vector<std::pair<std::string, std::string>>;

const auto& operations() { return *static_cast<const settled_ledger_operations*>(SETTLED_PLUGIN_SYMBOL.operations); }

// A folder with files, and the plugin opened on it through the C tables.
class LedgerFilesTest : public ::testing::Test {
  protected:
    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name, std::ios::binary) << text; }

    void write_smallest() {
        write("customers.csv", "customer_id,name\nC1,华远机械\n");
        write("open_items.csv",
              "item_id,customer_id,doc_type,document_number,currency,open_amount\n7,C1,invoice,INV-7,CNY,12.30\n"
              "8,C1,credit_note,CN-8,CNY,-2.30\n");
    }

    // Opens, runs `act`, closes; the error's words.
    template <class Act> std::string with_plugin(const Options& options, Act&& act) {
        Options all = options;
        if (std::ranges::find(all, "folder", &Options::value_type::first) == all.end())
            all.push_back({"folder", folder_.path().string()});
        const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, all);
        const settled_host host = host_.abi();
        const settled_settings abi = settings.abi();
        settled_error error{};
        error.size = sizeof error;
        void* const self = operations().open(&host, &abi, &error);
        if (self != nullptr) {
            act(self, error);
            operations().close(self);
        }
        code_ = static_cast<settled_code>(error.code);
        return error.message;
    }

    std::string pull(const Options& options = {}) {
        got_ = {};
        return with_plugin(options, [&](void* self, settled_error& error) {
            const settled_ledger_sink sink = got_.abi();
            const settled_pull_request request{sizeof request, 20261118, {}};
            operations().pull(self, &request, &sink, &error);
        });
    }

    support::TemporaryFolder folder_;
    testing::TestHost host_;
    LedgerRows got_;
    settled_code code_ = SETTLED_OK;
};

TEST_F(LedgerFilesTest, ReadsTheTablesThatAreThere) {
    write_smallest();
    write("receipts.csv", "receipt_id;amount;currency;date;state\r\nR1;1200.00;JPY;20261118;draft\r\n");
    EXPECT_EQ(pull(), "");
    EXPECT_EQ(got_.rows.at("customers"), (std::vector<Columns>{{{"customer_id", "C1"}, {"name", "华远机械"}}}));
    EXPECT_EQ(got_.rows.at("open_items")[0].at("open_amount"), "1230");
    EXPECT_EQ(got_.rows.at("open_items")[1].at("doc_type"), "credit_note");
    EXPECT_EQ(got_.rows.at("receipts")[0].at("amount"), "1200");
    EXPECT_EQ(got_.committed,
              (std::map<std::string, std::int64_t, std::less<>>{{"customers", 1}, {"open_items", 2}, {"receipts", 1}}));
    EXPECT_FALSE(got_.rows.contains("bank_book")) << "an absent table is absent data, not an empty table";
}

TEST_F(LedgerFilesTest, AMissingRequiredFileIsAClearErrorAndNothingIsCommitted) {
    write("customers.csv", "customer_id\nC1\n");
    EXPECT_EQ(
        pull(),
        (folder_ / "open_items.csv").string() +
            " is missing; a ledger needs customers.csv and open_items.csv, with their headings even where there are no rows");
    EXPECT_EQ(code_, SETTLED_UNAVAILABLE);
    EXPECT_FALSE(got_.committed.contains("open_items"));
}

TEST_F(LedgerFilesTest, AnUnreachableFolderIsNotAnEmptyLedger) {
    EXPECT_TRUE(pull({{"folder", (folder_ / "absent").string()}}).contains("cannot be reached"));
    EXPECT_EQ(code_, SETTLED_UNAVAILABLE);
}

TEST_F(LedgerFilesTest, ABadValueNamesFileLineColumnAndValue) {
    write_smallest();
    write("open_items.csv",
          "item_id,customer_id,doc_type,document_number,currency,open_amount\n7,C1,invoice,INV-7,CNY,\"1,234.50\"\n");
    EXPECT_EQ(
        pull(),
        "open_items.csv:2: open_items, row 1 (item_id 7), column open_amount: \"1,234.50\"; expected digits with an optional "
        "sign and point, such as -1234.50");
    EXPECT_EQ(code_, SETTLED_BAD_DATA);
    EXPECT_FALSE(got_.committed.contains("open_items"));
}

TEST_F(LedgerFilesTest, ARowWithMoreOrFewerValuesThanHeadingsIsRefused) {
    write_smallest();
    write("customers.csv", "customer_id,name\nC1,Müller, Söhne\n");
    EXPECT_EQ(pull(), "customers.csv:2: the row has 3 values, the headings 2; is a quote or mark missing?");
}

TEST_F(LedgerFilesTest, ReadsAFileWhateverItsMarkLineEndsAndCharacterSet) {
    write_smallest();
    const std::string gbk = "\xBB\xAA\xD4\xB6\xBB\xFA\xD0\xB5"; // 华远机械
    for (const std::string& text :
         {std::string("\xEF\xBB\xBF"
                      "customer_id,name\r\nC1,华远机械\r\n"),
          std::string("customer_id;name\nC1;华远机械"), std::string("customer_id\tname\n\nC1\t\"华远机械\"\n"),
          "customer_id,name\nC1," + gbk + "\n"}) {
        write("customers.csv", text);
        EXPECT_EQ(pull(), "");
        ASSERT_EQ(got_.rows.at("customers").size(), 1u) << text;
        EXPECT_EQ(got_.rows.at("customers")[0], (Columns{{"customer_id", "C1"}, {"name", "华远机械"}})) << text;
    }
    EXPECT_TRUE(pull({{"encoding", "klingon"}}).contains("encoding = \"klingon\" is unknown"));
}

TEST_F(LedgerFilesTest, AQuotedValueMayHoldTheMarkQuotesAndLineBreaks) {
    write_smallest();
    write("customers.csv", "customer_id,name\nC1,\"Müller, \"\"M\"\"\nSöhne\"\nC2,x\n");
    EXPECT_EQ(pull(), "");
    ASSERT_EQ(got_.rows.at("customers").size(), 2u);
    EXPECT_EQ(got_.rows.at("customers")[0].at("name"), "Müller, \"M\"\nSöhne");
}

TEST_F(LedgerFilesTest, AFileThatIsCutOffIsRefused) {
    write_smallest();
    write("customers.csv", "customer_id,name\nC1,\"never ends\nC2,x\n");
    EXPECT_TRUE(pull().starts_with("customers.csv:"));
    EXPECT_EQ(code_, SETTLED_BAD_DATA);
    EXPECT_FALSE(got_.committed.contains("customers"));
    write("customers.csv", "");
    EXPECT_TRUE(pull().contains("its first line must hold the headings"));
}

TEST_F(LedgerFilesTest, ReadsOwnHeadingsThroughTheOptionMap) {
    write("customers.csv", "customer_id\nC1\n");
    write("open_items.csv", "item_id,customer_id,doc_type,单据号,备注,currency,open_amount\n7,C1,invoice,INV-7,随便,CNY,1\n");
    EXPECT_TRUE(pull().contains("unknown column \"单据号\""));
    EXPECT_EQ(pull({{"map.open_items.document_number", "单据号"}}), "");
    EXPECT_EQ(got_.rows.at("open_items")[0].at("document_number"), "INV-7");
    EXPECT_TRUE(pull({{"map.open_items.document_number", "单据编号"}}).contains("the file has no column \"单据编号\""));
    EXPECT_TRUE(pull({{"map.open_items.document_numbr", "x"}}).contains("did you mean \"document_number\"?"));
    EXPECT_TRUE(pull({{"map.open_item.document_number", "x"}}).contains("did you mean \"open_items\"?"));
}

TEST_F(LedgerFilesTest, ReadsOwnHeadingsThroughTheFoldersColumnsToml) {
    write("customers.csv", "编号;名称\nC1;华远\n");
    write("open_items.csv", "item_id,customer_id,doc_type,document_number,currency,open_amount\n");
    write("columns.toml", "[customers]\ncustomer_id = \"编号\"\nname = \"名称\"\n");
    EXPECT_EQ(pull(), "");
    EXPECT_EQ(got_.rows.at("customers")[0], (Columns{{"customer_id", "C1"}, {"name", "华远"}}));
    EXPECT_EQ(got_.committed.at("open_items"), 0);
    write("columns.toml", "[customers]\ncustomer_id = 5\n");
    EXPECT_TRUE(pull().contains("columns.toml:2: expected the file's heading in quotes"));
    EXPECT_EQ(code_, SETTLED_INVALID_CONFIG);
    write("columns.toml", "[customers\n");
    EXPECT_TRUE(pull().contains("columns.toml:1: "));
}

TEST_F(LedgerFilesTest, RereadGivesTheNamedItemsAsTheyAreNow) {
    write_smallest();
    LedgerRows again;
    EXPECT_EQ(with_plugin({},
                          [&](void* self, settled_error& error) {
                              const settled_text ids[] = {"8", "99"};
                              const settled_reread_request request{sizeof request, 2, ids};
                              const settled_ledger_sink sink = again.abi();
                              operations().reread(self, &request, &sink, &error);
                          }),
              "");
    ASSERT_EQ(again.rows.at("open_items").size(), 1u);
    EXPECT_EQ(again.rows.at("open_items")[0].at("document_number"), "CN-8");
    EXPECT_EQ(again.committed.at("open_items"), 1);
}

TEST_F(LedgerFilesTest, CheckCountsTheRowsOfEachTable) {
    write_smallest();
    std::vector<std::string> found;
    EXPECT_EQ(with_plugin({},
                          [&](void* self, settled_error& error) {
                              const settled_check_sink sink{sizeof sink, 0, &found,
                                                            [](void* context, const settled_finding* finding) {
                                                                static_cast<std::vector<std::string>*>(context)->push_back(
                                                                    std::string(std::string_view(finding->what)) + ": " +
                                                                    std::string(std::string_view(finding->found)));
                                                            }};
                              operations().check(self, &sink, &error);
                          }),
              "");
    EXPECT_EQ(found, (std::vector<std::string>{"folder: " + folder_.path().string(), "customers.csv: 1 rows",
                                               "open_items.csv: 2 rows"}));
}

TEST_F(LedgerFilesTest, StopsWhenTheAgentSaysSo) {
    write_smallest();
    std::string many = "customer_id\n";
    for (int i = 0; i < 3000; ++i) many += "C" + std::to_string(i) + "\n";
    write("customers.csv", many);
    host_.cancel = true;
    pull();
    EXPECT_EQ(code_, SETTLED_STOPPED);
    EXPECT_EQ(got_.rows.at("customers").size(), 1000u);
}

TEST_F(LedgerFilesTest, FilesThatChangeWhileTheyAreReadAreNotALedger) {
    write_smallest();
    struct Meddler {
        LedgerRows rows;
        std::filesystem::path file;
    } meddler{{}, folder_ / "open_items.csv"};
    settled_ledger_sink sink = meddler.rows.abi();
    sink.context = &meddler;
    sink.begin = [](void*, std::int32_t) -> std::int32_t { return 0; };
    sink.commit = [](void*, const settled_commit*) -> std::int32_t { return 0; };
    sink.record = [](void* self, std::int32_t entity, const void*) -> std::int32_t {
        if (entity == SETTLED_CUSTOMERS)
            std::ofstream(static_cast<Meddler*>(self)->file, std::ios::app) << "9,C1,invoice,X,CNY,1\n";
        return 0;
    };
    EXPECT_TRUE(with_plugin({}, [&](void* self, settled_error& error) {
                    const settled_pull_request request{sizeof request, 20261118, {}};
                    operations().pull(self, &request, &sink, &error);
                }).contains("changed while they were read"));
    EXPECT_EQ(code_, SETTLED_UNAVAILABLE);
}

} // namespace
} // namespace settled
