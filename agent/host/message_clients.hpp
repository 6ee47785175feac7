// message_clients.hpp -- the ways out and back of messages as the jobs see them: gateways, and what comes back from recipients.
#pragma once

#include "statement/statement.hpp"

#include <settled/columns.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace settled::host {

// What a check of a connection tells.
struct Finding {
    statement::Severity severity = statement::Severity::info;
    std::string what, found;
};

struct OutgoingMessage {
    std::string key, sender, content, template_name;
    std::vector<std::string> recipients;
    std::vector<std::pair<std::string, std::string>> parameters;
};

struct SendOutcome {
    int reply_code = 0;
    int retry_after_seconds = 0;
    bool after_hand_over = false;
    std::string provider_id;
};

class NotifyClient {
  public:
    virtual ~NotifyClient() = default;
    virtual Result<std::vector<Finding>> check() = 0;
    // `hand_over` is called once, immediately before the message can count as delivered; its
    // failure stops the send. `outcome` is filled on success and on failure.
    virtual Status send(const OutgoingMessage& message, const std::function<Status()>& hand_over, SendOutcome& outcome) = 0;
    virtual Result<std::optional<bool>> look_up(const std::string& key) = 0; // nothing: cannot tell
};

struct FeedbackEvent {
    settled_feedback_kind kind = SETTLED_FEEDBACK_AUTOMATIC;
    std::string id, message_key, provider_id, address, text;
    std::int64_t at_unix_ms = 0;
};

class FeedbackClient {
  public:
    virtual ~FeedbackClient() = default;
    virtual Result<std::vector<Finding>> check() = 0;
    virtual Status poll(const std::function<Status(const FeedbackEvent&)>& receive) = 0;
    virtual Status acknowledge(const std::string& id) = 0; // it is stored
};

} // namespace settled::host
