// refunds.hpp -- money of customers that is theirs: what they paid twice or too much, until it went back.
//
// A list for a person, who sends it back or sets it off with the customer's word; nothing here moves money.
#pragma once

#include "matching/words.hpp"
#include "store/stored_match.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace settled::jobs {

struct Refund {
    enum class Reason : std::uint8_t { paid_twice, paid_too_much };

    const store::StoredMatch* match = nullptr;
    Reason reason = Reason::paid_too_much;
    Money over; // what of the payment is the customer's
};

// Of decisions that stand, in their order. A later outgoing entry to the same counterparty of just this amount gives one
// of them back, the oldest first. The views live as long as `standing`.
std::vector<Refund> refunds(std::span<const store::StoredMatch> standing);

// The one fact that makes it the customer's money.
std::string refund_reason(const Refund& refund, matching::Language language);

} // namespace settled::jobs
