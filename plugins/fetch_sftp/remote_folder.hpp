// remote_folder.hpp -- one folder on an SFTP server, and what the plugin may do inside it.
//
// Types, sizes and times are the protocol's attributes; the line for people that servers send beside
// them is never read. Symbolic links are not followed, nothing is overwritten.
#pragma once

#include "ssh_session.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::sftp {

struct FileFacts {
    std::string name;
    std::int64_t byte_count = 0;
    std::int64_t modified_unix_s = 0; // 0: the server does not say
    std::string owner;                // "uid 1001"

    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

class RemoteFolder {
  public:
    // `path` as in the URL: absolute, or "/~/…" from the account's home. Nothing is asked yet.
    RemoteFolder(SshSession& session, std::string_view path);

    // Regular files directly inside, by name.
    Result<std::vector<FileFacts>> files(std::size_t files_max) const;
    // Nothing: there is no such file, or it is no regular one.
    Result<std::optional<FileFacts>> facts(const std::string& name) const;

    // From `offset` to the end, in pieces, until the sink answers with an error; `offset` goes with
    // what the sink has taken, so that another session can go on.
    Status read(const std::string& name, std::uint64_t& offset, const std::function<Status(std::string_view)>& sink) const;

    // The folder inside this one, made where it is missing.
    Result<RemoteFolder> subfolder(const std::string& name) const;
    // Into `target` under the first of the names that is free.
    Status move(const std::string& name, const RemoteFolder& target, const std::vector<std::string>& names) const;
    Status write(const std::string& name, std::string_view text) const; // a new file
    Status remove(const std::string& name) const;

    const std::string& path() const { return path_; }

  private:
    std::string inside(const std::string& name) const { return path_ == "/" ? path_ + name : path_ + "/" + name; }
    std::unexpected<Error> refuse(std::string_view what, const std::string& path) const;
    // Nothing: the path leads nowhere.
    Result<std::optional<LIBSSH2_SFTP_ATTRIBUTES>> attributes(const std::string& path) const;

    SshSession* session_;
    std::string path_;
};

} // namespace settled::sftp
