// notify_folder -- writes every mail as an .eml file into a folder: for trying out, for tests, and
// for those who send from somewhere else.

#include <settled/plugin.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace {

using namespace settled;
namespace fs = std::filesystem;

constexpr std::size_t name_bytes_max = 120;

// The key as a file's name: letters, digits, '-', '_' and '.', so that no key leaves the folder.
std::string file_name(std::string_view key) {
    std::string name;
    for (const char c : key.substr(0, name_bytes_max)) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
        name += plain ? c : '_';
    }
    return (name.starts_with('.') ? "_" + name : name) + ".eml";
}

class OpenFile {
  public:
    explicit OpenFile(const fs::path& file) : descriptor_(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    bool is_open() const { return descriptor_ >= 0; }
    bool write_and_sync(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return ::fsync(descriptor_) == 0;
    }

  private:
    int descriptor_;
};

class FolderNotifier final : public Notifier {
  public:
    static constexpr Info info = {"notify_folder", "1.0.0", "Writes mails as .eml files into a folder",
                                  "把邮件以 .eml 文件写入文件夹"};
    static constexpr std::array options = {
        option("folder", "", "Where the .eml files go; made when it is not there.", "存放 .eml 文件的文件夹；不存在时自动建立。",
               SETTLED_REQUIRED),
    };

    static Result<std::unique_ptr<FolderNotifier>> open(Host, Settings settings) {
        if (settings["folder"].empty()) return fail(SETTLED_INVALID_CONFIG, "folder is empty; name a folder for the .eml files");
        return std::make_unique<FolderNotifier>(settings.text("folder"));
    }

    explicit FolderNotifier(fs::path folder) : folder_(std::move(folder)) {}

    Status check(const Findings& findings) override {
        if (Status made = make_folder(); !made) return made;
        if (::access(folder_.c_str(), W_OK) != 0) return trouble("cannot write into it");
        findings.info(folder_.string(), "writable");
        return {};
    }

    Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) override {
        if (Status made = make_folder(); !made) return made;
        const fs::path file = folder_ / file_name(message.key), being_written = fs::path(file).concat(".part");
        if (fs::exists(file)) return fail(SETTLED_REJECTED, file.string() + " is there already: a message is written once");
        std::error_code ignored;
        fs::remove(being_written, ignored); // of a run that died before it counted
        {
            const OpenFile out(being_written);
            if (!out.is_open() || !out.write_and_sync(message.content))
                return trouble("cannot write " + being_written.filename().string());
        }
        if (Status released = hand_over(); !released) {
            fs::remove(being_written, ignored);
            return released;
        }
        outcome.after_hand_over = 1; // from here on it may count
        if (std::rename(being_written.c_str(), file.c_str()) != 0) return trouble("cannot name " + file.filename().string());
        outcome.after_hand_over = 0;
        set_provider_id(outcome, file.filename().string());
        return {};
    }

    Result<std::optional<bool>> look_up(std::string_view key) override { return fs::exists(folder_ / file_name(key)); }

  private:
    Status make_folder() const {
        std::error_code error;
        fs::create_directories(folder_, error);
        if (error && !fs::is_directory(folder_))
            return fail(SETTLED_UNAVAILABLE, folder_.string() + ": " + error.message() + "; make the folder, or name another");
        return {};
    }

    Status trouble(const std::string& what) const {
        const int reason = errno;
        return fail(reason == EACCES || reason == EPERM || reason == EROFS ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                    folder_.string() + ": " + what + ": " + std::strerror(reason));
    }

    fs::path folder_;
};

} // namespace

SETTLED_PLUGIN(FolderNotifier)
