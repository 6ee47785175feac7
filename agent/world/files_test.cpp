#include "world/files.hpp"

#include "support/temporary_folder.hpp"
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& file) {
    struct stat facts{};
    EXPECT_EQ(::lstat(file.c_str(), &facts), 0);
    return facts.st_mode & 0777;
}

class Files : public ::testing::Test {
  protected:
    fs::path in_folder(const char* name) const { return folder_.path() / name; }
    support::TemporaryFolder folder_;
};

TEST_F(Files, WhatIsWrittenIsReadByteForByte) {
    const std::string bytes("a\0b\r\n\xFF", 6);
    ASSERT_TRUE(write_file(in_folder("a"), bytes));
    EXPECT_EQ(read_file(in_folder("a"), 6).value(), bytes);
    ASSERT_TRUE(write_file(in_folder("a"), ""));
    EXPECT_EQ(read_file(in_folder("a"), 0).value(), "");
}

TEST_F(Files, AFileLargerThanAllowedIsRefusedAndNamed) {
    ASSERT_TRUE(write_file(in_folder("big.csv"), "123456"));
    const auto read = read_file(in_folder("big.csv"), 5);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, SETTLED_BAD_DATA);
    EXPECT_EQ(read.error().message, in_folder("big.csv").string() + ": is larger than the 5 bytes allowed");
}

TEST_F(Files, AFileThatLiesAboutItsSizeIsReadToItsEnd) {
    const auto status = read_file("/proc/self/status", 1 << 16); // its size is said to be 0
    ASSERT_TRUE(status);
    EXPECT_NE(status->find("\nPid:"), std::string::npos);
    EXPECT_EQ(read_file("/proc/self/status", 10).error().code, SETTLED_BAD_DATA);
}

TEST_F(Files, AnAbsentFileAndAFolderAreToldApart) {
    EXPECT_EQ(read_file(in_folder("no"), 10).error().message,
              in_folder("no").string() + ": cannot open: No such file or directory; check the path");
    EXPECT_EQ(read_file(folder_.path(), 10).error().message, folder_.path().string() + ": is not a file");
}

TEST_F(Files, APipeWithoutAWriterDoesNotBlock) {
    ASSERT_EQ(::mkfifo(in_folder("pipe").c_str(), 0600), 0);
    EXPECT_EQ(read_file(in_folder("pipe"), 10).error().code, SETTLED_INVALID_CONFIG);
}

TEST_F(Files, AReaderSeesTheOldOrTheNewBytesAndNothingBetween) {
    const std::string old_bytes(200'000, 'a'), new_bytes(100'000, 'b');
    ASSERT_TRUE(write_file(in_folder("state"), old_bytes));
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 0; i < 50; ++i) EXPECT_TRUE(write_file(in_folder("state"), i % 2 == 0 ? new_bytes : old_bytes));
        done = true;
    });
    while (!done) {
        const auto seen = read_file(in_folder("state"), 1 << 20);
        EXPECT_TRUE(seen && (*seen == old_bytes || *seen == new_bytes));
    }
    writer.join();
    EXPECT_EQ(list_folder(folder_.path())->size(), 1u) << "a temporary file was left behind";
}

TEST_F(Files, AWriteThatCannotHappenLeavesTheOldFile) {
    ASSERT_TRUE(make_folder(in_folder("taken")));
    ASSERT_TRUE(write_file(in_folder("taken") / "inside", "x"));
    EXPECT_FALSE(write_file(in_folder("taken"), "bytes")); // a folder of that name stands there
    EXPECT_EQ(read_file(in_folder("taken") / "inside", 10).value(), "x");
    EXPECT_EQ(list_folder(folder_.path())->size(), 1u);
    EXPECT_EQ(write_file(in_folder("absent") / "file", "x").error().code, SETTLED_INVALID_CONFIG);
}

TEST_F(Files, AFullDiskIsUnavailableAndSaysSo) {
    const auto appended = append_file("/dev/full", "x");
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(appended.error().message, "/dev/full: cannot append to: No space left on device; free some disk space");
}

TEST_F(Files, OneOfManyCallersMakesTheFile) {
    std::atomic<int> made = 0, refused = 0;
    std::vector<std::thread> callers;
    for (int i = 0; i < 8; ++i)
        callers.emplace_back([&] {
            const auto created = create_file(in_folder("lock"), "x");
            if (created)
                ++made;
            else if (created.error().code == SETTLED_REJECTED)
                ++refused;
        });
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(refused, 7);
}

TEST_F(Files, AppendingMakesTheFileAndThenGoesOn) {
    ASSERT_TRUE(append_file(in_folder("sent.log"), "one\n"));
    ASSERT_TRUE(append_file(in_folder("sent.log"), "two\n"));
    EXPECT_EQ(read_file(in_folder("sent.log"), 100).value(), "one\ntwo\n");
}

TEST_F(Files, OthersThanTheGroupReadNothing) {
    ASSERT_TRUE(write_file(in_folder("shared"), "x"));
    ASSERT_TRUE(write_file(in_folder("private"), "x", Permission::owner_only));
    ASSERT_TRUE(create_file(in_folder("made"), "x", Permission::owner_only));
    ASSERT_TRUE(make_folder(in_folder("closed"), Permission::owner_only));
    EXPECT_EQ(mode_of(in_folder("shared")), 0640u);
    EXPECT_EQ(mode_of(in_folder("private")), 0600u);
    EXPECT_EQ(mode_of(in_folder("made")), 0600u);
    EXPECT_EQ(mode_of(in_folder("closed")), 0700u);
}

TEST_F(Files, FoldersAreMadeWithTheirParentsAndTwiceIsFine) {
    EXPECT_TRUE(make_folder(in_folder("2026") / "11" / "20"));
    EXPECT_TRUE(make_folder(in_folder("2026") / "11" / "20"));
    ASSERT_TRUE(write_file(in_folder("file"), "x"));
    EXPECT_FALSE(make_folder(in_folder("file")));
}

TEST_F(Files, AListIsInOrderAndLeavesOutWhatIsNoFile) {
    ASSERT_TRUE(write_file(in_folder("b.sta"), "12345"));
    ASSERT_TRUE(write_file(in_folder("a.sta"), ""));
    ASSERT_TRUE(make_folder(in_folder("archive")));
    ASSERT_EQ(::mkfifo(in_folder("pipe").c_str(), 0600), 0);
    fs::create_symlink(in_folder("nowhere"), in_folder("broken"));
    const auto listed = list_folder(folder_.path());
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 3u);
    EXPECT_EQ((*listed)[0].name, "a.sta");
    EXPECT_EQ((*listed)[1].name, "archive");
    EXPECT_TRUE((*listed)[1].is_folder);
    EXPECT_EQ((*listed)[2].byte_count, 5);
    EXPECT_GT((*listed)[2].modified_unix_ms, 1'600'000'000'000);
}

TEST_F(Files, AFolderThatIsAwayIsAnErrorAndNotAnEmptyList) {
    const auto listed = list_folder(in_folder("gone"));
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().message, in_folder("gone").string() + ": cannot list: No such file or directory; check the path");
}

TEST_F(Files, RemovingTwiceIsFineAndAFolderIsNotAFile) {
    ASSERT_TRUE(write_file(in_folder("a"), "x"));
    EXPECT_TRUE(remove_file(in_folder("a")));
    EXPECT_TRUE(remove_file(in_folder("a")));
    EXPECT_FALSE(remove_file(folder_.path()));
}

TEST_F(Files, FreeSpaceIsKnownWhereTheFolderIs) {
    EXPECT_GT(free_bytes(folder_.path()).value(), 0);
    EXPECT_FALSE(free_bytes(in_folder("gone")));
}

} // namespace
} // namespace settled::world
