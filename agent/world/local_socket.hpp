// local_socket.hpp -- callers on this machine: a socket in the file system, and the system's word for who is at the other end.
//
// Anybody may connect, unless the folder's permissions say otherwise; who it is tells the kernel (SO_PEERCRED), of the moment
// of connecting, and never the caller. Descriptors are not inherited by children.
#pragma once

#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace settled::world {

// An open descriptor and its one owner.
class LocalConnection {
  public:
    explicit LocalConnection(int descriptor) : descriptor_(descriptor) {}
    LocalConnection(LocalConnection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    LocalConnection& operator=(LocalConnection&&) = delete;
    ~LocalConnection();
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

class LocalListener {
  public:
    // Makes the socket, in the place of one that nobody listens at. INVALID_CONFIG: the path is too long, or something else
    // stands there; UNAVAILABLE: another process listens; ACCESS_DENIED: permission.
    static Result<LocalListener> open(const std::filesystem::path& path);
    LocalListener(LocalListener&& other) noexcept;
    LocalListener& operator=(LocalListener&&) = delete;
    ~LocalListener(); // removes what it made

    int descriptor() const { return descriptor_; } // readable when somebody waits
    LocalConnection accept() const;                // descriptor -1: nobody waits any more

  private:
    LocalListener(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
    int descriptor_;
    std::filesystem::path path_;
};

// UNAVAILABLE: nobody listens there, or the socket may not be reached.
Result<LocalConnection> connect_local(const std::filesystem::path& path);

// The number of the account at the other end; UNAVAILABLE where the kernel cannot tell.
Result<std::uint32_t> peer_account_number(int descriptor);

// As the system's user database has it, which may be a domain's; asking may take as long as the network does.
struct Account {
    std::string name;
    std::vector<std::string> groups; // names, the main one too
};
Result<Account> account(std::uint32_t number); // UNSUPPORTED: it has no name here

// True only where the file or folder is there and this process may not use it so.
bool is_denied(const std::filesystem::path& path, bool writing);

} // namespace settled::world
