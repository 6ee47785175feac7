// References that a creditor gives and a payer's bank carries along untouched.
#include "matching/check_digits.hpp"
#include "matching/fold.hpp"
#include "matching/references.hpp"

#include <settled/check_digits.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::matching {

// The creditor's own number stands inside: behind "RF" and two digits (ISO 11649), before the check digit of a Swiss, Nordic or
// Belgian reference. One whose check digits are wrong was mistyped somewhere: it names a document, and nobody knows which.
void References::add_structured(std::string_view reference, Workspace& workspace, Quotes& quotes) const {
    fold_into(reference, workspace.folded);
    std::string written = workspace.folded;
    std::erase_if(written, [](char c) { return !is_sign(c); });
    workspace.structured = number_signs(workspace.folded);
    const std::string_view signs = workspace.structured;
    if (signs.empty()) return;
    std::vector<std::string_view> readings{signs};
    const auto add_inside = [&](std::string_view inside) {
        readings.push_back(inside);
        if (const std::size_t zeros = inside.find_first_not_of('0'); zeros != std::string_view::npos && zeros > 0)
            readings.push_back(inside.substr(zeros));
    };
    if (is_creditor_reference(written)) {
        if (!creditor_reference_holds(written)) return quotes.strangers.push_back(signs);
        add_inside(signs.substr(4));
    } else if (all_digits(signs) && signs.size() > 4) {
        add_inside(signs);
        const std::size_t check_digits = check_digits_at_end(signs);
        if (check_digits == 0 && signs.size() == swiss_reference_digits) return quotes.strangers.push_back(signs);
        if (check_digits > 0) add_inside(signs.substr(0, signs.size() - check_digits));
    }
    for (const std::string_view reading : readings) {
        if (!worth_looking_up(reading)) continue;
        Quote quote{.text = reading, .weak = is_weak_number(reading), .structured = true};
        quote.first_hit = static_cast<std::uint32_t>(quotes.hits.size());
        number(reading, workspace, quotes.hits);
        quote.hits = static_cast<std::uint32_t>(quotes.hits.size()) - quote.first_hit;
        if (quote.hits == 0) continue;
        for (std::size_t i = quote.first_hit; i < quotes.hits.size(); ++i)
            quotes.hits[i].kind = EvidenceKind::structured_reference;
        quotes.known.push_back(quote);
        return;
    }
}

} // namespace settled::matching
