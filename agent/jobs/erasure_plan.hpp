// erasure_plan.hpp -- which words about a customer may go today, and which a law keeps, until when. Pure.
#pragma once

#include "config/settings.hpp"
#include "store/erasure.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace settled::jobs {

struct ErasureLine {
    store::PersonalPart part = store::PersonalPart::contact;
    std::int64_t rows = 0;
    bool goes = false;
    int last_year = 0; // of those that go
    Date until;        // the last day on which the rest is kept; none where it goes
    std::string rule;  // by which it is kept, or may go; in the configuration's language
};

enum class ErasureCause : std::uint8_t {
    asked = 1, // somebody asked for the customer: what no law keeps goes now
    expired,   // nobody asked: what no law keeps goes with the last of what a law kept
};

std::vector<ErasureLine> erasure_plan(const config::Settings& settings, const config::Company& company,
                                      const store::PersonalHoldings& holdings, Date today, ErasureCause cause);

// "letters", "函件往来"
std::string words(store::PersonalPart part, bool chinese);

} // namespace settled::jobs
