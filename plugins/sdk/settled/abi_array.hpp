// abi_array.hpp -- an array that crossed the wall, element by element.
//
// The two sides may know structures of different sizes: in an array the size of the first element is the stride
// (plugin_abi.h, promise 4), so `first[i]` would read the wrong bytes.
#pragma once

#include <cstddef>

namespace settled {

// The element at this place; of it, no more than `first->size` bytes are there.
template <class Element> const Element* element_at(const Element* first, std::size_t index) {
    return reinterpret_cast<const Element*>(reinterpret_cast<const std::byte*>(first) + index * first->size);
}

} // namespace settled
