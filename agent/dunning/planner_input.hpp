// planner_input.hpp -- all that the planner knows: values of one company on one day.
#pragma once

#include "dunning/assignment.hpp"
#include "dunning/calendar.hpp"
#include "dunning/procedure.hpp"
#include "dunning/reason.hpp"
#include "ledger/book.hpp"
#include "ledger/fact.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace settled::dunning {

// Why an item (or a customer) is held or its position is lower than the ERP's amount. paid_at_bank,
// paid_on_account, bill_held, covered_by_credit and receipt_unapproved explain a lower position and
// suppress the item only when nothing is left of it; every other reason suppresses it as it stands.
struct HoldingReason {
    Reason reason = Reason::hold;
    std::string text;        // facts for the words: a document number, a person's reason
    std::int64_t entry = 0;  // the bank entry it speaks of, 0: none
    std::int64_t amount = 0; // minor units in the item's currency; 0: all of it, or does not apply
    Date until;              // none: until the reason is gone
};

struct ItemState { // of Book::items[row]
    // Positive: what the customer still owes on it. Negative: what is left of a credit or of money
    // on account after its own documents took their share.
    std::int64_t position = 0;
    std::int64_t paid_not_booked = 0; // seen at the bank, not yet in the ERP's figures
    std::vector<HoldingReason> holding;
};

struct CustomerState { // of Book::customers[row]
    std::vector<HoldingReason> holding;
    std::vector<Money> on_account;              // bank money of this customer without an item, not in the ERP's figures; positive
    std::vector<std::string> known_addresses;   // a message went there before
    std::vector<std::string> refused_addresses; // the other side said for good that nobody is there
    bool written_before = false;                // any message ever
    Date written_on;                            // the last of them; none: not known
    int messages_today = 0;                     // to this contact, other companies' and ledgers' included
    int contact = 0;                            // customers of one firm share a number above 0, and the limit with it
    Date last_person_contact;                   // by phone, visit … from elsewhere than a log fact
};

enum class StepState : std::uint8_t { waiting = 1, sent, unknown }; // waiting: in the outbox, not handed over yet

struct DoneStep { // a claim that was not freed
    ledger::Row item = ledger::no_row;
    std::string procedure, step, channel, audience;
    Date on; // sent, or planned where it was not
    StepState state = StepState::sent;
};

struct KnownTask {
    ledger::Row customer = ledger::no_row;
    std::string key, procedure, step;
    std::vector<ledger::Row> items; // empty: not known; then the day it was made decides
    Date created_on, due;
    bool open = true;
    std::string kind, owner, role;
};

// For whom somebody is responsible: a list that is empty fits everything, all that are not must fit.
struct Responsibility {
    std::vector<std::string> customers, customer_groups, regions, business_lines; // customers: "C001" or "u8:C001"

    bool is_everything() const {
        return customers.empty() && customer_groups.empty() && regions.empty() && business_lines.empty();
    }
};

struct Actor {
    std::string name;
    std::map<Currency, std::int64_t> limits; // a currency that is not named has no limit
    Responsibility responsible_for;
};

enum class CompanyMode : std::uint8_t { shadow, approve, automatic };

struct SendingLimits {
    int messages_per_contact_per_day = 2;
    int hold_above_usual_times = 3;
    int hold_above_messages = 20;   // until usual_days_min sending days are known
    int sending_days = 0;           // of the last 20, how many are known …
    std::int64_t messages_sent = 0; // … and what was sent on them together
    bool hold_new_address = true;
};
inline constexpr int usual_days_min = 20;

struct PlannerInput {
    const ledger::Book* book = nullptr;
    Date today;
    std::vector<ItemState> items;         // one per Book::items
    std::vector<CustomerState> customers; // one per Book::customers, or none at all
    std::vector<ledger::Fact> facts;      // standing ones
    std::vector<DoneStep> done;
    std::vector<KnownTask> tasks;
    std::map<Currency, std::int64_t> bank_fee_limit; // what banks may keep: less than this left of an item is not asked for
    std::map<std::int64_t, std::int64_t> received_for_promise; // fact → minor units seen since; absent: judged by positions

    std::vector<Procedure> procedures;
    std::vector<AssignmentRule> assignments;
    std::string default_procedure = "standard";
    std::map<std::string, std::string> person_of_role; // "finance_head" → "li"; sales is the ledger's own salesperson first
    // Whoever has a role, in the order of the configuration, substitutes in the place of who is away: see actors.hpp.
    std::map<std::string, std::vector<Actor>> people_of_role;
    std::map<std::string, std::string> stand_ins; // address of somebody who is away → the name of who acts for her

    CompanyMode mode = CompanyMode::shadow;
    Date go_live;                             // none: no first day
    std::vector<std::string> pilot_customers; // "C001" or "u8:C001"; empty: all
    bool first_batch = false;                 // the first since the company left shadow
    SendingLimits limits;
    Calendar calendar;

    Date planned_last;                      // when reminders were planned before; none: never
    Date bank_details_since;                // the accounts that letters name changed on that day; none: never
    std::vector<std::string> full_channels; // whose gateway was handed all that it takes today
    // Due dates that moved to earlier days in bulk: a mistake of the ledger rather than news of it. Nothing is sent for
    // these items until finance has answered one question.
    struct MovedDueDates {
        std::string key, ledger; // key: of the question
        std::vector<ledger::Row> items;
        std::int64_t items_in_all = 0;
    };
    std::vector<MovedDueDates> moved_due_dates;
    // What speaks for trouble to come, with what is proposed about it: a person decides.
    struct EarlyWarning {
        ledger::Row customer = ledger::no_row;
        std::string warning, measure; // "late_twice", "shorter_terms": names of the credit room
        std::string words;            // both in a sentence, with the figure
    };
    std::vector<EarlyWarning> early_warnings;
    // What somebody has to do because of what another said: to stand behind it, or to act on it.
    struct Asked {
        ledger::Row customer = ledger::no_row;
        std::string key, kind, role, words;
        std::vector<std::string> told; // roles
    };
    std::vector<Asked> asked;

    // Words of a failed freshness check, empty where all is fresh. By Book::ledgers; shorter: fresh.
    std::vector<std::string> stale_ledgers, vanished_in_ledgers;
    std::string stale_bank, unproved_bank;

    std::vector<std::string> languages{"zh-CN", "en", "de"}; // letters exist in these
    std::string language = "en";                             // where the customer's is not known

    bool wants_items = true; // false: messages come without their items, for who reads their sums only
};

} // namespace settled::dunning
