#include "world/secrets.hpp"

#include "world/files.hpp"
#include "world/private_file.hpp"
#include "world/process.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

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

struct Found {
    std::string where, value;
};

} // namespace

SecretSources process_secret_sources(const fs::path& configuration_folder, bool environment_allowed) {
    SecretSources sources;
    if (auto folder = environment_variable("CREDENTIALS_DIRECTORY")) sources.credential_folder = std::move(*folder);
    sources.secrets_folder = configuration_folder / "secrets";
    if (environment_allowed) sources.environment = environment_variable;
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
        auto value = read_private_file(file, guard, limit::secret_value_bytes_max + 2);
        if (!value) return pass(value);
        if (*value) found.push_back({file.string(), without_line_break(std::move(**value))});
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
    return write_private_file(sources_.secrets_folder / name, plain);
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
