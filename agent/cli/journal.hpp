// journal.hpp -- where a command's log lines and its progress go: standard error.
//
// Progress appears only on a terminal, on one line that the next log line clears. Foreign text is
// made visible, so that nothing can move the cursor.
#pragma once

#include "cli/output.hpp"
#include "jobs/context.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace settled::cli {

std::unique_ptr<jobs::Journal> make_journal(Sink err, bool is_terminal, std::string_view level);

} // namespace settled::cli
