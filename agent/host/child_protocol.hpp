// child_protocol.hpp -- what parent and child say to each other, in frames of wire.hpp.
//
// The child greets with `hello`. The parent sends `open` once, then questions; each is answered by
// any number of rows and one `done`. The end of its input is the child's good-bye.
#pragma once

#include "host/catalog.hpp"
#include "host/clients.hpp"
#include "host/plugin_instance.hpp"
#include "host/wire.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::host {

inline constexpr std::uint32_t child_protocol_version = 1;
inline constexpr int child_out_of_memory_status = 77; // the child's exit status when memory ran out

enum class Frame : std::uint8_t {
    // parent to child
    open = 1,
    check,
    pull,
    reread,
    parse,
    list,
    read,
    dispose,
    // child to parent
    hello = 32,
    log,
    finding,
    ledger_begin,
    ledger_record,
    ledger_commit,
    statement_begin,
    statement_entry,
    statement_end,
    diagnostic,
    file,
    bytes,
    done, // of one question
};

struct OpenRequest {
    std::int64_t now_unix_ms = 0; // the agent's clock, which may be a test's
    std::string where;            // of the block, for messages
    std::vector<PluginFile> plugins;
    OptionPairs options;
};
void write_open(WireWriter& wire, const OpenRequest& request);
OpenRequest read_open(WireReader& wire);

void write_strings(WireWriter& wire, const std::vector<std::string>& strings);
std::vector<std::string> read_strings(WireReader& wire);

void write_file(WireWriter& wire, const RemoteFile& file);
RemoteFile read_file(WireReader& wire);
void write_finding(WireWriter& wire, const Finding& finding);
Finding read_finding(WireReader& wire);

// `done`: how it ended, and with it a word of the answer (the parser's name).
struct Done {
    Status status;
    std::string word;
};
void write_done(WireWriter& wire, const Done& done);
Done read_done(WireReader& wire);

} // namespace settled::host
