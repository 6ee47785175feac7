#include "jobs/own_state.hpp"

#include "jobs/service_status.hpp"
#include "world/process.hpp"

namespace settled::jobs {

namespace fs = std::filesystem;

Result<fs::path> database_of(const config::Settings& settings) {
    constexpr std::string_view sqlite = "sqlite:";
    if (!settings.store.url.starts_with(sqlite) || settings.store.url == "sqlite::memory:")
        return fail(SETTLED_UNSUPPORTED,
                    "only a sqlite: store is copied by settled; back up PostgreSQL with its server (pg_dump)");
    const fs::path file(settings.store.url.substr(sqlite.size()));
    return file.is_absolute() ? file : settings.folder / file;
}

// What root made before the service had its account would fail later, one file after the other and in worse words.
Status own_state(const config::Settings& settings) {
    const fs::path data = settings.data_folder();
    if (Status own = world::become_owner_of(data); !own) return own;
    std::vector<fs::path> places = {data, data / service_lock_name, data / "spool"};
    if (auto database = database_of(settings)) places.push_back(*database);
    for (const fs::path& place : places)
        if (Status ours = world::is_ours_to_write(place); !ours) return ours;
    return {};
}

} // namespace settled::jobs
