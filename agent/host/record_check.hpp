// record_check.hpp -- is what came over the wall possible at all? Asked before anybody uses it.
//
// A bad record is BAD_DATA and names entity, id and column, what was found and what was expected.
// Whether the figures are right is for others; here dates exist, currencies are three capitals,
// text is UTF-8 within its limit, and what is required is there.
#pragma once

#include <settled/columns.hpp>
#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace settled::host {

namespace limit {
inline constexpr std::int32_t finer_digits_max = 16;
inline constexpr std::size_t shown_value_bytes_max = 60;
} // namespace limit

Status check_record(const Entity& entity, const void* record, std::size_t field_bytes_max);
Status check_entry(const settled_entry& entry, std::size_t field_bytes_max); // with charges and details
Status check_begin(const settled_statement_begin& begin, std::size_t field_bytes_max);
Status check_end(const settled_statement_end& end);

// A text of the plugin for people: made valid UTF-8, control characters shown, cut.
std::string plain(std::string_view foreign, std::size_t size_max);

} // namespace settled::host
