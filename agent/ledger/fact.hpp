// fact.hpp -- what people said about a customer or an item: hold, dispute, promise, consent, a
// learned payer, a line of the log. Append-only: taking one back is another fact.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger {

enum class FactKind : std::uint8_t {
    hold = 1,         // nothing is sent until `until`
    dispute,          // the customer contests the item, or `amount` of it
    promise,          // the customer will pay `amount` on `date`
    accept_contact,   // an address seen by a person and found good: `text` is the address
    consent,          // the customer agreed to a channel: `text`
    opt_out,          // the customer wants no messages by a channel: `text`
    payer_account,    // learned: account `text` pays for the customer
    payer_name,       // learned: folded name `text` pays for the customer
    not_receivable,   // learned: text pattern is of a class: `text` = pattern, `detail` = class
    log_line,         // phone, visit, letter … `detail` = channel, `text` = what was said
    revoke,           // takes back fact `revokes`
    same_item,        // item `item_key`, which went, stands under the key `detail` now
    other_item,       // item `item_key` is none of those that came when it went
    confirm,          // a second person stands behind fact `revokes`
    stop_supply,      // nothing more is delivered to the customer before it has paid (停供): a proposal until both roles said so
    write_off,        // the item is to be written off as bad debt (坏账核销): a proposal; nobody is asked for it any more
    statement_answer, // the customer's answer to the statement of `date`: `detail` = agrees | differs, `text` = its words
    statement_difference, // a line of that statement in which the customer's ledger differs, by `amount` (theirs - ours)
    legal_hold,           // nothing of the customer is erased while it stands; `text` = why
    erasure,              // a customer is to be erased: a proposal until a second person said so; `text` = why
    erased, // it was: what comes of the customer from now on is kept without what names it, until this is taken back
};

std::string_view name(FactKind kind);      // "hold"; stable, stored
FactKind fact_kind(std::string_view name); // asserts a known name

struct Fact {
    std::int64_t id = 0;
    FactKind kind = FactKind::hold;
    std::string ledger, customer_id, item_key; // item_key empty: about the customer
    Date date, until;
    Money amount;
    std::string text, detail;
    std::int64_t source_match = 0; // of a learned fact: the decision it came from
    std::int64_t revokes = 0;
    Date known_on;
    std::string at, actor;                 // RFC 3339 with offset; who said it
    std::vector<std::string> confirmed_by; // others who stand behind it; filled by `standing`
};

// The facts that stand: not revoked by a later one, in the order they were told, with whoever confirmed each.
std::vector<Fact> standing(const std::vector<Fact>& all);

} // namespace settled::ledger
