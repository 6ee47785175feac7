#include "world/windows_accounts.hpp"

#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include <aclapi.h>
#include <sddl.h>

namespace settled::world {
namespace {

constexpr DWORD name_units_max = 256;

std::string text_of(PSID account) {
    wchar_t* text = nullptr;
    if (account == nullptr || !::ConvertSidToStringSidW(account, &text)) return {};
    std::string made = utf8_of(text);
    ::LocalFree(text);
    return made;
}

std::wstring machine_name() {
    std::array<wchar_t, name_units_max> name{};
    DWORD units = name_units_max;
    return ::GetComputerNameW(name.data(), &units) ? std::wstring(name.data(), units) : std::wstring();
}

} // namespace

std::string account_name(PSID account) {
    std::array<wchar_t, name_units_max> name{}, domain{};
    DWORD name_units = name_units_max, domain_units = name_units_max;
    SID_NAME_USE use{};
    if (!::LookupAccountSidW(nullptr, account, name.data(), &name_units, domain.data(), &domain_units, &use)) return {};
    const std::wstring of(domain.data(), domain_units);
    const bool local = of.empty() || of == machine_name() || of == L"BUILTIN" || of == L"NT AUTHORITY";
    return local ? utf8_of({name.data(), name_units}) : utf8_of(of) + '\\' + utf8_of({name.data(), name_units});
}

std::string own_account_sid() {
    HANDLE opened = nullptr;
    if (!::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &opened)) return {};
    const WindowsHandle token(opened);
    alignas(TOKEN_USER) std::array<unsigned char, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> user{};
    DWORD size = 0;
    if (!::GetTokenInformation(token.get(), TokenUser, user.data(), static_cast<DWORD>(user.size()), &size)) return {};
    return text_of(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid);
}

RightsOf rights_of(HANDLE file) {
    RightsOf found;
    PSID owner = nullptr;
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR whole = nullptr;
    if (::GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, nullptr, &list,
                          nullptr, &whole) != ERROR_SUCCESS)
        return found;
    found.readable = true;
    found.everything = list == nullptr;
    found.owner = text_of(owner);
    for (DWORD i = 0; list != nullptr && i < list->AceCount; ++i) {
        void* entry = nullptr;
        if (!::GetAce(list, i, &entry)) continue;
        const auto* const head = static_cast<const ACE_HEADER*>(entry);
        if (head->AceType != ACCESS_ALLOWED_ACE_TYPE || (head->AceFlags & INHERIT_ONLY_ACE) != 0) continue;
        auto* const allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        GENERIC_MAPPING meaning{FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS};
        DWORD rights = allowed->Mask;
        ::MapGenericMask(&rights, &meaning);
        PSID who = &allowed->SidStart;
        AllowedRights one{text_of(who), account_name(who), rights};
        if (one.name.empty()) one.name = one.sid;
        found.allowed.push_back(std::move(one));
    }
    ::LocalFree(whole);
    return found;
}

bool is_trusted_account(const std::string& sid) {
    using namespace std::string_view_literals;
    constexpr std::array trusted = {
        "S-1-5-18"sv,                                                       // the system
        "S-1-5-32-544"sv,                                                   // administrators
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"sv, // TrustedInstaller
        "S-1-3-0"sv,
        "S-1-3-4"sv, // who makes it; who owns it, which is looked at by itself
    };
    return std::ranges::find(trusted, sid) != trusted.end() || sid == own_account_sid();
}

} // namespace settled::world
