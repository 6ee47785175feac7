// database.hpp -- one connection to the agent's database: typed statements and whole transactions.
//
// The only door to SOCI; nothing of it shows here. Statements are written with ? for each value.
// Inside a transaction a failure is thrown as Failure (or SOCI's own error) and leaves the
// transaction undone; read() and write() turn it into an Error at the edge. One transaction runs at
// a time, also when several threads share the connection.
#pragma once

#include "store/store.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace soci {
class session;
}

namespace settled::store {

// Thrown inside a transaction only.
struct Failure {
    Error error;
};
[[noreturn]] void refuse(settled_code code, std::string message);

// What a statement is given: a whole number, text, or nothing of either kind.
class Value {
  public:
    template <std::integral Number> Value(Number number) : number_(static_cast<long long>(number)) {}
    template <class Enumeration>
        requires std::is_enum_v<Enumeration>
    Value(Enumeration value) : number_(static_cast<long long>(value)) {}
    Value(Date date) : number_(date.number()) {}
    Value(std::optional<std::int64_t> number) : number_(number.value_or(0)), null_(!number) {}
    Value(std::string text) : text_(std::move(text)), is_text_(true) {}
    Value(std::string_view text) : text_(text), is_text_(true) {}
    Value(const char* text) : text_(text), is_text_(true) {}
    Value(Currency currency) : text_(currency.code()), is_text_(true) {}

    static Value none() { return std::optional<std::int64_t>(); }

    bool is_text() const { return is_text_; }
    bool null() const { return null_; }
    long long number() const { return number_; }
    const std::string& text() const { return text_; }

  private:
    long long number_ = 0;
    std::string text_;
    bool is_text_ = false, null_ = false;
};
using Values = std::vector<Value>;

// The rows of a question, one at a time, read from left to right.
class Rows {
  public:
    class Source;
    explicit Rows(std::unique_ptr<Source> source);
    Rows(Rows&&) noexcept;
    ~Rows();

    bool next();
    Rows& operator>>(std::int64_t& number);
    Rows& operator>>(std::optional<std::int64_t>& number); // nothing where the column is NULL
    Rows& operator>>(std::string& text);
    Rows& operator>>(Date& date);
    Rows& operator>>(Currency& currency);
    Rows& operator>>(bool& flag);
    template <class Small>
        requires(std::integral<Small> && !std::same_as<Small, std::int64_t> && !std::same_as<Small, bool>)
    Rows& operator>>(Small& number) {
        number = static_cast<Small>(take_number());
        return *this;
    }
    template <class Enumeration>
        requires std::is_enum_v<Enumeration>
    Rows& operator>>(Enumeration& value) {
        value = static_cast<Enumeration>(take_number());
        return *this;
    }
    std::string_view text(); // the next column, valid until next()

  private:
    long long take_number();
    std::unique_ptr<Source> source_;
    std::size_t column_ = 0;
};

class Dialect;

class Database {
  public:
    static Result<std::shared_ptr<Database>> open(const StoreOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const Dialect& dialect() const;

    // Columns are told by `shape`, one letter each: i a whole number, t text.
    Rows ask(std::string_view sql, const Values& values, std::string_view shape);
    std::int64_t change(std::string_view sql, const Values& values = {}); // rows touched
    std::int64_t insert(std::string_view sql, const Values& values);      // with RETURNING id

    // Everything `work` does, or nothing.
    template <class Work> auto read(Work work) { return inside(Turn::read, std::move(work)); }
    // The one writer. STOPPED where a lock that the fence holds was taken over: then nothing of `work` is done.
    template <class Work> auto write(Work work) { return inside(Turn::write, std::move(work)); }
    // A small change that waits for no writer and may come between two of them.
    template <class Work> auto beside_writers(Work work) { return inside(Turn::beside, std::move(work)); }

    class Connection;
    soci::session& session();
    Fence& fence() { return *fence_; }
    std::int64_t lease_ms() const;
    std::recursive_mutex& mutex() { return mutex_; }

  private:
    enum class Turn : std::uint8_t { read = 1, write, beside };
    explicit Database(std::unique_ptr<Connection> connection);
    void begin(Turn turn);
    void make_sure_of_locks();
    void commit(bool written);
    void watch(TransactionPoint point) const;
    void roll_back() noexcept;
    Error current_error() const; // of the exception being handled

    template <class Work> auto inside(Turn turn, Work work) -> Result<std::invoke_result_t<Work>> {
        const std::scoped_lock one_at_a_time(mutex_);
        const bool writing = turn == Turn::write;
        try {
            watch(TransactionPoint::begin);
            begin(turn);
            if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
                work();
                commit(writing);
                return {};
            } else {
                auto value = work();
                commit(writing);
                return value;
            }
        } catch (...) {
            Error error = current_error();
            roll_back();
            return std::unexpected(std::move(error));
        }
    }

    std::recursive_mutex mutex_;
    std::unique_ptr<Connection> connection_;
    TransactionWatch watch_;
    std::shared_ptr<Fence> fence_;
};

// "?, ?, ?"
std::string marks(std::size_t count);

} // namespace settled::store
