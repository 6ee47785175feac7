#include <settled/plugin_abi.h>
#include <settled/testing.hpp>

#include <support/temporary_folder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::folder {
namespace {

namespace fs = std::filesystem;
using Options = std::vector<std::pair<std::string, std::string>>;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The plugin on a folder of its own, called through its C table, with a clock one hour ahead of the
// files, so that they have settled.
class FetchFolderTest : public ::testing::Test {
  protected:
    void SetUp() override { host_.unix_ms = now_ms() + 3'600'000; }
    void TearDown() override { close(); }

    static std::int64_t now_ms() {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }

    fs::path put(const std::string& name, const std::string& text = "text") {
        const fs::path path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    void open(Options options = {}) {
        close();
        options.insert(options.begin(), {"folder", folder_.path().string()});
        host_abi_ = host_.abi();
        const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, options);
        const settled_settings settings_abi = settings.abi();
        self_ = table().open(&host_abi_, &settings_abi, &error_);
    }
    void close() {
        if (self_ != nullptr) table().close(self_);
        self_ = nullptr;
    }

    // The names, in order; the owners and sizes of the last call stay in found_.
    std::vector<std::string> list() {
        names_.clear();
        const settled_file_sink sink = {sizeof sink, 0, this, [](void* context, const settled_remote_file* file) -> std::int32_t {
                                            auto& self = *static_cast<FetchFolderTest*>(context);
                                            self.names_.emplace_back(std::string_view(file->name));
                                            self.ids_.emplace_back(std::string_view(file->id));
                                            self.owner_ = std::string_view(file->owner);
                                            self.bytes_ = file->byte_count;
                                            return 0;
                                        }};
        ids_.clear();
        code_ = table().list(self_, &sink, &error_);
        return names_;
    }

    std::string content(const std::string& id) {
        std::string bytes;
        const settled_byte_sink sink = {sizeof sink, 0, &bytes, [](void* context, const settled_text* piece) -> std::int32_t {
                                            static_cast<std::string*>(context)->append(std::string_view(*piece));
                                            return 0;
                                        }};
        const settled_text id_text(id);
        code_ = table().read(self_, &id_text, &sink, &error_);
        return bytes;
    }

    std::int32_t dispose(const std::string& id, settled_disposal how, const std::string& sha256 = "",
                         const std::string& reason = "") {
        const settled_dispose_request request = {sizeof request, how, id, sha256, reason};
        return code_ = table().dispose(self_, &request, &error_);
    }

    // Every file below the folder, relative to it.
    std::vector<std::string> everything() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
            if (!entry.is_directory()) found.push_back(fs::relative(entry.path(), folder_.path()).string());
        std::ranges::sort(found);
        return found;
    }

    static const settled_fetch_operations& table() {
        return *static_cast<const settled_fetch_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    }

    support::TemporaryFolder folder_;
    testing::TestHost host_;
    settled_host host_abi_{};
    settled_error error_{.size = sizeof(settled_error)};
    void* self_ = nullptr;
    std::int32_t code_ = 0;
    std::vector<std::string> names_, ids_;
    std::string owner_;
    std::int64_t bytes_ = 0;
};

// sha256 of "text", by sha256sum.
const std::string digest_of_text = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";

TEST_F(FetchFolderTest, ListsFilesByNameAndReadsThem) {
    put("b.csv", "bb");
    put("a.XML", "aaa");
    put("c.pdf");
    fs::create_directory(folder_ / "sub");
    open({{"files", "*.csv; *.xml"}});
    EXPECT_EQ(list(), (std::vector<std::string>{"a.XML", "b.csv"}));
    EXPECT_EQ(bytes_, 2);
    EXPECT_FALSE(owner_.empty());
    EXPECT_EQ(content("a.XML"), "aaa");
    EXPECT_EQ(code_, SETTLED_OK);
}

TEST_F(FetchFolderTest, LeavesOutWhatProgramsLeaveWhileTheyWork) {
    for (const char* name : {"~$book.csv", "a.tmp", "a.PART", ".hidden.csv", "a.csv"}) put(name);
    open();
    EXPECT_EQ(list(), std::vector<std::string>{"a.csv"});
}

TEST_F(FetchFolderTest, LeavesAFileThatIsFarFromSettled) {
    put("a.csv");
    host_.unix_ms = now_ms() + 10'000;
    open({{"settle_seconds", "300"}});
    EXPECT_TRUE(list().empty());
    host_.unix_ms += 300'000;
    EXPECT_EQ(list().size(), 1u);
}

TEST_F(FetchFolderTest, WaitsForAFileThatIsAboutToSettle) {
    put("a.csv");
    host_.unix_ms = now_ms() + 1'000;
    host_.passing_ms = 10'000;
    open({{"settle_seconds", "30"}});
    EXPECT_EQ(list().size(), 1u);
}

TEST_F(FetchFolderTest, WaitsWhileSomebodyHoldsAFileOpenForWriting) {
    const fs::path path = put("a.csv");
    open();
    const int writer = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_GE(writer, 0);
    EXPECT_TRUE(list().empty());
    ::close(writer);
    EXPECT_EQ(list().size(), 1u);
    const int locker = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::flock(locker, LOCK_EX), 0);
    EXPECT_TRUE(list().empty());
    ::close(locker);
    EXPECT_EQ(list().size(), 1u);
}

TEST_F(FetchFolderTest, ArchivesByMonthUnderADigest) {
    put("a.csv");
    open();
    host_.unix_ms = 1'795'000'000'000; // 2026-11-18
    ASSERT_EQ(dispose("a.csv", SETTLED_FILE_IMPORTED, digest_of_text), SETTLED_OK) << error_.message;
    EXPECT_EQ(everything(), std::vector<std::string>{"archive/2026/11/a.982d9e3eb996.csv"});
    EXPECT_EQ(dispose("a.csv", SETTLED_FILE_IMPORTED, digest_of_text), SETTLED_OK); // again: it is away already
}

TEST_F(FetchFolderTest, TwoFilesOfOneNameAndContentAreBothKept) {
    open();
    host_.unix_ms = 1'795'000'000'000;
    for (int i = 0; i < 3; ++i) {
        put("a");
        ASSERT_EQ(dispose("a", SETTLED_FILE_IMPORTED), SETTLED_OK);
    }
    EXPECT_EQ(everything(), (std::vector<std::string>{"archive/2026/11/a.982d9e3eb996", "archive/2026/11/a.982d9e3eb996.2",
                                                      "archive/2026/11/a.982d9e3eb996.3"}));
}

TEST_F(FetchFolderTest, LeavesOrDeletesWhenTold) {
    put("a.csv");
    open({{"then", "leave"}});
    EXPECT_EQ(dispose("a.csv", SETTLED_FILE_IMPORTED, digest_of_text), SETTLED_OK);
    EXPECT_EQ(everything(), std::vector<std::string>{"a.csv"});
    open({{"then", "delete"}});
    EXPECT_EQ(dispose("a.csv", SETTLED_FILE_IMPORTED, digest_of_text), SETTLED_OK);
    EXPECT_TRUE(everything().empty());
}

TEST_F(FetchFolderTest, DoesNotPutAwayAFileThatCameAfterTheOneItRead) {
    put("a.csv", "a new file under the old name");
    open({{"then", "delete"}});
    EXPECT_EQ(dispose("a.csv", SETTLED_FILE_IMPORTED, digest_of_text), SETTLED_OK);
    EXPECT_EQ(everything(), std::vector<std::string>{"a.csv"});
    ASSERT_EQ(host_.log.size(), 1u);
    EXPECT_NE(host_.log[0].find("is not the file that was read"), std::string::npos);
}

TEST_F(FetchFolderTest, ARefusedFileGoesToRejectedWithItsReason) {
    put("a.csv");
    open();
    host_.unix_ms = 1'795'000'000'000;
    ASSERT_EQ(dispose("a.csv", SETTLED_FILE_REFUSED, digest_of_text, "line 3: amount \"x\"\x1B[31m"), SETTLED_OK);
    EXPECT_EQ(everything(), (std::vector<std::string>{"rejected/a.csv", "rejected/a.csv.reason.txt"}));
    EXPECT_EQ(read(folder_ / "rejected/a.csv.reason.txt"),
              "file: a.csv\nsha256: " + digest_of_text + "\nrefused on: 2026-11-18\nreason: line 3: amount \"x\"\\u{1B}[31m\n");
    put("a.csv", "another");
    ASSERT_EQ(dispose("a.csv", SETTLED_FILE_REFUSED, "", "again"), SETTLED_OK);
    EXPECT_EQ(everything().size(), 4u);
    EXPECT_EQ(read(folder_ / "rejected/a.csv"), "text");
}

TEST_F(FetchFolderTest, WhereFilesAreLeftARefusedOneStaysAndIsCopiedOnce) {
    put("a.csv");
    open({{"then", "leave"}});
    for (int i = 0; i < 2; ++i) ASSERT_EQ(dispose("a.csv", SETTLED_FILE_REFUSED, digest_of_text, "why"), SETTLED_OK);
    EXPECT_EQ(everything(), (std::vector<std::string>{"a.csv", "rejected/a.csv", "rejected/a.csv.reason.txt"}));
    EXPECT_EQ(list(), std::vector<std::string>{"a.csv"}); // what is in rejected/ is never listed
}

TEST_F(FetchFolderTest, NeverFollowsALinkOutOfTheFolder) {
    const support::TemporaryFolder outside;
    std::ofstream(outside / "secret.csv") << "secret";
    fs::create_symlink(outside / "secret.csv", folder_ / "link.csv");
    put("a.csv");
    fs::create_directory_symlink(outside.path(), folder_ / "archive");
    open();
    EXPECT_EQ(list(), std::vector<std::string>{"a.csv"});
    EXPECT_EQ(content("link.csv"), "");
    EXPECT_EQ(code_, SETTLED_ACCESS_DENIED);
    EXPECT_EQ(dispose("a.csv", SETTLED_FILE_IMPORTED, digest_of_text), SETTLED_ACCESS_DENIED);
    EXPECT_NE(std::string(error_.message).find("symbolic link"), std::string::npos) << error_.message;
    EXPECT_TRUE(fs::exists(folder_ / "a.csv"));
    for (const std::string id : {"../secret.csv", "..", ".", "", "/etc/passwd", "sub/a.csv", "%2E%2E", "a%2Fb"}) {
        EXPECT_EQ(content(id), "") << id;
        EXPECT_NE(code_, SETTLED_OK) << id;
    }
}

TEST_F(FetchFolderTest, AFolderThatCannotBeReachedIsNotAnEmptyOne) {
    open({{"folder", (folder_ / "gone").string()}});
    EXPECT_TRUE(list().empty());
    EXPECT_EQ(code_, SETTLED_UNAVAILABLE);
    EXPECT_NE(std::string(error_.message).find("is the share mounted?"), std::string::npos);
    const fs::path file = put("file");
    open({{"folder", file.string()}});
    list();
    EXPECT_EQ(code_, SETTLED_INVALID_CONFIG);
}

TEST_F(FetchFolderTest, NamesWithControlCharactersAreShownSafely) {
    const std::string name = "a\n\x1B[2J%\xFF.csv";
    put(name, "x");
    open();
    ASSERT_EQ(list().size(), 1u);
    EXPECT_EQ(names_[0].find('\x1B'), std::string::npos);
    EXPECT_EQ(ids_[0], "a%0A%1B[2J%25%FF.csv");
    EXPECT_EQ(content(ids_[0]), "x");
    EXPECT_EQ(dispose(ids_[0], SETTLED_FILE_REFUSED, "", "why"), SETTLED_OK) << error_.message;
    EXPECT_TRUE(fs::exists(folder_ / ("rejected/" + name)));
}

TEST_F(FetchFolderTest, RefusesOptionsThatMeanNothing) {
    open({{"then", "burn"}});
    EXPECT_EQ(self_, nullptr);
    EXPECT_EQ(error_.code, SETTLED_INVALID_CONFIG);
    EXPECT_STREQ(error_.message, "then = \"burn\"; expected archive, leave or delete");
    open({{"settle_seconds", "soon"}});
    EXPECT_EQ(self_, nullptr);
}

TEST_F(FetchFolderTest, CheckSaysWhatItFoundAndChangesNothing) {
    put("a.csv");
    put("b.pdf");
    open({{"files", "*.csv"}});
    std::string found;
    const settled_check_sink sink = {sizeof sink, 0, &found, [](void* context, const settled_finding* finding) {
                                         *static_cast<std::string*>(context) += std::string_view(finding->found);
                                     }};
    EXPECT_EQ(table().check(self_, &sink, &error_), SETTLED_OK);
    EXPECT_EQ(found, "2 files, 1 with a name to take");
    EXPECT_EQ(everything().size(), 2u);
}

} // namespace
} // namespace settled::folder
