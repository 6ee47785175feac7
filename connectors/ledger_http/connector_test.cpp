// A connector's files are read strictly, and hostile ones are refused before anything is reached.
#include "connector.hpp"

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace settled::ledger_http {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ConnectorTest : public ::testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "erp");
        write("customers.request.toml", "path = \"/customers\"\n[columns]\ncustomer_id = \"/id\"\n");
    }
    void write(const std::string& file, const std::string& text) { std::ofstream(folder_ / "erp" / file) << text; }

    // "" or why it is refused.
    std::string connector(const std::string& more, const std::vector<std::string>& allowed_posts = {}) {
        write("connector.toml",
              "settled-connector = 1\nplugin = \"ledger_http\"\n[parameters.company]\n[parameters.accounts]\nlist = true\n" +
                  more +
                  "\n[[variant]]\nname = \"a\"\n[variant.entities]\ncustomers = \"customers.request.toml\"\n"
                  "open_items = \"items.request.toml\"\n");
        const auto read = read_connector(folder_.path(), "erp", allowed_posts);
        return read ? "" : read.error().message;
    }
    std::string items(const std::string& request, const std::vector<std::string>& allowed_posts = {}) {
        write("items.request.toml", request + columns_);
        return connector("", allowed_posts);
    }
    std::string login(const std::string& lines) {
        write("items.request.toml", "path = \"/items\"\n" + columns_);
        return connector("[login]\nkind = \"call\"\n" + lines);
    }

    const std::string columns_ = "\n[columns]\nitem_id = \"/id\"\ncustomer_id = \"/c\"\ndoc_type = { value = \"invoice\" }\n"
                                 "document_number = \"/n\"\ncurrency = \"/w\"\nopen_amount = \"/o\"\n";
    support::TemporaryFolder folder_;
};

TEST_F(ConnectorTest, AReadingRequestIsTaken) {
    EXPECT_EQ(items("path = \"/api/items\"\n[query]\n\"$filter\" = \"Company eq {company:quoted}\"\n"), "");
    EXPECT_EQ(items("method = \"POST\"\npath = \"/json/2/account.move.line/search_read\"\n[body]\nx = \"{company}\"\n"), "");
}

TEST_F(ConnectorTest, WhatCouldWriteIsRefused) {
    const std::string k3 = "/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.";
    for (const std::string& path :
         {std::string("/b1s/v1/Invoices"), std::string("/b1s/v1/Invoices(1)/Close"), std::string("/b1s/v1/$batch"),
          std::string("/json/2/account.move/write"), std::string("/json/2/account.move/unlink"),
          std::string("/json/2/account.move/{company}"), std::string("/tplus/api/v2/partner/Create"), k3 + "Save.common.kdsvc",
          k3 + "Audit.common.kdsvc", k3 + "Delete.common.kdsvc", k3 + "ExecuteOperation.common.kdsvc",
          std::string("/xmlrpc/2/object"), std::string("/api/method/frappe.client.insert"), std::string("/login"),
          std::string("/")})
        EXPECT_THAT(items("method = \"POST\"\npath = \"" + path + "\"\n"), HasSubstr("allow_posts")) << path;
    for (const char* path : {"/api/method/frappe.client.delete", "/api/deleteInvoice", "/update_item/5", "/x/cancel"})
        EXPECT_THAT(items("path = \"" + std::string(path) + "\"\n"), HasSubstr("settled never writes to an ERP")) << path;
    for (const char* method : {"PUT", "PATCH", "DELETE", "MERGE", "post", "POST "})
        EXPECT_THAT(items("method = \"" + std::string(method) + "\"\npath = \"/items\"\n"), HasSubstr("expected GET or POST"))
            << method;
    EXPECT_THAT(items("path = \"/items\"\nheaders = { X-HTTP-Method-Override = \"DELETE\" }\n"), HasSubstr("another method"));
    EXPECT_THAT(items("path = \"/items\"\n[query]\n_method = \"delete\"\n"), HasSubstr("another method"));
    EXPECT_THAT(items("path = \"/items\"\n[body]\na = 1\n"), HasSubstr("a GET has no body"));
}

TEST_F(ConnectorTest, OdooIsAskedOnlyForMethodsThatRead) {
    const auto call = [&](const std::string& service, const std::string& method, const std::string& called) {
        return items("method = \"POST\"\npath = \"/jsonrpc\"\n[body.params]\nservice = \"" + service + "\"\nmethod = \"" +
                     method + "\"\nargs = [\"db\", 1, \"k\", \"account.move\", \"" + called + "\", []]\n");
    };
    EXPECT_EQ(call("object", "execute_kw", "search_read"), "");
    EXPECT_THAT(call("object", "execute_kw", "write"), HasSubstr("none that only reads"));
    EXPECT_THAT(call("object", "execute_kw", "{company}"), HasSubstr("none that only reads"));
    EXPECT_THAT(call("object", "execute", "search_read"), HasSubstr("none that only reads"));
    EXPECT_THAT(call("db", "drop", "search_read"), HasSubstr("none that only reads"));
}

TEST_F(ConnectorTest, TheOperatorMayVouchForAPath) {
    EXPECT_EQ(items("method = \"POST\"\npath = \"/api/report\"\n", {"/api/report"}), "");
    EXPECT_NE(items("method = \"POST\"\npath = \"/api/reports\"\n", {"/api/report"}), "");
}

TEST_F(ConnectorTest, ARequestStaysOnTheLedgersHost) {
    for (const char* path : {"https://evil.example/x", "//evil.example/x", "items", "/a/../b", "/a/./b", "/a/%2e%2e/b", "/a?b=1",
                             "/a#b", "/a b", "/\\\\evil", "/x@evil.example"})
        EXPECT_NE(items("path = '" + std::string(path) + "'\n"), "") << path;
    for (const char* header : {"Host", "Cookie", "Content-Length", "Transfer-Encoding", "Proxy-Authorization", "A b"})
        EXPECT_THAT(items("path = \"/x\"\nheaders = { \"" + std::string(header) + "\" = \"evil\" }\n"),
                    HasSubstr("is no header that a connector may set"))
            << header;
    EXPECT_NE(items("path = \"/x\"\nheaders = { A = \"b\\r\\nHost: evil\" }\n"), "");
}

TEST_F(ConnectorTest, ALoginIsALoginAndSecretsStandInNoAddress) {
    EXPECT_EQ(login("path = \"/b1s/v1/Login\"\n[login.body]\nPassword = \"{password}\"\n"), "");
    EXPECT_THAT(login("path = \"/b1s/v1/Invoices\"\n[login.body]\nPassword = \"{password}\"\n"),
                HasSubstr("does not look like a login"));
    EXPECT_THAT(login("path = \"/{company}/login{company}\"\n"), HasSubstr("does not look like a login"));
    EXPECT_THAT(login("method = \"GET\"\npath = \"/token\"\n[login.query]\nkey = \"{password}\"\n"), HasSubstr("in an address"));
    EXPECT_THAT(items("path = \"/x/{token}/y\"\n"), HasSubstr("in an address"));
    EXPECT_THAT(items("path = \"/x\"\n[query]\na = [[\"k\", \"{session.token}\"]]\n"), HasSubstr("in an address"));
}

TEST_F(ConnectorTest, AFilterThatAValueCouldBreakIsRefused) {
    EXPECT_THAT(items("path = \"/x\"\n[query]\n\"$filter\" = \"Company eq '{company}'\"\n"), HasSubstr("write {company:quoted}"));
    EXPECT_THAT(items("path = \"/x\"\n[query]\n\"$filter\" = \"Company eq {compny:quoted}\"\n"),
                HasSubstr("did you mean {company}?"));
}

TEST_F(ConnectorTest, PagesMustHaveAKeyAndARequestThatAsksForThem) {
    const std::string path = "path = \"/x\"\n";
    EXPECT_THAT(items(path + "[page]\nkind = \"offset\"\n"), HasSubstr("name what no two rows share"));
    EXPECT_THAT(items(path + "[page]\nkind = \"keyset\"\nkey = \"/id\"\n"), HasSubstr("the request holds no {last_key}"));
    EXPECT_THAT(items(path + "[query]\nk = \"{last_key}\"\n[page]\nkind = \"keyset\"\nkey = [\"/id\", \"/n\"]\n"),
                HasSubstr("a keyset has one key"));
    EXPECT_THAT(items(path + "[page]\nkind = \"link\"\nkey = \"/id\"\n"), HasSubstr("link: is missing"));
    EXPECT_THAT(items(path + "[page]\nkind = \"forever\"\n"), HasSubstr("expected one, keyset, offset, number or link"));
    EXPECT_THAT(items(path + "[page]\nkind = \"offset\"\nrows = 1000000\n"), HasSubstr("from 1 to 100000"));
}

TEST_F(ConnectorTest, SlipsAreNamedWithFileAndLine) {
    EXPECT_THAT(items("pth = \"/x\"\n"), HasSubstr("path: is missing"));
    EXPECT_THAT(items("path = \"/x\"\nquerry = 1\n"),
                HasSubstr("items.request.toml:2: the file: unknown key \"querry\"; did you mean \"query\"?"));
    EXPECT_THAT(items("path = \"/x\"\n[[keep]]\nat = \"/a\"\n"), HasSubstr("expected is, not, same, present or negative"));
    EXPECT_THAT(items("path = \"/x\"\n[[keep]]\nat = \"other:/a\"\nis = [1]\n"), HasSubstr("there is no [join.other]"));
    EXPECT_THAT(items("path = \"/x\"\n[rows]\ndrop_zero = \"amount\"\n"), HasSubstr("is none of the columns"));
    EXPECT_THAT(items("path = \"/x\"\n[join.a]\nlist = \"../other/x.toml\"\nby = \"/a\"\n"), HasSubstr("within this folder"));
    EXPECT_THAT(items("path = \"/x\"\n[join.a]\nlist = \"absent.toml\"\nby = \"/a\"\n"), HasSubstr("absent.toml cannot be read"));
    EXPECT_THAT(items("path = \n"), HasSubstr("items.request.toml:1:"));
    write("items.request.toml", "path = \"/x\"\n[columns]\nitem_idd = \"/id\"\n");
    EXPECT_THAT(connector(""), HasSubstr("open_items: unknown column \"item_idd\"; did you mean \"item_id\"?"));
    write("items.request.toml", "path = \"/x\"\n" + columns_);
    EXPECT_THAT(connector("[[fault]]\nstatus = 401\nmeans = \"lost\"\n"), HasSubstr("expected session_lost, access_denied"));
    EXPECT_THAT(connector("[[fault]]\nmeans = \"wait\"\n"), HasSubstr("expected status, at or both"));
    EXPECT_THAT(connector("[login]\nkind = \"ntlm\"\n"), HasSubstr("expected none, basic, call or oauth2"));
}

TEST_F(ConnectorTest, AJoinThatJoinsItselfIsRefused) {
    write("loop.request.toml",
          "path = \"/x\"\n[page]\nkind = \"one\"\nkey = \"/id\"\n[join.a]\nlist = \"loop.request.toml\"\nby = \"/a\"\n");
    EXPECT_THAT(items("path = \"/x\"\n[join.a]\nlist = \"loop.request.toml\"\nby = \"/a\"\n"), HasSubstr("has joins of its own"));
}

TEST(Connectors, EveryOneOfThisRepositoryIsReadable) {
    const fs::path all = SETTLED_SOURCE_DIR "/connectors/erp";
    int count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(all)) {
        if (!support::text_of(entry.path() / "connector.toml").contains("\"ledger_http\"")) continue;
        const auto read = read_connector(all, entry.path().filename().string(), {});
        EXPECT_TRUE(read) << (read ? "" : read.error().message);
        ++count;
    }
    EXPECT_GE(count, 7);
}

} // namespace
} // namespace settled::ledger_http
