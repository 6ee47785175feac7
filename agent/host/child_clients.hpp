// child_clients.hpp -- the clients whose plugin runs in a child process.
#pragma once

#include "host/child_session.hpp"
#include "host/clients.hpp"

#include <memory>
#include <string>
#include <vector>

namespace settled::host {

std::unique_ptr<LedgerClient> child_ledger(const ChildOptions& options, const PluginFile& plugin, const PluginBlock& block);
std::unique_ptr<FetchClient> child_fetch(const ChildOptions& options, const PluginFile& plugin, const PluginBlock& block);

// One file in a child of its own; as read_statement of plugin_clients.hpp.
Result<std::string> child_read_statement(const ChildOptions& options, const std::vector<PluginFile>& plugins,
                                         const FileToRead& file, StatementReceiver& receiver);

} // namespace settled::host
