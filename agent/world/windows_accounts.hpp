// windows_accounts.hpp -- accounts and rights as Windows knows them. Only for files that are built for Windows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <windows.h>

namespace settled::world {

// "CORP\anna"; without the part before it where the account is this machine's. "" where it has no name any more.
std::string account_name(PSID account);

// This process's account, as its SID in text: "S-1-5-18".
std::string own_account_sid();

// One entry of a list of rights that allows something here, not only in what is made beneath.
struct AllowedRights {
    std::string sid;  // "S-1-1-0"
    std::string name; // as account_name says it, else the SID
    std::uint32_t rights = 0;
};

struct RightsOf {
    bool readable = false;   // whether they could be read at all
    bool everything = false; // there is no list: everybody may do everything
    std::string owner;       // SID
    std::vector<AllowedRights> allowed;
};

// Of an open file or folder (opened with READ_CONTROL).
RightsOf rights_of(HANDLE file);

// The system, its installer, administrators, this account, and the owner by whatever name: they can do anything anyway.
bool is_trusted_account(const std::string& sid);

} // namespace settled::world
