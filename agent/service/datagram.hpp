// datagram.hpp -- one message to a Unix socket of this machine, without an answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::service {

// What to do while the reader's queue is full: wait, or lose the message.
enum class WhenFull : std::uint8_t { wait, lose };

// `socket`: a path, or "@name" for one without a file (Linux). Whether somebody heard it is not known.
void send_datagram(const std::string& socket, std::string_view words, WhenFull when_full);

} // namespace settled::service
