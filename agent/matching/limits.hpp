// limits.hpp -- where a search ends. Beyond each of these the engine does not guess: it asks.
#pragma once

#include <cstddef>
#include <cstdint>

namespace settled::matching::limits {

inline constexpr std::size_t text_bytes = 4096;            // of one remittance text that are read for numbers
inline constexpr std::size_t pieces_in_text = 400;         // runs of letters and digits in it
inline constexpr std::size_t pieces_in_number = 6;         // of which one number may be put together
inline constexpr std::size_t signs_in_number = 40;         // letters and digits; more is nobody's document
inline constexpr std::size_t numbers_in_list = 100;        // that one list or range counts up
inline constexpr std::size_t digits_in_list = 18;          // at the end of a number that is counted up
inline constexpr std::size_t items_per_number = 64;        // items that carry the same number
inline constexpr std::size_t house_styles = 256;           // shapes of numbers learned from a ledger
inline constexpr std::size_t name_bytes = 512;             // of one name that are compared
inline constexpr std::size_t names_per_first_word = 2000;  // compared for abbreviations
inline constexpr std::size_t customers_of_a_name = 16;     // that bear one name and are kept apart by numbers
inline constexpr std::size_t equal_amounts = 64;           // items of one amount compared for one entry
inline constexpr std::size_t items_in_combination = 6;     // the most items that a sum without numbers is made of
inline constexpr std::size_t items_to_combine = 40;        // a customer with more open items is not searched for sums
inline constexpr std::int64_t combination_steps = 200'000; // of one search
inline constexpr std::size_t entries_for_habits = 50'000;  // decided before, read again for what many payers write
inline constexpr std::size_t alternatives = 3;             // shown with a question
inline constexpr int working_days_to_receipt = 5;          // between the bank's day and the ERP's
inline constexpr int days_around_advice = 10;              // between the day an advice names and the bank's
inline constexpr std::size_t advices_of_amount = 64;       // compared for one entry
inline constexpr int days_to_reversal = 120;               // between a payment and its return
inline constexpr std::int64_t entries_between_progress = 4096;

} // namespace settled::matching::limits
