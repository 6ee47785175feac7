#include "jobs/service_alerts.hpp"

#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace settled::jobs {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::size_t words_bytes_max = 1000;

std::filesystem::path file_of(const std::filesystem::path& data_folder) { return data_folder / "service.alerts"; }

std::string field(std::string_view text) { return visible(cut_at_character(text, words_bytes_max)); }

} // namespace

Result<std::vector<ServiceAlert>> service_alerts(const std::filesystem::path& data_folder) {
    std::vector<ServiceAlert> alerts;
    std::error_code ignored;
    if (!std::filesystem::exists(file_of(data_folder), ignored)) return alerts;
    auto text = world::read_file(file_of(data_folder), file_bytes_max);
    if (!text) return pass(text);
    for (const std::string_view line : split(*text, '\n')) {
        const std::vector<std::string_view> cells = split(line, '\t');
        if (cells.size() != 3) continue; // the end of the file
        std::int64_t since = 0;
        std::from_chars(cells[0].data(), cells[0].data() + cells[0].size(), since);
        alerts.push_back({std::string(cells[1]), std::string(cells[2]), world::Moment(std::chrono::milliseconds(since))});
    }
    return alerts;
}

Status note_service_alert(const std::filesystem::path& data_folder, const std::string& what, const std::string& words,
                          world::Moment now) {
    auto alerts = service_alerts(data_folder);
    if (!alerts) return pass(alerts);
    const auto known = std::ranges::find(*alerts, what, &ServiceAlert::what);
    if (known == alerts->end() && words.empty()) return {};
    if (known == alerts->end())
        alerts->push_back({what, words, now});
    else if (words.empty())
        alerts->erase(known);
    else
        known->words = words;
    std::string text;
    for (const ServiceAlert& alert : *alerts)
        text += fmt::format("{}\t{}\t{}\n", alert.since.time_since_epoch().count(), field(alert.what), field(alert.words));
    return world::write_file(file_of(data_folder), text);
}

} // namespace settled::jobs
