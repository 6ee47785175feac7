// connector_files.hpp -- the ERPs that are installed, as folders.
#pragma once

#include "cli/session.hpp"
#include "config/document.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <string>

namespace settled::cli {

std::filesystem::path erp_folder(Session& session);

// Its connector.toml; INVALID_CONFIG where there is no such connector.
Result<config::Value> connector_document(Session& session, const std::string& name);

} // namespace settled::cli
