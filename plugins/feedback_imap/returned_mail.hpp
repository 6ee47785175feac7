// returned_mail.hpp -- what a mail that came back says about one of ours: a bounce, a receipt, an answer, a machine's reply.
//
// Pure: a mail's bytes in, events out. A report is tied to our message by its Message-ID, which the agent made of the
// message's key, or by the envelope id that we gave along (RFC 3461, 3464, 8098). A mail that names none of ours is none
// of our business.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::feedback {

struct Event {
    settled_feedback_kind kind = SETTLED_FEEDBACK_AUTOMATIC;
    std::string message_key, address, text; // text of a report: "5.1.1 …", the status first
};

inline constexpr std::size_t recipients_max = 100; // of one report
inline constexpr int parts_depth_max = 20;

// Empty: nothing about a message of ours. BAD_DATA: no mail, or nested too deep.
Result<std::vector<Event>> events_of(std::string_view mail);

// "<settled.KEY@domain>" → the key; "" for any other Message-ID.
std::string key_of(std::string_view message_id);

} // namespace settled::feedback
