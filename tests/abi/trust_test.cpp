// Whose file a plugin is: 14 cases of rights, and a file that is exchanged while it is loaded. SETTLED_ROUNDS chooses how often;
// 1000 is the full measure.
#include "collecting.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::abi_test {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr uid_t somebody = 65534; // nobody, on every system that we know

struct Place {
    support::TemporaryFolder top{"settled-trust"};
    fs::path house = top / "house", folder = house / "plugins", file = folder / "notify_plain.so";

    explicit Place(const std::string& twin = "notify_plain") {
        fs::create_directories(folder);
        fs::copy_file(abi_folder("twins") / (twin + ".so"), file);
        ::chmod(file.c_str(), 0644);
        ::chmod(folder.c_str(), 0755);
        ::chmod(house.c_str(), 0755);
    }
};

struct Case {
    const char* name;
    bool loads, as_root;                            // as_root: only root can make it so
    std::function<fs::path(Place& place)> prepared; // the path that is loaded
};

const std::vector<Case>& cases() {
    const auto change = [](mode_t mode, fs::path Place::* what) {
        return [=](Place& place) { return ::chmod((place.*what).c_str(), mode), place.file; };
    };
    const auto give = [](uid_t owner, gid_t group, mode_t mode, fs::path Place::* what) {
        return [=](Place& place) {
            EXPECT_EQ(::chown((place.*what).c_str(), owner, group), 0);
            return ::chmod((place.*what).c_str(), mode), place.file;
        };
    };
    constexpr auto same = static_cast<uid_t>(-1);
    static const std::vector<Case> all = {
        {"as it is installed", true, false, [](Place& place) { return place.file; }},
        {"its own group may write it", true, false, change(0664, &Place::file)},
        {"everybody may write it", false, false, change(0646, &Place::file)},
        {"another group may write it", false, true, give(same, somebody, 0664, &Place::file)},
        {"it is somebody else's", false, true, give(somebody, same, 0644, &Place::file)},
        {"everybody may write its folder", false, false, change(0757, &Place::folder)},
        {"everybody may write its folder, as /tmp", true, false, change(01777, &Place::folder)},
        {"its folder is somebody else's", false, true, give(somebody, same, 0755, &Place::folder)},
        {"another group may write its folder", false, true, give(same, somebody, 0775, &Place::folder)},
        {"everybody may write a folder further up", false, false, change(0777, &Place::house)},
        {"a link to it", true, false,
         [](Place& place) {
             return fs::create_symlink(place.file, place.top / "notify_plain.so"), place.top / "notify_plain.so";
         }},
        {"a link to one that everybody may write", false, false,
         [](Place& place) {
             ::chmod(place.file.c_str(), 0666);
             return fs::create_symlink(place.file, place.top / "notify_plain.so"), place.top / "notify_plain.so";
         }},
        {"a folder that is a link to where everybody may write", false, false,
         [](Place& place) {
             ::chmod(place.folder.c_str(), 0777);
             return fs::create_directory_symlink(place.folder, place.top / "link"), place.top / "link" / "notify_plain.so";
         }},
        {"a pipe in its place", false, false,
         [](Place& place) { return fs::remove(place.file), ::mkfifo(place.file.c_str(), 0644), place.file; }},
    };
    return all;
}

TEST(Trust, OfFourteenCasesOfRightsNoneIsLoadedWrongly) {
    int wrongly = 0, tried = 0;
    for (const Case& one : cases()) {
        if (one.as_root && ::geteuid() != 0) continue;
        Place place;
        const fs::path path = one.prepared(place);
        const auto loaded = host::PluginLibrary::load(path);
        EXPECT_EQ(loaded.has_value(), one.loads) << one.name << (loaded ? "" : ": " + loaded.error().message);
        if (!loaded && !one.loads) {
            EXPECT_THAT(loaded.error().message, AnyOf(HasSubstr("run: ch"), HasSubstr("no library"))) << one.name;
        }
        wrongly += loaded.has_value() && !one.loads ? 1 : 0, ++tried;
    }
    std::printf("%d cases of rights: loaded wrongly %d\n", tried, wrongly);
    EXPECT_EQ(wrongly, 0);
}

int rounds() {
    const char* const wanted = std::getenv("SETTLED_ROUNDS");
    return wanted != nullptr ? std::atoi(wanted) : 200;
}

// One plugin is trusted; what takes its place, again and again, is not, and calls itself otherwise.
TEST(Trust, APluginThatIsExchangedWhileItIsLoadedIsNeverTheOther) {
    Place trusted, other("notify_misnamed");
    ::chmod(other.file.c_str(), 0666);
    Place third("notify_misnamed");
    ::chmod(third.folder.c_str(), 0777);
    std::atomic<bool> done = false;
    std::thread exchanger([&] {
        while (!done) { // files, then whole folders
            ::renameat2(AT_FDCWD, trusted.file.c_str(), AT_FDCWD, other.file.c_str(), RENAME_EXCHANGE);
            std::this_thread::yield();
            ::renameat2(AT_FDCWD, trusted.file.c_str(), AT_FDCWD, other.file.c_str(), RENAME_EXCHANGE);
            std::this_thread::yield();
            ::renameat2(AT_FDCWD, trusted.folder.c_str(), AT_FDCWD, third.folder.c_str(), RENAME_EXCHANGE);
            std::this_thread::yield();
            ::renameat2(AT_FDCWD, trusted.folder.c_str(), AT_FDCWD, third.folder.c_str(), RENAME_EXCHANGE);
            std::this_thread::yield();
        }
    });
    int right = 0, refused = 0, wrongly = 0;
    const int all = rounds();
    for (int round = 0; round < all; ++round) {
        const auto loaded = host::PluginLibrary::load(trusted.file);
        (!loaded ? refused : loaded->name() == "notify_plain" ? right : wrongly)++;
    }
    done = true;
    exchanger.join();
    std::printf("%d loads while the file is exchanged: %d right, %d refused, loaded wrongly %d\n", all, right, refused, wrongly);
    EXPECT_EQ(wrongly, 0);
    EXPECT_EQ(right + refused, all);
}

} // namespace
} // namespace settled::abi_test
