// office.hpp -- the agent at work for made-up companies: the real jobs on a store in memory, with clock, chance and the
// outside handed in.
#pragma once

#include "fake_clients.hpp"

#include "jobs/context.hpp"
#include "jobs/remind.hpp"
#include "world/clock.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace settled::simulator {

// A company "small" in EUR with ledger "erp", account SIM-0001 and one mail gateway; approve mode, steps on days −3, 1, 7
// and 21 with a gap of 3 days. Tests change what they need.
config::Settings small_settings();
config::Company small_company(const std::string& name);
dunning::Step friendly_step(const std::string& name, int day);

// A letter that reached a mailbox, with the items that it asks for.
struct Letter {
    Date day;
    store::Message message;
    std::string content;
    std::vector<std::string> recipients;
    std::vector<store::Claim> claims;
};

class Office {
  public:
    Office(config::Settings settings, const Outside& outside, std::uint64_t seed);
    ~Office();
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    void at(Date day, int hour);
    jobs::JobContext context(const std::string& actor = "settled");
    store::Store& store() { return *store_; }
    const config::Settings& settings() const { return settings_; }
    config::Settings& settings() { return settings_; }

    // One job each, as the service runs it; what stays behind for a ledger that is away is no failure.
    Status pull();
    Status import();
    Status reconcile();
    Result<jobs::RemindReport> remind();
    Status let_out();                // a second person releases what waits
    Status settle_what_is_unknown(); // somebody looked into the mailbox: it is there, or it is to be tried again
    Status deliver();
    // All of these, the cycle of a day at nine and the delivery at ten; where the machine dies, it is started again and the day's
    // work with it.
    Status day(Date day);

    // Letters that were delivered since the last call.
    Result<std::vector<Letter>> new_letters();

    Machine machine;
    FakeClients clients;

  private:
    Status try_day(Date day);

    config::Settings settings_;
    world::SeededRandom chance_;
    jobs::SeededExecutor executor_;
    std::filesystem::path spool_;
    world::TestClock clock_{world::Moment{}};
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<jobs::Journal> journal_;
    std::unique_ptr<letters::TemplateSource> templates_;
    std::atomic<bool> interrupted_ = false;
    std::size_t letters_seen_ = 0;
};

} // namespace settled::simulator
