// mail_address.hpp -- a bare mail address that may be put on the wire, and a name beside it.
//
// The ordinary form only (RFC 5321 4.1.2 Dot-string "@" Domain): no quoted local part, no comment, no
// address literal, no blank, no control character; so an address can carry neither a second recipient
// nor a header. Letters beyond ASCII need SMTPUTF8 on every server of the way and are refused.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled {

inline constexpr std::size_t mail_address_bytes_max = 254; // RFC 3696 erratum 1690

bool is_mail_address(std::string_view text);

// A ledger's e-mail field: addresses separated by , ; or blanks, in order, without repeats. Whatever
// is not an address is in `refused`.
struct MailAddresses {
    std::vector<std::string> good, refused;
};
MailAddresses split_mail_addresses(std::string_view field);

struct MailBox {
    std::string name, address; // name: UTF-8 without control characters, may be empty
};

// "Huayuan Receivables <ar@huayuan.example>" or a bare address. BAD_DATA for anything else.
Result<MailBox> parse_mail_box(std::string_view text);

} // namespace settled
