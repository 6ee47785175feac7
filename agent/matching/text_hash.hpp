// text_hash.hpp -- lets a map of strings be asked with a view.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace settled::matching {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

} // namespace settled::matching
