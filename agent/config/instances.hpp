// instances.hpp -- the blocks that a file really has: [company.huayuan] is an instance of "company".
#pragma once

#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/schema.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

namespace limit {
inline constexpr std::size_t instances_max = 10'000;
inline constexpr std::size_t block_name_bytes_max = 60;
} // namespace limit

struct Instance {
    const BlockRow* block = nullptr;
    std::string name;  // of a named block
    std::string where; // "[company.huayuan]", "[[assignment]]", "[store]"
    int line = 0;
    const Value* table = nullptr; // of the document, which must outlive this
};

// All of them in the order of the file; unknown blocks and wrong shapes become findings.
std::vector<Instance> instances(const Value& root, Findings& findings);

// What may be referred to: block → names. Blocks of other files (shipped procedures) are added.
using Names = std::map<std::string, std::vector<std::string>, std::less<>>;
Names names_of(const std::vector<Instance>& instances);

} // namespace settled::config
