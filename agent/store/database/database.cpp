#include "store/database/database.hpp"

#include "store/database/dialect.hpp"

#include <settled/text.hpp>

#include <soci/soci.h>

#include <algorithm>
#include <cassert>
#include <deque>

namespace settled::store {
namespace {

// Parameters of one statement: well below what both databases take (SQLite 32,766; PostgreSQL 65,535).
constexpr std::size_t parameters_max = 2000;

// ? → :p1, :p2 …, outside of quoted text: SOCI's way of naming values.
std::string numbered(std::string_view sql) {
    std::string result;
    result.reserve(sql.size() + 16);
    bool quoted = false;
    int number = 0;
    for (const char c : sql) {
        if (c == '\'') quoted = !quoted;
        if (c != '?' || quoted) {
            result += c;
            continue;
        }
        result += ":p";
        result += std::to_string(++number);
    }
    return result;
}

// Text that one of the databases would cut or refuse is refused by both.
void check(const std::string& text) {
    if (text.find('\0') != std::string::npos) refuse(SETTLED_BAD_DATA, "store: a text holds a zero byte");
    if (first_invalid_utf8(text) != std::string_view::npos)
        refuse(SETTLED_BAD_DATA, "store: a text is not UTF-8: " + visible(text.substr(0, 40)));
}

// A prepared statement with room for its values; the room never moves, because SOCI keeps addresses.
class Prepared {
  public:
    Prepared(soci::session& session, const std::string& sql, const Values& like, std::string_view shape, bool again)
        : statement_(session), values_(like.size()), columns_(shape.size()) {
        for (std::size_t i = 0; i < shape.size(); ++i) {
            if (shape[i] == 'i')
                statement_.exchange(soci::into(columns_[i].number, columns_[i].indicator));
            else
                statement_.exchange(soci::into(columns_[i].text, columns_[i].indicator));
        }
        for (std::size_t i = 0; i < like.size(); ++i) {
            if (like[i].is_text())
                statement_.exchange(soci::use(values_[i].text, values_[i].indicator));
            else
                statement_.exchange(soci::use(values_[i].number, values_[i].indicator));
        }
        statement_.alloc();
        statement_.prepare(sql, again ? soci::details::st_repeatable_query : soci::details::st_one_time_query);
        statement_.define_and_bind();
    }

    void set(std::size_t i, const Value& value) {
        values_[i].indicator = value.null() ? soci::i_null : soci::i_ok;
        if (value.is_text()) {
            check(value.text());
            values_[i].text = value.text();
        } else
            values_[i].number = value.number();
    }
    bool run() { return statement_.execute(true); }
    bool fetch() { return statement_.fetch(); }
    long long affected() { return statement_.get_affected_rows(); }

    bool null(std::size_t column) const { return columns_[column].indicator == soci::i_null; }
    long long number(std::size_t column) const { return null(column) ? 0 : columns_[column].number; }
    const std::string& text(std::size_t column) {
        if (null(column)) columns_[column].text.clear();
        return columns_[column].text;
    }
    std::size_t columns() const { return columns_.size(); }

  private:
    struct Cell {
        long long number = 0;
        std::string text;
        soci::indicator indicator = soci::i_ok;
    };
    soci::statement statement_;
    std::vector<Cell> values_, columns_;
};

} // namespace

void refuse(settled_code code, std::string message) { throw Failure{{code, std::move(message), 0}}; }

std::string marks(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
    return text;
}

class Database::Connection {
  public:
    Connection(std::unique_ptr<Dialect> chosen, StoreOptions wanted) : dialect(std::move(chosen)), options(std::move(wanted)) {}

    std::unique_ptr<Dialect> dialect;
    StoreOptions options;
    soci::session session;
    bool open = false, lost = false;
};

// ---- rows --------------------------------------------------------------------------------------

class Rows::Source {
  public:
    Source(soci::session& session, const std::string& sql, const Values& values, std::string_view shape)
        : statement(session, sql, values, shape, false) {
        for (std::size_t i = 0; i < values.size(); ++i) statement.set(i, values[i]);
        waiting = statement.run();
    }
    Prepared statement;
    bool first = true, waiting = false;
};

Rows::Rows(std::unique_ptr<Source> source) : source_(std::move(source)) {}
Rows::Rows(Rows&&) noexcept = default;
Rows::~Rows() = default;

bool Rows::next() {
    column_ = 0;
    if (source_->first)
        source_->first = false;
    else if (source_->waiting)
        source_->waiting = source_->statement.fetch();
    return source_->waiting;
}

long long Rows::take_number() {
    assert(column_ < source_->statement.columns());
    return source_->statement.number(column_++);
}

const std::string& Rows::text() {
    assert(column_ < source_->statement.columns());
    return source_->statement.text(column_++);
}

Rows& Rows::operator>>(std::int64_t& number) {
    number = take_number();
    return *this;
}

Rows& Rows::operator>>(std::optional<std::int64_t>& number) {
    const bool null = source_->statement.null(column_);
    const std::int64_t value = take_number();
    number = null ? std::nullopt : std::optional(value);
    return *this;
}

Rows& Rows::operator>>(std::string& words) {
    words = text();
    return *this;
}

Rows& Rows::operator>>(Date& date) {
    date = Date::from_abi(static_cast<settled_date>(take_number()));
    return *this;
}

Rows& Rows::operator>>(Currency& currency) {
    currency = Currency::parse(text()).value_or(Currency());
    return *this;
}

Rows& Rows::operator>>(bool& flag) {
    flag = take_number() != 0;
    return *this;
}

// ---- the database ------------------------------------------------------------------------------

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::~Database() = default;

Result<std::shared_ptr<Database>> Database::open(const StoreOptions& options) {
    auto dialect = Dialect::of(options);
    if (!dialect) return pass(dialect);
    std::shared_ptr<Database> made(new Database(std::make_unique<Connection>(std::move(*dialect), options)));
    try {
        made->connection_->dialect->connect(made->connection_->session);
    } catch (...) {
        return std::unexpected(made->current_error());
    }
    return made;
}

const Dialect& Database::dialect() const { return *connection_->dialect; }
soci::session& Database::session() { return connection_->session; }

Rows Database::ask(std::string_view sql, const Values& values, std::string_view shape) {
    return Rows(std::make_unique<Rows::Source>(connection_->session, numbered(sql), values, shape));
}

std::int64_t Database::change(std::string_view sql, const Values& values) {
    Prepared statement(connection_->session, numbered(sql), values, "", false);
    for (std::size_t i = 0; i < values.size(); ++i) statement.set(i, values[i]);
    statement.run();
    return statement.affected();
}

std::int64_t Database::insert(std::string_view sql, const Values& values) {
    Rows rows = ask(sql, values, "i");
    std::int64_t id = 0;
    if (rows.next()) rows >> id;
    while (rows.next()) {
    } // SQLite has written only when the statement has run to its end
    return id;
}

void Database::begin(bool writing) {
    Connection& connection = *connection_;
    assert(!connection.open && "one transaction inside another");
    if (connection.lost || !connection.dialect->connected(connection.session)) {
        connection.session.close();
        connection.dialect->connect(connection.session);
        connection.lost = false;
    }
    connection.open = true;
    if (!writing) {
        connection.session << std::string(connection.dialect->begin_reading());
        return;
    }
    for (const std::string& statement : connection.dialect->begin_writing()) connection.session << statement;
}

void Database::commit() {
    connection_->session << "COMMIT";
    connection_->open = false;
}

void Database::roll_back() noexcept {
    if (!connection_->open) return;
    connection_->open = false;
    try {
        connection_->session << "ROLLBACK";
    } catch (...) {
        // SQLite rolls back by itself when the disk is full; a lost server has forgotten us anyway.
        connection_->lost = connection_->dialect->name() == "postgresql";
    }
}

Error Database::current_error() const {
    try {
        throw;
    } catch (const Failure& failure) {
        return failure.error;
    } catch (const soci::soci_error&) {
        return connection_->dialect->current_error();
    } catch (const std::exception& error) {
        return {SETTLED_INTERNAL, std::string("store: ") + error.what(), 0};
    }
}

// ---- many rows ---------------------------------------------------------------------------------

struct BulkInsert::Statement {
    Statement(soci::session& session, const std::string& sql, const Values& like) : prepared(session, sql, like, "", true) {}
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

void BulkInsert::add(Values row) {
    assert(row.size() == columns_);
    std::ranges::move(row, std::back_inserter(rows_));
}

void BulkInsert::run(std::size_t first, std::size_t rows, std::unique_ptr<Statement>& statement) {
    const std::size_t cells = rows * columns_;
    if (!statement) {
        std::string sql = head_ + " VALUES ";
        for (std::size_t row = 0; row < rows; ++row) sql += (row == 0 ? "(" : ", (") + marks(columns_) + ")";
        const Values like(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                          rows_.begin() + static_cast<std::ptrdiff_t>(first + cells));
        statement = std::make_unique<Statement>(database_->session(), numbered(sql), like);
    }
    for (std::size_t i = 0; i < cells; ++i) statement->prepared.set(i, rows_[first + i]);
    statement->prepared.run();
}

void BulkInsert::flush() {
    const std::size_t at_once = std::max<std::size_t>(1, parameters_max / columns_);
    const std::size_t rows = waiting();
    std::size_t done = 0;
    for (; done + at_once <= rows; done += at_once) run(done * columns_, at_once, many_);
    if (std::unique_ptr<Statement> rest; done < rows) run(done * columns_, rows - done, rest);
    rows_.clear();
}

} // namespace settled::store
