// words.hpp -- a decision in words a bookkeeper understands: one sentence per fact of evidence, one
// that sums a decision up. Chinese, English, German.
//
// `settled` is 已匹配（待核销）, never 已核销: that is what the ERP does. Account numbers are shown by
// their last four digits only.
#pragma once

#include "matching/match.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::matching {

enum class Language : std::uint8_t { english, chinese, german };
Language language(std::string_view tag); // "zh-CN", "de-AT", "en"; English for any other

// Fixed words, perhaps with a place for a value.
struct Phrase {
    std::string_view english, chinese, german;

    constexpr std::string_view in(Language language) const {
        return language == Language::chinese ? chinese : language == Language::german ? german : english;
    }
};

// Evidence with names instead of rows. Views: valid while what they name is.
struct EvidenceView {
    EvidenceKind kind = EvidenceKind::amount_exact;
    Residual residual = Residual::none;
    std::string_view document_number, customer_id, customer_name, text;
    Money amount;
    std::int64_t limit = 0, count = 0; // limit: minor units of the amount's currency
    std::int32_t days = 0;
};

std::string words(const EvidenceView& evidence, Language language);

// "settled", "matched (not yet applied in the ERP)", "已匹配（待核销）".
std::string_view words(State state, Language language);
std::string_view words(Grade grade, Language language);
std::string_view words(Class what, Language language);
std::string_view words(Residual residual, Language language);

// What a list shows of one decision.
struct DecisionView {
    State state = State::unmatched;
    Grade grade = Grade::none;
    Class not_receivable = Class::none;
    Residual residual = Residual::none;
    Money amount;
    std::int64_t residual_amount = 0;
    std::string_view customer_name;
    std::string_view documents; // "INV-7, INV-8"; empty where no item is named
    std::int64_t duplicate_of = 0;
};

std::string sentence(const DecisionView& decision, Language language);

} // namespace settled::matching
