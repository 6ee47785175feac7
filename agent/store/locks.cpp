#include "store/locks.hpp"

#include <algorithm>

namespace settled::store {

void Fence::add(std::int64_t number) {
    const std::scoped_lock turn(mutex_);
    numbers_.push_back(number);
}

void Fence::remove(std::int64_t number) {
    const std::scoped_lock turn(mutex_);
    std::erase(numbers_, number);
}

std::vector<std::int64_t> Fence::held() const {
    const std::scoped_lock turn(mutex_);
    return numbers_;
}

} // namespace settled::store
