// procedure.hpp -- a dunning procedure as data: steps on days relative to the due date.
#pragma once

#include <settled/money.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace settled::dunning {

enum class StepKind : std::uint8_t { message, task };

struct Step {
    std::string name; // "overdue-7": stored in claims, never renamed lightly
    int day = 0;      // from the due date; -3 = three days before
    StepKind kind = StepKind::message;
    std::string channel = "email"; // of a message
    std::vector<std::string> fallback;
    std::string template_name;
    std::string task; // of a task: phone, risk_review, legal_file …
    std::string role; // who signs or acts
    std::vector<std::string> copy;
    std::vector<std::string> attach;
    bool needs_release = false; // approval = "release"
    int grace_days = 0;
    int deadline_days = 0;
    std::string escalate_to;
};

struct Procedure {
    std::string name;
    std::string collaboration = "centralised"; // centralised | segmented | matrix
    std::string interest = "none";
    std::map<Currency, std::int64_t> minimum_total;
    int minimum_gap_days = 5;
    int account_check_days = 0; // after its document, an item without a due date is asked about (对账), once; 0: never
    std::string thanks;         // the letter when what was reminded is paid; "": none
    std::vector<Step> steps;    // by day
};

} // namespace settled::dunning
