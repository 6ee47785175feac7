// chat_digest.hpp -- a few lines for a chat's robot, as a message of the outbox.
#pragma once

#include "config/settings.hpp"
#include "store/stored_message.hpp"

#include <string>

namespace settled::jobs {

struct ChatDigest {
    std::string key, language, subject;
    std::string text;   // in full
    std::string counts; // without customers and amounts: all that a robot with `detail = "counts"` says
};

// Digests go by the plugin for chats; every other gateway takes mails.
bool is_chat(const config::Gateway& gateway);

store::Message compose(const config::Company& company, const config::Gateway& gateway, const ChatDigest& digest);

} // namespace settled::jobs
