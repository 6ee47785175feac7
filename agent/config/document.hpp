// document.hpp -- a TOML text as values that remember their line. The only door to the TOML library.
//
// Text in, values out: no file is opened here. The order of keys is the text's own.
#pragma once

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

namespace limit {
inline constexpr std::size_t document_bytes_max = 1 << 20;
} // namespace limit

enum class ValueKind : std::uint8_t { text, number, decimal, flag, date, time, array, table };

// "a text in quotes", "a whole number" …: what a person would call it in an error.
std::string_view describe(ValueKind kind);

struct Member;

struct Value {
    ValueKind kind = ValueKind::table;
    int line = 0;            // 1 = first
    std::string text;        // of a text; as written for a decimal and a time
    std::int64_t number = 0; // of a number; 0 or 1 of a flag
    Date date;
    std::vector<Value> items;    // of an array
    std::vector<Member> members; // of a table

    const Value* find(std::string_view key) const; // of a table; nothing where it is absent
};

struct Member {
    std::string key;
    int line = 0; // of the key
    Value value;
};

// The whole text as one table. BAD_DATA with "FILE:LINE:COLUMN: …" and the next step, also for the
// usual slips: a file saved as GBK or UTF-16, a lone backslash in a Windows path, a missing quote.
Result<Value> parse_document(std::string_view text, std::string_view file_name);

// A text as TOML writes it, in quotes, and a key, bare where TOML allows it.
std::string quoted(std::string_view text);
std::string written_key(std::string_view key);
// As a person would write it: a whole number, true and false bare, everything else in quotes.
std::string written_value(std::string_view text);

} // namespace settled::config
