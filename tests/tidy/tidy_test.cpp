// The tree keeps the rules of the house; and each rule is shown to bite on a few lines.
#include "rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Tree& source_tree() {
    static const Tree tree = read_tree(SETTLED_SOURCE_DIR);
    return tree;
}

Tree tree_of(std::initializer_list<std::pair<const char*, std::string>> files) {
    std::vector<File> made;
    for (const auto& [path, text] : files) made.push_back(make_file(path, text));
    return make_tree(std::move(made));
}

TEST(Tidy, TheTreeIsReadWhole) {
    EXPECT_GT(source_tree().files.size(), 100u);
    EXPECT_THAT(source_tree().folders, ::testing::IsSupersetOf({"agent/config", "plugins/sdk", "tests/tidy"}));
}

TEST(Tidy, IncludesGoDown) { EXPECT_THAT(includes_go_down(source_tree()), IsEmpty()); }
TEST(Tidy, LinksGoDown) { EXPECT_THAT(links_go_down(source_tree()), IsEmpty()); }
TEST(Tidy, NoIncludesGoInCircles) { EXPECT_THAT(no_circles(source_tree()), IsEmpty()); }
TEST(Tidy, LibrariesStayInTheirRooms) { EXPECT_THAT(libraries_stay_in_their_rooms(source_tree()), IsEmpty()); }
TEST(Tidy, FilesAreSmallOrHaveAReason) { EXPECT_THAT(files_are_small(source_tree()), IsEmpty()); }
TEST(Tidy, NoFloatingPointNearMoney) { EXPECT_THAT(no_floating_point_near_money(source_tree()), IsEmpty()); }
TEST(Tidy, PluginFoldersAreComplete) { EXPECT_THAT(plugin_folders_are_complete(source_tree()), IsEmpty()); }
TEST(Tidy, NothingIsUnfinished) { EXPECT_THAT(nothing_is_unfinished(source_tree()), IsEmpty()); }
TEST(Tidy, NoPathsOfAMachine) { EXPECT_THAT(no_paths_of_a_machine(source_tree()), IsEmpty()); }

TEST(TidyRule, AnIncludeThatClimbsIsNamed) {
    EXPECT_THAT(includes_go_down(tree_of({{"agent/ledger/a.cpp", "\n#include \"store/store.hpp\"\n"}})),
                ElementsAre("agent/ledger/a.cpp:2: ledger (floor 1) includes store (floor 4); a room uses lower floors only"));
    EXPECT_THAT(includes_go_down(tree_of({{"agent/host/a.cpp", "#include \"store/store.hpp\"\n"}})),
                ElementsAre("agent/host/a.cpp:1: host (floor 4) includes store (floor 4); a room uses lower floors only"))
        << "sideways";
    EXPECT_THAT(includes_go_down(tree_of({{"agent/jobs/a.cpp", "#include \"store/store.hpp\"\n#include \"jobs/b.hpp\"\n"}})),
                IsEmpty());
    EXPECT_THAT(includes_go_down(tree_of({{"agent/ledger/a.cpp", "// #include \"store/store.hpp\"\n"}})), IsEmpty());
}

TEST(TidyRule, APluginThatKnowsTheAgentIsNamed) {
    EXPECT_THAT(
        includes_go_down(tree_of({{"plugins/statement_x/x.cpp", "#include \"ledger/book.hpp\"\n#include <settled/date.hpp>\n"}})),
        ElementsAre("plugins/statement_x/x.cpp:1: a plugin includes agent/ledger/book.hpp; plugins know plugins/sdk only"));
    EXPECT_THAT(includes_go_down(tree_of({{"plugins/x/x.cpp", "#include \"../sdk/a.hpp\"\n"}})),
                ElementsAre("plugins/x/x.cpp:1: \"../sdk/a.hpp\" climbs by a path; include a room by its name"));
}

TEST(TidyRule, ALinkThatClimbsIsNamed) {
    EXPECT_THAT(links_go_down(tree_of(
                    {{"agent/CMakeLists.txt", "settled_room(world LINKS settled_config fmt::fmt TEST_LINKS settled_store)\n"}})),
                ElementsAre("agent/CMakeLists.txt:1: world (floor 3) links config (floor 3); a room uses lower floors only"));
    EXPECT_THAT(links_go_down(tree_of({{"agent/CMakeLists.txt", "settled_room(attic)\n"}})),
                ElementsAre("agent/CMakeLists.txt:1: room attic has no floor; give it one in tests/tidy"));
}

TEST(TidyRule, ACircleIsShownWhole) {
    EXPECT_THAT(no_circles(tree_of({{"agent/ledger/a.hpp", "#include \"ledger/b.hpp\"\n"},
                                    {"agent/ledger/b.hpp", "#include \"ledger/a.hpp\"\n"}})),
                ElementsAre("a circle of includes: agent/ledger/a.hpp → agent/ledger/b.hpp → agent/ledger/a.hpp"));
}

TEST(TidyRule, ALibraryOutsideItsRoomIsNamed) {
    EXPECT_THAT(
        libraries_stay_in_their_rooms(tree_of({{"agent/jobs/a.cpp", "#include <boost/dll/shared_library.hpp>\n"},
                                               {"agent/host/plugin_library.cpp", "#include <boost/dll/shared_library.hpp>\n"},
                                               {"agent/jobs/a_test.cpp", "#include <soci/soci.h>\n"}})),
        ElementsAre(
            "agent/jobs/a.cpp:1: <boost/dll/shared_library.hpp> is used in agent/host/plugin_library.cpp only; ask that room "
            "for what you need"));
}

TEST(TidyRule, ALongFileIsNamedAndALongTestIsNot) {
    const std::string lines(351, '\n');
    EXPECT_THAT(
        files_are_small(tree_of({{"agent/jobs/a.cpp", lines}, {"agent/jobs/a_test.cpp", lines}, {"plugins/x/x.hpp", lines}})),
        ElementsAre("agent/jobs/a.cpp: 351 lines, guide 350; a second idea hides in it, or it needs a reason in tests/tidy",
                    "plugins/x/x.hpp: 351 lines, guide 120; a second idea hides in it, or it needs a reason in tests/tidy"));
}

TEST(TidyRule, ADoubleCountsInCodeOnly) {
    EXPECT_THAT(no_floating_point_near_money(
                    tree_of({{"agent/ledger/a.cpp", "// no double\nconst char* a = \"double\";\nint b = 1'000; double c;\n"},
                             {"agent/cli/a.cpp", "double c;\n"}})),
                ElementsAre("agent/ledger/a.cpp:3: double near money; amounts are 64-bit minor units"));
    EXPECT_THAT(no_floating_point_near_money(
                    tree_of({{"plugins/sdk/a.cpp", "/* float\n float */ auto a = R\"(float)\"; char b = '\"'; float c;\n"}})),
                ElementsAre("plugins/sdk/a.cpp:2: float near money; amounts are 64-bit minor units"));
}

TEST(TidyRule, APluginFolderWithoutItsPiecesIsNamed) {
    EXPECT_THAT(plugin_folders_are_complete(tree_of({{"plugins/statement_x/CMakeLists.txt", ""},
                                                     {"plugins/statement_x/x_test.cpp", ""},
                                                     {"plugins/statement_x/testdata/a.sta", ""},
                                                     {"connectors/erp/u8/connector.toml", ""},
                                                     {"plugins/sdk/a.hpp", ""}})),
                ElementsAre("connectors/erp/u8: has no README.md; see CONTRIBUTING.md for what such a folder holds",
                            "plugins/statement_x: has no README.md; see CONTRIBUTING.md for what such a folder holds",
                            "plugins/statement_x: has no sample.toml; see CONTRIBUTING.md for what such a folder holds"));
}

TEST(TidyRule, UnfinishedWorkAndForeignPathsAreNamed) {
    const std::string mark = std::string("TO") + "DO", path = std::string("\"/ho") + "me/somebody\"";
    EXPECT_THAT(nothing_is_unfinished(tree_of({{"README.md", "a\n" + mark + ": b\n"}})),
                ElementsAre("README.md:2: " + mark + "; finish it, or leave it out and say so in the issue"));
    EXPECT_THAT(no_paths_of_a_machine(tree_of({{"dev", "x=" + path + "\n"}})),
                ElementsAre("dev:1: a path of somebody's machine; take it from CMake, a parameter or the environment"));
}

} // namespace
} // namespace settled::tidy
