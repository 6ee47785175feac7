// message_rows.hpp -- a message of the outbox as a row of its table.
#pragma once

#include "store/database/database.hpp"
#include "store/stamp.hpp"
#include "store/stored_message.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::store {

// What read_message expects a question of the table message to ask for, in this order and of these kinds. Without content
// its bytes and its parameters are empty.
const std::string& message_columns(bool with_content = true);
extern const std::string_view message_shape;

Message read_message(Rows& rows);

// Those of these that are due, whole, in this order.
std::vector<Message> due_messages(Database& database, std::span<const std::int64_t> messages);

// Held or due, with the digest of its content; returns its number.
std::int64_t insert_message(Database& database, const Message& message, const Stamp& stamp);

} // namespace settled::store
