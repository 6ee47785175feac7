#include "host/plugin_library.hpp"

#include "host/exported_symbols.hpp"
#include "world/trusted_file.hpp"

#include <settled/abi_array.hpp>

#define BOOST_DLL_USE_STD_FS
#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <charconv>
#include <iterator>
#include <mutex>
#include <optional>

namespace settled::host {
namespace {

namespace dll = boost::dll;

constexpr std::string_view symbol_stem = "settled_plugin_";

std::string symbol_name() { return std::string(symbol_stem) + std::to_string(SETTLED_PLUGIN_ABI); }

Error missing(const std::filesystem::path& file) {
    return {SETTLED_INVALID_CONFIG,
            "no library " + file.string() +
                "; if it was there before, antivirus may have quarantined it: restore it and exclude the folder " +
                file.parent_path().string() + " from scanning"};
}

Result<std::vector<std::string>> exported_symbols(const std::filesystem::path& file, const std::filesystem::path& name) {
    if (is_elf(name)) return elf_exported_symbols(name);
    try { // Windows and macOS keep the exports where Boost looks for them
        return dll::library_info(name).symbols();
    } catch (const std::exception& thrown) {
        return fail(SETTLED_BAD_DATA, file.string() + " cannot be read as a shared library: " + thrown.what());
    }
}

// The generations a file offers, from its exported names alone.
Result<std::vector<unsigned>> generations_of(const std::filesystem::path& file, const std::filesystem::path& name) {
    const auto symbols = exported_symbols(file, name);
    if (!symbols) {
        std::string words = symbols.error().message;
        if (words.starts_with(name.string())) words.replace(0, name.string().size(), file.string());
        return fail(SETTLED_UNSUPPORTED, std::move(words));
    }
    std::vector<unsigned> generations;
    for (const std::string& symbol : *symbols) {
        if (!symbol.starts_with(symbol_stem)) continue;
        unsigned generation = 0;
        const char* const end = symbol.data() + symbol.size();
        const auto read = std::from_chars(symbol.data() + symbol_stem.size(), end, generation);
        if (read.ec == std::errc() && read.ptr == end) generations.push_back(generation);
    }
    return generations;
}

Status inspect_generation(const std::filesystem::path& file, const std::filesystem::path& name) {
    const auto generations = generations_of(file, name);
    if (!generations) return std::unexpected(generations.error());
    if (generations->empty())
        return fail(SETTLED_UNSUPPORTED, file.string() + " is not a settled plugin: it exports no symbol " + symbol_name());
    if (std::ranges::find(*generations, SETTLED_PLUGIN_ABI) != generations->end()) return {};
    return fail(SETTLED_UNSUPPORTED, file.string() + " is a plugin of generation " + std::to_string(generations->front()) +
                                         "; this agent loads generation " + std::to_string(SETTLED_PLUGIN_ABI) +
                                         ". Install the plugin's build for this agent");
}

// The loader's own words out of Boost's sentence around them, with the file called as everybody else calls it.
std::string loader_words(std::string_view thrown, const std::filesystem::path& file, const std::filesystem::path& name) {
    constexpr std::string_view before = "dlerror system message: ";
    if (const std::size_t at = thrown.find(before); at != std::string_view::npos) thrown.remove_prefix(at + before.size());
    if (const std::size_t at = thrown.rfind("): "); at != std::string_view::npos) thrown = thrown.substr(0, at);
    std::string words(thrown);
    if (const std::size_t at = words.find(name.string()); at != std::string::npos)
        words.replace(at, name.string().size(), file.string());
    return words;
}

// `name`: of the same file, by which the system opens it.
Result<std::shared_ptr<dll::shared_library>> load_library(const std::filesystem::path& file, const std::filesystem::path& name) {
    auto library = std::make_shared<dll::shared_library>();
    try { // the throwing overload, because the other one drops the loader's words
        library->load(std::filesystem::absolute(name),
                      dll::load_mode::rtld_now | dll::load_mode::rtld_local | dll::load_mode::load_with_altered_search_path);
    } catch (const std::exception& thrown) {
        return fail(SETTLED_UNSUPPORTED, "cannot load " + file.string() + ": " + loader_words(thrown.what(), file, name) +
                                             ". Install what is missing, or the plugin's build for this system");
    }
    return library;
}

// Taken apart in this order: the code first.
struct LoadedFile {
    std::shared_ptr<const world::TrustedFile> file;
    std::shared_ptr<dll::shared_library> library;
};

Error contradiction(const std::filesystem::path& file, std::string_view what, const std::string& found,
                    const std::string& expected) {
    return {SETTLED_UNSUPPORTED, file.string() + ": the plugin's descriptor says " + std::string(what) + " " + found +
                                     ", expected " + expected + ". Rebuild the plugin with this agent's plugin_abi.h"};
}

// Field by field; the first four words stand where they are in every generation.
Status inspect_descriptor(const std::filesystem::path& file, const settled_plugin& found) {
    const auto refuse = [&](std::string_view what, std::uint32_t is, std::uint32_t expected) {
        return std::unexpected(contradiction(file, what, std::to_string(is), std::to_string(expected)));
    };
    if (found.magic != SETTLED_PLUGIN_MAGIC) return refuse("magic", found.magic, SETTLED_PLUGIN_MAGIC);
    if (found.abi != SETTLED_PLUGIN_ABI) return refuse("generation", found.abi, SETTLED_PLUGIN_ABI);
    if (found.size < sizeof(settled_plugin)) // all of its fields are of generation 1's first day
        return std::unexpected(
            contradiction(file, "size", std::to_string(found.size), "at least " + std::to_string(sizeof(settled_plugin))));
    if (kind_name(found.kind).empty())
        return std::unexpected(contradiction(file, "kind", std::to_string(found.kind), "1 (ledger) to 5 (feedback)"));
    if (found.name == nullptr || found.version == nullptr || found.summary_en == nullptr || found.summary_zh == nullptr)
        return std::unexpected(contradiction(file, "name, version or summary", "nothing", "text"));
    if (found.option_count > limit::plugin_options_max)
        return std::unexpected(contradiction(file, "option_count", std::to_string(found.option_count),
                                             "at most " + std::to_string(limit::plugin_options_max)));
    if (found.operations == nullptr) return std::unexpected(contradiction(file, "operations", "nothing", "a table"));
    return {};
}

// Sizes of the structures a plugin points at, where the pointer's size field is the first word.
constexpr std::uint32_t option_size_min = offsetof(settled_option, help_zh) + sizeof(const char*);
constexpr std::uint32_t operations_size_min = offsetof(settled_ledger_operations, check) + sizeof(void*);

Result<std::vector<settled_option>> option_rows(const std::filesystem::path& file, const settled_plugin& plugin) {
    std::vector<settled_option> rows;
    if (plugin.option_count == 0) return rows;
    if (plugin.options == nullptr) return std::unexpected(contradiction(file, "options", "nothing", "a table"));
    const std::uint32_t stride = plugin.options->size;
    if (stride < option_size_min)
        return std::unexpected(
            contradiction(file, "size of an option row", std::to_string(stride), "at least " + std::to_string(option_size_min)));
    for (std::size_t i = 0; i < plugin.option_count; ++i) {
        rows.push_back(widened<settled_option>(element_at(plugin.options, i), stride));
        if (rows.back().key == nullptr || rows.back().key[0] == '\0')
            return std::unexpected(contradiction(file, "key of option " + std::to_string(i + 1), "nothing", "text"));
    }
    return rows;
}

} // namespace

std::string_view kind_name(std::uint32_t kind) {
    switch (kind) {
    case SETTLED_KIND_LEDGER:
        return "ledger";
    case SETTLED_KIND_STATEMENT:
        return "statement";
    case SETTLED_KIND_FETCH:
        return "fetch";
    case SETTLED_KIND_NOTIFY:
        return "notify";
    case SETTLED_KIND_FEEDBACK:
        return "feedback";
    default:
        return {};
    }
}

Result<PluginLibrary> PluginLibrary::load(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) return std::unexpected(missing(file));
    // Looked at, read and loaded is one open file, so that nobody can put another in its place in between. It stays open as long
    // as the code: the loader knows a library by its name, and the name of a closed file is soon another's.
    auto trusted = world::TrustedFile::open(file);
    if (!trusted) return pass(trusted);
    const auto held = std::make_shared<const world::TrustedFile>(std::move(*trusted));
    if (auto fits = inspect_generation(file, held->name()); !fits) return pass(fits);
    auto library = load_library(file, held->name());
    if (!library) return pass(library);
    if (!(*library)->has(symbol_name())) // the file was exchanged between inspection and loading
        return fail(SETTLED_UNSUPPORTED, file.string() + " no longer exports " + symbol_name() + "; try again");

    const auto& found = (*library)->get<const settled_plugin>(symbol_name());
    if (auto fits = inspect_descriptor(file, found); !fits) return pass(fits);
    if (const auto size = *static_cast<const std::uint32_t*>(found.operations); size < operations_size_min)
        return std::unexpected(contradiction(file, "size of its operations", std::to_string(size),
                                             "at least " + std::to_string(operations_size_min)));
    auto options = option_rows(file, found);
    if (!options) return pass(options);

    PluginLibrary plugin;
    plugin.file_ = file;
    plugin.descriptor_ = widened(&found);
    plugin.options_ = std::move(*options);
    plugin.mapping_ = std::make_shared<const LoadedFile>(held, std::move(*library));
    return plugin;
}

Result<void*> shared_symbol(const std::filesystem::path& file, const std::string& name) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) return std::unexpected(missing(file));
    auto library = load_library(file, file);
    if (!library) return pass(library);
    if (!(*library)->has(name))
        return fail(SETTLED_UNSUPPORTED,
                    file.string() + " has no symbol " + name + "; it is of another version than this program");
    void* const symbol = reinterpret_cast<void*>(&(*library)->get<char>(name));
    // Objects made by the library may live until the process ends, so it is never unloaded.
    static std::mutex guard;
    static std::vector<std::shared_ptr<dll::shared_library>> kept;
    const std::scoped_lock lock(guard);
    kept.push_back(std::move(*library));
    return symbol;
}

} // namespace settled::host
