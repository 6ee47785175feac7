// How a database is opened, and what a person reads when it cannot be.
#include "store/store_fixture.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include <sys/mount.h>
#include <sys/stat.h>

namespace settled::store::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

Result<std::unique_ptr<Store>> open(const std::string& url, bool create = true, const std::string& password = "") {
    StoreOptions options;
    options.url = url, options.create = create, options.password = password, options.wait_seconds = 1;
    return open_store(options);
}

void run(const fs::path& file, const std::string& statements) {
    sqlite3* connection = nullptr;
    sqlite3_open(file.c_str(), &connection);
    EXPECT_EQ(sqlite3_exec(connection, statements.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
    sqlite3_close(connection);
}

TEST(OpenStore, InMemoryForAMoment) {
    auto store = open("sqlite::memory:");
    ASSERT_TRUE(store) << words(store);
    EXPECT_TRUE((*store)->audit().append("demo", "test", "{}", on(20261101)));
    EXPECT_EQ((*store)->audit().head()->count, 1);
}

TEST(OpenStore, AFileIsMadeWithItsFolderForItsOwnerOnlyAndKeptOverTheYears) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "state of things/settled.db";
    {
        auto store = open("sqlite:" + file.string());
        ASSERT_TRUE(store) << words(store);
        ASSERT_TRUE((*store)->audit().append("demo", "test", "{}", on(20261101)));
    }
    struct stat status{};
    ASSERT_EQ(stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    auto again = open("sqlite:" + file.string(), false);
    ASSERT_TRUE(again) << words(again);
    EXPECT_EQ((*again)->audit().head()->count, 1);
}

TEST(OpenStore, MistakesOfTheConfigurationAreNamed) {
    const support::TemporaryFolder folder;
    const auto code = [](const Result<std::unique_ptr<Store>>& opened) { return opened ? SETTLED_OK : opened.error().code; };
    EXPECT_EQ(code(open("mysql://x")), SETTLED_INVALID_CONFIG);
    EXPECT_EQ(code(open("sqlite:")), SETTLED_INVALID_CONFIG);
    EXPECT_EQ(code(open("sqlite:" + folder.path().string())), SETTLED_INVALID_CONFIG) << "a folder";
    auto absent = open("sqlite:" + (folder / "absent.db").string(), false);
    EXPECT_EQ(code(absent), SETTLED_INVALID_CONFIG);
    EXPECT_THAT(words(absent), HasSubstr("does not exist"));
    EXPECT_FALSE(fs::exists(folder / "absent.db"));
    for (const std::string content : {"", "x"}) { // SQLite takes both for a database that holds nothing yet
        std::ofstream(folder / "empty.db") << content;
        auto empty = open("sqlite:" + (folder / "empty.db").string(), false);
        EXPECT_EQ(code(empty), SETTLED_BAD_DATA);
        EXPECT_THAT(words(empty), HasSubstr("the file is empty"));
    }
    for (const std::string url : {"postgresql://u:geheim@host/db", "postgresql://u@host/db?password=geheim"}) {
        auto opened = open(url);
        EXPECT_EQ(code(opened), SETTLED_INVALID_CONFIG);
        EXPECT_THAT(words(opened), Not(HasSubstr("geheim")));
    }
}

TEST(OpenStore, AServerThatIsNotThereIsUnavailableAndNoPasswordIsShown) {
    auto opened = open("postgresql://u@localhost:1/db", true, "geheim % wort");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, SETTLED_UNAVAILABLE) << words(opened);
    EXPECT_THAT(words(opened), Not(HasSubstr("geheim")));
}

TEST(OpenStore, ADatabaseThatIsNotThereIsAMistakeOfTheConfiguration) {
    if (!support::PostgreSql::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    auto opened = open(support::PostgreSql::of_this_program().url("nowhere"));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, SETTLED_INVALID_CONFIG) << words(opened);
}

TEST(OpenStore, AStrangersDatabaseIsLeftAlone) {
    const support::TemporaryFolder folder;
    run(folder / "other.db", "CREATE TABLE invoice (id INTEGER)");
    auto opened = open("sqlite:" + (folder / "other.db").string());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, SETTLED_BAD_DATA);
    EXPECT_THAT(words(opened), HasSubstr("another program"));
}

TEST(OpenStore, ADamagedFileIsBadData) {
    const support::TemporaryFolder folder;
    std::ofstream(folder / "a.db") << std::string(4096, 'x');
    auto garbage = open("sqlite:" + (folder / "a.db").string());
    ASSERT_FALSE(garbage);
    EXPECT_EQ(garbage.error().code, SETTLED_BAD_DATA) << words(garbage);
    EXPECT_THAT(words(garbage), HasSubstr("backup"));
}

TEST(OpenStore, ANewerSchemaIsNotTouched) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    ASSERT_TRUE(open("sqlite:" + file.string()));
    run(file, "INSERT INTO schema_migration (number, name, digest) VALUES (999, 'future', 'x')");
    auto newer = open("sqlite:" + file.string());
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, SETTLED_BAD_DATA);
    EXPECT_THAT(words(newer), HasSubstr("newer"));
}

TEST(OpenStore, AMigrationWithAnotherTextIsNotTrusted) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    ASSERT_TRUE(open("sqlite:" + file.string()));
    run(file, "UPDATE schema_migration SET digest = 'x' WHERE number = 2");
    EXPECT_EQ(open("sqlite:" + file.string()).error().code, SETTLED_BAD_DATA);
}

TEST(OpenStore, AnInterruptedMigrationIsFinishedByTheNextStart) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    ASSERT_TRUE(open("sqlite:" + file.string()));
    run(file,
        "DROP TABLE fact; DROP TABLE task; DROP TABLE audit; DROP TABLE audit_head; DROP TABLE job_lock; DROP TABLE job_run; "
        "DROP TABLE setting; DELETE FROM schema_migration WHERE number = 5");
    auto opened = open("sqlite:" + file.string());
    ASSERT_TRUE(opened) << words(opened);
    EXPECT_TRUE((*opened)->audit().append("demo", "test", "{}", on(20261101)));
}

TEST(OpenStore, AFileThatAnotherHoldsIsUnavailable) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    auto store = open("sqlite:" + file.string());
    ASSERT_TRUE(store);
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    auto appended = (*store)->audit().append("demo", "test", "{}", on(20261101));
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().code, SETTLED_UNAVAILABLE);
    EXPECT_TRUE((*store)->audit().head()) << "readers are not in the way";
    sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    EXPECT_TRUE((*store)->audit().append("demo", "test", "{}", on(20261101)));
}

// A small file system of its own; false where this user may not mount one.
class SmallDisk {
  public:
    explicit SmallDisk(const fs::path& folder, int kilobytes) : folder_(folder) {
        fs::create_directories(folder);
        mounted_ = mount("tmpfs", folder.c_str(), "tmpfs", 0, ("size=" + std::to_string(kilobytes) + "k").c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool mounted() const { return mounted_; }
    bool make_read_only() const { return mount(nullptr, folder_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0; }

  private:
    fs::path folder_;
    bool mounted_ = false;
};

TEST(OpenStore, AReadOnlyFileIsAccessDenied) {
    const support::TemporaryFolder folder;
    const SmallDisk disk(folder / "disk", 4096);
    if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a file system";
    const std::string url = "sqlite:" + (folder / "disk/a.db").string();
    ASSERT_TRUE(open(url));
    ASSERT_TRUE(disk.make_read_only());
    auto opened = open(url);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, SETTLED_ACCESS_DENIED) << words(opened);
}

TEST(FullDisk, OfSixtySizesNoneLosesACommittedRowOrKeepsHalfAPull) {
    const support::TemporaryFolder folder;
    int filled = 0;
    for (int size = 0; size < 60; ++size) {
        const fs::path place = folder / ("disk" + std::to_string(size));
        const SmallDisk disk(place, 600 + 24 * size);
        if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a file system";
        const std::string url = "sqlite:" + (place / "a.db").string();
        std::int64_t generation = 0, audited = 0;
        if (auto store = open(url); store) {
            std::vector<Item> items;
            for (int round = 0; round < 200; ++round) {
                for (int i = 0; i < 20; ++i) {
                    const std::string id = std::to_string(round * 20 + i);
                    items.push_back({.id = id, .number = "INV-" + id});
                }
                auto published = pull(**store, "demo", "u8", items, on(20261101));
                if (!published) {
                    EXPECT_EQ(published.error().code, SETTLED_UNAVAILABLE) << words(published);
                    EXPECT_THAT(words(published), HasSubstr("disk is full"));
                    ++filled;
                    break;
                }
                generation = published->number;
                auto appended = (*store)->audit().append("demo", "round", "{}", on(20261101));
                if (!appended) {
                    EXPECT_EQ(appended.error().code, SETTLED_UNAVAILABLE) << words(appended);
                    ++filled;
                    break;
                }
                audited = appended->count;
            }
        } else {
            EXPECT_EQ(store.error().code, SETTLED_UNAVAILABLE) << words(store);
            ++filled;
            continue;
        }
        // Somebody frees space: everything that was said to be committed is there, and nothing else.
        ASSERT_EQ(mount(nullptr, place.c_str(), nullptr, MS_REMOUNT, "size=64m"), 0);
        auto again = open(url);
        ASSERT_TRUE(again) << words(again);
        auto current = (*again)->ledgers().current("demo", "u8", day(20261101));
        ASSERT_TRUE(current) << words(current);
        EXPECT_EQ(current->has_value() ? (*current)->number : 0, generation) << "size " << size;
        const std::vector<std::string> u8 = {"u8"};
        auto book = (*again)->ledgers().load("demo", u8, day(20261101));
        ASSERT_TRUE(book) << words(book);
        EXPECT_EQ(book->items.size(), static_cast<std::size_t>(generation) * 20);
        auto verified = (*again)->audit().verify();
        ASSERT_TRUE(verified) << words(verified);
        EXPECT_EQ(verified->count, audited);
        EXPECT_TRUE(pull(**again, "demo", "u8", {{.id = "0", .number = "INV-0"}}, on(20261102)));
    }
    EXPECT_EQ(filled, 60) << "every disk was too small";
}

} // namespace
} // namespace settled::store::test
