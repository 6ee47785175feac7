// settings_reference.hpp -- every setting of settled.toml and every option of the installed plugins, explained in one language.
//
// Made from the rows that check itself goes by (config/schema.hpp, the plugins' option rows), so that it never knows less or
// other than the program. What follows from it: docs/settings.md and the manual page settled.toml(5).
#pragma once

#include "host/catalog.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace settled::cli {

enum class ReferenceLanguage : std::uint8_t { english, chinese };

struct ReferenceRow {
    std::string key;
    std::string takes;    // "a whole number, 1 to 10000"
    std::string fallback; // as TOML writes it; "" where there is none
    std::string meaning;
    bool required = false;
};

struct ReferenceSection {
    std::string heading; // as it stands in the file: "[company.NAME]"; of a plugin its name
    std::string about;
    std::vector<ReferenceRow> rows;
};

struct SettingsReference {
    ReferenceLanguage language = ReferenceLanguage::english;
    std::vector<ReferenceSection> blocks;
    // Of one kind each, by the block that they belong to: "[ledger.NAME]".
    struct Kind {
        std::string heading, about;
        std::vector<ReferenceSection> plugins;
    };
    std::vector<Kind> kinds;
};

SettingsReference settings_reference(std::span<const host::PluginInfo> plugins, ReferenceLanguage language);

// The page in Markdown: docs/settings.md, docs/settings.zh-CN.md.
std::string settings_page(const SettingsReference& reference);

} // namespace settled::cli
