#include "jobs/backup.hpp"

#include "jobs/own_state.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_part = "settled-", last_part = ".db";
constexpr std::int64_t room_beside = std::int64_t{64} << 20; // left on the backup's disk

// "20261120-020000", which sorts by time and is a file name everywhere.
Result<std::string> stem_of(world::Moment moment) {
    auto local = world::local_time(moment, "UTC");
    if (!local) return pass(local);
    std::string text = local->text.substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    std::ranges::replace(text, 'T', '-');
    return text;
}

Status proved(const fs::path& copy, const OpenCopy& open) {
    auto opened = open(copy);
    if (!opened) return pass(opened);
    return check_store(**opened, copy.string());
}

Status moved(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (!failed) return {};
    return fail(SETTLED_UNAVAILABLE, fmt::format("cannot rename {} to {}: {}", from.string(), to.string(), failed.message()));
}

} // namespace

fs::path backup_folder(const config::Settings& settings) {
    const fs::path chosen(settings.store.backup_folder);
    if (chosen.empty()) return settings.data_folder() / "backup";
    return chosen.is_absolute() ? chosen : settings.folder / chosen;
}

Status check_store(store::Store& store, const std::string& what) {
    auto damage = store.damage();
    if (!damage) return pass(damage);
    if (damage->empty()) return {};
    return fail(SETTLED_BAD_DATA, fmt::format("{} is damaged: {}{}", what, damage->front(),
                                              damage->size() > 1 ? fmt::format(" (and {} more)", damage->size() - 1) : ""));
}

Result<std::vector<fs::path>> backups(const config::Settings& settings) {
    const fs::path folder = backup_folder(settings);
    auto listed = world::list_folder(folder);
    if (!listed) return pass(listed);
    std::vector<fs::path> found;
    for (const world::FolderEntry& entry : *listed)
        if (!entry.is_folder && entry.name.starts_with(first_part) && entry.name.ends_with(last_part))
            found.push_back(folder / entry.name);
    std::ranges::sort(found, std::ranges::greater{});
    return found;
}

Result<MadeBackup> back_up(JobContext& context, const OpenCopy& open) {
    const fs::path folder = backup_folder(context.settings);
    auto database = database_of(context.settings);
    if (!database) return pass(database);
    auto stem = stem_of(context.clock.now());
    if (!stem) return pass(stem);
    if (Status made = world::make_folder(folder, world::Permission::owner_only); !made) return pass(made);
    std::error_code ignored;
    auto room = world::free_bytes(folder);
    if (!room) return pass(room);
    const auto needed = static_cast<std::int64_t>(fs::file_size(*database, ignored)) + room_beside;
    if (*room < needed)
        return fail(SETTLED_UNAVAILABLE,
                    fmt::format("{}: {} MB free, {} MB needed for a copy; make room, or lower [store] backup_keep",
                                folder.string(), *room >> 20, needed >> 20));
    MadeBackup made{folder / fmt::format("{}{}{}", first_part, *stem, last_part), 0, {}};
    const fs::path part = made.file.string() + ".part";
    fs::remove(part, ignored);
    Status done = context.store.copy_to(part);
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, ignored); // all customers stand in it
    if (done) done = proved(part, open);
    if (done) done = moved(part, made.file);
    if (!done) {
        for (const char* ending : {"", "-wal", "-shm"}) fs::remove(part.string() + ending, ignored);
        return pass(done);
    }
    made.byte_count = static_cast<std::int64_t>(fs::file_size(made.file, ignored));
    auto all = backups(context.settings);
    if (!all) return pass(all);
    for (std::size_t i = static_cast<std::size_t>(std::max(1, context.settings.store.backup_keep)); i < all->size(); ++i)
        if (fs::remove((*all)[i], ignored)) made.removed.push_back((*all)[i]);
    return made;
}

Result<fs::path> restore(const config::Settings& settings, const fs::path& copy, const OpenCopy& open, world::Moment now) {
    auto database = database_of(settings);
    if (!database) return pass(database);
    auto stem = stem_of(now);
    if (!stem) return pass(stem);
    // A copy of the copy: what is read from is left as it was, and a disk that fills up leaves the old store.
    const fs::path part = database->string() + ".restoring";
    std::error_code failed;
    for (const char* ending : {"", "-wal", "-shm"}) fs::remove(part.string() + ending, failed);
    fs::copy_file(copy, part, failed);
    if (failed) return fail(SETTLED_UNAVAILABLE, fmt::format("cannot copy {}: {}", copy.string(), failed.message()));
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, failed);
    if (Status whole = proved(part, open); !whole) {
        for (const char* ending : {"", "-wal", "-shm"}) fs::remove(part.string() + ending, failed);
        return pass(whole);
    }
    fs::path kept = fmt::format("{}.before-restore-{}", database->string(), *stem);
    for (const char* ending : {"-wal", "-shm", ""}) {
        if (!fs::exists(database->string() + ending, failed)) continue;
        if (Status done = moved(database->string() + ending, kept.string() + ending); !done) return pass(done);
    }
    if (Status done = moved(part, *database); !done) return pass(done);
    return kept;
}

} // namespace settled::jobs
