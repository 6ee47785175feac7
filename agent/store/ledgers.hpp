// ledgers.hpp -- the generations of a ledger: written by a pull, read as a book of a day.
#pragma once

#include "ledger/book.hpp"
#include "ledger/home_sum.hpp"
#include "ledger/plan_line.hpp"
#include "store/stamp.hpp"

#include <settled/columns.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

struct EntityTotals {
    settled_entity entity = SETTLED_CUSTOMERS;
    std::int64_t count = 0;
    std::vector<Money> sums;
};

struct Generation {
    std::string company, ledger;
    std::int64_t number = 0; // 1 for the first of a ledger
    Date known_on;
    std::string published_at;
    std::vector<EntityTotals> totals;
    std::int64_t rows_new = 0, rows_changed = 0, rows_gone = 0, rows_same = 0;
    std::int64_t items_before = 0, item_keys_gone = 0, aliases = 0; // for the renumbering guard
};

// One pull on its way in. Rows arrive in batches that nobody sees; publish() checks counts and sums
// and makes them the current generation in one transaction. Destroyed unpublished: nothing happened.
class GenerationWriter {
  public:
    virtual ~GenerationWriter() = default;
    virtual Status begin(settled_entity entity) = 0;
    virtual Status add(settled_entity entity, const void* record) = 0; // the SDK's record of that entity
    virtual Status commit(const EntityTotals& claimed) = 0;            // BAD_DATA where they differ
    // A person says that a required table which came empty is empty; else that is refused where there were rows.
    virtual void accept_empty() = 0;
    virtual Result<Generation> publish() = 0;
};

// A document of one customer, as the last pull that brought it told it.
struct KnownDocument {
    std::string number, reference, tax_invoice_numbers, contract_number, customer_reference;
    std::uint8_t doc_type = 0; // settled_doc_type
    Date document_date;
    Currency currency;
    std::int64_t amount = 0;      // as issued
    std::int64_t open_amount = 0; // 0 where it is no longer there
};

// An item that went and may be one of others: nobody but a person can tell.
struct ItemDoubt {
    std::string ledger, old_key;
    std::vector<std::string> candidates;
    Date seen_on;
};

// What was paid of an item, as the ledger's history has it.
struct KnownSettlement {
    std::string ledger, customer_id, receipt_id;
    Date document_date, due_date, settled_on;
    Money amount;
};

// A required table without a row where the last generation had some: a lost right or a changed filter looks like that.
Error came_empty(const std::string& ledger, settled_entity entity, std::int64_t rows_before);

class Ledgers {
  public:
    virtual ~Ledgers() = default;
    virtual Result<std::unique_ptr<GenerationWriter>> begin(const std::string& company, const std::string& ledger,
                                                            const Stamp& stamp) = 0;
    virtual Result<std::optional<Generation>> current(const std::string& company, const std::string& ledger, Date as_of) = 0;
    // Every generation of the day of the current one, in their order.
    virtual Result<std::vector<Generation>> of_that_day(const std::string& company, const std::string& ledger, Date as_of) = 0;
    // The named ledgers of a company in one book. A ledger never pulled is missing from it.
    virtual Result<ledger::Book> load(const std::string& company, std::span<const std::string> ledgers, Date as_of) = 0;
    // Every document of the customer that any pull up to the day brought; parts of one document together.
    virtual Result<std::vector<KnownDocument>> documents(const std::string& company, const std::string& ledger,
                                                         const std::string& customer_id, Date as_of) = 0;
    // An old item key → the key that stands for it today (itself where nothing was renumbered).
    virtual Result<std::string> current_key(const std::string& company, const std::string& ledger, const std::string& key) = 0;
    // The history of payments that the ledger gives, of one customer or ("") of all.
    virtual Result<std::vector<KnownSettlement>> settlements(const std::string& company, const std::string& ledger,
                                                             const std::string& customer_id, Date as_of) = 0;
    // Its open items in home currency, by kind; a ledger never pulled has none.
    virtual Result<std::vector<ledger::HomeSum>> home_sums(const std::string& company, const std::string& ledger, Date as_of) = 0;
    // What it plans to collect, of every period; a ledger that gives no plan has none.
    virtual Result<std::vector<ledger::PlanLine>> plan(const std::string& company, const std::string& ledger, Date as_of) = 0;
    // ERP ids of open items whose due date is earlier than one that the ledger gave them since the day before `since`.
    virtual Result<std::vector<std::string>> due_dates_moved_back(const std::string& company, const std::string& ledger,
                                                                  Date since, Date as_of) = 0;
    // What nobody has answered yet and of which a candidate is still open, the oldest first: nothing is sent for
    // any item named here.
    virtual Result<std::vector<ItemDoubt>> doubts(const std::string& company, const std::string& ledger) = 0;
    // The item was taken for another's predecessor and is not: what was claimed in the other's name becomes the other's.
    virtual Status part(const std::string& company, const std::string& ledger, const std::string& old_key) = 0;
};

} // namespace settled::store
