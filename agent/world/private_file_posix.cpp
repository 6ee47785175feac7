#include "world/private_file.hpp"

#include "world/files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::world {

namespace fs = std::filesystem;

Result<std::optional<std::string>> read_private_file(const fs::path& file, Guard guard, std::size_t bytes_max) {
    struct stat facts{};
    if (::lstat(file.c_str(), &facts) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        return fail(
            SETTLED_ACCESS_DENIED,
            fmt::format("{}: this account may not look into the folder of secrets; run as the service's user", file.string()));
    }
    if (!S_ISREG(facts.st_mode))
        return fail(SETTLED_ACCESS_DENIED, file.string() + ": is not an ordinary file; remove it and set the secret again");
    if (guard == Guard::by_mode) {
        if ((facts.st_mode & 077) != 0)
            return fail(SETTLED_ACCESS_DENIED,
                        fmt::format("{}: others than its owner can read this secret (mode {:04o}); run: chmod 600 '{}'",
                                    file.string(), static_cast<unsigned>(facts.st_mode & 07777), file.string()));
        if (facts.st_uid != 0 && facts.st_uid != ::geteuid() && ::geteuid() != 0)
            return fail(
                SETTLED_ACCESS_DENIED,
                fmt::format("{}: this secret belongs to another account; set it again as the service's user", file.string()));
    }
    auto text = read_file(file, bytes_max);
    if (!text) return pass(text);
    return std::move(*text);
}

// Root sets a secret for the service.
Status write_private_file(const fs::path& file, std::string_view text) {
    if (Status written = write_file(file, text, Permission::owner_only); !written) return written;
    return give_to_owner_of_folder(file);
}

} // namespace settled::world
