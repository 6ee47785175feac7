#include "statement/statement.hpp"

#include <cassert>

namespace settled::statement {

std::string_view name(EntryStatus status) {
    switch (status) {
    case EntryStatus::booked:
        return "booked";
    case EntryStatus::pending:
        return "pending";
    case EntryStatus::neutral:
        return "neutral";
    }
    assert(false && "an entry has one of three states");
    return {};
}

} // namespace settled::statement
