#include "remote_folder.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace settled::sftp {
namespace {

constexpr std::size_t name_bytes_max = 4096;
constexpr std::size_t piece_bytes = 256UL * 1024;        // libssh2 asks for 30,000 bytes at a time, several at once
constexpr long file_rights = 0660, folder_rights = 0770; // finance looks into archive and rejected

struct CloseHandle {
    void operator()(LIBSSH2_SFTP_HANDLE* handle) const { libssh2_sftp_close_handle(handle); }
};
using Handle = std::unique_ptr<LIBSSH2_SFTP_HANDLE, CloseHandle>;

unsigned size_of(const std::string& text) { return static_cast<unsigned>(text.size()); }

bool has(const LIBSSH2_SFTP_ATTRIBUTES& attributes, unsigned long flag) { return (attributes.flags & flag) != 0; }

// A server that tells no type may only be asked by opening; the read will say.
bool is_file(const LIBSSH2_SFTP_ATTRIBUTES& attributes) {
    return !has(attributes, LIBSSH2_SFTP_ATTR_PERMISSIONS) || LIBSSH2_SFTP_S_ISREG(attributes.permissions);
}

FileFacts facts_of(std::string name, const LIBSSH2_SFTP_ATTRIBUTES& attributes) {
    FileFacts facts;
    facts.name = std::move(name);
    if (has(attributes, LIBSSH2_SFTP_ATTR_SIZE)) facts.byte_count = static_cast<std::int64_t>(attributes.filesize);
    if (has(attributes, LIBSSH2_SFTP_ATTR_ACMODTIME)) facts.modified_unix_s = static_cast<std::int64_t>(attributes.mtime);
    if (has(attributes, LIBSSH2_SFTP_ATTR_UIDGID)) facts.owner = "uid " + std::to_string(attributes.uid);
    return facts;
}

} // namespace

RemoteFolder::RemoteFolder(SshSession& session, std::string_view path) : session_(&session), path_(path) {
    // "/~/out" is "out": SFTP paths that do not begin with '/' start in the account's home.
    if (path_ == "/~" || path_.starts_with("/~/")) path_.erase(0, std::min<std::size_t>(path_.size(), 3));
    while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
    if (path_.empty()) path_ = ".";
}

std::unexpected<Error> RemoteFolder::refuse(std::string_view what, const std::string& path) const {
    return session_->failure(std::string(what) + " " + visible(path));
}

Result<std::optional<LIBSSH2_SFTP_ATTRIBUTES>> RemoteFolder::attributes(const std::string& path) const {
    LIBSSH2_SFTP_ATTRIBUTES found{};
    if (libssh2_sftp_stat_ex(session_->sftp(), path.c_str(), size_of(path), LIBSSH2_SFTP_LSTAT, &found) == 0) return found;
    const unsigned long status = session_->sftp_status();
    if (status == LIBSSH2_FX_NO_SUCH_FILE || status == LIBSSH2_FX_NO_SUCH_PATH) return std::nullopt;
    return refuse("cannot look at", path);
}

Result<std::vector<FileFacts>> RemoteFolder::files(std::size_t files_max) const {
    const Handle folder(libssh2_sftp_open_ex(session_->sftp(), path_.c_str(), size_of(path_), 0, 0, LIBSSH2_SFTP_OPENDIR));
    if (!folder) return refuse("cannot list folder", path_);
    std::vector<FileFacts> files;
    std::array<char, name_bytes_max> name{};
    for (;;) {
        LIBSSH2_SFTP_ATTRIBUTES attributes{};
        const int size = libssh2_sftp_readdir_ex(folder.get(), name.data(), name.size(), nullptr, 0, &attributes);
        if (size == 0) break;
        if (size < 0) return refuse("cannot list folder", path_);
        std::string one(name.data(), static_cast<std::size_t>(size));
        // A name with a slash would lead out of the folder.
        if (!is_file(attributes) || one == "." || one == ".." || one.find('/') != std::string::npos) continue;
        if (files.size() == files_max)
            return fail(SETTLED_UNAVAILABLE, session_->server() + ": folder " + visible(path_) + " holds more than " +
                                                 std::to_string(files_max) + " files; have old ones moved away");
        files.push_back(facts_of(std::move(one), attributes));
    }
    std::ranges::sort(files, {}, &FileFacts::name);
    return files;
}

Result<std::optional<FileFacts>> RemoteFolder::facts(const std::string& name) const {
    auto found = attributes(inside(name));
    if (!found) return pass(found);
    if (!*found || !is_file(**found)) return std::nullopt;
    return facts_of(name, **found);
}

Status RemoteFolder::read(const std::string& name, std::uint64_t& offset,
                          const std::function<Status(std::string_view)>& sink) const {
    const std::string path = inside(name);
    const Handle file(
        libssh2_sftp_open_ex(session_->sftp(), path.c_str(), size_of(path), LIBSSH2_FXF_READ, 0, LIBSSH2_SFTP_OPENFILE));
    if (!file) return refuse("cannot read", path);
    libssh2_sftp_seek64(file.get(), offset);
    std::string piece(piece_bytes, '\0');
    for (;;) {
        const ssize_t size = libssh2_sftp_read(file.get(), piece.data(), piece.size());
        if (size == 0) return {};
        if (size < 0) return refuse("cannot read", path);
        const auto got = static_cast<std::size_t>(size);
        if (Status taken = sink(std::string_view(piece).substr(0, got)); !taken) return taken;
        offset += got;
    }
}

Result<RemoteFolder> RemoteFolder::subfolder(const std::string& name) const {
    const std::string path = inside(name);
    // Many servers answer a mere "failure" to a folder that exists, so the answer counts only where there is none.
    Status made;
    if (libssh2_sftp_mkdir_ex(session_->sftp(), path.c_str(), size_of(path), folder_rights) != 0)
        made = refuse("cannot make folder", path);
    if (session_->lost()) return pass(made);
    auto found = attributes(path);
    if (!found) return pass(found);
    if (!*found && !made) return pass(made);
    if (!*found)
        return fail(SETTLED_UNAVAILABLE, session_->server() + ": folder " + visible(path) + " was made and is gone; clear it up");
    if (has(**found, LIBSSH2_SFTP_ATTR_PERMISSIONS) && !LIBSSH2_SFTP_S_ISDIR((*found)->permissions))
        return fail(SETTLED_ACCESS_DENIED,
                    session_->server() + ": " + visible(path) + " is no folder but a file or link; move it away");
    RemoteFolder folder = *this;
    folder.path_ = path;
    return folder;
}

Status RemoteFolder::move(const std::string& name, const RemoteFolder& target, const std::vector<std::string>& names) const {
    const std::string from = inside(name);
    for (const std::string& wanted : names) {
        const std::string to = target.inside(wanted);
        // Version 3 of the protocol refuses a name that is taken; some servers overwrite, so we look first.
        auto taken = attributes(to);
        if (!taken) return pass(taken);
        if (*taken) continue;
        if (libssh2_sftp_rename_ex(session_->sftp(), from.c_str(), size_of(from), to.c_str(), size_of(to), 0) == 0) return {};
        return refuse("cannot move to " + visible(to) + " file", from);
    }
    return fail(SETTLED_UNAVAILABLE, session_->server() + ": " + visible(target.path_) + " is full of files named like " +
                                         visible(name) + "; clear it");
}

Status RemoteFolder::write(const std::string& name, std::string_view text) const {
    const std::string path = inside(name);
    const Handle file(libssh2_sftp_open_ex(session_->sftp(), path.c_str(), size_of(path),
                                           LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT | LIBSSH2_FXF_EXCL, file_rights,
                                           LIBSSH2_SFTP_OPENFILE));
    if (!file) return refuse("cannot write", path);
    while (!text.empty()) {
        const ssize_t size = libssh2_sftp_write(file.get(), text.data(), text.size());
        if (size < 0) return refuse("cannot write", path);
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    return {};
}

Status RemoteFolder::remove(const std::string& name) const {
    const std::string path = inside(name);
    if (libssh2_sftp_unlink_ex(session_->sftp(), path.c_str(), size_of(path)) == 0) return {};
    return refuse("cannot delete", path);
}

} // namespace settled::sftp
