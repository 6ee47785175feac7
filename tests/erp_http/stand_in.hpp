// stand_in.hpp -- a stand-in server for one ERP, with the options of a ledger block that reads it.
#pragma once

#include "support/ledger_caller.hpp"
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace settled::erp_http {

using support::Ledger;
using support::Options;

// How one connector's stand-in is set up, and how its ledger block is written.
struct Erp {
    std::string name;
    std::string settings; // of the stand-in, JSON members
    Options options;
    friend std::ostream& operator<<(std::ostream& out, const Erp& erp) { return out << erp.name; }
};

const std::vector<Erp>& all_erps();
const Erp& erp(const std::string& name);

struct Orders {
    std::string faults = "[]", motion = "null"; // JSON, as stand_in/server.py tells
    std::string more_settings;                  // JSON members in front of the ERP's own, "a": 1,
    std::string certificate;                    // of support::Certificates, "" for plain HTTP on loopback
    std::filesystem::path data;                 // "": the connector's fixture
};

class StandIn {
  public:
    StandIn(const Erp& erp, const Orders& orders);

    const std::string& trouble() const { return trouble_; }
    std::string url() const;
    // The ledger block, with what a test changes; a key given here goes before the ERP's own.
    Options options(const Options& changes = {}) const;
    std::string complaints() const { return support::text_of(folder_ / "complaints"); }
    std::string asked() const { return support::text_of(folder_ / "asked"); } // one line of JSON a request
    int requests() const;

  private:
    const Erp* erp_;
    bool tls_;
    support::TemporaryFolder folder_{"settled-erp"};
    std::optional<support::ScriptServer> server_;
    std::string trouble_;
};

std::filesystem::path fixture_of(const std::string& erp);

} // namespace settled::erp_http
