#include "cli/connector_files.hpp"

#include "world/files.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

constexpr std::size_t text_bytes_max = 1 << 20;

} // namespace

std::filesystem::path erp_folder(Session& session) { return session.tools().share_folder / "connectors" / "erp"; }

Result<config::Value> connector_document(Session& session, const std::string& name) {
    const std::filesystem::path file = erp_folder(session) / name / "connector.toml";
    auto text = world::read_file(file, text_bytes_max);
    if (!text)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no connector \"{}\"; settled connectors lists them", name));
    return config::parse_document(*text, file.string());
}

} // namespace settled::cli
