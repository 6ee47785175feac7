// ledger_caller.hpp -- a ledger plugin as the agent calls it, through its C table, for the plugin's own tests.
//
// The plugin is the one that the test program links.
#pragma once

#include <settled/testing.hpp>

#include <string>
#include <utility>
#include <vector>

namespace settled::support {

using Options = std::vector<std::pair<std::string, std::string>>;

struct Finding {
    settled_severity severity = SETTLED_INFO;
    std::string what, found;
};

// One opened ledger; every call answers the plugin's error words, "" for none.
class Ledger {
  public:
    explicit Ledger(const Options& options);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    const std::string& trouble() const { return trouble_; } // of opening
    std::string check();
    std::string pull(settled_ledger_sink sink);
    std::string pull(); // into rows
    std::string reread(const std::vector<std::string>& item_ids);

    settled_code code = SETTLED_OK; // of the last call
    settled_date as_of = 20261031;  // the day that pull() asks for
    testing::LedgerRows got;
    std::vector<std::string> findings; // "what: found"
    std::vector<Finding> found;        // the same, with their severity
    testing::TestHost host;

  private:
    std::string said(const settled_error& error);

    settled_host host_abi_;
    testing::TestSettings settings_;
    std::string trouble_;
    void* self_ = nullptr;
};

} // namespace settled::support
