#include "store/stored_message.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace settled::store {
namespace {

constexpr auto names = std::to_array<std::pair<MessageState, std::string_view>>({
    {MessageState::held, "held"},
    {MessageState::due, "due"},
    {MessageState::armed, "armed"},
    {MessageState::sent, "sent"},
    {MessageState::unknown, "unknown"},
    {MessageState::failed, "failed"},
    {MessageState::cancelled, "cancelled"},
});

} // namespace

std::string_view name(MessageState state) {
    const auto* const hit = std::ranges::find(names, state, &std::pair<MessageState, std::string_view>::first);
    assert(hit != names.end());
    return hit->second;
}

std::optional<MessageState> message_state(std::string_view name) {
    const auto* const hit = std::ranges::find(names, name, &std::pair<MessageState, std::string_view>::second);
    if (hit == names.end()) return std::nullopt;
    return hit->first;
}

} // namespace settled::store
