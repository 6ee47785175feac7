// second_person.hpp -- what one person may say alone, and what counts only when a second one stands behind it (finance 6).
//
// A hold or a promise of more than thirty days silences for thirty days until somebody confirms it; a promise above its
// maker's limit, and a hold by somebody who is of sales alone, count for nothing until then. A write-off proposal needs the
// finance head; stopping supply, and lifting that, need the words of credit and of sales, two people. Nobody confirms what he
// said himself; cashiers and auditors confirm nothing. With [access] two_people = false everything counts at once.
#pragma once

#include "jobs/picture.hpp"
#include "matching/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

inline constexpr int days_alone_max = 30;

enum class SecondPerson : std::uint8_t {
    none = 1,
    more_than_thirty_days,
    above_limit,
    sales_alone,
    write_off,
    both_roles,
    erasure
};

// Why the fact waits for somebody; `none` where it stands as it is.
SecondPerson waits_for_second(const config::Settings& settings, const ledger::Fact& fact);
std::string words(SecondPerson why, matching::Language language);
// How the fact stands with the second person, to be said behind it: who confirmed it, or what it counts for until somebody does
// and under which number that is done. "" where it never needed anybody.
std::string confirmation_words(const config::Settings& settings, const ledger::Fact& fact, bool chinese);

// Whose word is still missing: a role. "" where nobody's.
std::string missing_role(const config::Settings& settings, const ledger::Fact& fact);

// The facts as they count today: long silences cut, what counts for nothing left out.
std::vector<ledger::Fact> in_force(const config::Settings& settings, const std::vector<ledger::Fact>& facts);

// Whether the customer gets nothing more: the last word that counts. `waiting`: a proposal nobody has answered.
struct Supply {
    const ledger::Fact* stopped = nullptr;
    const ledger::Fact* waiting = nullptr;
};
Supply supply_of(const config::Settings& settings, const std::vector<ledger::Fact>& facts, std::string_view ledger,
                 std::string_view customer_id);

struct Approval {
    std::int64_t fact = 0;
    std::string company, what, about, said, by, why, role; // role: whose word is missing
    Date until;
    bool is_due = false; // it was the last word that an erasure needed: it is carried out now
};

Result<std::vector<Approval>> approvals(JobContext& context, const Scope& scope);
// INVALID_CONFIG: nothing of that number waits. ACCESS_DENIED: not by this person.
Result<Approval> approve(JobContext& context, const Scope& scope, std::int64_t fact);
Result<Approval> refuse(JobContext& context, const Scope& scope, std::int64_t fact);

// Whether what the actor wants to take back may be taken back alone: sales does not release what others hold.
Status may_take_back(const config::Settings& settings, const std::string& actor, const ledger::Fact& fact);

} // namespace settled::jobs
