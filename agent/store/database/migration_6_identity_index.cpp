#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

// A key begins with its document: the index of documents finds it too, and a million items keep one index less.
constexpr std::array<std::string_view, 1> statements = {"DROP INDEX item_identity_key"};

} // namespace

const Migration identity_index_migration = {6, "identity_index", statements, {}};

} // namespace settled::store
