// systemd_drop_in.hpp -- what the package's unit cannot know: the folders of this configuration that the service writes into, and
// how much memory its limits come to. Pure.
#pragma once

#include "config/settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settled::cli {

struct ServiceFolder {
    std::filesystem::path path;
    std::string why; // "[store] backup_folder"
};

// Outside of what the unit opens already (/var/lib/settled, /var/log/settled), each once.
std::vector<ServiceFolder> written_folders(const config::Settings& settings);

// Those that the unit hides from the service, whatever a drop-in says (ProtectHome=, PrivateTmp=).
std::vector<ServiceFolder> hidden_folders(const config::Settings& settings);

// One job may come to its own limit, its reader to its own, and the rest of the service has room beside them.
std::int64_t service_memory_mb(const config::Limits& limits);

// The drop-in's whole text. `configuration`: where it is not the package's, the service is started with it.
std::string systemd_drop_in(const config::Settings& settings, const std::filesystem::path& program,
                            const std::filesystem::path& configuration);

} // namespace settled::cli
