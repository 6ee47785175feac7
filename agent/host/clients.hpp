// clients.hpp -- the outside world as the jobs see it: ledgers, bank files, message gateways.
//
// The real ones run plugins (in a child process where the code is foreign); the simulator and the
// tests bring their own. Records are the SDK's, borrowed until the receiver returns.
#pragma once

#include "config/settings.hpp"
#include "host/message_clients.hpp"
#include "statement/statement.hpp"

#include <settled/columns.hpp>
#include <settled/date.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::host {

// A block of the configuration with its secrets filled in. Never logged.
using PluginBlock = config::Block;

class LedgerReceiver {
  public:
    virtual ~LedgerReceiver() = default;
    virtual Status begin(settled_entity entity) = 0;
    virtual Status record(settled_entity entity, const void* record) = 0;
    virtual Status commit(const settled_commit& commit) = 0;
};

class LedgerClient {
  public:
    virtual ~LedgerClient() = default;
    virtual Result<std::vector<Finding>> check() = 0;
    virtual Status pull(Date as_of, LedgerReceiver& receiver) = 0;
    virtual Status reread(const std::vector<std::string>& item_ids, LedgerReceiver& receiver) = 0; // UNSUPPORTED: pull
};

class StatementReceiver {
  public:
    virtual ~StatementReceiver() = default;
    virtual Status begin(const settled_statement_begin& begin) = 0;
    virtual Status entry(const settled_entry& entry) = 0;
    virtual Status end(const settled_statement_end& end) = 0;
    virtual void diagnostic(const settled_diagnostic& diagnostic) = 0;
};

struct FileToRead {
    std::string path;                                         // an ordinary file on this machine
    std::string name;                                         // for messages and for layouts found by name
    std::string parser;                                       // plugin name, or "auto": by content
    std::vector<std::pair<std::string, std::string>> options; // of the parser
    bool limits = true;
};

class StatementClient {
  public:
    virtual ~StatementClient() = default;
    // Returns the parser that read it. BAD_DATA: the file is not what it should be.
    virtual Result<std::string> read(const FileToRead& file, StatementReceiver& receiver) = 0;
};

struct RemoteFile {
    std::string id, name, sender, owner;
    std::int64_t byte_count = 0;
};

class FetchClient {
  public:
    virtual ~FetchClient() = default;
    virtual Result<std::vector<Finding>> check() = 0;
    virtual Result<std::vector<RemoteFile>> list() = 0;
    virtual Status read(const std::string& id, const std::function<Status(std::string_view bytes)>& sink) = 0;
    virtual Status imported(const std::string& id, const std::string& sha256) = 0;
    virtual Status refused(const std::string& id, const std::string& sha256, const std::string& reason) = 0;
};

// Opens what the configuration names. The jobs hold one of these and nothing of plugins.
class Clients {
  public:
    virtual ~Clients() = default;
    virtual Result<std::unique_ptr<LedgerClient>> ledger(const PluginBlock& block) = 0;
    virtual Result<std::unique_ptr<FetchClient>> fetch(const PluginBlock& block) = 0;
    virtual Result<std::unique_ptr<NotifyClient>> notify(const PluginBlock& block) = 0;
    virtual Result<std::unique_ptr<FeedbackClient>> feedback(const PluginBlock& block) {
        return fail(SETTLED_UNSUPPORTED, block.where + ": nothing comes back here");
    }
    virtual StatementClient& statements() = 0;
};

} // namespace settled::host
