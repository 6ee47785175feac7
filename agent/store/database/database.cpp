#include "store/database/database.hpp"

#include "store/database/dialect.hpp"
#include "store/database/kept_statements.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cassert>

namespace settled::store {

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
    KeptStatements statements{*dialect};
    bool open = false, lost = false;
};

// ---- rows --------------------------------------------------------------------------------------

class Rows::Source {
  public:
    Source(KeptStatements& kept, soci::session& session, std::string_view sql, const Values& values, std::string_view shape)
        : statement(kept, session, sql, values, shape) {
        waiting = statement.run();
    }
    StatementInUse statement;
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
    assert(column_ < source_->statement->columns());
    return source_->statement->number(column_++);
}

std::string_view Rows::text() {
    assert(column_ < source_->statement->columns());
    return source_->statement->text(column_++);
}

Rows& Rows::operator>>(std::int64_t& number) {
    number = take_number();
    return *this;
}

Rows& Rows::operator>>(std::optional<std::int64_t>& number) {
    const bool null = source_->statement->null(column_);
    const std::int64_t value = take_number();
    number = null ? std::nullopt : std::optional(value);
    return *this;
}

Rows& Rows::operator>>(std::string& words) {
    words.assign(text());
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
    made->watch_ = options.watch;
    made->fence_ = options.fence ? options.fence : std::make_shared<Fence>();
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
    return Rows(std::make_unique<Rows::Source>(connection_->statements, connection_->session, sql, values, shape));
}

std::int64_t Database::change(std::string_view sql, const Values& values) {
    StatementInUse statement(connection_->statements, connection_->session, sql, values, "");
    statement.run();
    return statement->affected();
}

std::int64_t Database::insert(std::string_view sql, const Values& values) {
    Rows rows = ask(sql, values, "i");
    std::int64_t id = 0;
    if (rows.next()) rows >> id;
    while (rows.next()) {
    } // SQLite has written only when the statement has run to its end
    return id;
}

std::int64_t Database::lease_ms() const { return std::int64_t{connection_->options.lease_seconds} * 1000; }

// Under the writers' lock, which taking a lock over needs too: nobody can come between this look and the commit.
void Database::make_sure_of_locks() {
    if (!dialect().is_shared()) return; // only a process that has ended loses its locks there
    for (const std::int64_t number : fence_->held()) {
        Rows rows = ask("SELECT 1 FROM job_lock WHERE id = ?", {number}, "i");
        if (!rows.next())
            refuse(SETTLED_STOPPED, "this run was silent for too long and another agent has taken its work over (lock number " +
                                        std::to_string(number) + "); it stops here, nothing was half-written");
    }
}

void Database::begin(Turn turn) {
    Connection& connection = *connection_;
    assert(!connection.open && "one transaction inside another");
    if (connection.lost || !connection.dialect->connected(connection.session)) {
        connection.statements.forget();
        connection.session.close();
        connection.dialect->connect(connection.session);
        connection.lost = false;
    }
    connection.open = true;
    if (turn == Turn::read) {
        connection.session << std::string(connection.dialect->begin_reading());
    } else if (turn == Turn::beside) {
        connection.session << "BEGIN";
    } else {
        for (const std::string& statement : connection.dialect->begin_writing()) connection.session << statement;
        make_sure_of_locks();
    }
}

void Database::commit(bool written) {
    if (written) watch(TransactionPoint::before_commit);
    connection_->session << "COMMIT";
    connection_->open = false;
    if (written) watch(TransactionPoint::after_commit);
}

void Database::watch(TransactionPoint point) const {
    if (!watch_) return;
    if (Status seen = watch_(point); !seen) throw Failure{seen.error()};
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

} // namespace settled::store
