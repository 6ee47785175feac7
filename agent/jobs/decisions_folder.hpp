// decisions_folder.hpp -- workbooks that finance puts into a folder ([access] decisions_folder): taken over row by row, the
// outcome put beside them and mailed back (finance 4).
//
// Whose file it is, is who decides: the account that owns the file must be the name of a [person]. A workbook is taken when it
// has not changed for some seconds, and moves to the folder "done" with its outcome; nothing is ever deleted.
#pragma once

#include "jobs/import_answers.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

inline constexpr int settle_seconds = 5; // a file on a share may still be written
inline constexpr std::size_t workbooks_at_once_max = 100;

struct TakenWorkbook {
    std::string file, person;
    std::vector<AnsweredRow> rows;
    std::string refused; // why none of it was taken over
};

// The workbooks that wait, by name. UNAVAILABLE where the folder is configured and cannot be read.
Result<std::vector<TakenWorkbook>> take_decisions(JobContext& context, const Scope& scope);

} // namespace settled::jobs
