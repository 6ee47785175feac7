#include "cli/systemd_drop_in.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> open_already = {"/var/lib/settled", "/var/log/settled"};
constexpr std::array<std::string_view, 5> hidden = {"/home", "/root", "/run/user", "/tmp", "/var/tmp"};
constexpr std::string_view packaged_configuration = "/etc/settled/settled.toml";
constexpr int beside_jobs_mb = 512; // the service itself, and small jobs in its other places

bool is_below(const fs::path& path, std::string_view folder) {
    const fs::path above(folder);
    return std::mismatch(above.begin(), above.end(), path.begin(), path.end()).first == above.end();
}

class Gathering {
  public:
    explicit Gathering(const config::Settings& settings) : settings_(&settings) {}

    std::vector<ServiceFolder> all() && {
        add(settings_->data_folder(), "[store] url");
        add(settings_->store.backup_folder, "[store] backup_folder");
        if (!settings_->store.sent_log_copy.empty())
            add(fs::path(settings_->store.sent_log_copy).parent_path(), "[store] sent_log_copy");
        add(settings_->log.folder, "[log] folder");
        add(settings_->access.decisions_folder, "[access] decisions_folder");
        for (const config::StatementSource& source : settings_->sources)
            if (source.block.plugin == "fetch_folder" && source.then != "leave")
                add(source.block.option("folder"), fmt::format("[statement_source.{}] folder", source.name));
        for (const config::Gateway& gateway : settings_->gateways)
            if (gateway.block.plugin == "notify_folder")
                add(gateway.block.option("folder"), fmt::format("[gateway.{}] folder", gateway.name));
        return std::move(found_);
    }

  private:
    void add(const fs::path& path, std::string why) {
        if (path.empty()) return;
        const fs::path whole = (path.is_absolute() ? path : settings_->folder / path).lexically_normal();
        const std::string text = whole.string();
        const fs::path plain = text.size() > 1 && text.ends_with('/') ? whole.parent_path() : whole;
        if (std::ranges::any_of(open_already, [&](std::string_view folder) { return is_below(plain, folder); })) return;
        if (std::ranges::find(found_, plain, &ServiceFolder::path) == found_.end()) found_.push_back({plain, std::move(why)});
    }

    const config::Settings* settings_;
    std::vector<ServiceFolder> found_;
};

// As systemd reads a word: in quotation marks, with % doubled.
std::string quoted(const fs::path& path) {
    std::string text = "\"";
    for (const char c : path.string()) {
        if (c == '"' || c == '\\') text += '\\';
        if (c == '%') text += '%';
        text += c;
    }
    return text + '"';
}

} // namespace

std::vector<ServiceFolder> written_folders(const config::Settings& settings) { return Gathering(settings).all(); }

std::vector<ServiceFolder> hidden_folders(const config::Settings& settings) {
    std::vector<ServiceFolder> found = written_folders(settings);
    std::erase_if(found, [](const ServiceFolder& each) {
        return std::ranges::none_of(hidden, [&](std::string_view folder) { return is_below(each.path, folder); });
    });
    return found;
}

std::int64_t service_memory_mb(const config::Limits& limits) {
    return std::int64_t{limits.job_memory_mb} + limits.file_memory_mb + beside_jobs_mb;
}

std::string systemd_drop_in(const config::Settings& settings, const fs::path& program, const fs::path& configuration) {
    std::string text =
        fmt::format("# Written by settled service install from {}. Write nothing here: run it again when folders or\n"
                    "# [limits] change. Lines of your own: systemctl edit settled.\n[Service]\n",
                    configuration.string());
    for (const ServiceFolder& each : written_folders(settings)) // with '-': a share that is not there does not stop the service
        text += fmt::format("# {}\nReadWritePaths=-{}\n", each.why, quoted(each.path));
    text += fmt::format(
        "# [limits] job_memory_mb {} + file_memory_mb {} + {} for the service and its other jobs\nMemoryMax={}M\n",
        settings.limits.job_memory_mb, settings.limits.file_memory_mb, beside_jobs_mb, service_memory_mb(settings.limits));
    if (configuration != packaged_configuration)
        text += fmt::format("ExecStart=\nExecStart={} run --config {}\n", quoted(program), quoted(configuration));
    return text;
}

} // namespace settled::cli
