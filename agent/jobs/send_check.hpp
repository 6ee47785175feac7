// send_check.hpp -- the last look before a reminder leaves: is all of it still true?
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"
#include "jobs/sending_hour.hpp"
#include "ledger/grouped_items.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace settled::jobs {

// Knows a company as of now; read once per run of deliver, after the ledgers were read again.
class SendCheck {
  public:
    static Result<std::unique_ptr<SendCheck>> make(JobContext& context, const config::Company& company, Date today);

    // Nothing: it may leave. `claims`: all of the message's.
    std::optional<SendObstacle> obstacle(const store::Message& message, std::span<const store::Claim> claims) const;

    // Where the message's customer is: ISO 3166, "" where the ledger does not say.
    std::string country_of(const store::Message& message) const;

  private:
    std::optional<SendObstacle> item_obstacle(const store::Message& message, const store::Claim& claim) const;
    std::optional<SendObstacle> money_obstacle(const store::Claim& claim, ledger::Row row) const;
    std::optional<SendObstacle> said_by_people(const store::Message& message, const store::Claim& claim) const;

    std::optional<SendObstacle> ledger_obstacle(const store::Claim& claim) const;

    std::unique_ptr<Picture> picture_;
    dunning::PlannerInput money_; // what is owed and what may be paid, with what the bank brought since the planning
    std::string stale_bank_;
    std::map<std::pair<std::string, std::string>, std::string> countries_; // of ledger and customer, where the ledger says it
    ledger::GroupedItems items_;                                           // of the picture's book
    std::vector<std::string> stale_ledgers_;                               // by Book::ledgers; "": fresh
    std::map<std::string, std::string> vanished_;                          // by ledger: too many of its items went today
    std::map<ledger::Row, std::string> doubtful_items_;                    // nobody knows which item it is
};

} // namespace settled::jobs
