// bulk_insert.hpp -- many rows into one table, a batch in one transaction.
#pragma once

#include "store/database/database.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::store {

// Many rows into one table: as many as fit into a statement at once, the statement kept. What waits stands close together.
class BulkInsert {
  public:
    // `columns`: how many; `head`: "INSERT INTO t (a, b)".
    BulkInsert(Database& database, std::string head, std::size_t columns);
    ~BulkInsert();
    BulkInsert(BulkInsert&&) noexcept;

    void add(const Values& row);
    // A row cell by cell, from left to right; a column holds texts only, or numbers and nothing.
    void number(long long value) { cells_.push_back({.number = value, .kind = Kind::number}); }
    void none() { cells_.push_back({.kind = Kind::none}); }
    void text(std::string_view words);

    std::size_t waiting() const { return cells_.size() / columns_; } // rows
    void flush();                                                    // inside a writing transaction

  private:
    enum class Kind : std::uint8_t { number, text, none };
    struct Cell {
        long long number = 0; // of a text: where it begins in texts_
        std::uint32_t size = 0;
        Kind kind = Kind::none;
    };
    struct Statement;
    void run(std::size_t first, std::size_t rows, std::unique_ptr<Statement>& statement);

    Database* database_;
    std::string head_;
    std::size_t columns_;
    std::vector<Cell> cells_;
    std::string texts_;
    std::unique_ptr<Statement> many_;
};

} // namespace settled::store
