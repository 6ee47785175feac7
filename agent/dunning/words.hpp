// words.hpp -- a reason in a sentence that a bookkeeper understands: 中文, English, Deutsch.
#pragma once

#include "dunning/plan.hpp"
#include "ledger/book.hpp"

#include <string>
#include <string_view>

namespace settled::dunning {

struct ReasonFacts {
    std::string_view text; // a number, an account, what a person wrote
    std::int64_t entry = 0;
    Money amount;
    Date until;
};

// One sentence in `language` ("zh-CN", "en", "de"; another is read as "en").
std::string words(Reason reason, const ReasonFacts& facts, std::string_view language);
std::string words(const Suppression& suppression, std::string_view language);

// A step's name as a person says it: "overdue-7" is "7 days overdue". A name of another form stays as it is written.
std::string step_words(std::string_view step, std::string_view language);

} // namespace settled::dunning
