#include "jobs/paper_language.hpp"

#include "dunning/language.hpp"
#include "dunning/planner_input.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace settled::jobs {

std::string own_language(const config::Company& company) {
    return company.legal_name.contains("zh-CN") ? "zh-CN" : company.legal_name.contains("de") ? "de" : "en";
}

Result<std::string> paper_language(const config::Company& company, const ledger::Book& book, const ledger::CustomerRow& customer,
                                   const std::string& asked) {
    const std::vector<std::string> available = dunning::PlannerInput().languages;
    if (asked.empty())
        return dunning::letter_language(book[customer.language], book[customer.country], available, own_language(company));
    std::string known = dunning::known_language(asked, available);
    if (!known.empty()) return known;
    return fail(SETTLED_INVALID_CONFIG, fmt::format("--language \"{}\": there are no letters in it; expected {}", visible(asked),
                                                    fmt::join(available, ", ")));
}

} // namespace settled::jobs
