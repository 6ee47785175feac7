// sending_hour.hpp -- is it the hour for a message to a customer? Quiet hours, working days and the sending window, where he is.
//
// A country of one time zone has its own clock here; in one of several, every one of them must agree; a country that is not
// listed, or none, is taken to live by the company's clock. Quiet hours hold by both clocks, his and ours: nothing leaves that
// nobody in the house could stop.
#pragma once

#include "config/settings.hpp"
#include "world/clock.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace settled::jobs {

// Why a message may not leave now. `take_back`: it is wrong for good (its claims are freed, so that
// a right one can be planned); else it waits where it is.
struct SendObstacle {
    bool take_back = false;
    std::string reason; // CONTRACT's word
    std::string words;
};

// `country`: ISO 3166, two letters, of the customer; "" where it is not known.
Result<std::optional<SendObstacle>> hour_obstacle(const config::Settings& settings, const config::Company& company,
                                                  std::string_view country, world::Moment now);

// The time zones of a country, west to east; none where it is not listed.
std::span<const std::string_view> zones_of_country(std::string_view country);

} // namespace settled::jobs
