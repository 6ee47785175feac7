// shipped.hpp -- the procedures and calendars that come with the product, as texts of TOML.
//
// A calendar's text: name, free_weekdays = ["saturday", "sunday"], and per year [year.2026] with
// holidays, working_days (weekends on which people work), silence = [{ first, last }] (no letters),
// source, complete (false: not all is announced yet, and reports say so) and note.
#pragma once

#include "config/check.hpp"
#include "config/findings.hpp"

#include "dunning/calendar.hpp"
#include "dunning/interest.hpp"
#include "dunning/procedure.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace settled::config {

std::vector<dunning::Procedure> shipped_procedures(std::span<const ShippedText> texts, Findings& findings);
std::map<std::string, dunning::Calendar> shipped_calendars(std::span<const ShippedText> texts, Findings& findings);

// Rules of default interest; a later text of the same name replaces an earlier one.
std::vector<dunning::InterestRule> shipped_interest(std::span<const ShippedText> texts, Findings& findings);

} // namespace settled::config
