#include "world/open_page.hpp"
#include "world/windows_handle.hpp"

#include <cstdint>

#include <shellapi.h>

namespace settled::world {

Status open_page(const std::filesystem::path& file) {
    constexpr std::intptr_t worked_above = 32; // ShellExecute answers with a number, for ever
    const HINSTANCE answer = ::ShellExecuteW(nullptr, L"open", file.c_str(), nullptr, nullptr, SW_SHOWNORMAL);
    if (reinterpret_cast<std::intptr_t>(answer) > worked_above) return {};
    return fail(SETTLED_UNAVAILABLE, "Windows has nothing that opens " + file.string() + "; open it yourself");
}

} // namespace settled::world
