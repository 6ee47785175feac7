// backup.hpp -- copies of the embedded database, each proved before it counts, the newest kept.
//
// A copy is made while others read and write, under another name, read back and checked, and only then renamed to
// settled-YYYYMMDD-HHMMSS.db. A PostgreSQL store is backed up with its server (pg_dump, replication).
#pragma once

#include "jobs/context.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace settled::jobs {

using OpenCopy = std::function<Result<std::unique_ptr<store::Store>>(const std::filesystem::path& file)>;

struct MadeBackup {
    std::filesystem::path file;
    std::int64_t byte_count = 0;
    std::vector<std::filesystem::path> removed; // older ones beyond [store] backup_keep
};

// UNAVAILABLE: no room. BAD_DATA: what was copied is damaged; older copies stay.
Result<MadeBackup> back_up(JobContext& context, const OpenCopy& open);

// As configured, else `backup` in the data folder.
std::filesystem::path backup_folder(const config::Settings& settings);

// Every copy in the folder, the newest first.
Result<std::vector<std::filesystem::path>> backups(const config::Settings& settings);

// BAD_DATA names the first damage found in a store: its pages, its audit chain, its messages.
Status check_store(store::Store& store, const std::string& what);

// Puts the copy in the place of the database, which is kept beside it as NAME.before-restore-MOMENT, and answers that
// name. Nobody may have it open: the caller holds the service's lock. BAD_DATA: the copy is damaged; nothing was done.
Result<std::filesystem::path> restore(const config::Settings& settings, const std::filesystem::path& copy, const OpenCopy& open,
                                      world::Moment now);

} // namespace settled::jobs
