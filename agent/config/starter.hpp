// starter.hpp -- the configuration that `settled init` writes: small, commented, ready to be filled.
#pragma once

#include "config/check.hpp"

#include <span>
#include <string>
#include <string_view>

namespace settled::config {

struct StarterRequest {
    std::string language = "en"; // of the comments: zh-CN | en
    std::string ledger_plugin = "ledger_files";
    std::string connector;                  // a folder of connectors/erp; "" for none
    std::span<const OptionRow> option_rows; // of the ledger plugin; a required one is live, others are comments
    std::string store_url = "sqlite:state/settled.db";
};

// Loads without a finding once its required options are filled.
std::string starter(const StarterRequest& request);

} // namespace settled::config
