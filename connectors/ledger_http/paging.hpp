// paging.hpp -- a whole list, page by page, proved to be whole.
//
// While pages are read, people work: a row that is settled makes the rest move up, and one is skipped; a new
// one makes them move down, and one comes twice. So every list names a key: rows in order of it are asked for
// behind the last one (keyset), or, where a service only counts (offset, page number, link), no key may come
// twice and the number of keys must be what the service says before and after. What does not fit is read
// again, a few times, and then is an error: a list is whole or it is nothing.
#pragma once

#include "service.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace settled::ledger_http {

inline constexpr std::int64_t list_rows_max = 5'000'000;
inline constexpr int list_pages_max = 50'000;
inline constexpr int list_attempts_max = 10;

struct ListTaker {
    std::function<Status(const Json& row)> row;
    std::function<Result<bool>(const Json& row)> keeps; // rows that are not kept, such as sums, need no key
    std::function<void()> again;                        // forget the rows so far: they moved, and come once more
};

// Every row once, in any order. UNAVAILABLE when they kept moving.
Status read_list(Service& service, const ListRequest& list, const std::string& where, const ListTaker& taker);

// The rows of the first page only, a few of them: is the request understood?
Result<std::int64_t> try_list(Service& service, const ListRequest& list, const std::string& where, const ListTaker& taker);

} // namespace settled::ledger_http
