// catalog.hpp -- which plugins are installed: files in folders, found by name, asked for what they
// say of themselves.
//
// The file's name is the plugin's name and begins with its kind: statement_mt940.so is the
// statement plugin "statement_mt940". So a list is made without running any plugin's code; loading
// happens when one is asked for. Of two folders with the same name the earlier one counts.
#pragma once

#include "config/check.hpp"
#include "host/plugin_library.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled::host {

namespace limit {
inline constexpr std::size_t plugins_max = 1000;
inline constexpr std::size_t plugin_file_bytes_max = std::size_t{256} << 20;
} // namespace limit

struct PluginFile {
    std::string name;
    settled_kind kind = SETTLED_KIND_LEDGER;
    std::filesystem::path file;
    std::string sha256; // what [plugins] allow demands, 64 hex digits; empty: not checked
};

// What a plugin says of itself, copied, so that it outlives the library.
struct PluginInfo {
    PluginFile file;
    std::string version, summary_en, summary_zh;
    std::vector<config::OptionRow> options;
};

// Loads the library, after its digest where one is demanded, and holds it to name and kind.
Result<PluginLibrary> load_plugin(const PluginFile& file);

class Catalog {
  public:
    Catalog() = default;
    // `allowed`: name → "sha256:…" of [plugins] allow; empty: whatever lies in the folders.
    explicit Catalog(std::vector<std::filesystem::path> folders, std::map<std::string, std::string> allowed = {});

    const std::vector<std::filesystem::path>& folders() const { return folders_; }
    const std::vector<PluginFile>& files() const { return files_; } // by name
    std::vector<std::string> names(settled_kind kind) const;

    // INVALID_CONFIG: no such plugin (says what there is, and where), another kind, or not allowed
    // (with the line to add).
    Result<PluginFile> find(settled_kind kind, std::string_view name) const;
    Result<PluginInfo> describe(std::string_view name) const; // of any kind; loads it for a moment

    config::PluginLookup lookup() const; // for config::check; keeps a copy of this catalog

  private:
    std::vector<std::filesystem::path> folders_;
    std::map<std::string, std::string> allowed_;
    std::vector<PluginFile> files_;
};

// Where plugins lie for a program: `plugins` beside it or one folder up (a build), then
// ../lib/settled/plugins (a package), then /usr/lib/settled/plugins. Only folders that exist.
std::vector<std::filesystem::path> plugin_folders(const std::filesystem::path& executable);

// A commented TOML block with every option, its meaning and its default. Language: zh-CN or en.
std::string sample(const PluginInfo& plugin, std::string_view language);

} // namespace settled::host
