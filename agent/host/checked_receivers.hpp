// checked_receivers.hpp -- the last gate before a job: every record sound, everything in order,
// what was announced has arrived. Stands on the agent's side of the pipe, so that neither a plugin
// nor its process has to be believed.
#pragma once

#include "host/clients.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>

namespace settled::host {

class CheckedLedger final : public LedgerReceiver {
  public:
    CheckedLedger(LedgerReceiver& receiver, std::size_t field_bytes_max)
        : receiver_(&receiver), field_bytes_max_(field_bytes_max) {}

    Status begin(settled_entity entity) override;
    Status record(settled_entity entity, const void* record) override;
    Status commit(const settled_commit& commit) override; // BAD_DATA: not the rows and sums that arrived

    // After the plugin said that it is done: whatever was begun was committed, and with `whole` the
    // two entities that a ledger must have were there.
    Status complete(bool whole) const;

  private:
    struct Progress {
        bool begun = false, committed = false;
        std::int64_t count = 0;
        std::map<Currency, std::int64_t> sums;
    };
    Status add(Progress& progress, const Entity& entity, const void* record) const;

    LedgerReceiver* receiver_;
    std::size_t field_bytes_max_;
    std::array<Progress, SETTLED_EXCHANGE_RATES + 1> progress_;
};

struct StatementLimits {
    std::int64_t entries_max = 0; // 0: no limit
    std::size_t field_bytes_max = 0;
};

class CheckedStatement final : public StatementReceiver {
  public:
    CheckedStatement(StatementReceiver& receiver, StatementLimits limits) : receiver_(&receiver), limits_(limits) {}

    Status begin(const settled_statement_begin& begin) override;
    Status entry(const settled_entry& entry) override;
    Status end(const settled_statement_end& end) override;
    void diagnostic(const settled_diagnostic& diagnostic) override;

    Status complete() const; // no statement was left open

  private:
    StatementReceiver* receiver_;
    StatementLimits limits_;
    std::int64_t entries_ = 0;
    std::int64_t diagnostics_ = 0;
    bool open_ = false;
};

namespace limit {
inline constexpr std::int64_t diagnostics_max = 10'000;            // of one file; the rest is not told
inline constexpr std::size_t field_bytes_without_limits = 1 << 20; // `parse --no-limits`
inline constexpr std::size_t diagnostic_bytes_max = 2000;
} // namespace limit

} // namespace settled::host
