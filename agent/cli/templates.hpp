// templates.hpp -- where the letters' templates are: the company's own beside the configuration, and the shipped ones.
#pragma once

#include "cli/session.hpp"
#include "jobs/own_letters.hpp"

namespace settled::cli {

jobs::LetterFolders letter_folders(Session& session);

} // namespace settled::cli
