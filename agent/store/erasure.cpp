#include "store/erasure.hpp"

#include <array>

namespace settled::store {

std::string_view name(PersonalPart part) {
    constexpr std::array<std::string_view, 7> names = {"contact", "letters", "vouchers", "bank", "name", "mails", "reports"};
    return names[static_cast<std::size_t>(part) - 1];
}

} // namespace settled::store
