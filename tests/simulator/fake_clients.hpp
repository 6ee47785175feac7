// fake_clients.hpp -- ledger, bank and mail gateway of a made-up company, behind the jobs' own interfaces.
#pragma once

#include "host/clients.hpp"
#include "machine.hpp"
#include "outside.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace settled::simulator {

struct Delivered {
    Date day;
    std::string key, content;
    std::vector<std::string> recipients;
};

// What a gateway may do with a message, and what the simulator saw of it.
enum class GatewayMood : std::uint8_t { accepts, refuses, is_away, loses_the_answer };

class FakeClients final : public host::Clients {
  public:
    FakeClients(const Outside& outside, Machine& machine) : machine(&machine), outside_(&outside) {}

    Result<std::unique_ptr<host::LedgerClient>> ledger(const host::PluginBlock& block) override;
    Result<std::unique_ptr<host::FetchClient>> fetch(const host::PluginBlock& block) override;
    Result<std::unique_ptr<host::NotifyClient>> notify(const host::PluginBlock& block) override;
    host::StatementClient& statements() override;

    Machine* machine;
    Date today;
    bool ledger_is_away = false, reader_is_away = false, files_cannot_be_fetched = false;
    GatewayMood mood = GatewayMood::accepts;
    std::vector<Delivered> delivered; // what really reached a mailbox
    std::set<std::string> taken;      // statement files the agent has put away

  private:
    const Outside* outside_;
    std::unique_ptr<host::StatementClient> statements_;
};

} // namespace settled::simulator
