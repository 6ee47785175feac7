#include "rows.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace settled::ledger_odbc {
namespace {

constexpr std::size_t bound_bytes_max = 512;                    // wider values are rare: they are fetched again
constexpr std::size_t bound_bytes_promised = 4096;              // where the database promises that values fit
constexpr std::size_t block_bytes_max = std::size_t{128} << 10; // of all buffers of a block: they stay in the processor's cache
constexpr std::size_t piece_bytes = 4096;                       // of a long value
constexpr SQLSMALLINT columns_max = 256;
constexpr std::size_t number_bytes = 48, day_bytes = 48, guid_bytes = 48;
constexpr std::size_t utf8_bytes_per_character = 4;

SQLPOINTER attribute(std::uintptr_t value) { return reinterpret_cast<SQLPOINTER>(value); } // NOLINT(performance-no-int-to-ptr)

Diagnostics own_words(std::string words) { return {{"", 0, std::move(words)}}; }

bool is_text(SQLSMALLINT type) {
    constexpr std::array<SQLSMALLINT, 6> texts = {SQL_CHAR,  SQL_VARCHAR,  SQL_LONGVARCHAR,
                                                  SQL_WCHAR, SQL_WVARCHAR, SQL_WLONGVARCHAR};
    return std::ranges::find(texts, type) != texts.end();
}

// Of a full piece: up to its end mark, because some drivers end it before a character that does not fit.
std::size_t written_length(std::span<const char> piece, bool wide) {
    const std::size_t unit = wide ? sizeof(SQLWCHAR) : 1;
    std::size_t length = 0;
    while (length + unit < piece.size() && (piece[length] != '\0' || (wide && piece[length + 1] != '\0'))) length += unit;
    return length;
}

} // namespace

void Rows::Bound::take_days_as_numbers() {
    if (sql_type == SQL_TYPE_DATE) c_type = SQL_C_TYPE_DATE, width = sizeof(SQL_DATE_STRUCT);
    if (sql_type == SQL_TYPE_TIMESTAMP) c_type = SQL_C_TYPE_TIMESTAMP, width = sizeof(SQL_TIMESTAMP_STRUCT);
}

Odbc<std::vector<std::string>> Rows::describe(Connection& connection, std::string_view sql) {
    Rows rows;
    rows.statement_ = Handle<SQL_HANDLE_STMT>(connection.handle());
    std::vector<SQLWCHAR> text = wide_of(sql);
    if (!succeeded(SQLPrepareW(rows.statement_.get(), text.data(), SQL_NTS))) return std::unexpected(rows.failed());
    if (auto described = rows.describe_columns(connection, {}); !described) return std::unexpected(described.error());
    return rows.names_;
}

Odbc<Rows> Rows::execute(Connection& connection, std::string_view sql, std::span<const std::string> parameters,
                         const FetchOptions& options) {
    Rows rows;
    rows.statement_ = Handle<SQL_HANDLE_STMT>(connection.handle());
    const SQLHSTMT statement = rows.statement_.get();
    if (connection.statement_timeout_seconds() > 0)
        SQLSetStmtAttr(statement, SQL_ATTR_QUERY_TIMEOUT, attribute(connection.statement_timeout_seconds()), 0);
    std::vector<SQLLEN> lengths(parameters.size()); // read while executing only
    std::vector<std::vector<SQLWCHAR>> wide_values;
    wide_values.reserve(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::string& value = parameters[i];
        const auto number = static_cast<SQLUSMALLINT>(i + 1);
        const SQLULEN size = std::max<std::size_t>(value.size(), 1);
        lengths[i] = static_cast<SQLLEN>(value.size());
        SQLPOINTER data = const_cast<char*>(value.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast): input only
        SQLSMALLINT c_type = SQL_C_CHAR;
        if (options.wide_text) {
            wide_values.push_back(wide_of(value));
            data = wide_values.back().data(), c_type = SQL_C_WCHAR;
            lengths[i] = static_cast<SQLLEN>((wide_values.back().size() - 1) * sizeof(SQLWCHAR));
        }
        const SQLSMALLINT type = options.wide_text ? SQL_WVARCHAR : SQL_VARCHAR;
        if (!succeeded(
                SQLBindParameter(statement, number, SQL_PARAM_INPUT, c_type, type, size, 0, data, lengths[i], &lengths[i])))
            return std::unexpected(rows.failed());
    }
    std::vector<SQLWCHAR> text = wide_of(sql);
    const SQLRETURN code = SQLExecDirectW(statement, text.data(), SQL_NTS);
    if (!succeeded(code) && code != SQL_NO_DATA) return std::unexpected(rows.failed());
    SQLFreeStmt(statement, SQL_RESET_PARAMS);
    if (auto described = rows.describe_columns(connection, options); !described) return std::unexpected(described.error());
    const auto extensions = connection.number_info(SQL_GETDATA_EXTENSIONS);
    const bool psqlodbc = ascii_lower(connection.info(SQL_DRIVER_NAME)).contains("psqlodbc");
    // Only where it was seen to work: MariaDB's driver claims it and then loses rows.
    rows.can_fetch_again_ = (extensions & SQL_GD_BLOCK) != 0 && (extensions & SQL_GD_BOUND) != 0 && psqlodbc;
    const bool fits = std::ranges::none_of(rows.bound_, &Bound::may_exceed);
    rows.in_blocks_ = options.block_rows_max > 1 && (rows.can_fetch_again_ || fits);
    if (rows.in_blocks_) {
        if (psqlodbc)
            for (Bound& column : rows.bound_) column.take_days_as_numbers();
        rows.bind_block(options);
    }
    rows.values_.resize(rows.names_.size());
    rows.texts_.resize(rows.names_.size());
    return rows;
}

Odbc<void> Rows::describe_columns(const Connection& connection, const FetchOptions& options) {
    SQLSMALLINT count = 0;
    if (!succeeded(SQLNumResultCols(statement_.get(), &count))) return std::unexpected(failed());
    if (count < 1) return std::unexpected(own_words("the statement yields no columns"));
    if (count > columns_max) return std::unexpected(own_words("more than " + std::to_string(columns_max) + " columns"));
    const bool promises_sizes = connection.info(SQL_DBMS_NAME) != "SQLite"; // whose VARCHAR(20) holds anything
    for (SQLSMALLINT i = 1; i <= count; ++i) {
        std::array<SQLWCHAR, 256> name{};
        SQLSMALLINT name_length = 0, type = 0, digits = 0, nullable = 0;
        SQLULEN size = 0;
        if (!succeeded(SQLDescribeColW(statement_.get(), static_cast<SQLUSMALLINT>(i), name.data(),
                                       static_cast<SQLSMALLINT>(name.size()), &name_length, &type, &size, &digits, &nullable)))
            return std::unexpected(failed());
        names_.push_back(utf8_of(name.data(), std::min(static_cast<std::size_t>(name_length), name.size())));
        Bound column;
        switch (type) {
        case SQL_BIT: // whose text is a byte, not "1", with some drivers
            column.c_type = SQL_C_BIT, column.width = 1, column.may_exceed = false;
            break;
        case SQL_TINYINT:
        case SQL_SMALLINT:
        case SQL_INTEGER:
        case SQL_BIGINT:
        case SQL_REAL:
        case SQL_FLOAT:
        case SQL_DOUBLE:
        case SQL_NUMERIC:
        case SQL_DECIMAL:
            column.width = std::max(number_bytes, std::min<std::size_t>(size, bound_bytes_max) + 8);
            column.may_exceed = !promises_sizes;
            break;
        case SQL_TYPE_DATE:
        case SQL_TYPE_TIME:
        case SQL_TYPE_TIMESTAMP:
            column.sql_type = type, column.width = day_bytes, column.may_exceed = !promises_sizes;
            break;
        case SQL_GUID:
            column.width = guid_bytes, column.may_exceed = false;
            break;
        default: {
            const bool wide = options.wide_text && is_text(type);
            if (wide) column.c_type = SQL_C_WCHAR;
            const std::size_t unit = wide ? sizeof(SQLWCHAR) : utf8_bytes_per_character;
            const std::size_t whole = size == 0 || size > bound_bytes_promised ? bound_bytes_promised + 1 : (size + 1) * unit;
            const bool promised = promises_sizes && is_text(type) && whole <= bound_bytes_promised;
            column.may_exceed = !promised;
            column.width = promised ? whole : bound_bytes_max;
        }
        }
        bound_.push_back(std::move(column));
    }
    return {};
}

void Rows::bind_block(const FetchOptions& options) {
    std::size_t row_bytes = 0;
    for (const Bound& column : bound_) row_bytes += column.width + sizeof(SQLLEN);
    block_rows_ = std::clamp<std::size_t>(block_bytes_max / row_bytes, 1, options.block_rows_max);
    fetched_ = std::make_unique<SQLULEN>(0);
    const SQLHSTMT statement = statement_.get();
    SQLSetStmtAttr(statement, SQL_ATTR_ROW_BIND_TYPE, attribute(SQL_BIND_BY_COLUMN), 0);
    if (!succeeded(SQLSetStmtAttr(statement, SQL_ATTR_ROW_ARRAY_SIZE, attribute(block_rows_), 0))) block_rows_ = 1;
    SQLSetStmtAttr(statement, SQL_ATTR_ROWS_FETCHED_PTR, fetched_.get(), 0);
    for (std::size_t i = 0; i < bound_.size(); ++i) {
        Bound& column = bound_[i];
        column.buffer.resize(column.width * block_rows_);
        column.indicators.resize(block_rows_);
        SQLBindCol(statement, static_cast<SQLUSMALLINT>(i + 1), column.c_type, column.buffer.data(),
                   static_cast<SQLLEN>(column.width), column.indicators.data());
    }
}

Odbc<bool> Rows::next() { return in_blocks_ ? next_block() : next_single(); }

Odbc<bool> Rows::next_block() {
    if (++row_in_block_ >= *fetched_ || *fetched_ == 0) {
        *fetched_ = 0;
        const SQLRETURN code = SQLFetch(statement_.get());
        if (code == SQL_NO_DATA) return false;
        if (!succeeded(code)) return std::unexpected(failed());
        row_in_block_ = 0;
        if (*fetched_ == 0) return false;
    }
    for (std::size_t i = 0; i < bound_.size(); ++i)
        if (auto value = value_of_block(i); !value) return std::unexpected(value.error());
    return true;
}

Odbc<void> Rows::value_of_block(std::size_t column) {
    const Bound& bound = bound_[column];
    const SQLLEN indicator = bound.indicators[row_in_block_];
    const char* const data = bound.buffer.data() + row_in_block_ * bound.width;
    if (indicator == SQL_NULL_DATA) {
        values_[column] = {};
        return {};
    }
    if (bound.c_type == SQL_C_BIT) {
        values_[column] = *data != 0 ? "1" : "0";
        return {};
    }
    if (bound.c_type == SQL_C_TYPE_DATE || bound.c_type == SQL_C_TYPE_TIMESTAMP) {
        write_day(column, data);
        return {};
    }
    const std::size_t end_mark = bound.c_type == SQL_C_WCHAR ? sizeof(SQLWCHAR) : 1;
    if (indicator != SQL_NO_TOTAL && indicator >= 0 && static_cast<std::size_t>(indicator) + end_mark <= bound.width) {
        if (bound.c_type == SQL_C_CHAR) {
            values_[column] = {data, static_cast<std::size_t>(indicator)};
            return {};
        }
        texts_[column].clear();
        append_utf8(texts_[column], reinterpret_cast<const SQLWCHAR*>(data),
                    static_cast<std::size_t>(indicator) / sizeof(SQLWCHAR));
        values_[column] = texts_[column];
        return {};
    }
    if (!can_fetch_again_)
        return std::unexpected(
            own_words("column " + names_[column] + " holds a value longer than the driver announced; set block_rows = 1"));
    if (!succeeded(SQLSetPos(statement_.get(), static_cast<SQLSETPOSIROW>(row_in_block_ + 1), SQL_POSITION, SQL_LOCK_NO_CHANGE)))
        return std::unexpected(failed());
    return read_long(column, texts_[column]);
}

// "2026-11-20", "2026-11-20 10:59:00.25": midnight is the day alone.
void Rows::write_day(std::size_t column, const char* data) {
    SQL_TIMESTAMP_STRUCT moment{};
    if (bound_[column].c_type == SQL_C_TYPE_DATE) {
        SQL_DATE_STRUCT day{};
        std::memcpy(&day, data, sizeof day);
        moment.year = day.year, moment.month = day.month, moment.day = day.day;
    } else {
        std::memcpy(&moment, data, sizeof moment);
    }
    std::array<char, 30> text{};
    char* end = text.data();
    const auto put = [&](std::uint32_t number, int digits, char mark) {
        if (mark != '\0') *end++ = mark;
        for (int i = digits; i-- > 0; number /= 10) end[i] = static_cast<char>('0' + number % 10);
        end += digits;
    };
    put(static_cast<std::uint32_t>(std::clamp<int>(moment.year, 0, 9999)), 4, '\0');
    put(moment.month, 2, '-'), put(moment.day, 2, '-');
    if (moment.hour != 0 || moment.minute != 0 || moment.second != 0 || moment.fraction != 0) {
        put(moment.hour, 2, ' '), put(moment.minute, 2, ':'), put(moment.second, 2, ':');
        if (moment.fraction != 0) { // billionths
            put(moment.fraction, 9, '.');
            while (end[-1] == '0') --end;
        }
    }
    texts_[column].assign(text.data(), end);
    values_[column] = texts_[column];
}

Odbc<bool> Rows::next_single() {
    const SQLRETURN code = SQLFetch(statement_.get());
    if (code == SQL_NO_DATA) return false;
    if (!succeeded(code)) return std::unexpected(failed());
    for (std::size_t i = 0; i < bound_.size(); ++i) // in order: some drivers offer nothing else
        if (auto value = read_long(i, texts_[i]); !value) return std::unexpected(value.error());
    return true;
}

// The value in pieces, whole before it becomes text: a piece may end inside a character.
Odbc<void> Rows::read_long(std::size_t column, std::string& out) {
    const Bound& bound = bound_[column];
    const auto number = static_cast<SQLUSMALLINT>(column + 1);
    const bool wide = bound.c_type == SQL_C_WCHAR;
    const std::size_t end_mark = wide ? sizeof(SQLWCHAR) : 1;
    alignas(SQLWCHAR) std::array<char, piece_bytes> piece;
    out.clear();
    std::vector<SQLWCHAR> units;
    while (true) {
        SQLLEN indicator = 0;
        const SQLRETURN code =
            SQLGetData(statement_.get(), number, bound.c_type, piece.data(), static_cast<SQLLEN>(piece.size()), &indicator);
        if (code == SQL_NO_DATA) break;
        if (!succeeded(code)) return std::unexpected(failed());
        if (indicator == SQL_NULL_DATA) {
            values_[column] = {};
            return {};
        }
        if (bound.c_type == SQL_C_BIT) {
            values_[column] = piece[0] != 0 ? "1" : "0";
            return {};
        }
        const std::size_t room = piece.size() - end_mark;
        const bool more = indicator == SQL_NO_TOTAL || static_cast<std::size_t>(indicator) > room;
        const std::size_t got = more ? written_length(piece, wide) : static_cast<std::size_t>(indicator);
        if (wide) {
            const auto* const first = reinterpret_cast<const SQLWCHAR*>(piece.data());
            units.insert(units.end(), first, first + got / sizeof(SQLWCHAR));
        } else {
            out.append(piece.data(), got);
        }
        if (std::max(out.size(), units.size() * sizeof(SQLWCHAR)) > value_bytes_max)
            return std::unexpected(own_words("column " + names_[column] + " holds a value of more than " +
                                             std::to_string(value_bytes_max) + " bytes; shorten it in the connector's SQL"));
        if (!more) break;
    }
    if (wide) append_utf8(out, units.data(), units.size());
    values_[column] = out;
    return {};
}

} // namespace settled::ledger_odbc
