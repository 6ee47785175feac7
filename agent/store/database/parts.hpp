// parts.hpp -- the rooms of the store; each file here furnishes one. All share one connection.
#pragma once

#include "store/database/database.hpp"
#include "store/store.hpp"

#include <memory>

namespace settled::store {

using SharedDatabase = std::shared_ptr<Database>;

std::unique_ptr<Ledgers> make_ledgers(SharedDatabase database);
std::unique_ptr<Entries> make_entries(SharedDatabase database);
std::unique_ptr<Matches> make_matches(SharedDatabase database);
std::unique_ptr<Outbox> make_outbox(SharedDatabase database);
std::unique_ptr<Facts> make_facts(SharedDatabase database);
std::unique_ptr<Audit> make_audit(SharedDatabase database);
std::unique_ptr<Locks> make_locks(SharedDatabase database);
std::unique_ptr<Reports> make_reports(SharedDatabase database);
std::unique_ptr<Erasure> make_erasure(SharedDatabase database);

} // namespace settled::store
