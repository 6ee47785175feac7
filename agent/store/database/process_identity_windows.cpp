#include "store/database/process_identity.hpp"

#include "world/process.hpp"
#include "world/windows_handle.hpp"

#include <settled/text.hpp>

#include <charconv>
#include <vector>

namespace settled::store {
namespace {

enum class Life { alive, over, unknown };

struct ProcessState {
    Life life = Life::unknown;
    std::string start; // its moment as Windows counts it; "" where it cannot be told
};

ProcessState state_of(std::int64_t number) {
    const world::WindowsHandle process(
        ::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE, static_cast<DWORD>(number)));
    if (!process) return {::GetLastError() == ERROR_INVALID_PARAMETER ? Life::over : Life::unknown, {}}; // no such number
    ProcessState known;
    known.life = ::WaitForSingleObject(process.get(), 0) == WAIT_OBJECT_0 ? Life::over : Life::alive;
    FILETIME begun{}, ended{}, kernel{}, user{};
    if (::GetProcessTimes(process.get(), &begun, &ended, &kernel, &user))
        known.start = std::to_string((std::uint64_t{begun.dwHighDateTime} << 32) | begun.dwLowDateTime);
    return known;
}

} // namespace

ProcessIdentity this_process() {
    const std::int64_t process = world::process_number();
    return {world::host_name(), process, state_of(process).start};
}

ProcessIdentity process_of(std::string_view owner) {
    const std::vector<std::string_view> words = split(owner, ' ');
    std::int64_t process = 0;
    if (words.size() >= 2) {
        const std::string_view number = words[1];
        const auto [rest, error] = std::from_chars(number.data(), number.data() + number.size(), process);
        if (error != std::errc() || rest != number.data() + number.size()) process = 0;
    }
    if (process <= 0) return this_process();
    return {std::string(words[0]), process, state_of(process).start};
}

bool gone(const ProcessIdentity& process) {
    if (process.host != world::host_name()) return false;
    const ProcessState now = state_of(process.process);
    return now.life == Life::over || (!now.start.empty() && !process.start.empty() && now.start != process.start);
}

} // namespace settled::store
