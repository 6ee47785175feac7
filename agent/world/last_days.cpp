#include "world/last_days.hpp"

#include "world/files.hpp"
#include "world/secrets.hpp"

#include <settled/text.hpp>

namespace settled::world {
namespace {

constexpr const char* file_name = ".last_days"; // no name of a secret begins so
constexpr std::size_t file_bytes_max = limit::secrets_max * 2 * limit::secret_name_bytes_max;

} // namespace

Result<std::map<std::string, Date>> last_days(const std::filesystem::path& secrets_folder) {
    std::map<std::string, Date> days;
    const std::filesystem::path file = secrets_folder / file_name;
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return days;
    auto text = read_file(file, file_bytes_max);
    if (!text) return pass(text);
    for (const std::string_view line : split(*text, '\n')) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        if (const auto day = Date::parse_iso(line.substr(tab + 1))) days[std::string(line.substr(0, tab))] = *day;
    }
    return days;
}

Status keep_last_day(const std::filesystem::path& secrets_folder, const std::string& name, Date day) {
    auto days = last_days(secrets_folder);
    if (!days) return pass(days);
    if (!day && !days->contains(name)) return {};
    if (day)
        (*days)[name] = day;
    else
        days->erase(name);
    std::string text;
    for (const auto& [one, last] : *days) text += one + '\t' + last.iso() + '\n';
    const std::filesystem::path file = secrets_folder / file_name;
    if (Status written = write_file(file, text, Permission::owner_only); !written) return written;
    return give_to_owner_of_folder(file);
}

} // namespace settled::world
