// fetch_folder -- statement files from a folder: what has settled, once, and put away afterwards.
#include "folder.hpp"

#include <formats/file_names.hpp>
#include <formats/put_away.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace settled::folder {

using formats::day_of;
using formats::id_of;
using formats::NameChoice;
using formats::names_with_digest;
using formats::Then;

namespace {

constexpr std::size_t files_max = 10'000; // in the folder itself
constexpr std::int64_t settle_seconds_max = 86'400;
constexpr std::int64_t wait_ms_max = 60'000; // for files that are about to settle
constexpr std::int64_t look_again_ms = 200;

} // namespace

class FetchFolder final : public FileSource {
  public:
    static constexpr Info info = {"fetch_folder", "1.0.0", "Statement files from a folder or share",
                                  "从文件夹或共享目录取对账单文件"};
    static constexpr Option options[] = {
        option("folder", "", "Folder with the bank's files.", "存放银行文件的文件夹。", SETTLED_REQUIRED),
        option("files", "*", "Names to take, joined with ';': \"*.csv;*.xml\".", "要读取的文件名，用分号连接。"),
        option("settle_seconds", "30", "Unchanged and not held open this long before it is read.",
               "文件多少秒未变且未被占用才读取。"),
        option("then", "archive", "What happens to a file that was imported: archive, leave or delete.",
               "导入后：archive 归档、leave 保留、delete 删除。")};

    FetchFolder(Host host, std::string folder, NameChoice names, std::int64_t settle_seconds, Then then)
        : host_(host), path_(std::move(folder)), names_(std::move(names)), settle_seconds_(settle_seconds), then_(then) {}

    static Result<std::unique_ptr<FetchFolder>> open(Host host, Settings settings) {
        auto settle_seconds = settings.whole_number("settle_seconds", 0, settle_seconds_max);
        if (!settle_seconds) return pass(settle_seconds);
        auto then = formats::then_of(settings);
        if (!then) return pass(then);
        if (settings["folder"].empty())
            return fail(SETTLED_INVALID_CONFIG, "folder is empty; name the folder with the bank's files");
        return std::make_unique<FetchFolder>(host, settings.text("folder"), NameChoice(settings["files"]), *settle_seconds,
                                             *then);
    }

    Status check(const Findings& findings) override {
        auto folder = Folder::open(path_);
        if (!folder) return pass(folder);
        auto files = folder->files(files_max);
        if (!files) return pass(files);
        const auto wanted = std::ranges::count_if(*files, [&](const FileFacts& file) { return names_.takes(file.name); });
        findings.info(path_, std::to_string(files->size()) + " files, " + std::to_string(wanted) + " with a name to take");
        if (folder->writable()) return {};
        if (then_ != Then::leave)
            return fail(SETTLED_ACCESS_DENIED,
                        "folder " + visible(path_) + " may not be changed by this account; let it, or set then = \"leave\"");
        findings.warning(path_, "read-only: refused files get no reason beside them");
        return {};
    }

    Status list(FileSink& sink) override {
        auto folder = Folder::open(path_);
        if (!folder) return pass(folder);
        auto files = settled_files(*folder);
        if (!files) return pass(files);
        for (const FileFacts& file : *files) {
            if (host_.cancelled()) return stopped();
            const std::string id = id_of(file.name), shown = visible(file.name);
            const settled_remote_file found = {.size = sizeof found,
                                               .id = id,
                                               .name = shown,
                                               .owner = file.owner,
                                               .byte_count = file.byte_count,
                                               .modified_unix_ms = file.modified_unix_ms};
            if (Status done = sink.add(found); !done) return done;
        }
        return {};
    }

    Status read(std::string_view id, ByteSink& sink) override {
        const auto name = file_named(id);
        if (!name) return std::unexpected(name.error());
        auto folder = Folder::open(path_);
        if (!folder) return pass(folder);
        auto before = folder->facts(*name);
        if (!before) return pass(before);
        if (Status done = folder->read(*name, [&](std::string_view bytes) { return sink.add(bytes); }); !done) return done;
        auto after = folder->facts(*name);
        if (!after) return pass(after);
        if (*after == *before) return {};
        return fail(SETTLED_UNAVAILABLE, visible(*name) + " changed while it was read; it is taken at the next run");
    }

    Status dispose(const settled_dispose_request& request) override {
        const auto name = file_named(request.id);
        if (!name) return std::unexpected(name.error());
        const bool refused = request.disposal == SETTLED_FILE_REFUSED;
        if (!refused && then_ == Then::leave) return {};
        auto folder = Folder::open(path_);
        if (!folder) return pass(folder);
        if (!folder->exists(*name)) return {}; // put away before, or by somebody else
        auto digest = folder->sha256_hex(*name);
        if (!digest) return pass(digest);
        if (request.sha256_hex.size != 0 && *digest != std::string_view(request.sha256_hex)) {
            host_.warning(visible(*name) + " is not the file that was read any more; it stays and is read at the next run");
            return {};
        }
        if (refused) return put_to_rejected(*folder, *name, *digest, request.reason);
        if (then_ == Then::remove) return folder->remove(*name);
        return put_to_archive(*folder, *name, *digest);
    }

  private:
    static Result<std::string> file_named(std::string_view id) {
        if (auto name = formats::name_of(id)) return *name;
        return fail(SETTLED_BAD_DATA, "\"" + visible(id) + "\" is not a file of this folder");
    }

    // Whoever runs an import by hand has just put the file there: one that is about to settle is waited
    // for, each for its time once. What is still written to then is said and taken at the next run.
    Result<std::vector<FileFacts>> settled_files(const Folder& folder) const {
        const std::int64_t looks_max = std::min(settle_seconds_ * 1000, wait_ms_max) / look_again_ms + 1;
        for (std::int64_t look = 0;; ++look) {
            auto files = folder.files(files_max);
            if (!files) return files;
            std::erase_if(*files, [&](const FileFacts& file) { return !names_.takes(file.name); });
            const auto young = std::ranges::stable_partition(
                *files, [&](const FileFacts& file) { return settles_in_ms(file) == 0 && !folder.held_for_writing(file.name); });
            const bool worth_it = std::ranges::any_of(young, [&](const FileFacts& file) {
                const std::int64_t ms = settles_in_ms(file);
                return ms > 0 && ms <= wait_ms_max;
            });
            if (host_.cancelled()) return stopped();
            if (!worth_it || look >= looks_max) {
                for (const FileFacts& file : young)
                    host_.info(visible(file.name) +
                               " is still written to, or was until a moment ago; it is taken at the next run");
                files->erase(young.begin(), young.end());
                return files;
            }
            if (look == 0)
                host_.info("waiting until " + visible(young.front().name) + " has not changed for " +
                           std::to_string(settle_seconds_) + " s (settle_seconds)");
            std::this_thread::sleep_for(std::chrono::milliseconds(look_again_ms));
        }
    }

    // No state is kept: the time since the last change stands in the file. A change ahead of the clock
    // (a server whose clock is wrong) counts as far as it is ahead.
    std::int64_t settles_in_ms(const FileFacts& file) const {
        const std::int64_t age_ms = std::abs(host_.now_unix_ms() - file.modified_unix_ms);
        return std::max<std::int64_t>(0, settle_seconds_ * 1000 - age_ms);
    }

    Status put_to_archive(const Folder& folder, const std::string& name, const std::string& digest) const {
        const std::string day = day_of(host_.now_unix_ms()).iso();
        auto archive = folder.subfolder("archive");
        if (!archive) return pass(archive);
        auto year = archive->subfolder(day.substr(0, 4));
        if (!year) return pass(year);
        auto month = year->subfolder(day.substr(5, 2));
        if (!month) return pass(month);
        auto moved = folder.move(name, *month, names_with_digest(name, digest, false));
        if (!moved) return pass(moved);
        return {};
    }

    // The reason first: a file in rejected/ is never without one. Where files are left in place, others
    // may want them: then rejected/ gets a copy.
    Status put_to_rejected(const Folder& folder, const std::string& name, const std::string& digest,
                           std::string_view reason) const {
        auto rejected = folder.subfolder("rejected");
        if (!rejected && then_ == Then::leave) {
            host_.warning(rejected.error().message + "; the refused file stays without a reason beside it");
            return {};
        }
        if (!rejected) return pass(rejected);
        const std::vector<std::string> names = names_with_digest(name, digest, true);
        const auto free = std::ranges::find_if(names, [&](const std::string& wanted) {
            return !rejected->exists(wanted) && !rejected->exists(wanted + ".reason.txt");
        });
        if (free == names.end())
            return fail(SETTLED_UNAVAILABLE, "rejected/ is full of files named " + visible(name) + "; clear it");
        if (then_ == Then::leave && was_rejected(*rejected, names, digest)) return {};
        const std::string words = formats::reason_text(name, digest, day_of(host_.now_unix_ms()), reason);
        if (Status done = rejected->write(*free + ".reason.txt", words); !done) return done;
        auto put = then_ == Then::leave ? folder.copy(name, *rejected, {*free}) : folder.move(name, *rejected, {*free});
        if (!put) return pass(put);
        return {};
    }

    static bool was_rejected(const Folder& rejected, const std::vector<std::string>& names, const std::string& digest) {
        return std::ranges::any_of(names, [&](const std::string& name) {
            if (!rejected.exists(name)) return false;
            const auto known = rejected.sha256_hex(name);
            return known && *known == digest;
        });
    }

    Host host_;
    std::string path_;
    NameChoice names_;
    std::int64_t settle_seconds_;
    Then then_;
};

} // namespace settled::folder

using settled::folder::FetchFolder;
SETTLED_PLUGIN(FetchFolder)
