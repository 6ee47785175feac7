// notify_folder -- writes every mail as an .eml file into a folder: for trying out, for tests, and
// for those who send from somewhere else.

#include "new_file.hpp"

#include <settled/plugin.hpp>

#include <array>
#include <filesystem>
#include <string>

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
        if (auto reason = notify_folder::may_write_into(folder_)) return trouble("cannot write into it", reason);
        findings.info(folder_.string(), "writable");
        return {};
    }

    Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) override {
        if (Status made = make_folder(); !made) return made;
        const fs::path file = folder_ / file_name(message.key), being_written = fs::path(file).concat(".part");
        if (fs::exists(file)) return fail(SETTLED_REJECTED, file.string() + " is there already: a message is written once");
        std::error_code ignored;
        fs::remove(being_written, ignored); // of a run that died before it counted
        if (auto reason = notify_folder::write_new_file(being_written, message.content))
            return trouble("cannot write " + being_written.filename().string(), reason);
        if (Status released = hand_over(); !released) {
            fs::remove(being_written, ignored);
            return released;
        }
        outcome.after_hand_over = 1; // from here on it may count
        std::error_code reason;
        fs::rename(being_written, file, reason);
        if (reason) return trouble("cannot name " + file.filename().string(), reason);
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

    Status trouble(const std::string& what, const std::error_code& reason) const {
        const bool denied = reason == std::errc::permission_denied || reason == std::errc::operation_not_permitted ||
                            reason == std::errc::read_only_file_system;
        return fail(denied ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                    folder_.string() + ": " + what + ": " + notify_folder::words_of(reason));
    }

    fs::path folder_;
};

} // namespace

SETTLED_PLUGIN(FolderNotifier)
