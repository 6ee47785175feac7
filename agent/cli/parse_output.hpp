// parse_output.hpp -- what a reader says about statement files, printed as it arrives.
//
// Nothing is kept but the open statement's figures: a file of a million entries needs no memory.
#pragma once

#include "cli/output.hpp"
#include "host/clients.hpp"

#include <optional>
#include <string>
#include <vector>

namespace settled::cli {

// A sum of amounts that may have different numbers of decimals; nothing once it does not fit.
class ExactSum {
  public:
    void add(std::int64_t minor_units, int finer_digits);
    std::string text(Currency currency) const; // "overflow" where it did not fit

  private:
    std::int64_t sum_ = 0;
    int finer_digits_ = 0;
    bool overflow_ = false;
};

struct StatementFigures {
    std::string account, number, opening, closing;
    Currency currency;
    std::int64_t entries = 0;
    ExactSum sum;
    Date first, last;
};

enum class ParseDetail : std::uint8_t { entries, summary };

// One file's statements, into the JSON document that is being written.
class JsonStatements final : public host::StatementReceiver {
  public:
    JsonStatements(render::JsonWriter& json, ParseDetail detail) : json_(&json), detail_(detail) {}

    Status begin(const settled_statement_begin& begin) override;
    Status entry(const settled_entry& entry) override;
    Status end(const settled_statement_end& end) override;
    void diagnostic(const settled_diagnostic& diagnostic) override { kept_.push_back(owned(diagnostic)); }

    void close_open_statement(); // of a file that broke off
    const std::vector<statement::Diagnostic>& diagnostics() const { return kept_; }
    static statement::Diagnostic owned(const settled_diagnostic& diagnostic);

  private:
    render::JsonWriter* json_;
    ParseDetail detail_;
    StatementFigures figures_;
    bool open_ = false;
    std::vector<statement::Diagnostic> kept_;
};

// The same as figures, for a table.
class CountedStatements final : public host::StatementReceiver {
  public:
    Status begin(const settled_statement_begin& begin) override;
    Status entry(const settled_entry& entry) override;
    Status end(const settled_statement_end& end) override;
    void diagnostic(const settled_diagnostic& diagnostic) override { diagnostics.push_back(JsonStatements::owned(diagnostic)); }

    std::vector<StatementFigures> statements;
    std::vector<statement::Diagnostic> diagnostics;
};

} // namespace settled::cli
