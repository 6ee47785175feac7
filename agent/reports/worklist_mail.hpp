// worklist_mail.hpp -- a colleague's day: her tasks by the money at risk, and what she is told of others' tasks.
//
// Only her own customers stand in it (finance 7). Says nothing of its own: figures and reasons are handed in.
#pragma once

#include "reports/daily_mail.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::reports {

struct WorkLine {
    std::int64_t task = 0;
    std::string customer, customer_name, kind, why;
    std::vector<Money> at_risk;
    int oldest_days = 0;
    Date due;
    bool late = false;
    std::string owner, state;
};

struct WorklistFacts {
    std::string company, name, language = "en";
    Date as_of;
    bool test_clock = false;
    std::vector<WorkLine> own, told; // in the order in which they are shown
};

// Layouts: the Mustache texts of config/reports/worklist.{html,txt}.
Result<DailyMail> worklist_mail(const WorklistFacts& facts, std::string_view layout_html, std::string_view layout_text);

} // namespace settled::reports
