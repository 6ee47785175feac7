#include "host/child_clients.hpp"

#include "host/wire_records.hpp"

namespace settled::host {
namespace {

using Blame = ChildSession::Blame;

std::unexpected<Error> unexpected_row() {
    return fail(SETTLED_INTERNAL, "the plugin's process sent a row that nobody asked for");
}

world::ChildLimits source_limits(const ChildOptions& options) {
    return {std::chrono::seconds(options.limits.job_seconds), std::chrono::seconds(options.limits.job_seconds),
            static_cast<std::int64_t>(options.source_memory_mb) << 20};
}

const ChildSession::Ask nothing_more = [](WireWriter&) {};
const ChildSession::Receive no_rows = [](Frame, WireReader&) -> Status { return unexpected_row(); };

Result<std::vector<Finding>> ask_check(ChildSession& session) {
    std::vector<Finding> findings;
    auto done = session.ask(Frame::check, nothing_more, [&](Frame type, WireReader& row) -> Status {
        if (type != Frame::finding) return unexpected_row();
        findings.push_back(read_finding(row));
        return {};
    });
    if (!done) return pass(done);
    return findings;
}

Status only_status(Result<std::string> answer) { return answer ? Status{} : pass(answer); }

class ChildLedger final : public LedgerClient {
  public:
    explicit ChildLedger(ChildSession session) : session_(std::move(session)) {}

    Result<std::vector<Finding>> check() override { return ask_check(session_); }

    Status pull(Date as_of, LedgerReceiver& receiver) override {
        return rows(Frame::pull, [&](WireWriter& wire) { wire.number(as_of.number()); }, receiver);
    }
    Status reread(const std::vector<std::string>& item_ids, LedgerReceiver& receiver) override {
        return rows(Frame::reread, [&](WireWriter& wire) { write_strings(wire, item_ids); }, receiver);
    }

  private:
    static bool known(std::int32_t id) { return id >= SETTLED_CUSTOMERS && id <= SETTLED_EXCHANGE_RATES; }

    Status rows(Frame question, const ChildSession::Ask& write, LedgerReceiver& receiver) {
        RecordReader records;
        return only_status(session_.ask(question, write, [&](Frame type, WireReader& row) -> Status {
            if (type == Frame::ledger_commit) {
                const settled_commit commit = records.commit(row);
                return row.all_read() && known(commit.entity) ? receiver.commit(commit) : unexpected_row();
            }
            const auto id = row.number<std::int32_t>();
            if (!known(id)) return unexpected_row();
            const auto entity_id = static_cast<settled_entity>(id);
            if (type == Frame::ledger_begin) return receiver.begin(entity_id);
            if (type != Frame::ledger_record) return unexpected_row();
            const void* const record = records.record(row, entity(entity_id));
            return row.all_read() ? receiver.record(entity_id, record) : unexpected_row();
        }));
    }

    ChildSession session_;
};

class ChildFetch final : public FetchClient {
  public:
    explicit ChildFetch(ChildSession session) : session_(std::move(session)) {}

    Result<std::vector<Finding>> check() override { return ask_check(session_); }

    Result<std::vector<RemoteFile>> list() override {
        std::vector<RemoteFile> files;
        auto done = session_.ask(Frame::list, nothing_more, [&](Frame type, WireReader& row) -> Status {
            if (type != Frame::file) return unexpected_row();
            files.push_back(read_file(row));
            return {};
        });
        if (!done) return pass(done);
        return files;
    }

    Status read(const std::string& id, const std::function<Status(std::string_view bytes)>& sink) override {
        return only_status(session_.ask(
            Frame::read, [&](WireWriter& wire) { wire.text(id); },
            [&](Frame type, WireReader& row) -> Status {
                if (type != Frame::bytes) return unexpected_row();
                const std::string_view bytes = row.text();
                return row.all_read() ? sink(bytes) : unexpected_row();
            }));
    }

    Status imported(const std::string& id, const std::string& sha256) override {
        return dispose(SETTLED_FILE_IMPORTED, id, sha256, {});
    }
    Status refused(const std::string& id, const std::string& sha256, const std::string& reason) override {
        return dispose(SETTLED_FILE_REFUSED, id, sha256, reason);
    }

  private:
    Status dispose(settled_disposal disposal, const std::string& id, const std::string& sha256, const std::string& reason) {
        return only_status(session_.ask(
            Frame::dispose,
            [&](WireWriter& wire) {
                wire.number(static_cast<std::int32_t>(disposal));
                write_strings(wire, {id, sha256, reason});
            },
            no_rows));
    }

    ChildSession session_;
};

// `all_read` first: a row is handed on only when it was whole.
Status take_statement_row(Frame type, WireReader& row, RecordReader& records, StatementReceiver& receiver) {
    switch (type) {
    case Frame::statement_entry: {
        const settled_entry& entry = records.entry(row);
        return row.all_read() ? receiver.entry(entry) : unexpected_row();
    }
    case Frame::statement_begin: {
        const auto begin = read_begin(row);
        return row.all_read() ? receiver.begin(begin) : unexpected_row();
    }
    case Frame::statement_end: {
        const auto end = read_end(row);
        return row.all_read() ? receiver.end(end) : unexpected_row();
    }
    case Frame::diagnostic: {
        const auto diagnostic = read_diagnostic(row);
        if (!row.all_read()) return unexpected_row();
        receiver.diagnostic(diagnostic);
        return {};
    }
    default:
        return unexpected_row();
    }
}

} // namespace

std::unique_ptr<LedgerClient> child_ledger(const ChildOptions& options, const PluginFile& plugin, const PluginBlock& block) {
    return std::make_unique<ChildLedger>(ChildSession(options, SETTLED_KIND_LEDGER, {0, block.where, {plugin}, block.options},
                                                      source_limits(options), Blame::plugin));
}

std::unique_ptr<FetchClient> child_fetch(const ChildOptions& options, const PluginFile& plugin, const PluginBlock& block) {
    return std::make_unique<ChildFetch>(ChildSession(options, SETTLED_KIND_FETCH, {0, block.where, {plugin}, block.options},
                                                     source_limits(options), Blame::plugin));
}

Result<std::string> child_read_statement(const ChildOptions& options, const std::vector<PluginFile>& plugins,
                                         const FileToRead& file, StatementReceiver& receiver) {
    world::ChildLimits limits;
    if (file.limits)
        limits = {std::chrono::seconds(options.limits.file_seconds), std::chrono::seconds(options.limits.file_seconds),
                  static_cast<std::int64_t>(options.limits.file_memory_mb) << 20};
    ChildSession session(options, SETTLED_KIND_STATEMENT, {0, {}, plugins, file.options}, limits, Blame::file);
    RecordReader records;
    auto parser = session.ask(
        Frame::parse, [&](WireWriter& wire) { write_strings(wire, {file.path, file.name, file.parser}); },
        [&](Frame type, WireReader& row) { return take_statement_row(type, row, records, receiver); });
    if (parser) session.close(); // else it is gone, or goes with the session
    return parser;
}

} // namespace settled::host
