// identity_writer.hpp -- gives the items of a new generation their natural keys: who keeps one, who gets a new one, which went.
#pragma once

#include "store/database/database.hpp"

#include <settled/plugin_abi.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace settled::store {

// The identities of one generation while it is being written: what comes and goes is noted, keys are given and written in
// batches before the generation counts, and what that ends is ended when it is made current. Only documents in which
// something changed are looked at.
class IdentityWriter {
  public:
    IdentityWriter(Database& database, std::string company, std::string ledger, std::int64_t generation);
    ~IdentityWriter();

    // An item that is new in this generation, or no longer the same as before.
    void came(const settled_open_item& item, std::string_view erp_id);
    // `gone`: the rows of the items that stood before and are not there like that any more. Several transactions.
    Status write(std::span<const std::int64_t> gone);

    struct Changes {
        std::int64_t keys_gone = 0, aliases = 0;
    };
    // Inside a writing transaction. `known_on`: the day of the generation; what went some days before may be entered again.
    Changes publish(Date known_on);

  private:
    class Batches;
    std::unique_ptr<Batches> batches_;
};

} // namespace settled::store
