#include "world/resting_file.hpp"

#include "world/files.hpp"

#include <fmt/format.h>

#include <optional>
#include <thread>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

struct Stamp {
    fs::file_time_type changed_at;
    std::uintmax_t bytes = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

// Nothing: no file stands there.
std::optional<Stamp> stamp_of(const fs::path& file) {
    std::error_code absent;
    Stamp stamp;
    stamp.bytes = fs::file_size(file, absent);
    if (!absent) stamp.changed_at = fs::last_write_time(file, absent);
    return absent ? std::nullopt : std::optional(stamp);
}

// An empty one never did: ext4 shows a file that is being emptied as empty first, and the moment of that change after it.
bool lay_still(const std::optional<Stamp>& stamp) {
    return stamp && stamp->bytes > 0 && fs::file_time_type::clock::now() - stamp->changed_at >= limit::file_rest;
}

} // namespace

Result<std::string> read_resting_file(const fs::path& file, std::size_t bytes_max, const Pause& pause) {
    for (int rest = 0; rest < limit::file_rests_max; ++rest) {
        const std::optional<Stamp> before = stamp_of(file);
        auto text = read_file(file, bytes_max);
        if (!lay_still(before)) pause(limit::file_rest); // also longer than the steps of a file system's clock
        if (stamp_of(file) == before) return text;
    }
    return fail(SETTLED_UNAVAILABLE, fmt::format("{}: is being written and did not stop for {} ms; expected one that is saved; "
                                                 "close what writes it and try again",
                                                 file.string(), limit::file_rest.count() * limit::file_rests_max));
}

Result<std::string> read_resting_file(const fs::path& file, std::size_t bytes_max) {
    return read_resting_file(file, bytes_max, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); });
}

} // namespace settled::world
