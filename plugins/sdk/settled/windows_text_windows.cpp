#include <settled/windows_text.hpp>

#include <array>

#include <windows.h>

namespace settled {

std::wstring wide_of(std::string_view utf8) {
    if (utf8.empty()) return {};
    const int bytes = static_cast<int>(utf8.size());
    std::wstring made(static_cast<std::size_t>(::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, nullptr, 0)), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, made.data(), static_cast<int>(made.size()));
    return made;
}

std::string utf8_of(std::wstring_view wide) {
    if (wide.empty()) return {};
    const int units = static_cast<int>(wide.size());
    const int bytes = ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, nullptr, 0, nullptr, nullptr);
    std::string made(static_cast<std::size_t>(bytes), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, made.data(), bytes, nullptr, nullptr);
    return made;
}

std::string windows_words(unsigned long error_number) {
    std::array<wchar_t, 512> text{};
    unsigned long units =
        ::FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK, nullptr,
                         error_number, 0, text.data(), static_cast<unsigned long>(text.size()), nullptr);
    while (units > 0 && text.at(units - 1) == L' ') --units;
    const std::string words = units > 0 ? utf8_of({text.data(), units}) : "an error without words";
    return words + " (" + std::to_string(error_number) + ")";
}

} // namespace settled
