// fake_clients.hpp -- ledger, bank and mail gateway of the small world, behind the jobs' own interfaces.
#pragma once

#include "host/clients.hpp"
#include "small_world.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace settled::simulator {

struct Delivered {
    Date day;
    std::string key;
};

// What a gateway may do with a message, and what the simulator saw of it.
enum class GatewayMood : std::uint8_t { accepts, refuses, is_away, loses_the_answer };

class FakeClients final : public host::Clients {
  public:
    explicit FakeClients(const SmallWorld& world) : world_(&world) {}

    Result<std::unique_ptr<host::LedgerClient>> ledger(const host::PluginBlock&) override;
    Result<std::unique_ptr<host::FetchClient>> fetch(const host::PluginBlock&) override;
    Result<std::unique_ptr<host::NotifyClient>> notify(const host::PluginBlock&) override;
    host::StatementClient& statements() override;

    Date today;
    bool ledger_is_away = false;
    GatewayMood mood = GatewayMood::accepts;
    std::vector<Delivered> delivered; // what really reached a mailbox
    std::set<std::string> taken;      // statement files the agent has put away

  private:
    const SmallWorld* world_;
    std::unique_ptr<host::StatementClient> statements_;
};

} // namespace settled::simulator
