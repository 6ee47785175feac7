// delivery.hpp -- one company's due messages on their way: which may leave now, by which gateway, and what became of each.
//
// Each gateway has a queue and connections of its own (lanes.hpp), so that a slow one delays no other. Whatever is recorded is
// recorded here, by one thread, everything that came together in one commit. A message is armed when its connection is about to
// hand it over; a gateway of several connections that takes what it is given has a few for each armed ahead, so that the
// connections do not wait for the disk.
#pragma once

#include "jobs/deliver.hpp"
#include "jobs/gateway_pace.hpp"
#include "jobs/lanes.hpp"
#include "jobs/queued_message.hpp"
#include "jobs/send_check.hpp"
#include "jobs/sent_log.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace settled::jobs {

class Delivery {
  public:
    Delivery(JobContext& context, const config::Company& company, world::LocalTime now, store::Stamp stamp,
             DeliverReport& report);

    // STOPPED when the run was interrupted; what was in hand then is recorded first.
    Status run(std::vector<QueuedMessage> due);

  private:
    struct Way { // to one gateway
        const config::Gateway* gateway = nullptr;
        std::optional<GatewayPace> pace;
        std::deque<QueuedMessage> waiting;
        std::size_t queue = 0; // of the lanes
        int unarmed = 0;       // drawn up, put out or not, and not armed yet
        bool ahead = false;    // its server answers: several are armed at once
    };
    struct Hand { // what has been put out
        Way* way = nullptr;
        store::Message message; // without its content
        bool armed = false;
        std::string line; // of the sent log
    };
    struct Parcel { // all that is needed to put it out
        Hand hand;
        host::OutgoingMessage outgoing;
    };
    struct Ending {
        store::Message message;
        store::OutboxStep step;
        bool unreleased = false; // it left without having been armed: both are recorded now
    };

    void note(const store::Message& message, store::MessageState state, std::string words);
    Status stop_at(const store::Message& message, const SendObstacle& obstacle);
    std::optional<SendObstacle> reread();
    Status stays_due(std::int64_t message, const std::string& words);
    bool too_early(const QueuedMessage& message) const;
    bool young(const std::string& published_at, int minutes_max) const;
    std::optional<SendObstacle> approval_over(const store::Message& message) const;
    Result<std::optional<SendObstacle>> obstacle(const store::Message& message, std::span<const store::Claim> claims);
    Result<std::optional<SendObstacle>> hour_for(const std::string& country);
    Status look_at_the_clock();

    Result<std::unique_ptr<host::NotifyClient>> client(const std::string& gateway_name);
    Result<bool> room_for_one(Way& way);
    Status open_way(Way& way, const std::string& name);
    Status close_way(Way& way, const std::string& name, const Error& why);
    Status travel(); // until nothing waits and nothing is in hand
    Status dispatch(Way& way, std::optional<world::Moment>& wake);
    Result<bool> first_may_go(Way& way, int before_it, std::optional<world::Moment>& wake);
    Status dispatch_one(Way& way);
    Status dispatch_ahead(Way& way, std::optional<world::Moment>& wake);
    Result<std::vector<Parcel>> draw_up(Way& way, std::span<const std::int64_t> messages);
    Result<std::optional<Parcel>> draw_up(Way& way, store::Message& whole, std::span<const store::Claim> claims);
    void put_out(Parcel parcel);
    void call_back(Way& way);
    Status wait_for(world::Moment moment);
    std::size_t news_worth_waking() const;
    Status open_sent_log();
    Status refuse_what_was_sent(const store::Message& message);
    void note_hand_overs(std::vector<Lanes::Gathered::Wish>& wishes);
    void wind_down();
    Status take_in(const EndedTry& ended);
    Status record(std::vector<Lanes::Gathered::Wish> wishes);
    Status record_endings();
    void add_endings(std::vector<store::OutboxStep>& steps) const;
    Status note_endings(std::span<const Status> fates); // of what add_endings added
    void armed(Hand& hand);
    Status arm_alone(std::int64_t message);

    JobContext* context_;
    const config::Company* company_;
    world::LocalTime now_;
    world::Moment looked_at_;
    store::Stamp stamp_;
    DeliverReport* report_;
    std::map<std::int64_t, std::string> released_at_;          // of due messages that a person let go
    std::optional<SendObstacle> ledger_;                       // why no customer may be written to, on what is known
    std::map<std::string, std::optional<SendObstacle>> hours_; // by country, since the clock was looked at
    std::unique_ptr<SendCheck> check_;
    std::optional<SentLog> sent_log_; // once something is sent
    std::map<std::string, Way> ways_;
    std::unordered_map<std::int64_t, Hand> hands_; // by message
    std::vector<Parcel> arming_;                   // ahead, with the next commit
    std::vector<Ending> endings_;                  // recorded with the next commit
    Lanes lanes_;
};

} // namespace settled::jobs
