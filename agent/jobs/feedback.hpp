// feedback.hpp -- what came back about messages: bounces, receipts, answers. Nothing is ever sent because of it.
//
// A failure marks the message, and its address where the report speaks of the address; a delivery settles what was
// unknown; an answer stands in the customer's log. Each event counts once, however often the mailbox is read.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct HeardMessage {
    std::string source, kind, company, customer, address, words;
    std::int64_t message = 0;
    std::string became; // the message's state where that changed
};

struct FeedbackReport {
    std::vector<HeardMessage> heard;
    std::vector<Trouble> troubles;
};

Result<FeedbackReport> feedback(JobContext& context, const Scope& scope);

// "5.1.1 …": does the status of a report speak of the address (RFC 3463)? A full mailbox or a policy does not.
bool is_bad_address(std::string_view report_text);

} // namespace settled::jobs
