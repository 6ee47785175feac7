// mode.hpp -- how much a company lets settled do by itself; a change is kept in the store and goes
// before the configuration's word.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <string_view>

namespace settled::jobs {

std::string_view name(config::Mode mode); // "shadow", "approve", "auto"

// True: the company is in that mode from now on. False: more than before would be sent, which a second person must want too, by
// the same command ([access] two_people); less is done at once.
Result<bool> set_mode(JobContext& context, const std::string& company, const std::string& mode);

// What the store says of each company's mode, into the settings.
Status apply_modes(store::Store& store, config::Settings& settings);

// Is this the hash of a row of the audit? (Its last characters, as a mail shows them, are enough.)
Result<bool> audit_has_head(JobContext& context, const std::string& head);

} // namespace settled::jobs
