#include "rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <regex>

namespace settled::tidy {
namespace {

// ---- what the rules know -----------------------------------------------------------------------------

struct Room {
    std::string_view name;
    int floor;
};
constexpr std::array<Room, 14> rooms = {{{"ledger", 1},
                                         {"statement", 1},
                                         {"matching", 2},
                                         {"dunning", 2},
                                         {"credit", 2},
                                         {"world", 3},
                                         {"render", 3},
                                         {"config", 3},
                                         {"host", 4},
                                         {"store", 4},
                                         {"letters", 4},
                                         {"reports", 4},
                                         {"jobs", 5},
                                         {"cli", 6}}};
constexpr Room service_room = {"service", 6};

// Sideways steps that are meant: a bank entry's book is made of the ledger's arena and facts.
struct Step {
    std::string_view from, to;
};
constexpr std::array<Step, 1> allowed_steps = {{{"statement", "ledger"}}};

// Where a library may be used; a test may use one anywhere.
struct Library {
    std::string_view include; // how its headers begin
    std::vector<std::string_view> homes;
};
const std::vector<Library>& libraries() {
    static const std::vector<Library> all = {
        {"boost/dll", {"agent/host/plugin_library.cpp", "agent/host/plugin_library.hpp"}},
        {"boost/process", {"agent/world", "agent/service"}},
        {"toml++", {"agent/config/document.cpp", "plugins/sdk/formats", "plugins", "connectors"}},
        {"soci", {"agent/store"}},
        {"sqlite3.h", {"agent/store"}},
        {"libpq-fe.h", {"agent/store"}},
        {"spdlog", {"agent/service", "agent/cli/journal.cpp", "agent/main.cpp"}},
        {"curl", {"agent/world", "plugins", "connectors"}},
        {"sql.h", {"connectors/ledger_odbc"}},
        {"sqlext.h", {"connectors/ledger_odbc"}},
        {"xlsxwriter", {"agent/render", "plugins/sdk"}},
        {"hpdf", {"agent/render"}},
        {"cairo", {"agent/render"}},
        {"CLI", {"agent/cli", "agent/main.cpp"}},
        {"date/", {"agent/world/clock.cpp"}},
    };
    return all;
}

struct Size {
    std::string_view path;
    int lines; // not more than this
    std::string_view reason;
};
constexpr int header_lines_max = 120;
constexpr int source_lines_max = 350;
const std::vector<Size>& larger_files() {
    static const std::vector<Size> all = {
        {"agent/config/settings.hpp", 260,
         "one plain struct per block of the configuration, read together as its table of contents"},
        {"agent/matching/match.hpp", 170, "the vocabulary of a decision: enumerations and the values that carry them"},
        {"agent/ledger/book_rows.hpp", 130, "one row type per canonical table"},
        {"agent/host/clients.hpp", 130, "every kind of plugin as the jobs see it, side by side"},
        {"agent/matching/booked.cpp", 420, "every way in which one payment shows in the ERP's figures, tried in one order"},
        {"agent/matching/reconcile.cpp", 400, "the order of evidence, read from top to bottom"},
        {"agent/dunning/planner_input.hpp", 160, "all that the planner knows, as one value"},
        {"agent/dunning/candidate.hpp", 130, "what the planner's files share of an item on its way"},
        {"agent/reports/daily_facts.hpp", 145, "what the daily mail says, as one value"},
        {"agent/store/database/database.hpp", 190, "one class per interface of store.hpp, beside each other"},
        {"plugins/sdk/settled/plugin_abi.h", 700, "the wall itself: one header that a C compiler reads"},
        {"plugins/sdk/settled/wall.hpp", 200, "the C tables of all five kinds, made of one class each"},
    };
    return all;
}

constexpr std::array<std::string_view, 5> near_money = {"agent/ledger", "agent/statement", "agent/matching", "agent/dunning",
                                                        "plugins/sdk"};

// ---- small readings ------------------------------------------------------------------------------------

const Room* find_room(std::string_view name) {
    if (name == service_room.name) return &service_room;
    const auto* const hit = std::ranges::find(rooms, name, &Room::name);
    return hit == rooms.end() ? nullptr : hit;
}

std::string_view first_part(std::string_view path) { return path.substr(0, path.find('/')); }

// "ledger" of "agent/ledger/book.hpp"; "" of anything else.
std::string_view room_of(std::string_view path) {
    constexpr std::string_view house = "agent/";
    if (!path.starts_with(house)) return {};
    path.remove_prefix(house.size());
    return path.contains('/') ? first_part(path) : std::string_view();
}

bool may_use(const Room& from, const Room& to) {
    if (from.name == to.name || to.floor < from.floor) return true;
    return std::ranges::any_of(allowed_steps, [&](const Step& step) { return step.from == from.name && step.to == to.name; });
}

std::string climb(std::string_view place, const Room& from, std::string_view what, const Room& to) {
    return fmt::format("{}: {} (floor {}) {} {} (floor {}); a room uses lower floors only", place, from.name, from.floor, what,
                       to.name, to.floor);
}

int line_at(std::string_view text, std::size_t offset) {
    return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

// Every place where the pattern stands in the text, as "path:line".
template <class Say> void each_match(const File& file, const std::string& text, const std::regex& pattern, const Say& say) {
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
        say(fmt::format("{}:{}", file.path, line_at(text, static_cast<std::size_t>(at->position()))), at->str());
}

bool has_file(const Tree& tree, std::string_view path) { return std::ranges::binary_search(tree.files, path, {}, &File::path); }

bool has_test(const Tree& tree, std::string_view folder) {
    return std::ranges::any_of(tree.files,
                               [&](const File& file) { return is_under(file.path, folder) && file.path.ends_with("_test.cpp"); });
}

// The folder directly below `parent` that holds the path: "plugins/statement_csv".
bool is_child_folder(std::string_view folder, std::string_view parent) {
    return is_under(folder, parent) && folder.size() > parent.size() && !folder.substr(parent.size() + 1).contains('/');
}

} // namespace

// ---- the rules -----------------------------------------------------------------------------------------

Sentences includes_go_down(const Tree& tree) {
    Sentences broken;
    for (const File& file : tree.files) {
        if (!file.is_source()) continue;
        const Room* from = find_room(room_of(file.path));
        const bool beyond_the_wall = is_under(file.path, "plugins") || is_under(file.path, "connectors");
        for (const Include& include : file.includes) {
            const std::string place = fmt::format("{}:{}", file.path, include.line);
            const Room* to = include.target.contains('/') ? find_room(first_part(include.target)) : nullptr;
            if (include.target.contains(".."))
                broken.push_back(fmt::format("{}: \"{}\" climbs by a path; include a room by its name", place, include.target));
            else if (include.target.starts_with("agent/"))
                broken.push_back(fmt::format("{}: write \"{}\", without agent/", place, include.target.substr(6)));
            else if (beyond_the_wall && to && !include.angled && !file.is_test())
                broken.push_back(
                    fmt::format("{}: a plugin includes agent/{}; plugins know plugins/sdk only", place, include.target));
            else if (from && to && !include.angled && !may_use(*from, *to))
                broken.push_back(climb(place, *from, "includes", *to));
            else if (is_under(file.path, "plugins/sdk/settled") && include.target.starts_with("formats/"))
                broken.push_back(fmt::format("{}: settled/ includes formats/; formats/ is built on settled/", place));
        }
    }
    return broken;
}

Sentences links_go_down(const Tree& tree) {
    Sentences broken;
    static const std::regex room_line(R"(settled_room\((\w+)([^)]*)\))");
    static const std::regex link(R"(\bsettled_(\w+))");
    for (const File& file : tree.files) {
        if (file.path != "agent/CMakeLists.txt") continue;
        for (std::sregex_iterator at(file.text.begin(), file.text.end(), room_line), end; at != end; ++at) {
            const std::string name = (*at)[1].str();
            const std::string arguments = (*at)[2].str();
            const std::string links = arguments.substr(0, arguments.find("TEST_LINKS"));
            const std::string place =
                fmt::format("{}:{}", file.path, line_at(file.text, static_cast<std::size_t>(at->position())));
            const Room* from = find_room(name);
            if (from == nullptr) {
                broken.push_back(fmt::format("{}: room {} has no floor; give it one in tests/tidy", place, name));
                continue;
            }
            for (std::sregex_iterator one(links.begin(), links.end(), link); one != end; ++one)
                if (const Room* to = find_room((*one)[1].str()); to && !may_use(*from, *to))
                    broken.push_back(climb(place, *from, "links", *to));
        }
    }
    return broken;
}

Sentences no_circles(const Tree& tree) {
    std::map<std::string, std::vector<std::string>> next;
    for (const File& file : tree.files) {
        if (!file.is_source()) continue;
        const std::string folder = file.path.substr(0, file.path.rfind('/') + 1);
        for (const Include& include : file.includes)
            for (const std::string& path : {"agent/" + include.target, "plugins/sdk/" + include.target, folder + include.target})
                if (has_file(tree, path)) next[file.path].push_back(path);
    }
    Sentences broken;
    std::map<std::string, int> state; // 1: on the way, 2: done
    std::vector<std::string> way;
    const auto walk = [&](const auto& self, const std::string& path) -> void {
        state[path] = 1;
        way.push_back(path);
        for (const std::string& target : next[path]) {
            if (state[target] == 0)
                self(self, target);
            else if (state[target] == 1) {
                std::string circle;
                for (auto at = std::ranges::find(way, target); at != way.end(); ++at) circle += *at + " → ";
                broken.push_back(fmt::format("a circle of includes: {}{}", circle, target));
            }
        }
        way.pop_back();
        state[path] = 2;
    };
    for (const File& file : tree.files)
        if (file.is_source() && state[file.path] == 0) walk(walk, file.path);
    return broken;
}

Sentences libraries_stay_in_their_rooms(const Tree& tree) {
    Sentences broken;
    for (const File& file : tree.files) {
        if (!file.is_source() || file.is_test() || is_under(file.path, "bench")) continue;
        for (const Include& include : file.includes)
            for (const Library& library : libraries()) {
                if (!include.angled || !include.target.starts_with(library.include)) continue;
                if (std::ranges::none_of(library.homes, [&](std::string_view home) { return is_under(file.path, home); }))
                    broken.push_back(fmt::format("{}:{}: <{}> is used in {} only; ask that room for what you need", file.path,
                                                 include.line, include.target, library.homes.front()));
            }
    }
    return broken;
}

Sentences files_are_small(const Tree& tree) {
    Sentences broken;
    for (const File& file : tree.files) {
        const bool ours = is_under(file.path, "agent") || is_under(file.path, "plugins") || is_under(file.path, "connectors");
        if (!ours || !file.is_source() || file.is_test()) continue;
        const bool header = file.path.ends_with(".hpp") || file.path.ends_with(".h");
        const auto hit = std::ranges::find(larger_files(), file.path, &Size::path);
        const int most = hit != larger_files().end() ? hit->lines : header ? header_lines_max : source_lines_max;
        if (file.line_count() > most)
            broken.push_back(fmt::format("{}: {} lines, guide {}; a second idea hides in it, or it needs a reason in tests/tidy",
                                         file.path, file.line_count(), most));
    }
    return broken;
}

Sentences no_floating_point_near_money(const Tree& tree) {
    static const std::regex pattern(R"(\b(double|float)\b)");
    Sentences broken;
    for (const File& file : tree.files)
        if (std::ranges::any_of(near_money, [&](std::string_view folder) { return is_under(file.path, folder); }))
            each_match(file, file.code, pattern, [&](const std::string& place, const std::string& word) {
                broken.push_back(fmt::format("{}: {} near money; amounts are 64-bit minor units", place, word));
            });
    return broken;
}

Sentences plugin_folders_are_complete(const Tree& tree) {
    Sentences broken;
    const auto needs = [&](const std::string& folder, std::string_view name) {
        if (!has_file(tree, fmt::format("{}/{}", folder, name)))
            broken.push_back(fmt::format("{}: has no {}; see CONTRIBUTING.md for what such a folder holds", folder, name));
    };
    for (const std::string& folder : tree.folders) {
        const bool plugin = is_child_folder(folder, "plugins") && folder != "plugins/sdk";
        const bool connector_plugin = is_child_folder(folder, "connectors") && folder != "connectors/erp";
        if (plugin || connector_plugin) {
            needs(folder, "CMakeLists.txt");
            needs(folder, "README.md");
            needs(folder, "sample.toml");
            if (!has_test(tree, folder)) broken.push_back(fmt::format("{}: has no …_test.cpp", folder));
        } else if (is_child_folder(folder, "connectors/erp")) {
            needs(folder, "README.md");
            needs(folder, "connector.toml");
        }
    }
    return broken;
}

// The words are put together here, so that this file does not accuse itself.
Sentences nothing_is_unfinished(const Tree& tree) {
    static const std::regex pattern(std::string(R"(\b(TO)") + R"(DO|FIX)" + R"(ME)\b)");
    Sentences broken;
    for (const File& file : tree.files)
        each_match(file, file.text, pattern, [&](const std::string& place, const std::string& word) {
            broken.push_back(fmt::format("{}: {}; finish it, or leave it out and say so in the issue", place, word));
        });
    return broken;
}

Sentences no_paths_of_a_machine(const Tree& tree) {
    static const std::regex pattern(std::string(R"((^|[\s"'(=:]))") + R"(/(wo)" + R"(rk|ro)" + R"(ot|ho)" + R"(me|Us)" +
                                    R"(ers)/[a-z])");
    Sentences broken;
    for (const File& file : tree.files)
        each_match(file, file.text, pattern, [&](const std::string& place, const std::string&) {
            broken.push_back(
                fmt::format("{}: a path of somebody's machine; take it from CMake, a parameter or the environment", place));
        });
    return broken;
}

} // namespace settled::tidy
