#include <tables/guess_values.hpp>

#include <tables/ledger_words.hpp>
#include <workbook/native_cell.hpp>

#include <algorithm>
#include <array>

namespace settled::tables {
namespace {

constexpr std::size_t words_max = 50;
constexpr std::array<std::string_view, 12> patterns = {"D.M.YYYY", "D/M/YYYY", "M/D/YYYY", "D-M-YYYY", "M-D-YYYY",    "D.M.YY",
                                                       "D/M/YY",   "M/D/YY",   "YY-M-D",   "YY.M.D",   "DD MMM YYYY", "serial"};

// "45,000" and "1.234" are a thousand or little more than one.
bool tells_no_mark(std::string_view text) {
    const std::size_t mark = text.find_first_of(".,");
    if (mark == text.npos || text.find_first_of(".,", mark + 1) != text.npos) return mark == text.npos;
    std::size_t digits = 0;
    while (mark + 1 + digits < text.size() && text[mark + 1 + digits] >= '0' && text[mark + 1 + digits] <= '9') ++digits;
    return digits == 3;
}

} // namespace

DayForm guess_days(std::span<const std::string> cells) {
    DayForm form;
    std::vector<std::string_view> texts;
    for (const std::string& cell : cells) {
        const std::string text = plain_cell(cell);
        if (text.empty() || is_dash(text)) continue;
        ++form.days;
        if (!iso_day_of(cell, {}, false)) texts.emplace_back(cell);
    }
    if (texts.empty()) return form;
    form.sample = plain_cell(texts.front());
    std::size_t most = 0;
    for (const std::string_view pattern : patterns) {
        const std::array<std::string, 1> one = {std::string(pattern)};
        const auto fits = static_cast<std::size_t>(
            std::ranges::count_if(texts, [&](std::string_view cell) { return iso_day_of(cell, one, false).has_value(); }));
        if (fits > most)
            most = fits, form.patterns = {one.front()}, form.other.clear();
        else if (fits == most && most > 0 && form.other.empty())
            form.other = pattern;
    }
    // What is written year first beside it stays readable.
    if (most > 0 && texts.size() < form.days) form.patterns.insert(form.patterns.end(), {"YYYY-M-D", "YYYY/M/D", "YYYYMMDD"});
    form.unread = texts.size() - most;
    form.days -= form.unread;
    for (const std::string_view cell : texts)
        if (form.unread_sample.empty() && !iso_day_of(cell, form.patterns, false)) form.unread_sample = plain_cell(cell);
    return form;
}

AmountGuess guess_amounts(std::span<const std::string> cells) {
    struct Marks {
        std::string_view decimal, grouping;
    };
    constexpr std::array<Marks, 2> all = {{{".", ",' "}, {",", ".' "}}};
    AmountGuess best;
    bool found = false, marked = false, told = false;
    for (const std::string& cell : cells) {
        if (workbook::is_native(cell)) continue;
        const std::string text = plain_cell(cell);
        marked = marked || text.find_first_of(".,") != text.npos;
        told = told || (!text.empty() && !is_dash(text) && !tells_no_mark(text));
    }
    for (const Marks& marks : all) {
        AmountGuess guess;
        guess.form.decimal = marks.decimal, guess.form.grouping = marks.grouping;
        for (const std::string& cell : cells) {
            const auto amount = decimal_of(cell, guess.form);
            if (!amount && guess.unread++ == 0) guess.unread_sample = plain_cell(cell);
            if (amount && *amount) ++guess.amounts;
        }
        if (found && guess.amounts <= best.amounts) continue;
        best = std::move(guess), found = true;
    }
    best.unseen = marked && !told;
    return best;
}

WordGuess guess_words(const Field& field, std::span<const std::string> cells) {
    WordGuess guess;
    std::vector<std::string> seen;
    for (const std::string& cell : cells) {
        std::string text = plain_cell(cell);
        if (text.empty() || is_dash(text) || std::ranges::find(seen, text) != seen.end()) continue;
        if (seen.size() == words_max) break;
        seen.push_back(text);
        const std::string_view value = known_value(field, text);
        if (value.empty())
            guess.unknown.push_back(std::move(text));
        else if (value != text)
            guess.words.emplace_back(std::move(text), std::string(value));
    }
    return guess;
}

} // namespace settled::tables
