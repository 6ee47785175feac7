// globals.hpp -- the options that every command takes.
#pragma once

#include "cli/output.hpp"
#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::cli {

struct Globals {
    std::string config_file;
    std::vector<std::string> companies, ledgers;
    std::string as_of_text; // YYYY-MM-DD
    int wait_seconds = 0;
    std::string log_level = "info";
    Format format = Format::table;
    std::string fail_on; // "questions"
    bool dry_run = false;
};

} // namespace settled::cli
