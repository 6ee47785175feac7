#include "world/secrets.hpp"

#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view reference_prefix = "secret:";

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// A name is also a file's name and part of a variable's, so it stays this plain.
Status check_name(std::string_view name) {
    if (!name.empty() && name.size() <= limit::secret_name_bytes_max && name.front() != '.' &&
        std::ranges::all_of(name, is_name_character))
        return {};
    return fail(SETTLED_INVALID_CONFIG,
                fmt::format("\"{}\" is not a secret's name; expected 1 to {} letters, digits, '_', '-', '.'",
                            visible(name.substr(0, limit::secret_name_bytes_max)), limit::secret_name_bytes_max));
}

std::string variable_name(std::string_view name) {
    std::string variable = "SETTLED_SECRET_";
    for (const char c : name)
        variable += c == '-' || c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return variable;
}

std::string without_line_break(std::string value) {
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    return value;
}

// The service manager guards its credential folder itself; a file of ours must be its owner's alone.
enum class Guard { by_manager, by_mode };

// The file's text, or nothing where there is no such file.
Result<std::optional<std::string>> read_secret(const fs::path& file, Guard guard) {
    struct stat facts{};
    if (::lstat(file.c_str(), &facts) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        return fail(
            SETTLED_ACCESS_DENIED,
            fmt::format("{}: this account may not look into the folder of secrets; run as the service's user", file.string()));
    }
    if (!S_ISREG(facts.st_mode))
        return fail(SETTLED_ACCESS_DENIED, file.string() + ": is not an ordinary file; remove it and set the secret again");
    if (guard == Guard::by_mode) {
        if ((facts.st_mode & 077) != 0)
            return fail(SETTLED_ACCESS_DENIED,
                        fmt::format("{}: others than its owner can read this secret (mode {:04o}); run: chmod 600 '{}'",
                                    file.string(), static_cast<unsigned>(facts.st_mode & 07777), file.string()));
        if (facts.st_uid != 0 && facts.st_uid != ::geteuid() && ::geteuid() != 0)
            return fail(
                SETTLED_ACCESS_DENIED,
                fmt::format("{}: this secret belongs to another account; set it again as the service's user", file.string()));
    }
    auto text = read_file(file, limit::secret_value_bytes_max + 2);
    if (!text) return pass(text);
    return without_line_break(std::move(*text));
}

// Root sets a secret for the service: the file goes to whom the folder belongs, who could not read it otherwise.
Status give_to_owner_of(const fs::path& folder, const fs::path& file) {
    if (::geteuid() != 0) return {};
    struct stat facts{};
    if (::stat(folder.c_str(), &facts) == 0 && ::lchown(file.c_str(), facts.st_uid, facts.st_gid) == 0) return {};
    return fail(SETTLED_ACCESS_DENIED, file.string() + ": is written, but cannot be given to the owner of its folder; run chown");
}

struct Found {
    std::string where, value;
};

} // namespace

SecretSources process_secret_sources(const fs::path& configuration_folder, bool environment_allowed) {
    SecretSources sources;
    if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) sources.credential_folder = folder;
    sources.secrets_folder = configuration_folder / "secrets";
    if (environment_allowed)
        sources.environment = [](const std::string& variable) {
            const char* value = std::getenv(variable.c_str());
            return value ? std::optional<std::string>(value) : std::nullopt;
        };
    return sources;
}

std::optional<std::string_view> secret_name(std::string_view option_value) {
    if (!option_value.starts_with(reference_prefix)) return std::nullopt;
    return option_value.substr(reference_prefix.size());
}

Result<std::string> Secrets::get(std::string_view name) const {
    if (auto checked = check_name(name); !checked) return pass(checked);
    std::vector<Found> found;
    const auto look = [&](const fs::path& folder, Guard guard) -> Status {
        if (folder.empty()) return {};
        const fs::path file = folder / name;
        auto value = read_secret(file, guard);
        if (!value) return pass(value);
        if (*value) found.push_back({file.string(), std::move(**value)});
        return {};
    };
    if (auto looked = look(sources_.credential_folder, Guard::by_manager); !looked) return pass(looked);
    if (auto looked = look(sources_.secrets_folder, Guard::by_mode); !looked) return pass(looked);
    if (sources_.environment)
        if (auto value = sources_.environment(variable_name(name)))
            found.push_back({"the environment variable " + variable_name(name), std::move(*value)});

    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("secret:{} is not set; run: settled secret set {}", name, name));
    if (found.size() > 1)
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("secret:{} has two sources, {} and {}; remove one", name, found[0].where, found[1].where));
    if (found[0].value.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("secret:{} is empty in {}; run: settled secret set {}", name, found[0].where, name));
    return std::move(found[0].value);
}

Result<std::string> Secrets::resolve(std::string_view option_value) const {
    if (auto name = secret_name(option_value)) return get(*name);
    return std::string(option_value);
}

Status Secrets::set(std::string_view name, std::string_view value) const {
    if (auto checked = check_name(name); !checked) return checked;
    const std::string plain = without_line_break(std::string(value));
    if (plain.empty())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("secret:{}: an empty value was given; nothing is changed", name));
    if (plain.size() > limit::secret_value_bytes_max)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("secret:{}: the value is longer than {} bytes; nothing is changed", name,
                                                        limit::secret_value_bytes_max));
    if (auto made = make_folder(sources_.secrets_folder, Permission::owner_only); !made) return made;
    const fs::path file = sources_.secrets_folder / name;
    if (auto written = write_file(file, plain, Permission::owner_only); !written) return written;
    return give_to_owner_of(sources_.secrets_folder, file);
}

Status Secrets::remove(std::string_view name) const {
    if (auto checked = check_name(name); !checked) return checked;
    const fs::path file = sources_.secrets_folder / name;
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(file, ignored)))
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("secret:{} is not in {}; see: settled secret list", name, sources_.secrets_folder.string()));
    return remove_file(file);
}

Result<std::vector<ListedSecret>> Secrets::list() const {
    std::vector<ListedSecret> listed;
    const auto add = [&](const fs::path& folder, const char* source) -> Status {
        std::error_code ignored;
        if (folder.empty() || !fs::exists(folder, ignored)) return {};
        auto entries = list_folder(folder);
        if (!entries) return pass(entries);
        for (const FolderEntry& entry : *entries)
            if (!entry.is_folder && check_name(entry.name) && listed.size() < limit::secrets_max)
                listed.push_back({entry.name, source});
        return {};
    };
    if (auto added = add(sources_.credential_folder, "credential"); !added) return pass(added);
    if (auto added = add(sources_.secrets_folder, "file"); !added) return pass(added);
    std::ranges::stable_sort(listed, {}, &ListedSecret::name);
    return listed;
}

} // namespace settled::world
