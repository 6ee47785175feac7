// refused_addresses.hpp -- which addresses of customers a server refused for good, as far as nobody mended them since.
//
// An address is refused by the last word about it: a failure with CONTRACT's word bad_address. A message that arrived
// there later takes it back, and so does a person (`settled contact CUSTOMER accept`). A fault of the gateway or of a
// moment says nothing about an address, and an address that the ledger has no more holds nobody.
#pragma once

#include "ledger/fact.hpp"
#include "store/stored_message.hpp"

#include <span>
#include <string>
#include <vector>

namespace settled::jobs {

struct RefusedAddress {
    std::string ledger, customer_id, address;
};

// Of several recipients those whom the server named; all where it named none. `messages` in order of their id, `facts`
// those that stand.
std::vector<RefusedAddress> refused_addresses(std::span<const store::Message> messages, std::span<const ledger::Fact> facts);

} // namespace settled::jobs
