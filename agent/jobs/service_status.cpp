#include "jobs/service_status.hpp"

#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace settled::jobs {
namespace {

constexpr std::string_view first_word = "settled-service-status-1";
constexpr std::size_t file_bytes_max = std::size_t{4} << 20;
constexpr std::size_t words_bytes_max = 500;

std::string field(std::string_view text) { // of one line: tabs and line ends are made visible
    return visible(cut_at_character(text, words_bytes_max));
}

std::int64_t number_of(const std::optional<world::Moment>& moment) { return moment ? moment->time_since_epoch().count() : 0; }

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<world::Moment> moment_of(std::int64_t number) {
    if (number == 0) return std::nullopt;
    return world::Moment(std::chrono::milliseconds(number));
}

bool read_plan(const std::vector<std::string_view>& cells, ServiceStatus& status) {
    std::array<std::int64_t, 3> moments{};
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const auto read = number(cells[i + 3]);
        if (!read) return false;
        moments[i] = *read;
    }
    status.plans.push_back({std::string(cells[1]), std::string(cells[2]), moment_of(moments[0]), moment_of(moments[1]),
                            moment_of(moments[2]), std::string(cells[6])});
    return true;
}

bool read_line(std::string_view line, ServiceStatus& status) {
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells[0] == "plan" && cells.size() == 7) return read_plan(cells, status);
    if (cells[0] == "configuration" && cells.size() == 2) return status.configuration = cells[1], true;
    if (cells[0] != "service" || cells.size() != 4) return false;
    const auto process = number(cells[1]), since = number(cells[2]), written = number(cells[3]);
    if (!process || !since || !written) return false;
    status.process = *process;
    status.running_since = world::Moment(std::chrono::milliseconds(*since));
    status.written_at = world::Moment(std::chrono::milliseconds(*written));
    return true;
}

} // namespace

std::filesystem::path service_status_file(const std::filesystem::path& data_folder) { return data_folder / "service.status"; }

Status write_service_status(const std::filesystem::path& data_folder, const ServiceStatus& status) {
    std::string text = fmt::format("{}\nservice\t{}\t{}\t{}\n", first_word, status.process, number_of(status.running_since),
                                   number_of(status.written_at));
    if (!status.configuration.empty()) text += fmt::format("configuration\t{}\n", field(status.configuration));
    for (const PlanStatus& plan : status.plans)
        text += fmt::format("plan\t{}\t{}\t{}\t{}\t{}\t{}\n", field(plan.name), plan.state, number_of(plan.last_started),
                            number_of(plan.last_ended), number_of(plan.next), field(plan.words));
    return world::write_file(service_status_file(data_folder), text);
}

Result<std::optional<ServiceStatus>> read_service_status(const std::filesystem::path& data_folder) {
    const std::filesystem::path file = service_status_file(data_folder);
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    auto text = world::read_file(file, file_bytes_max);
    if (!text) return pass(text);
    ServiceStatus status;
    std::vector<std::string_view> lines = split(*text, '\n');
    bool known = lines.size() > 1 && lines.front() == first_word && lines.back().empty();
    for (std::size_t i = 1; known && i + 1 < lines.size(); ++i) known = read_line(lines[i], status);
    if (!known)
        return fail(SETTLED_BAD_DATA,
                    file.string() + " is not as the service writes it; it is written anew when the service starts");
    return status;
}

std::string shown_moment(const std::optional<world::Moment>& moment, const std::string& time_zone) {
    if (!moment) return "";
    auto local = world::local_time(*moment, time_zone);
    return local ? local->text : "";
}

} // namespace settled::jobs
