// notify.hpp -- a notify plugin as a C++ class: transports messages that the agent composed.
#pragma once

#include <settled/host.hpp>
#include <settled/text.hpp>

#include <cstring>
#include <optional>
#include <string_view>

namespace settled {

// To be called once, immediately before the message can count as delivered. Its failure means: the
// agent could not record it, so do not send.
class HandOver {
  public:
    explicit HandOver(const settled_hand_over& hand_over) : hand_over_(&hand_over) {}
    Status operator()() const {
        if (hand_over_->hand_over(hand_over_->context) == 0) return {};
        return fail(SETTLED_STOPPED, "the agent did not release the message");
    }

  private:
    const settled_hand_over* hand_over_;
};

inline void set_provider_id(settled_send_outcome& outcome, std::string_view id) {
    id = cut_at_character(id, sizeof outcome.provider_id - 1);
    std::memcpy(outcome.provider_id, id.data(), id.size());
    outcome.provider_id[id.size()] = '\0';
}

class Notifier {
  public:
    virtual ~Notifier() = default;
    virtual Status check(const Findings& findings) = 0;
    // Fills `outcome`, also on failure. REJECTED before the hand-over, or with "the recipient <ADDRESS>" in its words, says that
    // he is refused for good, and the agent writes there no more; else it is about the message, as BAD_DATA is. A refusal that is
    // not the recipient's is ACCESS_DENIED, one of the moment UNAVAILABLE.
    virtual Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) = 0;
    // Did the message of this key arrive? Nothing: cannot tell.
    virtual Result<std::optional<bool>> look_up(std::string_view key) { return static_cast<void>(key), std::nullopt; }
};

} // namespace settled
