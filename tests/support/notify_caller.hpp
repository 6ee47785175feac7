// notify_caller.hpp -- a notify plugin as the agent calls it, through its C table, for the plugin's own tests.
#pragma once

#include <settled/testing.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace settled::support {

struct SentMessage {
    settled_code code = SETTLED_OK;
    std::string words;
    settled_send_outcome outcome{};
    int asked = 0; // how often hand_over was called
};

// What was done with it, in the words of a table: "sent", "tried again", "unknown" …
std::string fate_of(const SentMessage& sent);

class NotifyCaller {
  public:
    explicit NotifyCaller(const settled_plugin& plugin) : plugin_(&plugin) {}
    ~NotifyCaller() { close(); }
    NotifyCaller(const NotifyCaller&) = delete;
    NotifyCaller& operator=(const NotifyCaller&) = delete;

    struct Message {
        std::string key = "k1", sender, content, template_name;
        std::vector<std::string> to;
        std::vector<std::pair<std::string, std::string>> parameters;
    };

    std::string open(const std::vector<std::pair<std::string, std::string>>& options); // "" or why not
    void close();
    SentMessage send(const Message& message, const std::function<bool()>& release = [] { return true; });

    testing::TestHost host;
    settled_code code = SETTLED_OK; // of the last open

  private:
    const settled_notify_operations& table() const;

    const settled_plugin* plugin_;
    settled_host host_abi_{};
    void* self_ = nullptr;
};

} // namespace settled::support
