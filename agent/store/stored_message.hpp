// stored_message.hpp -- rows of the outbox: messages, the claims beneath them, tasks for people.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::store {

enum class MessageState : std::uint8_t { held = 1, due, armed, sent, unknown, failed, cancelled };
std::string_view name(MessageState state); // "held"; stored and printed
std::optional<MessageState> message_state(std::string_view name);

struct Message {
    std::int64_t id = 0;
    std::string company, key;     // key: UNIQUE; the Message-ID is made of it
    std::string audience;         // customer | sales | finance | it | …, never an address
    std::string kind;             // reminder | task | daily | statement_of_account | …
    std::string channel, gateway; // email; [gateway] name
    std::string sender;           // bare address
    std::vector<std::string> recipients;
    std::string language, subject; // subject: for lists; the truth is in content
    std::string content;           // the RFC 5322 bytes, composed once
    std::string content_sha256;
    std::string template_name; // of a short message: the letter's name, and the values that it may show
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string ledger, customer_id, procedure, step; // of a reminder
    std::vector<Money> totals;
    MessageState state = MessageState::held;
    std::string reason; // of held, failed, cancelled: CONTRACT's word, then words
    Date planned_for;
    std::string created_at, created_by, released_by, handed_over_at, finished_at;
    std::string provider_id, server_words;
    int tries = 0;
    std::string retry_after; // RFC 3339; not before
};

// One dunned item under a message. Its first row of members is UNIQUE among claims not freed.
struct Claim {
    std::string company, ledger, item_key, procedure, step, channel, audience;
    std::string item_id, document_number, customer_id;
    std::int64_t message = 0;
    Money open_amount;
    Date due_date;
};

struct AddOutcome {
    std::int64_t message = 0;   // 0: not inserted
    bool key_known = false;     // a message of this key exists already
    std::vector<Claim> refused; // claims that others hold
};

struct OutboxFilter {
    std::vector<MessageState> states;      // empty: all
    std::string kind, ledger, customer_id; // empty: any
    int count_max = 100000;
    bool with_content = true; // false: content and parameters are left out, for long lists
};

struct SendResult {
    std::string words, provider_id, retry_after;
    int reply_code = 0;
    std::string reason; // of a failure, where CONTRACT has a word for it: bad_address
};

// A step of one message's hand-over: many are recorded in one commit.
struct OutboxStep {
    std::int64_t message = 0;
    MessageState to = MessageState::armed; // armed: due → armed; anything else: how the try ended
    SendResult result;
    bool handed_over = true; // false, of a try that ended: it was armed ahead and never came to the hand-over
};

// What came back about a message: a bounce, a receipt, an answer.
struct Heard {
    std::string source, event_id; // [feedback] name, and the event's own: together UNIQUE
    int kind = 0;                 // settled_feedback_kind
    std::int64_t message = 0;     // 0: of no message that is known
    std::string address, words, at;
    std::optional<MessageState> becomes; // what the message is from now on, where that changes
    std::string reason;                  // of it
};

struct ClaimedStep {
    std::string ledger, item_key, procedure, step, channel, audience;
    std::int64_t message = 0;
    MessageState state = MessageState::held;
    Date on; // planned, or sent where it was
};

struct DayVolume {
    Date day;
    int messages = 0;
};

struct Task {
    std::int64_t id = 0;
    std::string key; // UNIQUE per company: makes a task of a step arise once
    std::string company, ledger, customer_id, procedure, step, kind, owner, why;
    std::string role;                   // in which the owner acts; "" in stores made before roles were kept
    std::vector<std::string> told;      // who gets a copy, as `owner`
    std::vector<std::string> item_keys; // of the items it is about, those of the day
    Date due, created_on;
    std::string state = "open"; // open | done
    std::string note;
    std::string changed_at, changed_by; // when it was made, where nobody touched it since
};

struct TaskChange {
    std::optional<std::string> owner, state, note;
    std::optional<Date> due;
};

} // namespace settled::store
