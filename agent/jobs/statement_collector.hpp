// statement_collector.hpp -- keeps what a reader says about one file, as owned values.
#pragma once

#include "host/clients.hpp"
#include "statement/statement.hpp"

#include <vector>

namespace settled::jobs {

statement::Entry owned_entry(const settled_entry& entry);

class StatementCollector final : public host::StatementReceiver {
  public:
    explicit StatementCollector(std::size_t entries_max) : entries_max_(entries_max) {}

    Status begin(const settled_statement_begin& begin) override;
    Status entry(const settled_entry& entry) override; // BAD_DATA beyond entries_max
    Status end(const settled_statement_end& end) override;
    void diagnostic(const settled_diagnostic& diagnostic) override;

    std::vector<statement::Statement> statements;
    std::vector<statement::Diagnostic> diagnostics;

  private:
    std::size_t entries_max_;
    std::size_t entries_ = 0;
};

} // namespace settled::jobs
