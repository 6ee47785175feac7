// plugin_clients.hpp -- the clients whose plugin runs in this very process: the wall's C tables on
// one side, clients.hpp on the other. Records are handed on as they come; checked_clients.hpp
// looks at them.
#pragma once

#include "host/clients.hpp"
#include "host/plugin_instance.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::host {

Result<std::unique_ptr<LedgerClient>> open_ledger(const PluginFile& plugin, const PluginBlock& block,
                                                  const std::shared_ptr<PluginWorld>& world);
Result<std::unique_ptr<FetchClient>> open_fetch(const PluginFile& plugin, const PluginBlock& block,
                                                const std::shared_ptr<PluginWorld>& world);
Result<std::unique_ptr<NotifyClient>> open_notify(const PluginFile& plugin, const PluginBlock& block,
                                                  const std::shared_ptr<PluginWorld>& world);

Result<std::unique_ptr<FeedbackClient>> open_feedback(const PluginFile& plugin, const PluginBlock& block,
                                                      const std::shared_ptr<PluginWorld>& world);

// One statement file by one of these plugins. With several, each looks at the head of the file and
// the surest reads it; a tie, or nobody, is BAD_DATA that names who was asked and what they said.
// `file.options` go to every plugin that knows them; one that nobody knows is INVALID_CONFIG, except
// limits, which nobody has to know.
Result<std::string> read_statement(const std::vector<PluginFile>& plugins, const FileToRead& file,
                                   const std::shared_ptr<PluginWorld>& world, StatementReceiver& receiver);

namespace limit {
inline constexpr std::size_t event_text_bytes_max = 2000; // of one field of what came back
inline constexpr std::size_t sniffed_bytes = std::size_t{16} * 1024;
} // namespace limit

} // namespace settled::host
