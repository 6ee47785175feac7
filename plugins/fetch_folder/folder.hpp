// folder.hpp -- a folder held open, and what the plugin may do inside it; never anything outside.
//
// Every step goes through the folder's own handle and refuses symbolic links, so that neither a link
// in the folder nor one swapped in meanwhile leads out of it. Nothing is ever overwritten.
#pragma once

#include <settled/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::folder {

struct FileFacts {
    std::string name;
    std::int64_t byte_count = 0;
    std::int64_t modified_unix_ms = 0;
    std::string owner; // account name, else its number

    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

class Folder {
  public:
    // UNAVAILABLE when it cannot be reached (a share that is not mounted is not an empty folder),
    // ACCESS_DENIED when it may not be read.
    static Result<Folder> open(const std::string& path);
    Folder(Folder&& other) noexcept;
    Folder& operator=(Folder&&) = delete;
    ~Folder();

    // Regular files directly inside, without links, by name.
    Result<std::vector<FileFacts>> files(std::size_t files_max) const;
    Result<FileFacts> facts(const std::string& name) const;

    // Does some process hold it open for writing, or locked? As far as the system tells.
    bool held_for_writing(const std::string& name) const;

    // In pieces, until the sink answers with an error.
    Status read(const std::string& name, const std::function<Status(std::string_view)>& sink) const;
    Result<std::string> sha256_hex(const std::string& name) const;

    bool writable() const;
    // The folder inside this one, made where it is missing.
    Result<Folder> subfolder(const std::string& name) const;

    // Into `target` (a folder on the same disk) under the first of the names that is free.
    Result<std::string> move(const std::string& name, const Folder& target, const std::vector<std::string>& names) const;
    Result<std::string> copy(const std::string& name, const Folder& target, const std::vector<std::string>& names) const;
    Status write(const std::string& name, std::string_view text) const; // a new file
    bool exists(const std::string& name) const;
    Status remove(const std::string& name) const;

  private:
#if defined(_WIN32)
    using Handle = void*;
#else
    using Handle = int;
#endif
    Folder(Handle handle, std::string path) : handle_(handle), path_(std::move(path)) {}
    Result<Handle> open_file(const std::string& name) const;
    std::unexpected<Error> refuse(std::string_view what, const std::string& name) const; // by the system's last error

    Handle handle_;
    std::string path_;
};

} // namespace settled::folder
