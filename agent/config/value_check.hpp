// value_check.hpp -- is the value of a key what its row of the schema asks for? If not, in words.
#pragma once

#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/instances.hpp"
#include "config/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

struct CheckContext {
    const Names* names;                         // what may be referred to
    const std::vector<std::string>* time_zones; // empty: zones are not checked
    Findings* findings;
};

// Checks every key of a table against the rows of `block`; required ones must be there, at
// `table_line` where they are not. Keys without a row are returned, for the caller to judge.
std::vector<const Member*> check_table(const Value& table, std::string_view block, const std::string& where, int table_line,
                                       const CheckContext& context);

// The same, and a key without a row is an error.
void check_whole_table(const Value& table, std::string_view block, const std::string& where, int table_line,
                       const CheckContext& context);

} // namespace settled::config
