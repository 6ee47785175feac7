#include "stand_in.hpp"

#include "support/certificates.hpp"
#include "support/child.hpp"

#include <algorithm>
#include <fstream>

namespace settled::erp_http {
namespace {

namespace fs = std::filesystem;

} // namespace

fs::path fixture_of(const std::string& name) { return fs::path(SETTLED_SOURCE_DIR "/connectors/erp") / name / "fixture"; }

const std::vector<Erp>& all_erps() {
    static const std::vector<Erp> all = {
        {"chanjet_openapi",
         R"("client_id": "app-key-1", "client_secret": "app-secret-1", "ticket": "ticket-1", "token": "certificate-1",
            "receivables_report": "ARAP_Open")",
         {{"client_id", "app-key-1"},
          {"client_secret", "app-secret-1"},
          {"token", "certificate-1"},
          {"ticket_file", "TICKET"},
          {"parameters.receivables_report", "ARAP_Open"}}},
        {"erpnext",
         R"("client_id": "key-1", "client_secret": "secret-1")",
         {{"client_id", "key-1"},
          {"client_secret", "secret-1"},
          {"parameters.company", "Huayuan Trade"},
          {"parameters.home_currency", "CNY"},
          {"parameters.bank_accounts", "1201 - ICBC - HY"},
          {"parameters.receivable_accounts", "1310 - Debtors - HY"}}},
        {"kingdee_k3cloud",
         R"("account_set": "acct-1", "user": "reader", "client_id": "app-1", "client_secret": "app-secret-1")",
         {{"user", "reader"}, {"client_id", "app-1"}, {"client_secret", "app-secret-1"}, {"parameters.account_set", "acct-1"}}},
        {"odoo_json2",
         R"("token": "odoo-key-1", "database": "trade", "company_id": 2)",
         {{"token", "odoo-key-1"},
          {"parameters.database", "trade"},
          {"parameters.company_id", "2"},
          {"parameters.home_currency", "CNY"}}},
        {"odoo_jsonrpc",
         R"("user": "reader", "token": "odoo-key-1", "database": "trade", "company_id": 2)",
         {{"user", "reader"},
          {"token", "odoo-key-1"},
          {"parameters.database", "trade"},
          {"parameters.company_id", "2"},
          {"parameters.home_currency", "CNY"}}},
        {"sap_b1_service_layer",
         R"("company_database": "SBODEMO", "user": "reader", "password": "b1-password")",
         {{"user", "reader"},
          {"password", "b1-password"},
          {"parameters.company_database", "SBODEMO"},
          {"parameters.home_currency", "CNY"},
          {"parameters.control_accounts", "1122;1123"}}},
        {"sap_s4_odata",
         R"("user": "READER", "password": "s4-password", "client": "100")",
         {{"user", "READER"}, {"password", "s4-password"}, {"parameters.company_code", "1010"}, {"parameters.client", "100"}}},
    };
    return all;
}

const Erp& erp(const std::string& name) { return *std::ranges::find(all_erps(), name, &Erp::name); }

StandIn::StandIn(const Erp& erp, const Orders& orders) : erp_(&erp), tls_(!orders.certificate.empty()) {
    std::ofstream(folder_ / "orders.json") << "{\"faults\": " << orders.faults << ", \"motion\": " << orders.motion
                                           << ", \"settings\": {" << orders.more_settings << erp.settings << "}}\n";
    std::ofstream(folder_ / "ticket") << "ticket-1\n";
    if (tls_) {
        const auto& certificates = support::Certificates::of_this_program();
        trouble_ = certificates.trouble();
        if (!trouble_.empty()) return;
        fs::copy(certificates.folder() / (orders.certificate + ".pem"), folder_ / "server.pem");
        fs::copy(certificates.folder() / (orders.certificate + ".key"), folder_ / "server.key");
    }
    const fs::path data = orders.data.empty() ? fixture_of(erp.name) / "data.json" : orders.data;
    auto started = support::ScriptServer::start("../erp_http/stand_in/server.py", folder_.path(), {erp.name, data.string()});
    if (started)
        server_.emplace(std::move(*started));
    else
        trouble_ = started.error().message;
}

std::string StandIn::url() const {
    return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(server_ ? server_->port() : 0);
}

Options StandIn::options(const Options& changes) const {
    Options all = changes;
    const auto add = [&](const std::string& key, const std::string& value) {
        if (std::ranges::none_of(all, [&](const auto& option) { return option.first == key; }))
            all.emplace_back(key, value == "TICKET" ? (folder_ / "ticket").string() : value);
    };
    for (const auto& [key, value] : erp_->options) add(key, value);
    add("connector", erp_->name);
    add("url", url());
    add("quiet_seconds", "0");
    add("retry_seconds", "0");
    add("requests_per_minute", "60000");
    if (tls_) add("ca_file", (support::Certificates::of_this_program().folder() / "ca.pem").string());
    return all;
}

int StandIn::requests() const {
    const std::string text = asked();
    return static_cast<int>(std::ranges::count(text, '\n'));
}

} // namespace settled::erp_http
