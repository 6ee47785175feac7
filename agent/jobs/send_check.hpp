// send_check.hpp -- the last look before a reminder leaves: is all of it still true?
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

// Why a message may not leave now. `take_back`: it is wrong for good (its claims are freed, so that
// a right one can be planned); else it waits where it is.
struct SendObstacle {
    bool take_back = false;
    std::string reason; // CONTRACT's word
    std::string words;
};

// Knows a company as of now; read once per run of deliver, after the ledgers were read again.
class SendCheck {
  public:
    static Result<std::unique_ptr<SendCheck>> make(JobContext& context, const config::Company& company, Date today);

    // Nothing: it may leave.
    Result<std::optional<SendObstacle>> obstacle(JobContext& context, const store::Message& message) const;

  private:
    std::optional<SendObstacle> item_obstacle(const store::Message& message, const store::Claim& claim) const;
    std::optional<SendObstacle> money_obstacle(const store::Claim& claim, ledger::Row row) const;
    std::optional<SendObstacle> said_by_people(const store::Message& message, const store::Claim& claim) const;

    std::optional<SendObstacle> ledger_obstacle(const store::Claim& claim) const;

    std::unique_ptr<Picture> picture_;
    dunning::PlannerInput money_; // what is owed and what may be paid, with what the bank brought since the planning
    std::string stale_bank_;
    std::vector<std::string> stale_ledgers_; // by Book::ledgers; "": fresh
    std::map<std::string, std::string> vanished_;       // by ledger: too many of its items went today
    std::map<ledger::Row, std::string> doubtful_items_; // nobody knows which item it is
};

// Is it the hour for a message to a customer? Window, quiet hours and working days (company's zone).
std::optional<SendObstacle> hour_obstacle(const config::Settings& settings, const config::Company& company,
                                          const world::LocalTime& now);

} // namespace settled::jobs
