// compound_file.hpp -- a stream out of a compound file ([MS-CFB]): what XLS is kept in.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>

namespace settled::workbook {

// The stream of the first of these names that is there. BAD_DATA: damaged, cut off, circular, or no such stream.
Result<std::string> compound_stream(std::string_view file, std::string_view name, std::string_view other_name);

// Whether a stream of this name is there; false for a damaged file.
bool compound_has(std::string_view file, std::string_view name);

} // namespace settled::workbook
