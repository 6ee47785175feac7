// import_answers.hpp -- a workbook of the daily mail that comes back with decisions filled in (finance 4).
//
// Each row is an act of its own, by the person who hands the workbook in: it takes effect, or says why not, and never twice.
// A row names what it is about by its key; where that was answered, sent or changed meanwhile, the row is refused. Rows in
// which nothing was filled in are passed over. Sheets may be moved, sorted and filtered; headings and keys must stand.
#pragma once

#include "jobs/context.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

inline constexpr std::size_t answered_rows_max = 2000; // of one workbook: each is looked at by itself

struct AnsweredRow {
    std::string sheet;
    std::int64_t row = 0; // as the spreadsheet counts
    std::string about;    // the key: "match:17"
    std::string decision; // as written
    bool is_done = false;
    std::string outcome; // what it led to, or why it was refused
};

// BAD_DATA: no workbook, or no sheet with a column of keys; nothing was done then. Every act is by context.actor. `language`:
// of the outcomes; what other acts refuse is said as they say it.
Result<std::vector<AnsweredRow>> import_answers(JobContext& context, const Scope& scope, std::string_view bytes,
                                                std::string_view language);

} // namespace settled::jobs
