// forecast_words.hpp -- why an item is expected on its day: one sentence in Chinese, English or German.
#pragma once

#include "credit/forecast.hpp"
#include "matching/words.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::jobs {

// `late`: the habit's own day is over, the item is later than the customer usually is.
std::string expectation_words(const credit::Expectation& expectation, const credit::Habit& habit, Currency currency, bool late,
                              matching::Language language);

enum class ForecastNote : std::uint8_t { later, disputed, no_due_date, no_history };
std::string_view words(ForecastNote note, matching::Language language);

} // namespace settled::jobs
