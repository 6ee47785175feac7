// stored_match.hpp -- a decision as the store keeps it: keys instead of rows, for ever.
#pragma once

#include "matching/match.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::store {

struct StoredEvidence {
    matching::EvidenceKind kind = matching::EvidenceKind::amount_exact;
    matching::Residual residual = matching::Residual::none;
    std::string document_number, customer_id, customer_name, text;
    Money amount;
    std::int64_t limit = 0, count = 0;
    std::int32_t days = 0;
};

struct StoredAllocation {
    std::string ledger, customer_id;
    std::string item_key, item_id, document_number; // empty: on the customer's account
    std::int64_t amount = 0;
    std::int64_t open_at_decision = 0; // the item's ERP open amount when this was decided
    std::int64_t generation = 0;       // … and the ledger's generation
    std::int64_t booked = 0;           // how much of it the ERP's figures carry by now
};

struct StoredProposal {
    std::vector<StoredAllocation> allocations;
    std::int64_t residual_amount = 0;
    matching::Residual residual = matching::Residual::none;
    matching::Grade grade = matching::Grade::none;
    std::vector<StoredEvidence> evidence;
};

struct StoredMatch {
    std::int64_t id = 0;
    std::string company;
    std::int64_t entry = 0;
    std::int32_t part = -1;
    // Of the entry, so that a list needs no second look-up.
    std::string account, bank_reference, counterparty_name;
    Date date;
    Money amount;
    matching::State state = matching::State::unmatched;
    matching::Class not_receivable = matching::Class::none;
    bool third_party_payer = false;
    std::int64_t duplicate_of = 0;
    StoredProposal best;
    std::vector<StoredProposal> alternatives;
    Date known_on;
    std::string decided_at, actor; // actor "settled": by the engine
    std::int64_t replaces = 0;     // an earlier decision about the same entry and part
    bool undone = false;
    std::int64_t replaced_by = 0; // only of Matches::find: the latest decision about the same entry and part, where it is another
};

} // namespace settled::store
