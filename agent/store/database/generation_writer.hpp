// generation_writer.hpp -- one pull on its way into the store.
//
// Rows that the ledger's newest generation has already are only counted; new and changed ones are
// written in batches under the number of the generation to come, which nobody reads before
// publish(). Two writers of one ledger cannot mix: the later one takes over, the earlier one's next
// batch is UNAVAILABLE.
#pragma once

#include "store/database/database.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>

namespace settled::store {

Result<std::unique_ptr<GenerationWriter>> begin_generation(std::shared_ptr<Database> database, std::string company,
                                                           std::string ledger, Stamp stamp);

} // namespace settled::store
