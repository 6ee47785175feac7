// stories.hpp -- small stories between a company, its customers, its bank and its clerk, told day by day, with the truth
// known: who owes how much on which day, whatever the ERP shows.
//
// Several stories run side by side in one company, so that each is the crowd around the others. Everything comes from one
// seed; the same seed tells the same stories.
#pragma once

#include "outside.hpp"

#include "world/clock.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace settled::simulator {

// What the customer truly owes on an item, from day to day.
struct Debt {
    std::string story, customer;
    std::vector<std::string> ids; // of the ERP, one after the other where the document was entered again
    Date due;
    std::int64_t amount = 0;
    std::map<Date, std::int64_t> relief; // money, credits, bills; negative: taken back

    std::int64_t owed(Date day) const;
};

class StoryWorld final : public Outside {
  public:
    explicit StoryWorld(std::uint64_t seed) : random_(seed) {}

    LedgerTables ledger(std::string_view ledger, Date as_of) const override;
    std::vector<BankStatement> statements(std::string_view source, Date today) const override;

    // What happens before the agent's morning, and between its planning and its delivery.
    void morning(Date day);
    void midday(Date day);
    void in_the_morning(Date day, std::function<void()> event) { mornings_[day].push_back(std::move(event)); }
    void at_midday(Date day, std::function<void()> event) { middays_[day].push_back(std::move(event)); }

    // For those who tell.
    std::string new_customer(const std::string& story);
    std::size_t new_debt(const std::string& customer, Date due, std::int64_t amount);
    void relieve(std::size_t debt, Date day, std::int64_t amount);

    struct Pay {
        std::string payer, text; // whose account and name; what is written
        std::vector<std::pair<std::size_t, std::int64_t>> debts;
        std::int64_t beside = 0; // more than the debts; negative: less, a fee
    };
    std::string pay(Date day, const Pay& pay); // at the bank; returns its reference
    void take_back(Date day, const std::string& reference, const Pay& pay);
    void book(Date day, const std::string& reference, const Pay& pay); // the clerk enters and applies it

    std::uint64_t pick(std::uint64_t below) { return random_.next() % below; }
    bool one_in(std::uint64_t of) { return pick(of) == 0; }
    std::int64_t odd_amount() { return 20'000 + static_cast<std::int64_t>(pick(9'000'000)); }

    OutsideItem& item(const std::string& id);
    OutsideCustomer& customer(const std::string& id);
    std::string number_of(std::size_t debt);
    Debt* debt_of(const std::string& item_id);

    LedgerTables tables;
    std::map<std::string, Pay> payments; // by the bank's reference: what finance can find out by asking
    std::vector<Debt> debts;
    std::vector<BankStatement> bank; // in order

  private:
    using Events = std::map<Date, std::vector<std::function<void()>>>;
    BankStatement& open_statement(Date day, bool midday);

    world::SeededRandom random_;
    Events mornings_, middays_;
    std::map<std::string, std::string> stories_; // customer → the story she is in
    bool is_midday_ = false;
    std::size_t numbers_ = 0;
};

} // namespace settled::simulator
