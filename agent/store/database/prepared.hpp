// prepared.hpp -- a statement as SOCI prepares it; for the sources of this room that touch SOCI, never for others.
#pragma once

#include "store/database/database.hpp"
#include "store/database/dialect.hpp"
#include "store/database/row_cells.hpp"

#include <soci/soci.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace settled::store {

// ? → :p1, :p2 …, outside of quoted text: SOCI's way of naming values.
std::string numbered(std::string_view sql);

// Throws Failure for text that one of the databases would cut or refuse: it is refused by both.
void check_text(std::string_view text);

// A prepared statement with room for its values; the room never moves, because SOCI keeps addresses.
class Prepared {
  public:
    // `texts`: which of the values are text.
    Prepared(soci::session& session, const std::string& sql, const std::vector<bool>& texts, std::string_view shape, bool again,
             const RowCells* cells = nullptr)
        : statement_(session), values_(texts.size()), columns_(cells == nullptr ? shape.size() : 0), cells_(cells),
          column_count_(shape.size()) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (shape[i] == 'i')
                statement_.exchange(soci::into(columns_[i].number, columns_[i].indicator));
            else
                statement_.exchange(soci::into(columns_[i].text, columns_[i].indicator));
        }
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (texts[i])
                statement_.exchange(soci::use(values_[i].text, values_[i].indicator));
            else
                statement_.exchange(soci::use(values_[i].number, values_[i].indicator));
        }
        statement_.alloc();
        statement_.prepare(sql, again ? soci::details::st_repeatable_query : soci::details::st_one_time_query);
        statement_.define_and_bind();
    }

    void set_number(std::size_t i, long long value) {
        values_[i].indicator = soci::i_ok;
        values_[i].number = value;
    }
    void set_text(std::size_t i, std::string_view value) {
        check_text(value);
        values_[i].indicator = soci::i_ok;
        values_[i].text = value;
    }
    void set_none(std::size_t i) { values_[i].indicator = soci::i_null; }
    void set(std::size_t i, const Value& value) {
        if (value.null())
            set_none(i);
        else if (value.is_text())
            set_text(i, value.text());
        else
            set_number(i, value.number());
    }
    // Done for now: it holds no lock any more. False: this database has it made anew each time.
    bool rest(const Dialect& dialect) { return dialect.rest(*statement_.get_backend()); }
    bool run() { return statement_.execute(true); }
    bool fetch() {
        return cells_ == nullptr ? statement_.fetch() : backend().fetch(1) == soci::details::statement_backend::ef_success;
    }
    long long affected() { return statement_.get_affected_rows(); }

    bool null(std::size_t column) {
        if (cells_ != nullptr) return cells_->null(backend(), static_cast<int>(column));
        return columns_[column].indicator == soci::i_null;
    }
    long long number(std::size_t column) {
        if (cells_ != nullptr) return cells_->number(backend(), static_cast<int>(column));
        return null(column) ? 0 : columns_[column].number;
    }
    std::string_view text(std::size_t column) { // valid until fetch()
        if (cells_ != nullptr) return cells_->text(backend(), static_cast<int>(column));
        return null(column) ? std::string_view() : columns_[column].text;
    }
    std::size_t columns() const { return column_count_; }

  private:
    struct Cell {
        long long number = 0;
        std::string text;
        soci::indicator indicator = soci::i_ok;
    };
    soci::details::statement_backend& backend() { return *statement_.get_backend(); }

    soci::statement statement_;
    std::vector<Cell> values_, columns_; // of columns none where the database's own way is taken
    const RowCells* cells_;
    std::size_t column_count_;
};

} // namespace settled::store
