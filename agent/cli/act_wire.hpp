// act_wire.hpp -- what passes between a person's command and the running service: pieces with a kind and a size.
//
// The caller sends one request (the width of his terminal, then the words of the command line); the answer is what the command
// prints, piece by piece, and at last its exit status. An end without a status means that the other side broke off.
#pragma once

#include "world/local_socket.hpp"

#include <settled/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::cli {

namespace limit {
inline constexpr std::size_t request_bytes_max = std::size_t{64} << 10;
inline constexpr std::size_t request_words_max = 256;
inline constexpr std::size_t piece_bytes_max = std::size_t{64} << 10;
inline constexpr std::chrono::seconds request_time{5};  // for the whole request to arrive
inline constexpr std::chrono::seconds answer_stall{60}; // of a caller that reads nothing
} // namespace limit

enum class Piece : std::uint8_t { request = 'q', out = 'o', err = 'e', status = 's' };

struct ActRequest {
    std::size_t columns = 0; // of the terminal that shows the answer; 0: none
    std::vector<std::string> words;
};

// One after another on a connection; long texts in several pieces. UNAVAILABLE: the other side is gone.
Status send_piece(const world::LocalConnection& connection, Piece kind, std::string_view bytes);
Status send_request(const world::LocalConnection& connection, const ActRequest& request); // INVALID_CONFIG: longer than is taken
Result<ActRequest> receive_request(const world::LocalConnection& connection);             // BAD_DATA: not one of ours

struct Received {
    Piece kind = Piece::status;
    std::string bytes;
};
Result<Received>
receive_piece(const world::LocalConnection& connection); // UNAVAILABLE: the end, or its time is over; BAD_DATA: not one of ours

} // namespace settled::cli
