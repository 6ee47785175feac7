#include "folder.hpp"

#include <digest/sha256.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::folder {
namespace {

constexpr std::size_t piece_bytes = 262144;
constexpr int handles_searched_max = 200'000; // of other processes, when the system offers no better way

class OpenFile { // of an open file
  public:
    explicit OpenFile(int number) : number_(number) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

  private:
    int number_;
};

using Listing = std::unique_ptr<DIR, int (*)(DIR*)>;

std::string owner_of(uid_t user) {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) return found->pw_name;
    return std::to_string(user);
}

FileFacts facts_of(const std::string& name, const struct stat& status) {
    return {name, status.st_size, std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000,
            owner_of(status.st_uid)};
}

bool opened_for_writing(const std::string& fdinfo) {
    const OpenFile file(::open(fdinfo.c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 512> buffer{};
    const ssize_t size = file.get() < 0 ? -1 : ::read(file.get(), buffer.data(), buffer.size());
    if (size <= 0) return false;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
    const std::size_t key = text.find("flags:");
    if (key == std::string_view::npos) return false;
    const std::string_view digits = trim(text.substr(key + 6, text.find('\n', key) - key - 6));
    int flags = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), flags, 8);
    return (flags & O_ACCMODE) != O_RDONLY;
}

// Looks through the handles of all processes that this one may see.
bool some_process_writes(const struct stat& wanted) {
    const Listing processes(::opendir("/proc"), ::closedir);
    int searched = 0;
    while (const dirent* process = processes ? ::readdir(processes.get()) : nullptr) {
        if (process->d_name[0] < '0' || process->d_name[0] > '9') continue;
        const std::string base = std::string("/proc/") + process->d_name;
        const Listing handles(::opendir((base + "/fd").c_str()), ::closedir);
        while (const dirent* handle = handles ? ::readdir(handles.get()) : nullptr) {
            if (handle->d_name[0] == '.') continue;
            if (++searched > handles_searched_max) return false;
            struct stat status{};
            if (::stat((base + "/fd/" + handle->d_name).c_str(), &status) != 0) continue;
            if (status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino &&
                opened_for_writing(base + "/fdinfo/" + handle->d_name))
                return true;
        }
    }
    return false;
}

} // namespace

Result<Folder> Folder::open(const std::string& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle >= 0) return Folder(handle, path);
    const std::string why = "folder " + visible(path) + ": " + std::strerror(errno);
    if (errno == EACCES || errno == EPERM) return fail(SETTLED_ACCESS_DENIED, why + "; let the service account read it");
    if (errno == ENOTDIR) return fail(SETTLED_INVALID_CONFIG, why);
    return fail(SETTLED_UNAVAILABLE, why + "; is the share mounted?");
}

Folder::Folder(Folder&& other) noexcept : handle_(std::exchange(other.handle_, -1)), path_(std::move(other.path_)) {}

Folder::~Folder() {
    if (handle_ >= 0) ::close(handle_);
}

std::unexpected<Error> Folder::refuse(std::string_view what, const std::string& name) const {
    const int reason = errno;
    const bool denied = reason == EACCES || reason == EPERM || reason == EROFS || reason == ELOOP;
    return fail(denied ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                std::string(what) + " " + visible(name) + " in " + visible(path_) + ": " +
                    (reason == ELOOP ? "it is a symbolic link, which is never followed" : std::strerror(reason)));
}

Result<std::vector<FileFacts>> Folder::files(std::size_t files_max) const {
    const int own = ::openat(handle_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Listing listing(own < 0 ? nullptr : ::fdopendir(own), ::closedir);
    if (!listing) return refuse("cannot list", ".");
    std::vector<FileFacts> found;
    for (errno = 0; const dirent* entry = ::readdir(listing.get()); errno = 0) {
        struct stat status{};
        if (::fstatat(handle_, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) continue;
        if (found.size() == files_max)
            return fail(SETTLED_BAD_DATA,
                        "more than " + std::to_string(files_max) + " files in " + visible(path_) + "; move old ones away");
        found.push_back(facts_of(entry->d_name, status));
    }
    if (errno != 0) return refuse("cannot list", ".");
    std::ranges::sort(found, {}, &FileFacts::name);
    return found;
}

Result<int> Folder::open_file(const std::string& name) const {
    const int handle = ::openat(handle_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0) return refuse("cannot read", name);
    struct stat status{};
    if (::fstat(handle, &status) == 0 && S_ISREG(status.st_mode)) return handle;
    ::close(handle);
    return fail(SETTLED_BAD_DATA, visible(name) + " in " + visible(path_) + " is not a file");
}

Result<FileFacts> Folder::facts(const std::string& name) const {
    struct stat status{};
    if (::fstatat(handle_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return refuse("cannot find", name);
    if (!S_ISREG(status.st_mode))
        return fail(SETTLED_ACCESS_DENIED, visible(name) + " in " + visible(path_) + " is not a file of its own");
    return facts_of(name, status);
}

bool Folder::held_for_writing(const std::string& name) const {
    auto opened = open_file(name);
    if (!opened) return true;
    const OpenFile file(*opened);
    if (::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) return true;
    ::flock(file.get(), LOCK_UN);
    // A read lease is given only while nobody has the file open for writing; it takes the file's owner.
    if (::fcntl(file.get(), F_SETLEASE, F_RDLCK) == 0) {
        ::fcntl(file.get(), F_SETLEASE, F_UNLCK);
        return false;
    }
    if (errno == EAGAIN) return true;
    struct stat status{};
    return ::fstat(file.get(), &status) == 0 && some_process_writes(status);
}

Status Folder::read(const std::string& name, const std::function<Status(std::string_view)>& sink) const {
    auto opened = open_file(name);
    if (!opened) return pass(opened);
    const OpenFile file(*opened);
    std::vector<char> buffer(piece_bytes);
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return refuse("cannot read", name);
        if (got == 0) return {};
        if (Status done = sink({buffer.data(), static_cast<std::size_t>(got)}); !done) return done;
    }
}

Result<std::string> Folder::sha256_hex(const std::string& name) const {
    digest::Sha256 sum;
    Status done = read(name, [&](std::string_view bytes) -> Status {
        sum.add(bytes);
        return {};
    });
    if (!done) return pass(done);
    return sum.hex();
}

bool Folder::writable() const { return ::faccessat(handle_, ".", W_OK | X_OK, AT_EACCESS) == 0; }

Result<Folder> Folder::subfolder(const std::string& name) const {
    constexpr mode_t group_too = 0770; // finance looks into archive and rejected
    if (::mkdirat(handle_, name.c_str(), group_too) != 0 && errno != EEXIST) return refuse("cannot make the folder", name);
    const int handle = ::openat(handle_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (handle < 0) {
        if (errno == ENOTDIR) errno = ELOOP; // O_DIRECTORY is asked first
        return refuse("cannot use", name);
    }
    return Folder(handle, path_ + "/" + name);
}

Result<std::string> Folder::move(const std::string& name, const Folder& target, const std::vector<std::string>& names) const {
    for (const std::string& wanted : names) {
        if (::renameat2(handle_, name.c_str(), target.handle_, wanted.c_str(), RENAME_NOREPLACE) == 0) return wanted;
        const int refusal = errno;
        if (refusal == EEXIST) continue;
        // Some network file systems know no such flag.
        if (refusal == EINVAL && !target.exists(wanted) && ::renameat(handle_, name.c_str(), target.handle_, wanted.c_str()) == 0)
            return wanted;
        if (refusal != EINVAL) {
            errno = refusal;
            return refuse("cannot move", name);
        }
    }
    errno = EEXIST;
    return refuse("cannot move", name);
}

Result<std::string> Folder::copy(const std::string& name, const Folder& target, const std::vector<std::string>& names) const {
    for (const std::string& wanted : names) {
        const OpenFile made(::openat(target.handle_, wanted.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0660));
        if (made.get() < 0 && errno == EEXIST) continue;
        if (made.get() < 0) return target.refuse("cannot write", wanted);
        Status done = read(name, [&](std::string_view bytes) -> Status {
            while (!bytes.empty()) {
                const ssize_t written = ::write(made.get(), bytes.data(), bytes.size());
                if (written < 0 && errno == EINTR) continue;
                if (written < 0) return target.refuse("cannot write", wanted);
                bytes.remove_prefix(static_cast<std::size_t>(written));
            }
            return {};
        });
        if (done) return wanted;
        ::unlinkat(target.handle_, wanted.c_str(), 0);
        return pass(done);
    }
    errno = EEXIST;
    return target.refuse("cannot copy", name);
}

Status Folder::write(const std::string& name, std::string_view text) const {
    const OpenFile made(::openat(handle_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0660));
    if (made.get() < 0) return refuse("cannot write", name);
    while (!text.empty()) {
        const ssize_t written = ::write(made.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return refuse("cannot write", name);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

bool Folder::exists(const std::string& name) const {
    struct stat status{};
    return ::fstatat(handle_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

Status Folder::remove(const std::string& name) const {
    return ::unlinkat(handle_, name.c_str(), 0) == 0 ? Status{} : Status(refuse("cannot delete", name));
}

} // namespace settled::folder
