#include "jobs/spooled_file.hpp"

#include <fmt/format.h>

namespace settled::jobs {

Result<std::string> fetch_bytes(JobContext& context, host::FetchClient& client, const host::RemoteFile& remote) {
    const std::size_t bytes_max = static_cast<std::size_t>(context.settings.limits.statement_file_mb) << 20;
    const auto too_large = [&] {
        return fail(SETTLED_BAD_DATA,
                    fmt::format("statement {}: larger than {} MB; raise [limits] statement_file_mb if that is right", remote.name,
                                context.settings.limits.statement_file_mb));
    };
    if (remote.byte_count > static_cast<std::int64_t>(bytes_max)) return too_large(); // not even downloaded
    std::string bytes;
    Status read = client.read(remote.id, [&](std::string_view piece) -> Status {
        if (bytes.size() + piece.size() > bytes_max) return too_large();
        bytes += piece;
        return {};
    });
    if (!read) return pass(read);
    return bytes;
}

} // namespace settled::jobs
