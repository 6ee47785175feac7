// guess_values.hpp -- how the cells under a heading are written: days, amounts, words for the contract's values.
#pragma once

#include <settled/columns.hpp>
#include <tables/cell_text.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

struct DayForm {
    std::vector<std::string> patterns; // of TableMapping::days
    std::size_t days = 0, unread = 0;  // cells that are one, and that are none
    std::string sample, unread_sample; // of texts
    std::string other;                 // another pattern that reads them all as well
};
DayForm guess_days(std::span<const std::string> cells);

struct AmountGuess {
    AmountForm form;
    std::size_t amounts = 0, unread = 0;
    std::string unread_sample;
    bool unseen = false; // nothing showed which mark is the decimal one, but marks are there
};
AmountGuess guess_amounts(std::span<const std::string> cells);

struct WordGuess {
    std::vector<std::pair<std::string, std::string>> words; // the file's → the contract's, where they differ
    std::vector<std::string> unknown;
};
WordGuess guess_words(const Field& field, std::span<const std::string> cells);

} // namespace settled::tables
