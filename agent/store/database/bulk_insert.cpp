#include "store/database/bulk_insert.hpp"

#include "store/database/prepared.hpp"

#include <algorithm>
#include <cassert>

namespace settled::store {
namespace {

// Parameters of one statement: well below what both databases take (SQLite 32,766; PostgreSQL 65,535).
constexpr std::size_t parameters_max = 2000;

} // namespace

struct BulkInsert::Statement {
    Statement(soci::session& session, const std::string& sql, const std::vector<bool>& texts)
        : prepared(session, sql, texts, "", true) {}
    Prepared prepared;
};

BulkInsert::BulkInsert(Database& database, std::string head, std::size_t columns)
    : database_(&database), head_(std::move(head)), columns_(columns) {}
BulkInsert::BulkInsert(BulkInsert&&) noexcept = default;

BulkInsert::~BulkInsert() {
    if (!many_) return;
    const std::scoped_lock one_at_a_time(database_->mutex()); // PostgreSQL is told to forget it
    many_.reset();
}

void BulkInsert::add(const Values& row) {
    assert(row.size() == columns_);
    for (const Value& value : row) {
        if (value.null())
            none();
        else if (value.is_text())
            text(value.text());
        else
            number(value.number());
    }
}

void BulkInsert::text(std::string_view words) {
    cells_.push_back(
        {.number = static_cast<long long>(texts_.size()), .size = static_cast<std::uint32_t>(words.size()), .kind = Kind::text});
    texts_ += words;
}

void BulkInsert::run(std::size_t first, std::size_t rows, std::unique_ptr<Statement>& statement) {
    const std::size_t cells = rows * columns_;
    if (!statement) {
        std::string sql = head_ + " VALUES ";
        std::vector<bool> texts;
        for (std::size_t row = 0; row < rows; ++row) sql += (row == 0 ? "(" : ", (") + marks(columns_) + ")";
        for (std::size_t i = 0; i < cells; ++i) texts.push_back(cells_[first + i].kind == Kind::text);
        statement = std::make_unique<Statement>(database_->session(), numbered(sql), texts);
    }
    for (std::size_t i = 0; i < cells; ++i) {
        const Cell& cell = cells_[first + i];
        if (cell.kind == Kind::none)
            statement->prepared.set_none(i);
        else if (cell.kind == Kind::text)
            statement->prepared.set_text(i, std::string_view(texts_).substr(static_cast<std::size_t>(cell.number), cell.size));
        else
            statement->prepared.set_number(i, cell.number);
    }
    statement->prepared.run();
}

void BulkInsert::flush() {
    assert(cells_.size() % columns_ == 0 && "a row is not complete");
    const std::size_t at_once = std::max<std::size_t>(1, parameters_max / columns_);
    const std::size_t rows = waiting();
    std::size_t done = 0;
    for (; done + at_once <= rows; done += at_once) run(done * columns_, at_once, many_);
    if (std::unique_ptr<Statement> rest; done < rows) run(done * columns_, rows - done, rest);
    cells_.clear();
    texts_.clear();
}

} // namespace settled::store
