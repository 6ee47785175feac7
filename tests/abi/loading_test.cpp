// What may be loaded, what is refused and in which words, and that refused code never runs.
#include "collecting.hpp"
#include "host/exported_symbols.hpp"
#include "support/temporary_folder.hpp"
#include "world/digest.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace settled::abi_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::filesystem::path twin(const std::string& name) { return abi_folder("twins") / (name + ".so"); }

std::string refusal(const std::filesystem::path& file) {
    const auto loaded = host::PluginLibrary::load(file);
    EXPECT_FALSE(loaded) << file;
    return loaded ? "" : loaded.error().message;
}

bool mapped(const std::string& part_of_name) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find(part_of_name) != std::string::npos) return true;
    return false;
}

TEST(Loading, APluginInPlainCIsLoaded) {
    const auto loaded = host::PluginLibrary::load(twin("notify_plain"));
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->name(), "notify_plain");
    EXPECT_EQ(loaded->kind(), SETTLED_KIND_NOTIFY);
    EXPECT_EQ(std::string(loaded->descriptor().summary_zh), "孪生");
}

TEST(Loading, ALibraryWithoutTheSymbolIsNotAPlugin) {
    EXPECT_THAT(refusal(twin("notify_no_symbol")), AllOf(HasSubstr("is not a settled plugin"), HasSubstr("settled_plugin_1")));
    EXPECT_FALSE(mapped("notify_no_symbol"));
}

TEST(Loading, AnotherGenerationIsRefusedBeforeItsStaticConstructorsRun) {
    const std::filesystem::path trace = std::filesystem::path(ABI_FOLDER) / "future_ran";
    std::filesystem::remove(trace);
    EXPECT_THAT(refusal(twin("notify_future")),
                AllOf(HasSubstr("generation 2"), HasSubstr("loads generation 1"), HasSubstr("Install")));
    EXPECT_FALSE(std::filesystem::exists(trace));
    EXPECT_FALSE(mapped("notify_future"));
}

TEST(Loading, ADescriptorThatContradictsItselfIsRefusedWithBothValues) {
    EXPECT_THAT(refusal(twin("notify_magic")), AllOf(HasSubstr("magic 1234"), HasSubstr("expected 1145853011")));
    EXPECT_THAT(refusal(twin("notify_generation")), AllOf(HasSubstr("generation 7"), HasSubstr("expected 1")));
    EXPECT_THAT(refusal(twin("notify_size")),
                AllOf(HasSubstr("size 16"), HasSubstr("at least " + std::to_string(sizeof(settled_plugin)))));
    EXPECT_THAT(refusal(twin("notify_kind")), AllOf(HasSubstr("kind 99"), HasSubstr("5 (feedback)")));
    EXPECT_THAT(refusal(twin("notify_no_operations")), AllOf(HasSubstr("operations nothing"), HasSubstr("a table")));
    EXPECT_THAT(refusal(twin("notify_many_options")), AllOf(HasSubstr("option_count 100000"), HasSubstr("at most 500")));
    for (const std::string name : {"magic", "generation", "size", "kind"}) EXPECT_FALSE(mapped("notify_" + name)) << name;
}

TEST(Loading, AMissingLibraryOfThePluginsOwnIsNamedInTheLoadersWords) {
    EXPECT_THAT(refusal(twin("notify_needs")),
                AllOf(HasSubstr("libsettled_absent.so"), HasSubstr("cannot open shared object file")));
}

TEST(Loading, AVanishedFilePointsAtAntivirus) {
    EXPECT_THAT(refusal(twin("notify_vanished")), AllOf(HasSubstr("antivirus may have quarantined it"), HasSubstr("twins")));
}

TEST(Loading, FilesThatAreNoLibrariesAreRefusedInWords) {
    const support::TemporaryFolder folder;
    const auto write = [&](std::string_view bytes) {
        const auto file = folder / "notify_x.so";
        EXPECT_TRUE(world::write_file(file, bytes));
        return file;
    };
    EXPECT_THAT(refusal(write("")), HasSubstr("cannot be read as a shared library"));
    EXPECT_THAT(refusal(write("#!/bin/sh\n")), HasSubstr("cannot be read as a shared library"));
    const auto whole = world::read_file(twin("notify_plain"), 1 << 20);
    ASSERT_TRUE(whole);
    for (std::size_t size = 0; size < whole->size(); size += 97) { // cut anywhere: an error, never a crash
        const auto names = host::elf_exported_symbols(write(std::string_view(*whole).substr(0, size)));
        if (names) {
            EXPECT_THAT(*names, ::testing::ElementsAre("settled_plugin_1")) << size;
        }
    }
    for (std::size_t at = 0; at < whole->size(); at += 41) { // any byte changed: an answer, never a crash
        std::string changed = *whole;
        changed[at] = static_cast<char>(changed[at] ^ 0xFF);
        static_cast<void>(host::elf_exported_symbols(write(changed)));
    }
}

TEST(Loading, ExportedNamesAreReadFromAStrippedLibrary) {
    const auto names = host::elf_exported_symbols(std::filesystem::path(FROZEN_FOLDER) / "notify_frozen.so");
    ASSERT_TRUE(names) << names.error().message;
    EXPECT_THAT(*names, ::testing::ElementsAre("settled_plugin_1"));
}

TEST(Loading, CodeStaysMappedUntilTheLastInstanceIsClosedAndThenGoes) {
    const auto world = std::make_shared<host::PluginWorld>();
    const std::string name = "ledger_smaller.so";
    ASSERT_FALSE(mapped(name));
    auto library = std::make_optional(host::PluginLibrary::load(twin("ledger_smaller")).value());
    using Instance = host::PluginInstance<settled_ledger_operations>;
    auto first = std::make_optional(Instance::open(*library, world, {}, "test").value());
    auto second = std::make_optional(Instance::open(*library, world, {}, "test").value());
    library.reset();
    EXPECT_TRUE(mapped(name));
    first.reset();
    EXPECT_TRUE(mapped(name));
    second.reset();
    EXPECT_FALSE(mapped(name)) << "something keeps the library: a GNU_UNIQUE symbol?";
}

TEST(Loading, EveryPluginOfTheBuildUnloads) {
    for (const std::string_view file : split(EXPORTING_LIBRARIES, ':')) {
        const std::filesystem::path path(file);
        if (!host::PluginLibrary::load(path)) continue; // the twins
        EXPECT_FALSE(mapped(path.filename().string())) << "loaded and let go, but still mapped";
    }
}

// Whatever else is exported can collide with another plugin, or keep the library from unloading.
TEST(Loading, EveryPluginOfTheBuildExportsItsDescriptorAndNothingElse) {
    int looked_at = 0;
    for (const std::string_view file : split(EXPORTING_LIBRARIES, ':')) {
        const auto names = host::elf_exported_symbols(std::filesystem::path(file));
        ASSERT_TRUE(names) << names.error().message;
        EXPECT_THAT(*names, ::testing::ElementsAre("settled_plugin_1")) << file;
        ++looked_at;
    }
    EXPECT_GT(looked_at, 10);
}

TEST(Loading, ASymbolOfALibraryOfOurOwnStaysForTheProcess) {
    const std::filesystem::path file = abi_folder("elsewhere") / "libsettled_absent.so";
    const auto symbol = host::shared_symbol(file, "function_of_a_library_that_is_not_there");
    ASSERT_TRUE(symbol) << symbol.error().message;
    EXPECT_EQ(reinterpret_cast<int (*)()>(*symbol)(), 1);
    EXPECT_TRUE(mapped("libsettled_absent"));
    EXPECT_THAT(host::shared_symbol(file, "no_such_thing").error().message, HasSubstr("no symbol no_such_thing"));
    EXPECT_THAT(host::shared_symbol(abi_folder("nowhere.so"), "x").error().message, HasSubstr("no library"));
}

TEST(Catalog, ListsByNameWithoutLoadingAnything) {
    std::filesystem::remove(std::filesystem::path(ABI_FOLDER) / "future_ran");
    const host::Catalog catalog({abi_folder("faulty"), abi_folder("twins")});
    EXPECT_THAT(catalog.names(SETTLED_KIND_STATEMENT), ::testing::ElementsAre("statement_faulty", "statement_rival"));
    EXPECT_THAT(catalog.names(SETTLED_KIND_LEDGER), ::testing::ElementsAre("ledger_faulty", "ledger_larger", "ledger_smaller"));
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(ABI_FOLDER) / "future_ran"));
    EXPECT_FALSE(mapped("ledger_faulty"));
}

TEST(Catalog, AnUnknownOrWronglyUsedNameSaysWhatThereIs) {
    const host::Catalog catalog({abi_folder("faulty")});
    EXPECT_THAT(catalog.find(SETTLED_KIND_STATEMENT, "statement_nobody").error().message,
                AllOf(HasSubstr("statement_faulty, statement_rival"), HasSubstr("faulty;"), HasSubstr("antivirus")));
    EXPECT_THAT(catalog.find(SETTLED_KIND_LEDGER, "statement_faulty").error().message,
                AllOf(HasSubstr("is a statement plugin where a ledger plugin is needed"), HasSubstr("ledger_faulty")));
}

TEST(Catalog, APluginIsHeldToItsFilesNameAndKind) {
    const host::Catalog catalog({abi_folder("twins")});
    EXPECT_THAT(host::load_plugin(catalog.find(SETTLED_KIND_NOTIFY, "notify_misnamed").value()).error().message,
                AllOf(HasSubstr("calls itself \"notify_another\""), HasSubstr("Rename")));
    EXPECT_THAT(host::load_plugin(catalog.find(SETTLED_KIND_NOTIFY, "notify_is_a_ledger").value()).error().message,
                HasSubstr("is a ledger plugin, but its name says notify"));
}

TEST(Catalog, WithAnAllowListOnlyTheListedBytesLoad) {
    const auto file = twin("notify_plain");
    const std::string digest = world::sha256_hex(world::read_file(file, 1 << 20).value());
    const host::Catalog right({abi_folder("twins")}, {{"notify_plain", "sha256:" + digest}});
    EXPECT_TRUE(host::load_plugin(right.find(SETTLED_KIND_NOTIFY, "notify_plain").value()));
    EXPECT_THAT(right.find(SETTLED_KIND_LEDGER, "ledger_smaller").error().message,
                AllOf(HasSubstr("not listed in [plugins] allow"), HasSubstr("ledger_smaller = \"sha256:")));
    const host::Catalog wrong({abi_folder("twins")}, {{"notify_plain", "sha256:" + std::string(64, '0')}});
    EXPECT_THAT(host::load_plugin(wrong.find(SETTLED_KIND_NOTIFY, "notify_plain").value()).error().message,
                AllOf(HasSubstr(digest), HasSubstr(std::string(64, '0'))));
}

TEST(Catalog, DescribesOptionsAndPrintsASampleInTwoLanguages) {
    const auto info = host::Catalog({abi_folder("faulty")}).describe("ledger_faulty");
    ASSERT_TRUE(info) << info.error().message;
    ASSERT_EQ(info->options.size(), 4u);
    EXPECT_EQ(info->options[1].fallback, "3");
    EXPECT_TRUE(info->options[2].secret);
    EXPECT_EQ(host::sample(*info, "en"),
              "# ledger_faulty 1.0.0: Goes wrong on purpose\n"
              "[ledger.NAME]\n"
              "plugin = \"ledger_faulty\"\n"
              "# segv, abort, throw, loop, deadlock, memory, close, garbage, exit, print or a bad column.\n"
              "# fault = \"\"\n"
              "# How many open items.\n"
              "# items = 3\n"
              "# Only kept.\n"
              "# key = \"secret:NAME\"\n"
              "# Anything.\n"
              "# parameters = { }\n");
    EXPECT_THAT(host::sample(*info, "zh-CN"), AllOf(HasSubstr("故意出错"), HasSubstr("# 未清项数量。\n# items = 3\n")));
}

TEST(Catalog, AnswersTheConfigurationsQuestions) {
    const config::PluginLookup lookup = host::Catalog({abi_folder("faulty")}).lookup();
    EXPECT_THAT(lookup.names(SETTLED_KIND_FETCH), ::testing::ElementsAre("fetch_faulty"));
    const auto rows = lookup.options(SETTLED_KIND_FETCH, "fetch_faulty");
    ASSERT_TRUE(rows && *rows);
    EXPECT_EQ((*rows)->front().key, "fault");
    for (const char* other : {"fetch_faulty", "ledger_absent"}) {
        const auto none = lookup.options(SETTLED_KIND_LEDGER, other);
        ASSERT_TRUE(none) << none.error().message;
        EXPECT_FALSE(*none) << other;
    }
}

TEST(Catalog, SaysWhyAPluginThatIsThereCannotBeAsked) {
    const support::TemporaryFolder folder("settled-catalog");
    std::ofstream(folder / "ledger_broken.so") << "this is no library";
    const auto rows = host::Catalog({folder.path()}).lookup().options(SETTLED_KIND_LEDGER, "ledger_broken");
    ASSERT_FALSE(rows);
    EXPECT_THAT(rows.error().message, HasSubstr("ledger_broken.so"));

    const host::Catalog guarded({abi_folder("faulty")}, {{"fetch_other", "sha256:00"}});
    const auto refused = guarded.lookup().options(SETTLED_KIND_FETCH, "fetch_faulty");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("not listed in [plugins] allow"));
}

} // namespace
} // namespace settled::abi_test
