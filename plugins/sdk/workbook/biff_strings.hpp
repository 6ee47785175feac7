// biff_strings.hpp -- records and strings of a BIFF stream ([MS-XLS] 2.1.4, 2.5.293 and following).
//
// A record holds at most 8,224 bytes; what is longer goes on in CONTINUE records, and a string cut there says
// anew whether its characters have one byte or two.
#pragma once

#include <formats/encoding.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::workbook {

struct BiffRecord {
    std::uint16_t type = 0;
    std::size_t end = 0; // offset behind it and its continuations
    std::string_view body;
    std::vector<std::string_view> continued;
};

// The record at an offset; nothing at the end of the stream, BAD_DATA where it is cut off.
Result<std::optional<BiffRecord>> biff_record(std::string_view stream, std::size_t at);

// The shared strings (SST) with all their continuations, as UTF-8.
Result<std::vector<std::string>> shared_strings(const BiffRecord& sst);

// A string of BIFF 8 that stands whole in `bytes`, with a count of `count_bytes` (1 or 2).
Result<std::string> unicode_string(std::string_view bytes, std::size_t count_bytes);

// A string of BIFF 5: a count of `count_bytes` and bytes of the workbook's code page.
Result<std::string> byte_string(std::string_view bytes, std::size_t count_bytes, formats::Encoding encoding);

// The encoding of a CODEPAGE record; windows-1252 for those that nobody here knows.
formats::Encoding encoding_of_code_page(std::uint16_t code_page);

} // namespace settled::workbook
