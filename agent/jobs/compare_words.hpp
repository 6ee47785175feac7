// compare_words.hpp -- the findings, hints and gaps of a comparison as a bookkeeper says them: Chinese, English, German.
#pragma once

#include "jobs/compare_books.hpp"
#include "jobs/compare_customer.hpp"
#include "matching/words.hpp"

#include <string>
#include <string_view>

namespace settled::jobs {

std::string_view words(matching::FindingKind kind, matching::Language language);
std::string_view group_words(matching::FindingKind kind, matching::Language language); // of receivables and payables
std::string_view words(matching::ControlSide side, matching::Language language);
std::string words(const matching::ControlHint& hint, const ledger::Book& book, Currency currency, matching::Language language);
std::string words(const Remark& remark, Currency currency, matching::Language language);
std::string words(GroupGap gap, const GroupRow& row, matching::Language language);

std::string_view name(ComparisonRemark remark); // "no_receipts"
std::string_view name(GroupGap gap);            // "no_vendor"

// The fixed words around a comparison.
enum class CompareWord : std::uint8_t {
    opening_balance,
    closing_balance,
    explained,
    unexplained,
    agrees,
    does_not_agree,
    nothing_found,
    at_the_bank, // "{}": the entry's number
    one_of_several,
    file_line, // "{}"
    same_item, // of a control row without a difference
};
std::string_view word(CompareWord word, matching::Language language);

} // namespace settled::jobs
