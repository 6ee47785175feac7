// result.hpp -- how a failure of the world travels: a code for the program, words for a person.
//
// Result<T> is for what the world does to us (a file that ends early, a server that is down). A
// mistake of our own is an assertion. The words say where, what was found, what was expected and
// the next step.
#pragma once

#include <settled/plugin_abi.h>

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace settled {

struct Error {
    settled_code code = SETTLED_INTERNAL;
    std::string message;
    std::int64_t line = 0; // of the input, 1 = first; 0 = does not apply

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T> using Result = std::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(settled_code code, std::string message, std::int64_t line = 0) {
    return std::unexpected(Error{code, std::move(message), line});
}

// Hands an error on, unchanged: `if (!rows) return pass(rows);`
template <class T> [[nodiscard]] std::unexpected<Error> pass(Result<T>& failed) {
    return std::unexpected(std::move(failed.error()));
}

} // namespace settled
