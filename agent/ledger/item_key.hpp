// item_key.hpp -- the natural name of an open item, stable over pulls, re-audits and new databases.
//
// A key is made of what is printed on the document, never of a row number: customer, document type,
// number, date, instalment. The ledger is not part of it: keys are kept per ledger. Where the ERP
// names no instalment, the items of one document are counted by due date, then ERP id; an item once
// counted keeps its number after its siblings are paid and gone.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger {

// What identifies an item, as the ERP says it in one generation.
struct ItemFacts {
    std::string customer_id, document_number, instalment;
    std::string erp_id;        // composite ids joined with '/'
    std::int32_t doc_type = 0; // settled_doc_type
    Date document_date, due_date;
    Currency currency;
    std::optional<std::int64_t> amount; // as issued, minor units
};

// An item that has its key already.
struct KeyedItem {
    std::string key;
    ItemFacts facts;     // when it was last seen
    bool current = true; // in the generation before this one; false: only earlier
};

// The key of a document's instalment (or of the whole document where there is none): the part of an
// item key before the count. "C001|invoice|INV-7|20261001|". The marks | # and \ are escaped.
std::string document_key(const ItemFacts& item);

// The document key that an item key begins with.
std::string document_of(const std::string& item_key);

// What stands on the document that an item key names.
std::string document_number_of(std::string_view item_key);

// One key per item, in the order of `items`, all different. `known`: every key ever given to the
// documents in question. An item is recognised by its ERP id, then by due date and amount, then, as
// long as as many came as went, by its place; what is left over is counted on.
std::vector<std::string> item_keys(std::span<const ItemFacts> items, std::span<const KeyedItem> known);

// Keys that went in a generation, and what became of them.
struct Renumbering {
    struct Alias {
        std::string old_key, new_key;
    };
    struct Doubt {
        std::string old_key;
        std::vector<std::string> candidates;
    };
    std::vector<Alias> aliases; // the same item under another key
    std::vector<Doubt> doubts;  // several possible successors, or several that want the same one
};

// `vanished`: keys of yesterday that are not in today's generation; `appeared`: keys of today that no
// earlier generation had. Same item: the same customer, type and currency, and either the same
// original amount and due date or the same ERP id. Both demand the customer, because a new year's
// database may give old ERP ids to other items.
Renumbering renumbered(std::span<const KeyedItem> vanished, std::span<const KeyedItem> appeared);

} // namespace settled::ledger
