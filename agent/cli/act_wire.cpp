#include "cli/act_wire.hpp"

#include <settled/text.hpp>

#include <array>
#include <charconv>

namespace settled::cli {
namespace {

constexpr std::size_t head_bytes = 5; // the kind, then the size, lowest byte first

bool is_known(char kind) {
    for (const Piece each : {Piece::request, Piece::out, Piece::err, Piece::status})
        if (kind == static_cast<char>(each)) return true;
    return false;
}

} // namespace

Status send_piece(const world::LocalConnection& connection, Piece kind, std::string_view bytes) {
    do {
        const std::string_view piece = bytes.substr(0, limit::piece_bytes_max);
        std::string framed(1, static_cast<char>(kind));
        for (unsigned shift = 0; shift < 32; shift += 8) framed += static_cast<char>((piece.size() >> shift) & 0xFFU);
        framed += piece;
        if (Status sent = connection.send(framed); !sent) return sent;
        bytes.remove_prefix(piece.size());
    } while (!bytes.empty());
    return {};
}

Result<Received> receive_piece(const world::LocalConnection& connection) {
    std::array<char, head_bytes> head{};
    if (Status got = connection.receive(head); !got) return pass(got);
    std::size_t size = 0;
    for (unsigned at = 1; at < head_bytes; ++at) size |= std::size_t{static_cast<unsigned char>(head[at])} << (8 * (at - 1));
    if (!is_known(head[0]) || size > limit::piece_bytes_max)
        return fail(SETTLED_BAD_DATA, "what came through the socket is not of this program's version");
    Received made{static_cast<Piece>(head[0]), std::string(size, '\0')};
    if (Status got = connection.receive(made.bytes); !got) return pass(got);
    return made;
}

Status send_request(const world::LocalConnection& connection, const ActRequest& request) {
    std::string bytes = std::to_string(request.columns);
    for (const std::string& word : request.words) bytes += '\0' + word;
    if (bytes.size() > limit::request_bytes_max || request.words.size() > limit::request_words_max)
        return fail(SETTLED_INVALID_CONFIG, "the command is longer than the service takes; give it in parts");
    return send_piece(connection, Piece::request, bytes);
}

Result<ActRequest> receive_request(const world::LocalConnection& connection) {
    auto got = receive_piece(connection);
    if (!got) return pass(got);
    const std::vector<std::string_view> parts = split(got->bytes, '\0');
    ActRequest made;
    const std::string_view columns = parts.front();
    const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), made.columns);
    const bool is_number = error == std::errc() && end == columns.data() + columns.size();
    if (got->kind != Piece::request || !is_number || parts.size() > limit::request_words_max + 1)
        return fail(SETTLED_BAD_DATA, "what came through the socket is no command");
    made.words.assign(parts.begin() + 1, parts.end());
    return made;
}

} // namespace settled::cli
