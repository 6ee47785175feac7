// ledger.hpp -- a ledger plugin as a C++ class: reads customers, open items, receipts, … of an ERP.
#pragma once

#include <settled/columns.hpp>
#include <settled/host.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled {

// An empty record that knows its size: `auto item = record<settled_open_item>();`
template <class Record> Record record() {
    Record made{};
    made.size = sizeof(Record);
    return made;
}

inline settled_amount amount(std::int64_t minor_units) { return {minor_units, 1, 0}; }
inline settled_number number(std::int32_t value) { return {1, value}; }

// Sends rows and keeps the count and sums that commit must state. One record at a time; the sink
// keeps none of the plugin's memory.
class LedgerSink {
  public:
    explicit LedgerSink(const settled_ledger_sink& sink) : sink_(&sink) {}

    Status begin(settled_entity entity);
    Status add(settled_entity entity, const void* record); // between begin and commit of that entity
    Status commit();                                       // of the entity begun last

  private:
    const settled_ledger_sink* sink_;
    settled_entity entity_ = SETTLED_CUSTOMERS;
    const Field *summed_ = nullptr, *currency_ = nullptr; // what commit adds up
    std::int64_t count_ = 0;
    std::map<std::string, settled_sum, std::less<>> sums_; // by currency code
};

class LedgerSource {
  public:
    virtual ~LedgerSource() = default;
    virtual Status check(const Findings& findings) = 0;
    virtual Status pull(const settled_pull_request& request, LedgerSink& sink) = 0;
    // The named items again, right before a reminder leaves. Not offered unless overridden.
    virtual Status reread(const std::vector<std::string_view>& item_ids, LedgerSink& sink);
};

} // namespace settled
