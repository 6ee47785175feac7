// fixture_test.hpp -- the surroundings of a configuration for tests: plugins with option rows, a few time
// zones, the procedures and calendars of the source tree.
#pragma once

#include "config/check.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

inline std::string read_text(const std::string& file) {
    std::ifstream stream(std::string(SETTLED_SOURCE_DIR) + "/" + file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

inline OptionRow plain(std::string key, std::string fallback = "") {
    return {std::move(key), std::move(fallback), "", "", false, false};
}
inline OptionRow needed(std::string key, std::string help) { return {std::move(key), "", std::move(help), "", true, false}; }
inline OptionRow secret(std::string key) { return {std::move(key), "", "", "", false, true}; }

using PluginTable = std::map<std::pair<settled_kind, std::string>, std::vector<OptionRow>>;

inline const PluginTable& plugin_table() {
    static const PluginTable table = {
        {{SETTLED_KIND_LEDGER, "ledger_odbc"},
         {plain("connection"), plain("dsn"), plain("user"), secret("password"), plain("parameters.*"),
          plain("statement_timeout_seconds", "300"), plain("lock_timeout_seconds", "10"), plain("integrated", "false"),
          plain("connector")}},
        {{SETTLED_KIND_LEDGER, "ledger_http"},
         {needed("url", "where the ERP answers"), secret("token"), plain("parameters.*"), plain("ca_file"), plain("proxy"),
          secret("proxy_password"), plain("no_proxy")}},
        {{SETTLED_KIND_LEDGER, "ledger_files"}, {needed("folder", "where the tables are"), plain("encoding", "auto")}},
        {{SETTLED_KIND_FETCH, "fetch_folder"},
         {needed("folder", "the folder to watch"), plain("files", "*"), plain("settle_seconds", "30"), plain("then", "archive"),
          plain("rejected", "./rejected")}},
        {{SETTLED_KIND_FETCH, "fetch_sftp"},
         {needed("url", "sftp://host/folder"), plain("user"), secret("private_key"), plain("host_key"), plain("files", "*")}},
        {{SETTLED_KIND_FETCH, "fetch_imap"},
         {needed("url", "imaps://host/mailbox"), plain("user"), secret("password"), plain("senders"), plain("authenticated_by"),
          plain("files", "*")}},
        {{SETTLED_KIND_NOTIFY, "notify_smtp"}, {needed("url", "smtps://host:465"), plain("user"), secret("password")}},
        {{SETTLED_KIND_NOTIFY, "notify_folder"}, {needed("folder", "where messages are put")}},
        {{SETTLED_KIND_NOTIFY, "notify_sms_http"},
         {needed("provider", "aliyun"), secret("access_key_id"), secret("access_key_secret"), plain("sign_name"),
          plain("templates.*")}},
        {{SETTLED_KIND_NOTIFY, "notify_chat"},
         {needed("provider", "dingtalk"), secret("access_token"), secret("signing_key"), plain("detail", "counts")}},
        {{SETTLED_KIND_FEEDBACK, "feedback_imap"}, {needed("url", "imaps://host/mailbox"), plain("user"), secret("password")}},
        {{SETTLED_KIND_STATEMENT, "statement_csv"}, {plain("layout"), plain("encoding", "auto")}},
        {{SETTLED_KIND_STATEMENT, "statement_mt940"}, {plain("dialect")}},
        {{SETTLED_KIND_STATEMENT, "statement_camt"}, {}},
    };
    return table;
}

inline PluginLookup test_plugins() {
    PluginLookup lookup;
    lookup.options = [](settled_kind kind, const std::string& plugin) -> std::optional<std::vector<OptionRow>> {
        const auto hit = plugin_table().find({kind, plugin});
        return hit == plugin_table().end() ? std::nullopt : std::optional(hit->second);
    };
    lookup.names = [](settled_kind kind) {
        std::vector<std::string> names;
        for (const auto& [key, rows] : plugin_table())
            if (key.first == kind) names.push_back(key.second);
        return names;
    };
    return lookup;
}

// A request for this text as /etc/settled/settled.toml.
inline CheckRequest test_request(std::string_view text) {
    CheckRequest request;
    request.text = text;
    request.file = "/etc/settled/settled.toml";
    request.plugins = test_plugins();
    for (const char* name : {"standard", "key_accounts", "de_mahnung", "gentle", "public_sector", "eu_standard"})
        request.procedures.push_back(
            {std::string(name) + ".toml", read_text("config/procedures/" + std::string(name) + ".toml")});
    for (const char* name : {"CN", "DE", "DE-HE"})
        request.calendars.push_back({std::string(name) + ".toml", read_text("config/calendars/" + std::string(name) + ".toml")});
    for (const char* name : {"eu_2011_7", "de_bgb_288", "cn_lpr", "cn_decree_802"})
        request.interest.push_back({std::string(name) + ".toml", read_text("config/interest/" + std::string(name) + ".toml")});
    request.time_zones = {"America/New_York", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin",
                          "Europe/London",    "UTC"};
    return request;
}

inline std::vector<std::string> texts_of(const Checked& checked) {
    std::vector<std::string> texts;
    for (const Finding& finding : checked.findings) texts.push_back(finding.text);
    return texts;
}

// The smallest useful file. Tests append to it, or replace a part of it.
inline constexpr std::string_view smallest_file = R"(schema = 1
[store]
url = "sqlite:state/settled.db"
[company.demo]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.files]
company = "demo"
plugin = "ledger_files"
folder = "ledger"
opening_day = 2026-10-01
[bank_account.main]
company = "demo"
account = "TEST-0001"
currency = "CNY"
source = "inbox"
[statement_source.inbox]
plugin = "fetch_folder"
folder = "inbox"
then = "leave"
[matching]
bank_fee = { CNY = "50.00" }
early_payment_discount_percent = ["2", "3"]
)";

} // namespace settled::config
