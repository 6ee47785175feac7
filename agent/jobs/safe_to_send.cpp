#include "jobs/safe_to_send.hpp"

#include "jobs/health.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

namespace settled::jobs {

Status safe_to_send(JobContext& context) {
    if (Status whole = context.store.check_pages(); !whole) return whole;
    const std::filesystem::path folder = context.settings.data_folder();
    const auto free = world::free_bytes(folder);
    if (!free || *free >= limit::free_bytes_min) return {}; // a folder that is not there is told elsewhere
    return fail(SETTLED_UNAVAILABLE, fmt::format("{}: {} MB free; below {} MB nothing is sent, because it might not be recorded. "
                                                 "Make room: what is due leaves with the next delivery",
                                                 folder.string(), *free >> 20, limit::free_bytes_min >> 20));
}

} // namespace settled::jobs
