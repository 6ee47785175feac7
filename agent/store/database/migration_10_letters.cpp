#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

// A message's bytes stand apart from its state: a row is written whole, however little of it changes, and the state changes
// three times on the way out.
constexpr std::array<std::string_view, 3> statements = {
    R"(CREATE TABLE message_content (
    message BIGINT NOT NULL PRIMARY KEY REFERENCES message (id), content {text} NOT NULL))",
    "INSERT INTO message_content (message, content) SELECT id, content FROM message ORDER BY id",
    "ALTER TABLE message DROP COLUMN content",
};

} // namespace

const Migration letters_migration = {10, "letters", statements, {}};

} // namespace settled::store
