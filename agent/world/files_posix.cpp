#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <optional>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

settled_code code_of(int error_number) {
    switch (error_number) {
    case EACCES:
    case EPERM:
    case EROFS:
        return SETTLED_ACCESS_DENIED;
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
        return SETTLED_INVALID_CONFIG;
    case EEXIST:
        return SETTLED_REJECTED;
    default:
        return SETTLED_UNAVAILABLE;
    }
}

std::string_view next_step(int error_number) {
    switch (error_number) {
    case EACCES:
    case EPERM:
        return "; give the account settled runs under the right to it";
    case EROFS:
        return "; the file system is mounted read-only";
    case ENOSPC:
    case EDQUOT:
        return "; free some disk space";
    case ENOENT:
        return "; check the path";
    case EEXIST:
        return "; it is left as it was";
    default:
        return "";
    }
}

std::unexpected<Error> failed(std::string_view what, const fs::path& path, int error_number) {
    return fail(code_of(error_number), fmt::format("{}: cannot {}: {}{}", path.string(), what,
                                                   std::generic_category().message(error_number), next_step(error_number)));
}

mode_t mode_of(Permission permission, mode_t group_bits) {
    return permission == Permission::owner_only ? group_bits & 0700 : group_bits;
}
constexpr mode_t file_mode = 0640;
constexpr mode_t folder_mode = 0750;

// Owns a descriptor; close() reports what a destructor must swallow (a full disk on NFS).
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    bool opened() const { return number_ >= 0; }
    int number() const { return number_; }
    int close() {
        const int number = number_;
        number_ = -1;
        return ::close(number);
    }

  private:
    int number_;
};

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// Writes, syncs and closes. The mode is set again because the umask may have narrowed it.
Status fill(Descriptor& file, const fs::path& path, std::string_view bytes, mode_t mode) {
    if (::fchmod(file.number(), mode) != 0 || !write_all(file.number(), bytes) || ::fsync(file.number()) != 0)
        return failed("write", path, errno);
    if (file.close() != 0) return failed("write", path, errno);
    return {};
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

// A new name survives a power cut only when its folder is synced too. Network file systems may not
// know how (EINVAL); there is nothing more to do then.
Status sync_folder(const fs::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.opened()) return failed("open", folder, errno);
    if (::fsync(descriptor.number()) != 0 && errno != EINVAL) return failed("sync", folder, errno);
    return {};
}

} // namespace

Result<std::string> read_file(const fs::path& file, std::size_t bytes_max) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // a pipe must not block us
    if (!descriptor.opened()) return failed("open", file, errno);
    struct stat facts{};
    if (::fstat(descriptor.number(), &facts) != 0) return failed("read", file, errno);
    if (!S_ISREG(facts.st_mode)) return fail(SETTLED_INVALID_CONFIG, file.string() + ": is not a file");
    const auto too_large = [&] {
        return fail(SETTLED_BAD_DATA, fmt::format("{}: is larger than the {} bytes allowed", file.string(), bytes_max));
    };
    if (static_cast<std::uintmax_t>(facts.st_size) > bytes_max) return too_large();
    std::string bytes;
    bytes.resize(static_cast<std::size_t>(facts.st_size) + 1); // one more shows a file that grows meanwhile
    std::size_t size = 0;
    while (true) {
        const ssize_t count = ::read(descriptor.number(), bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", file, errno);
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
        if (size > bytes_max) return too_large();
        if (size == bytes.size()) bytes.resize(std::min(bytes.size() * 2, bytes_max + 1));
    }
    bytes.resize(size);
    return bytes;
}

Status write_file(const fs::path& file, std::string_view bytes, Permission permission) {
    std::string pattern = (folder_of(file) / fmt::format(".{}.XXXXXX", file.filename().string())).string();
    Descriptor descriptor(::mkostemp(pattern.data(), O_CLOEXEC)); // owner only until it is complete
    if (!descriptor.opened()) return failed("write", file, errno);
    if (auto filled = fill(descriptor, file, bytes, mode_of(permission, file_mode)); !filled) {
        ::unlink(pattern.c_str());
        return filled;
    }
    if (::rename(pattern.c_str(), file.c_str()) != 0) {
        const int error_number = errno;
        ::unlink(pattern.c_str());
        return failed("replace", file, error_number);
    }
    return sync_folder(folder_of(file));
}

Status create_file(const fs::path& file, std::string_view bytes, Permission permission) {
    const mode_t mode = mode_of(permission, file_mode);
    Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!descriptor.opened()) return failed("create", file, errno);
    if (auto filled = fill(descriptor, file, bytes, mode); !filled) {
        ::unlink(file.c_str());
        return filled;
    }
    return sync_folder(folder_of(file));
}

Status append_file(const fs::path& file, std::string_view bytes, Permission permission) {
    const mode_t mode = mode_of(permission, file_mode);
    Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    const bool made = !descriptor.opened() && errno == ENOENT;
    if (!made && !descriptor.opened()) return failed("append to", file, errno);
    if (made) {
        Descriptor fresh(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, mode));
        if (!fresh.opened()) return failed("create", file, errno);
        if (auto filled = fill(fresh, file, bytes, mode); !filled) return filled;
        return sync_folder(folder_of(file));
    }
    if (!write_all(descriptor.number(), bytes) || ::fdatasync(descriptor.number()) != 0 || descriptor.close() != 0)
        return failed("append to", file, errno);
    return {};
}

Status make_folder(const fs::path& folder, Permission permission) {
    std::error_code ignored;
    if (folder.empty() || fs::is_directory(folder, ignored)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder)
        if (auto parent = make_folder(folder.parent_path(), permission); !parent) return parent;
    if (::mkdir(folder.c_str(), mode_of(permission, folder_mode)) == 0 || fs::is_directory(folder, ignored)) return {};
    return failed("make this folder", folder, errno);
}

Status give_to_owner_of_folder(const fs::path& file) {
    if (::geteuid() != 0) return {};
    struct stat facts{};
    if (::stat(folder_of(file).c_str(), &facts) == 0 && ::lchown(file.c_str(), facts.st_uid, facts.st_gid) == 0) return {};
    return fail(SETTLED_ACCESS_DENIED, file.string() + ": is written, but cannot be given to the owner of its folder; run chown");
}

Result<std::string> file_owner(const fs::path& file) {
    struct stat found{};
    if (::stat(file.c_str(), &found) != 0) return failed("tell whose it is", file, errno);
    constexpr std::size_t entry_bytes = 16 * 1024;
    std::string buffer(entry_bytes, '\0');
    struct passwd entry{};
    struct passwd* known = nullptr;
    if (::getpwuid_r(found.st_uid, &entry, buffer.data(), buffer.size(), &known) != 0 || known == nullptr)
        return fail(SETTLED_UNSUPPORTED, file.string() + ": its owner has no name on this system");
    return std::string(entry.pw_name);
}

bool is_at_rest(const std::filesystem::path& file, int seconds) {
    std::error_code error;
    const auto changed = std::filesystem::last_write_time(file, error);
    return !error && std::filesystem::file_time_type::clock::now() - changed >= std::chrono::seconds(seconds);
}

Status remove_file(const fs::path& file) {
    if (::unlink(file.c_str()) == 0 || errno == ENOENT) return {};
    return failed("remove", file, errno);
}

Result<std::int64_t> free_bytes(const fs::path& folder) {
    struct statvfs facts{};
    if (::statvfs(folder.c_str(), &facts) != 0) return failed("measure the free space of", folder, errno);
    return static_cast<std::int64_t>(facts.f_bavail * facts.f_frsize); // what is left for others than root
}

Result<std::vector<FolderEntry>> list_folder(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator at(folder, error);
    if (error) return failed("list", folder, error.value());
    std::vector<FolderEntry> entries;
    for (; at != fs::directory_iterator(); at.increment(error)) {
        if (entries.size() == limit::folder_entries_max)
            return fail(SETTLED_BAD_DATA, fmt::format("{}: holds more than {} files; move old ones away", folder.string(),
                                                      limit::folder_entries_max));
        struct stat facts{};
        if (::stat(at->path().c_str(), &facts) != 0) continue; // gone meanwhile, or a broken link
        if (!S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) continue;
        const bool is_folder = S_ISDIR(facts.st_mode);
        entries.push_back({at->path().filename().string(), is_folder, is_folder ? 0 : facts.st_size,
                           facts.st_mtim.tv_sec * 1000 + facts.st_mtim.tv_nsec / 1'000'000});
    }
    if (error) return failed("list", folder, error.value());
    std::ranges::sort(entries, {}, &FolderEntry::name);
    return entries;
}

} // namespace settled::world
