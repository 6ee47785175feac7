// plugin_library.hpp -- one shared library that passed inspection and is now loaded.
//
// The only user of Boost.DLL. A library of another generation is refused by the name of the symbol
// it exports, read from the file: none of its code runs, not even a static constructor.
#pragma once

#include <settled/plugin_abi.h>
#include <settled/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::host {

namespace limit {
inline constexpr std::size_t plugin_options_max = 500;
} // namespace limit

std::string_view kind_name(std::uint32_t kind); // of a settled_kind: "ledger"; "" for one of a later agent

// A structure of the other side of the wall as this side knows it: the smaller of both sizes is
// taken, the rest is zero. `stated_size` is the structure's own `size`.
template <class Struct> Struct widened(const void* other_side, std::size_t stated_size) {
    Struct mine{};
    std::memcpy(static_cast<void*>(&mine), other_side, std::min(stated_size, sizeof(Struct)));
    return mine;
}
template <class Struct> Struct widened(const Struct* other_side) { return widened<Struct>(other_side, other_side->size); }

class PluginLibrary {
  public:
    // UNSUPPORTED: not a plugin, another generation, a descriptor that contradicts itself; the loader
    // refused it (its own words). INVALID_CONFIG: the file is not there.
    static Result<PluginLibrary> load(const std::filesystem::path& file);

    const settled_plugin& descriptor() const { return descriptor_; }                  // as this agent knows the structure
    settled_kind kind() const { return static_cast<settled_kind>(descriptor_.kind); } // one of the five
    std::string_view name() const { return descriptor_.name; }
    const std::filesystem::path& file() const { return file_; }
    const std::vector<settled_option>& options() const { return options_; }

    // The table of the plugin's kind as this agent knows it; what the plugin does not have is null.
    template <class Operations> Operations operations() const {
        return widened(static_cast<const Operations*>(descriptor_.operations));
    }
    // Keeps the code mapped for as long as anybody holds it: every instance holds one, and lets go
    // only after it was closed.
    std::shared_ptr<const void> mapping() const { return mapping_; }

  private:
    PluginLibrary() = default;

    std::filesystem::path file_;
    std::shared_ptr<const void> mapping_;
    settled_plugin descriptor_{};
    std::vector<settled_option> options_;
};

// A symbol of a library of our own that is loaded on first use (the store), and stays for the life
// of the process. INVALID_CONFIG: not there; UNSUPPORTED: cannot be loaded, or has no such symbol.
Result<void*> shared_symbol(const std::filesystem::path& file, const std::string& name);

} // namespace settled::host
