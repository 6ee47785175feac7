// local_socket.hpp -- callers on this machine: a socket in the file system (a named pipe on Windows), and the system's word for
// who is at the other end.
//
// Anybody may connect, unless the folder's permissions say otherwise; who it is tells the kernel (SO_PEERCRED), of the moment
// of connecting, and never the caller. Descriptors are not inherited by children.
#pragma once

#include "world/native_handle.hpp"

#include <settled/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::world {

// An open descriptor and its one owner.
class LocalConnection {
  public:
    explicit LocalConnection(NativeHandle descriptor) : descriptor_(descriptor) {}
    LocalConnection(LocalConnection&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, no_handle)), receiving_(other.receiving_), sending_(other.sending_) {}
    LocalConnection& operator=(LocalConnection&&) = delete;
    ~LocalConnection();
    NativeHandle descriptor() const { return descriptor_; }

    // All of it. UNAVAILABLE: the other side is gone, or stood still for longer than it may.
    Status send(std::string_view bytes) const;
    Status receive(std::span<char> into) const;
    // How long receiving and sending may stand still; for ever where nothing is said.
    void set_patience(std::chrono::seconds receiving, std::chrono::seconds sending);

  private:
    NativeHandle descriptor_;
    std::chrono::seconds receiving_{0}, sending_{0};
};

// The connection that this process was started with as its standard input (ChildCommand::connection).
LocalConnection inherited_connection();

class LocalListener {
  public:
    // Makes the socket, in the place of one that nobody listens at. INVALID_CONFIG: the path is too long, or something else
    // stands there; UNAVAILABLE: another process listens; ACCESS_DENIED: permission.
    static Result<LocalListener> open(const std::filesystem::path& path);
    LocalListener(LocalListener&& other) noexcept;
    LocalListener& operator=(LocalListener&&) = delete;
    ~LocalListener(); // removes what it made

    NativeHandle descriptor() const { return descriptor_; } // readable when somebody waits
    LocalConnection accept();                               // no_handle: nobody waits any more

  private:
    LocalListener(NativeHandle descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
    NativeHandle descriptor_;
    std::filesystem::path path_;
#if defined(_WIN32) // a pipe is made for each caller before he comes, and his coming is a transfer that goes on meanwhile
    struct Waiting;
    Status wait_for_the_next(bool is_first);
    Waiting* waiting_ = nullptr;
#endif
};

// UNAVAILABLE: nobody listens there, or the socket may not be reached.
Result<LocalConnection> connect_local(const std::filesystem::path& path);

// Whose callers count together, before a word was said: "account 1000"; on Windows "session 2", which is one person's screen.
// UNAVAILABLE where the kernel cannot tell.
Result<std::string> caller_key(const LocalConnection& connection);

// As the system's user database has it, which may be a domain's; asking may take as long as the network does.
struct Account {
    std::string name;
    std::vector<std::string> groups; // names, the main one too
};
// UNSUPPORTED: it has no name here. On Windows only after something was received.
Result<Account> caller_account(const LocalConnection& connection);
Result<Account> account(std::uint32_t number); // by its number, which Windows does not have

// True only where the file or folder is there and this process may not use it so.
bool is_denied(const std::filesystem::path& path, bool writing);

} // namespace settled::world
