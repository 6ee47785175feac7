// process.hpp -- what a program has of the system it runs in: its words, streams, number, person, and how it is asked to stop.
#pragma once

#include "world/native_handle.hpp"

#include <settled/result.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::world {

enum class Stream : std::uint8_t { input, output, error };

// First thing in main(): from here on text is UTF-8, bytes pass as they are, and whoever asks this process to stop (Ctrl-C,
// kill, who started it as a job) sets `interrupted`.
void prepare_process(std::atomic<bool>& interrupted);

// The command line as UTF-8, the program's own name first.
std::vector<std::string> arguments_of_process(int count, char** arguments);

std::optional<std::string> environment_variable(const std::string& name);

// All of it, or until the reader is gone: then nobody is left to be told.
void write_stream(Stream stream, std::string_view bytes);
// At least one byte; 0 at the end of the input.
Result<std::size_t> read_input(std::span<char> buffer);
bool is_terminal(Stream stream);

// Standard output for who takes it alone: what anybody else prints afterwards goes to standard error.
class PrivateOutput {
  public:
    static Result<PrivateOutput> take(); // UNAVAILABLE: it is closed
    PrivateOutput(PrivateOutput&& other) noexcept : descriptor_(std::exchange(other.descriptor_, no_handle)) {}
    PrivateOutput& operator=(PrivateOutput&&) = delete;
    ~PrivateOutput();
    Status write(std::string_view bytes) const; // all of it; UNAVAILABLE: nobody reads

  private:
    explicit PrivateOutput(NativeHandle descriptor) : descriptor_(descriptor) {}
    NativeHandle descriptor_;
};

std::size_t terminal_columns(); // of standard output; 0 where it is no terminal
// A password: from a terminal one line without showing it, else the whole of standard input but its last line break. Empty:
// nothing came.
std::string read_hidden();

std::string user_name(); // whose rights this process has
// Root becomes, for good, the account whose folder it is: what is made from here on belongs to the service, which could not
// write it otherwise. Does nothing for others, where the folder is root's own or absent, nor on Windows. ACCESS_DENIED: the
// system refuses.
Status become_owner_of(const std::filesystem::path& folder);
// ACCESS_DENIED: what stands there may not be written by this account; the words say whose it is and the chown that mends it.
// What root made before the service had its account. Absent is fine, and nothing is looked at on Windows.
Status is_ours_to_write(const std::filesystem::path& place);
std::string host_name();
std::int64_t process_number();

Result<std::filesystem::path> this_executable();

// Where the packages of this system put what they install.
std::filesystem::path packaged_configuration_file();
std::string packaged_store_url();

} // namespace settled::world
