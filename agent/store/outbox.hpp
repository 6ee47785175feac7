// outbox.hpp -- everything outward before it leaves: messages, their states and the claims beneath them.
#pragma once

#include "store/stamp.hpp"
#include "store/stored_message.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

// A message on its way into the outbox, with what it claims.
struct NewMessage {
    Message message;
    std::vector<Claim> claims;
};

class Outbox {
  public:
    virtual ~Outbox() = default;
    // Inserts the message with its claims. A claim already taken removes its item: then nothing is
    // inserted and the refused claims are named, so that the caller composes the message anew.
    virtual Result<AddOutcome> add(const Message& message, std::span<const Claim> claims, const Stamp& stamp) = 0;
    // Many in one commit, each told its own fate as by add().
    virtual Result<std::vector<AddOutcome>> add_all(std::span<const NewMessage> messages, const Stamp& stamp) = 0;
    virtual Result<std::vector<Message>> list(const std::string& company, const OutboxFilter& filter) = 0;
    virtual Result<std::optional<Message>> find(std::int64_t message) = 0;
    virtual Result<std::vector<Claim>> claims_of(std::int64_t message) = 0;
    virtual Result<std::vector<std::vector<Claim>>> claims_of_each(std::span<const std::int64_t> messages) = 0; // in their order
    // Whole, those of them that are still due: a person may have been faster.
    virtual Result<std::vector<Message>> find_due(std::span<const std::int64_t> messages) = 0;
    // due → armed, the commit on which everything rests; STOPPED when it is not due any more.
    virtual Status arm(std::int64_t message, const Stamp& stamp) = 0;
    virtual Status finish(std::int64_t message, MessageState state, const SendResult& result, const Stamp& stamp) = 0;
    // Several of these in one commit, in their order; each is told its own fate, and one that is refused hinders no other.
    virtual Result<std::vector<Status>> record(std::span<const OutboxStep> steps, const Stamp& stamp) = 0;
    // held → due, held/due → cancelled, unknown → sent | due | cancelled … INVALID_CONFIG where the
    // state does not allow it. Cancelling before hand-over frees the claims.
    virtual Status move(std::int64_t message, MessageState to, const std::string& reason, const Stamp& stamp) = 0;
    // When a person let each of the due messages go the last time (RFC 3339); those that needed nobody are not there.
    virtual Result<std::map<std::int64_t, std::string>> released_at(const std::string& company) = 0;
    virtual Result<std::int64_t> mark_unknown_after_crash(const std::string& company, const Stamp& stamp) = 0; // armed → unknown
    // The message of this key, whatever its company: keys name theirs.
    virtual Result<std::optional<Message>> find_key(const std::string& key) = 0;
    // Keeps what came back and what the message becomes by it, in one commit. False: known already.
    virtual Result<bool> hear(const std::string& company, const Heard& heard, const Stamp& stamp) = 0;
    // What came back about the messages to one customer, in the order in which it was heard.
    virtual Result<std::vector<Heard>> heard_of(const std::string& company, const std::string& ledger,
                                                const std::string& customer_id) = 0;
    // By the numbers that the gateway gave them: the messages handed over since that day. Of one number, the latest.
    virtual Result<std::map<std::string, std::int64_t, std::less<>>> by_provider_id(const std::string& gateway, Date since) = 0;
    // Per item, the steps already claimed: the planner's memory. Item keys are those of the day.
    virtual Result<std::vector<ClaimedStep>> claimed_steps(const std::string& company, Date as_of) = 0;
    // Messages to customers that left, per day on which any did, the latest day first.
    virtual Result<std::vector<DayVolume>> sent_per_day(const std::string& company, int days_max) = 0;
    // Messages of every company and audience that this gateway was handed on that day, whatever became of them.
    virtual Result<std::int64_t> handed_over(const std::string& gateway, Date day) = 0;
};

} // namespace settled::store
