// rivals.hpp -- the customers whom an entry may be from as well.
//
// Nearly no entry has any, and a run keeps what it read of every entry: a list that is empty costs one pointer.
#pragma once

#include "matching/match.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace settled::matching {

class Rivals {
  public:
    Rivals() = default;
    Rivals(const Rivals& other) : rows_(other.rows_ ? std::make_unique<std::vector<Row>>(*other.rows_) : nullptr) {}
    Rivals(Rivals&&) noexcept = default;
    Rivals& operator=(const Rivals& other) {
        if (this != &other) *this = Rivals(other);
        return *this;
    }
    Rivals& operator=(Rivals&&) noexcept = default;
    ~Rivals() = default;

    bool empty() const { return !rows_; }
    const Row* begin() const { return rows_ ? rows_->data() : nullptr; }
    const Row* end() const { return rows_ ? rows_->data() + rows_->size() : nullptr; }
    bool has(Row row) const { return std::find(begin(), end(), row) != end(); }

    void add(Row row) {
        if (!rows_) rows_ = std::make_unique<std::vector<Row>>();
        rows_->push_back(row);
    }
    void add(std::span<const Row> rows) {
        for (const Row row : rows) add(row);
    }

  private:
    std::unique_ptr<std::vector<Row>> rows_; // never to an empty list
};

} // namespace settled::matching
