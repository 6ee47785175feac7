// case_file.hpp -- what a lawyer gets about a customer: one paper with an index, and every letter as it left.
//
// The paper lists what is owed and since when, interest where the procedure has a rule, what came in, what was promised and
// said, each letter with its digest and how far it surely got. Nothing in it is a letter of a lawyer, and nothing is sent.
#pragma once

#include "jobs/context.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settled::jobs {

struct CaseFile {
    std::string customer, name;
    std::vector<std::filesystem::path> files; // the index first
};

// Makes the folder; files of that name in it are replaced. INVALID_CONFIG: no such customer, or no font for the paper.
Result<CaseFile> make_case(JobContext& context, const Scope& scope, const std::string& customer,
                           const std::filesystem::path& folder);

} // namespace settled::jobs
