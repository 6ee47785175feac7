// secrets.hpp -- what `secret:NAME` in the configuration stands for.
//
// Looked for in the service manager's credential folder (systemd: $CREDENTIALS_DIRECTORY), then in
// a folder of files that only their owner can read, then, only where the caller allows it, in the
// environment as SETTLED_SECRET_NAME (upper case, '-' and '.' as '_'). One secret has one source:
// found in two, it is an error that names both. A value never appears in an error, a list or a log.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::world {

namespace limit {
inline constexpr std::size_t secret_name_bytes_max = 64;
inline constexpr std::size_t secret_value_bytes_max = std::size_t{16} * 1024; // a private key fits
inline constexpr std::size_t secrets_max = 1000;
} // namespace limit

struct SecretSources {
    std::filesystem::path credential_folder; // empty: no service manager handed one over
    std::filesystem::path secrets_folder;    // where set() writes
    // Answers an environment variable. Empty: the environment is not allowed as a source.
    std::function<std::optional<std::string>(const std::string& variable)> environment = {};
};

// The sources of this process: $CREDENTIALS_DIRECTORY and `secrets` beside the configuration file.
SecretSources process_secret_sources(const std::filesystem::path& configuration_folder, bool environment_allowed);

struct ListedSecret {
    std::string name;
    std::string source; // "credential", "file" or "environment"; never the value
};

class Secrets {
  public:
    explicit Secrets(SecretSources sources) : sources_(std::move(sources)) {}

    // INVALID_CONFIG: not set, set twice, or not a name; ACCESS_DENIED: a file that others can read
    // (with the chmod to run) or that we cannot. One line break at the end of a file is not part of it.
    Result<std::string> get(std::string_view name) const;

    // The value of an option: "secret:NAME" becomes the secret, anything else stays as it is.
    Result<std::string> resolve(std::string_view option_value) const;

    Status set(std::string_view name, std::string_view value) const; // replaces
    Status remove(std::string_view name) const;                      // INVALID_CONFIG where there is none of ours
    Result<std::vector<ListedSecret>> list() const;                  // credentials and files, by name

  private:
    SecretSources sources_;
};

// The NAME of "secret:NAME", or nothing.
std::optional<std::string_view> secret_name(std::string_view option_value);

} // namespace settled::world
