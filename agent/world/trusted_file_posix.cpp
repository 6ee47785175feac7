#include "world/trusted_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

constexpr mode_t group_writes = S_IWGRP, others_write = S_IWOTH, sticky = S_ISVTX;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

  private:
    int number_;
};

Error refused(const fs::path& place, std::string_view why, const std::string& remedy) {
    return {SETTLED_ACCESS_DENIED, fmt::format("{}: {}; {}", place.string(), why, remedy), 0};
}

// Whoever may change the program that runs here gains nothing by changing what it loads: a program built or unpacked by
// somebody for root to run loads what lies beside it.
bool owns_the_program(uid_t account) {
    struct stat program{};
    return ::stat("/proc/self/exe", &program) == 0 && program.st_uid == account;
}
bool group_writes_the_program(gid_t group) {
    struct stat program{};
    return ::stat("/proc/self/exe", &program) == 0 && program.st_gid == group && (program.st_mode & group_writes) != 0;
}

// Root's own group and that of this account may write, because nobody else is in them where the package made the account.
Status check(int descriptor, const fs::path& place, bool is_folder) {
    struct stat facts{};
    if (::fstat(descriptor, &facts) != 0) return std::unexpected(refused(place, std::strerror(errno), "check its rights"));
    if (!is_folder && !S_ISREG(facts.st_mode)) return fail(SETTLED_INVALID_CONFIG, place.string() + " is no file");
    if (facts.st_uid != 0 && facts.st_uid != ::geteuid() && !owns_the_program(facts.st_uid))
        return std::unexpected(refused(place, fmt::format("belongs to account {}, who could change what is loaded", facts.st_uid),
                                       fmt::format("run: chown root {}", place.string())));
    const bool shared_but_guarded = is_folder && (facts.st_mode & sticky) != 0;
    if ((facts.st_mode & others_write) != 0 && !shared_but_guarded)
        return std::unexpected(refused(place, "everybody may write it", fmt::format("run: chmod o-w {}", place.string())));
    if ((facts.st_mode & group_writes) != 0 && !shared_but_guarded && facts.st_gid != 0 && facts.st_gid != ::getegid() &&
        !group_writes_the_program(facts.st_gid))
        return std::unexpected(
            refused(place, fmt::format("group {} may write it", facts.st_gid), fmt::format("run: chmod g-w {}", place.string())));
    return {};
}

Error not_opened(const fs::path& place) {
    const settled_code code = errno == EACCES || errno == ELOOP ? SETTLED_ACCESS_DENIED : SETTLED_INVALID_CONFIG;
    return {code, fmt::format("{} cannot be opened: {}", place.string(), std::strerror(errno)), 0};
}

} // namespace

Result<TrustedFile> TrustedFile::open(const fs::path& file) {
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);
    if (failed) return fail(SETTLED_INVALID_CONFIG, fmt::format("{} cannot be found: {}", file.string(), failed.message()));
    fs::path place = "/";
    Descriptor folder(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0) return std::unexpected(not_opened(place));
    if (Status fits = check(folder.number(), place, true); !fits) return pass(fits);
    for (const fs::path& part : real.parent_path().relative_path()) {
        place /= part;
        Descriptor next(::openat(folder.number(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (next.number() < 0) return std::unexpected(not_opened(place));
        if (Status fits = check(next.number(), place, true); !fits) return pass(fits);
        folder = std::move(next);
    }
    // Without waiting: a pipe that stands there must not hold us.
    Descriptor opened(::openat(folder.number(), real.filename().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (opened.number() < 0) return std::unexpected(not_opened(real));
    if (Status fits = check(opened.number(), real, false); !fits) return pass(fits);
    return TrustedFile(opened.release());
}

TrustedFile::TrustedFile(TrustedFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

TrustedFile::~TrustedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

fs::path TrustedFile::name() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

} // namespace settled::world
