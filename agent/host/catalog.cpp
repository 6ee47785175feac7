#include "host/catalog.hpp"

#include "world/digest.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <set>

namespace settled::host {
namespace {

constexpr std::array kinds = {SETTLED_KIND_LEDGER, SETTLED_KIND_STATEMENT, SETTLED_KIND_FETCH, SETTLED_KIND_NOTIFY,
                              SETTLED_KIND_FEEDBACK};
#if defined(_WIN32)
constexpr std::string_view library_suffix = ".dll";
#else
constexpr std::string_view library_suffix = ".so";
#endif
constexpr std::string_view digest_prefix = "sha256:";

// "statement_mt940" is of kind statement.
std::optional<settled_kind> kind_of(std::string_view plugin_name) {
    for (const settled_kind kind : kinds)
        if (plugin_name.starts_with(std::string(kind_name(kind)) + '_')) return kind;
    return std::nullopt;
}

std::string joined(const std::vector<std::string>& words, std::string_view none) {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : ", ") + word;
    return line.empty() ? std::string(none) : line;
}

Result<std::string> digest_of(const std::filesystem::path& file) {
    auto bytes = world::read_file(file, limit::plugin_file_bytes_max);
    if (!bytes) return pass(bytes);
    return world::sha256_hex(*bytes);
}

config::OptionRow row_of(const settled_option& option) {
    const auto text = [](const char* found) { return std::string(found ? found : ""); };
    return {text(option.key),
            text(option.fallback),
            text(option.help_en),
            text(option.help_zh),
            (option.flags & SETTLED_REQUIRED) != 0,
            (option.flags & SETTLED_SECRET) != 0};
}

} // namespace

Result<PluginLibrary> load_plugin(const PluginFile& file) {
    if (!file.sha256.empty()) {
        const auto digest = digest_of(file.file);
        if (!digest) return std::unexpected(digest.error());
        if (*digest != file.sha256)
            return fail(SETTLED_INVALID_CONFIG, file.file.string() + " has the digest " + *digest +
                                                    ", but [plugins] allow names " + file.sha256 +
                                                    "; if you trust this file, write: " + file.name + " = \"" +
                                                    std::string(digest_prefix) + *digest + "\"");
    }
    auto library = PluginLibrary::load(file.file);
    if (!library) return library;
    if (library->name() != file.name)
        return fail(SETTLED_UNSUPPORTED, file.file.string() + " calls itself \"" + std::string(library->name()) +
                                             "\"; a plugin's file has the plugin's name. Rename the file or rebuild the plugin");
    if (library->kind() != file.kind)
        return fail(SETTLED_UNSUPPORTED, file.file.string() + " is a " + std::string(kind_name(library->descriptor().kind)) +
                                             " plugin, but its name says " + std::string(kind_name(file.kind)) +
                                             "; a plugin's name begins with its kind");
    return library;
}

Catalog::Catalog(std::vector<std::filesystem::path> folders, std::map<std::string, std::string> allowed)
    : folders_(std::move(folders)), allowed_(std::move(allowed)) {
    std::set<std::string> seen;
    for (const std::filesystem::path& folder : folders_) {
        const auto entries = world::list_folder(folder);
        if (!entries) continue; // plugin_folders() names those that exist; one that went is told by find()
        for (const world::FolderEntry& entry : *entries) {
            if (entry.is_folder || !entry.name.ends_with(library_suffix) || files_.size() >= limit::plugins_max) continue;
            const std::string name = entry.name.substr(0, entry.name.size() - library_suffix.size());
            const auto kind = kind_of(name);
            if (!kind || !seen.insert(name).second) continue;
            files_.push_back({name, *kind, folder / entry.name, {}});
        }
    }
    std::ranges::sort(files_, {}, &PluginFile::name);
    for (PluginFile& file : files_)
        if (const auto hit = allowed_.find(file.name); hit != allowed_.end())
            file.sha256 = hit->second.starts_with(digest_prefix) ? hit->second.substr(digest_prefix.size()) : hit->second;
}

std::vector<std::string> Catalog::names(settled_kind kind) const {
    std::vector<std::string> found;
    for (const PluginFile& file : files_)
        if (file.kind == kind) found.push_back(file.name);
    return found;
}

Result<PluginFile> Catalog::find(settled_kind kind, std::string_view name) const {
    const std::string quoted = '"' + std::string(name) + '"';
    const auto hit = std::ranges::find(files_, name, &PluginFile::name);
    if (hit == files_.end()) {
        std::vector<std::string> searched;
        searched.reserve(folders_.size());
        for (const auto& folder : folders_) searched.push_back(folder.string());
        return fail(SETTLED_INVALID_CONFIG,
                    "no plugin " + quoted + " in " + joined(searched, "any folder") + "; " + std::string(kind_name(kind)) +
                        " plugins there: " + joined(names(kind), "none") +
                        ". If it was installed, antivirus may have quarantined it: restore it and exclude these folders");
    }
    if (hit->kind != kind)
        return fail(SETTLED_INVALID_CONFIG, quoted + " is a " + std::string(kind_name(hit->kind)) + " plugin where a " +
                                                std::string(kind_name(kind)) +
                                                " plugin is needed: " + joined(names(kind), "none is installed"));
    if (!allowed_.empty() && !allowed_.contains(hit->name)) {
        const auto digest = digest_of(hit->file);
        if (!digest) return std::unexpected(digest.error());
        return fail(SETTLED_INVALID_CONFIG, "plugin " + quoted + " is not listed in [plugins] allow; if you trust " +
                                                hit->file.string() + ", add: " + hit->name + " = \"" +
                                                std::string(digest_prefix) + *digest + "\"");
    }
    return *hit;
}

Result<PluginInfo> Catalog::describe(std::string_view name) const {
    const auto kind = kind_of(name);
    const auto file = find(kind.value_or(SETTLED_KIND_LEDGER), name);
    if (!file) return std::unexpected(file.error());
    const auto library = load_plugin(*file);
    if (!library) return std::unexpected(library.error());
    const settled_plugin& said = library->descriptor();
    PluginInfo info{*file, said.version, said.summary_en, said.summary_zh, {}};
    for (const settled_option& option : library->options()) info.options.push_back(row_of(option));
    return info;
}

config::PluginLookup Catalog::lookup() const {
    const auto copy = std::make_shared<const Catalog>(*this);
    return {[copy](settled_kind kind, const std::string& plugin) -> Result<std::optional<std::vector<config::OptionRow>>> {
                const auto there = std::ranges::find(copy->files_, plugin, &PluginFile::name);
                if (there == copy->files_.end() || there->kind != kind) return std::nullopt;
                auto info = copy->describe(plugin); // also where [plugins] allow does not list it
                if (!info) return pass(info);
                return std::move(info->options);
            },
            [copy](settled_kind kind) { return copy->names(kind); }};
}

std::vector<std::filesystem::path> plugin_folders(const std::filesystem::path& executable) {
    const std::filesystem::path beside = executable.parent_path();
    const std::filesystem::path above = beside.parent_path();
    std::vector<std::filesystem::path> found;
    for (const std::filesystem::path& folder : {beside / "plugins", above / "plugins", above / "lib" / "settled" / "plugins",
                                                std::filesystem::path("/usr/lib/settled/plugins")}) {
        std::error_code ignored;
        if (std::filesystem::is_directory(folder, ignored) && std::ranges::find(found, folder) == found.end())
            found.push_back(folder);
    }
    return found;
}

} // namespace settled::host
