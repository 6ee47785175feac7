// templates.hpp -- the letters' templates: the company's own beside the configuration, else the
// shipped ones.
#pragma once

#include "cli/session.hpp"
#include "letters/reminder.hpp"

#include <memory>

namespace settled::cli {

// Looks in `letters/LANGUAGE/NAME` beside the configuration, then in the installed folder. Reads a
// file when it is asked for and keeps it.
std::unique_ptr<letters::TemplateSource> letter_templates(Session& session);

} // namespace settled::cli
