// delivery.hpp -- one company's due messages on their way: which may leave now, by which gateway, and what became of each.
//
// Each gateway has a queue and connections of its own (lanes.hpp), so that a slow one delays no other. Whatever is recorded is
// recorded here, by one thread, everything that came together in one commit.
#pragma once

#include "jobs/deliver.hpp"
#include "jobs/gateway_pace.hpp"
#include "jobs/lanes.hpp"
#include "jobs/send_check.hpp"
#include "jobs/sent_log.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

class Delivery {
  public:
    Delivery(JobContext& context, const config::Company& company, world::LocalTime now, store::Stamp stamp,
             DeliverReport& report);

    // `due`: without their content. STOPPED when the run was interrupted; what was in hand then is recorded first.
    Status run(std::vector<store::Message> due);

  private:
    struct Way { // to one gateway
        const config::Gateway* gateway = nullptr;
        std::optional<GatewayPace> pace;
        std::deque<store::Message> waiting;
        std::vector<std::size_t> lanes;
        int in_hand = 0; // dispatched and not handed over yet
    };
    struct Hand { // what a lane has
        Way* way = nullptr;
        store::Message message; // without its content
        bool armed = false;
        std::string line; // of the sent log
    };

    void note(const store::Message& message, store::MessageState state, std::string words);
    Status stop_at(const store::Message& message, const SendObstacle& obstacle);
    std::optional<SendObstacle> reread();
    bool too_early(const store::Message& message) const;
    bool young(const std::string& published_at, int minutes_max) const;
    std::optional<SendObstacle> look_again(const store::Message& message);
    Result<std::optional<SendObstacle>> obstacle(const store::Message& message);
    Result<std::optional<SendObstacle>> hour_for(const std::string& country);
    Status look_at_the_clock();

    Result<std::unique_ptr<host::NotifyClient>> client(const std::string& gateway_name);
    Result<std::optional<std::size_t>> free_lane(Way& way);
    Status open_way(Way& way, const std::string& name);
    Status travel(); // until nothing waits and nothing is in hand
    Status dispatch(Way& way, std::optional<world::Moment>& wake);
    Status hand_out(Way& way, std::size_t lane, const store::Message& message);
    Status wait_for(world::Moment moment);
    Status open_sent_log();
    Status refuse_what_was_sent(const store::Message& message);
    void note_hand_overs(Lanes::Gathered& gathered);
    Status record(Lanes::Gathered gathered);
    Status arm_alone(std::size_t lane, std::int64_t message);

    JobContext* context_;
    const config::Company* company_;
    world::LocalTime now_;
    world::Moment looked_at_;
    store::Stamp stamp_;
    DeliverReport* report_;
    std::optional<SendObstacle> ledger_;                       // why no customer may be written to, on what is known
    std::map<std::string, std::optional<SendObstacle>> hours_; // by country, since the clock was looked at
    std::unique_ptr<SendCheck> check_;
    std::optional<SentLog> sent_log_; // once something is sent
    std::map<std::string, Way> ways_;
    std::map<std::size_t, Hand> hands_; // by lane
    Lanes lanes_;
};

} // namespace settled::jobs
