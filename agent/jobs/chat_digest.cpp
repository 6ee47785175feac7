#include "jobs/chat_digest.hpp"

#include "world/digest.hpp"

namespace settled::jobs {

bool is_chat(const config::Gateway& gateway) { return gateway.block.plugin == "notify_chat"; }

store::Message compose(const config::Company& company, const config::Gateway& gateway, const ChatDigest& digest) {
    store::Message message;
    message.company = company.name, message.key = digest.key, message.audience = "finance";
    message.channel = "chat", message.gateway = gateway.name, message.recipients = {gateway.name}; // a robot has one chat
    message.language = digest.language, message.subject = digest.subject;
    message.content = digest.text, message.content_sha256 = world::sha256_hex(message.content);
    message.parameters = {{"counts", digest.counts}};
    message.state = store::MessageState::due;
    return message;
}

} // namespace settled::jobs
