#include "host/child_main.hpp"

#include "host/child_protocol.hpp"
#include "host/plugin_clients.hpp"
#include "host/wire_records.hpp"
#include "world/child_process.hpp"
#include "world/process.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <optional>
#include <thread>

namespace settled::host {
namespace {

constexpr int wrong_usage = 2;
constexpr int pipe_broken = 3;
constexpr int log_lines_max = 10'000; // of one child; a plugin in a loop must not fill the log
constexpr std::size_t piece_bytes = limit::block_bytes;

class Questions final : public ByteInput {
  public:
    Result<std::size_t> read(std::span<char> buffer) override {
        auto got = world::read_input(buffer);
        if (!got) return fail(got.error().code, "cannot read from the agent: " + got.error().message);
        return got;
    }
};

class Replies final : public ByteOutput {
  public:
    explicit Replies(world::PrivateOutput output) : output_(std::move(output)) {}
    Status write(std::string_view bytes) override {
        Status written = output_.write(bytes);
        if (!written) return fail(written.error().code, "cannot write to the agent: " + written.error().message);
        return written;
    }

  private:
    world::PrivateOutput output_;
};

// The agent's clock: what it told us, plus what has passed since.
class ToldClock final : public world::Clock {
  public:
    explicit ToldClock(std::int64_t unix_ms) : told_(std::chrono::milliseconds(unix_ms)) {}
    world::Moment now() const override {
        return told_ + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_);
    }
    void wait_until(world::Moment moment) const override {
        while (now() < moment) std::this_thread::sleep_for(moment - now());
    }

  private:
    world::Moment told_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

class Answer {
  public:
    explicit Answer(ByteOutput& output) : wire_(output) {}

    template <class Write> Status send(Frame type, Write&& write) {
        wire_.begin(static_cast<std::uint8_t>(type));
        write(wire_);
        return wire_.end();
    }
    Status flush() { return wire_.flush(); }

  private:
    WireWriter wire_;
};

class LedgerToWire final : public LedgerReceiver {
  public:
    explicit LedgerToWire(Answer& answer) : answer_(&answer) {}
    Status begin(settled_entity id) override {
        return answer_->send(Frame::ledger_begin, [&](WireWriter& wire) { wire.number(static_cast<std::int32_t>(id)); });
    }
    Status record(settled_entity id, const void* record) override {
        return answer_->send(Frame::ledger_record, [&](WireWriter& wire) {
            wire.number(static_cast<std::int32_t>(id));
            write_record(wire, entity(id), record);
        });
    }
    Status commit(const settled_commit& commit) override {
        return answer_->send(Frame::ledger_commit, [&](WireWriter& wire) { write_commit(wire, commit); });
    }

  private:
    Answer* answer_;
};

class StatementToWire final : public StatementReceiver {
  public:
    explicit StatementToWire(Answer& answer) : answer_(&answer) {}
    Status begin(const settled_statement_begin& begin) override {
        return answer_->send(Frame::statement_begin, [&](WireWriter& wire) { write_begin(wire, begin); });
    }
    Status entry(const settled_entry& entry) override {
        return answer_->send(Frame::statement_entry, [&](WireWriter& wire) { write_entry(wire, entry); });
    }
    Status end(const settled_statement_end& end) override {
        return answer_->send(Frame::statement_end, [&](WireWriter& wire) { write_end(wire, end); });
    }
    void diagnostic(const settled_diagnostic& found) override {
        // A pipe that broke shows at the next entry, and at `done`.
        [[maybe_unused]] const Status sent =
            answer_->send(Frame::diagnostic, [&](WireWriter& wire) { write_diagnostic(wire, found); });
    }

  private:
    Answer* answer_;
};

// One child's life: one plugin, opened at the first question.
class Servant {
  public:
    Servant(settled_kind kind, OpenRequest request, Answer& answer)
        : kind_(kind), request_(std::move(request)), answer_(&answer), clock_(request_.now_unix_ms),
          world_(std::make_shared<PluginWorld>()), block_{request_.where, request_.plugins.front().name, request_.options} {
        world_->clock = &clock_;
        world_->log = [this](int level, std::string_view line) {
            if (++log_lines_ > log_lines_max) return;
            const bool sent = answer_->send(Frame::log, [&](WireWriter& wire) {
                wire.number(static_cast<std::int32_t>(level)), wire.text(line);
            }) && answer_->flush();
            static_cast<void>(sent); // as above
        };
    }

    Done serve(Frame question, WireReader& asked) {
        switch (kind_) {
        case SETTLED_KIND_LEDGER:
            return {ledger(question, asked), {}};
        case SETTLED_KIND_FETCH:
            return {fetch(question, asked), {}};
        case SETTLED_KIND_STATEMENT:
            return statement(question, asked);
        default:
            return {not_known(), {}};
        }
    }

  private:
    static std::unexpected<Error> not_known() { return fail(SETTLED_INTERNAL, "this child does not know the question"); }

    Status tell(Result<std::vector<Finding>> findings) {
        if (!findings) return pass(findings);
        for (const Finding& finding : *findings)
            if (auto sent = answer_->send(Frame::finding, [&](WireWriter& wire) { write_finding(wire, finding); }); !sent)
                return sent;
        return {};
    }

    Status ledger(Frame question, WireReader& asked) {
        if (!ledger_) {
            auto opened = open_ledger(request_.plugins.front(), block_, world_);
            if (!opened) return pass(opened);
            ledger_ = std::move(*opened);
        }
        LedgerToWire rows(*answer_);
        if (question == Frame::check) return tell(ledger_->check());
        if (question == Frame::pull) return ledger_->pull(Date::from_abi(asked.number<settled_date>()), rows);
        if (question == Frame::reread) return ledger_->reread(read_strings(asked), rows);
        return not_known();
    }

    Status fetch(Frame question, WireReader& asked) {
        if (!fetch_) {
            auto opened = open_fetch(request_.plugins.front(), block_, world_);
            if (!opened) return pass(opened);
            fetch_ = std::move(*opened);
        }
        if (question == Frame::check) return tell(fetch_->check());
        if (question == Frame::list) return list();
        if (question == Frame::read)
            return fetch_->read(std::string(asked.text()), [&](std::string_view bytes) { return tell(bytes); });
        if (question == Frame::dispose) return dispose(asked);
        return not_known();
    }

    Status list() {
        const auto files = fetch_->list();
        if (!files) return std::unexpected(files.error());
        for (const RemoteFile& file : *files)
            if (auto sent = answer_->send(Frame::file, [&](WireWriter& wire) { write_file(wire, file); }); !sent) return sent;
        return {};
    }

    Status tell(std::string_view bytes) {
        for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), piece_bytes)))
            if (auto sent = answer_->send(Frame::bytes, [&](WireWriter& wire) { wire.text(bytes.substr(0, piece_bytes)); });
                !sent)
                return sent;
        return {};
    }

    Status dispose(WireReader& asked) {
        const auto disposal = asked.number<std::int32_t>();
        const std::vector<std::string> words = read_strings(asked); // id, digest, reason
        if (words.size() != 3) return not_known();
        return disposal == SETTLED_FILE_IMPORTED ? fetch_->imported(words[0], words[1])
                                                 : fetch_->refused(words[0], words[1], words[2]);
    }

    Done statement(Frame question, WireReader& asked) {
        const std::vector<std::string> words = read_strings(asked); // path, name, parser
        if (question != Frame::parse || words.size() != 3) return {not_known(), {}};
        StatementToWire rows(*answer_);
        auto parser = read_statement(request_.plugins, {words[0], words[1], words[2], request_.options, true}, world_, rows);
        if (!parser) return {pass(parser), {}};
        return {{}, std::move(*parser)};
    }

    settled_kind kind_;
    OpenRequest request_;
    Answer* answer_;
    ToldClock clock_;
    std::shared_ptr<PluginWorld> world_;
    PluginBlock block_;
    std::unique_ptr<LedgerClient> ledger_;
    std::unique_ptr<FetchClient> fetch_;
    int log_lines_ = 0;
};

Result<OpenRequest> receive_open(FrameReader& questions) {
    const auto frame = questions.next();
    if (!frame) return std::unexpected(frame.error());
    if (!*frame || static_cast<Frame>((*frame)->type) != Frame::open)
        return fail(SETTLED_INTERNAL, "expected a request on standard input");
    WireReader wire((*frame)->payload);
    OpenRequest request = read_open(wire);
    if (!wire.all_read() || request.plugins.empty())
        return fail(SETTLED_INTERNAL, "the request is not of this program's version");
    return request;
}

Status converse(settled_kind kind, ByteInput& input, ByteOutput& output) {
    Answer answer(output);
    if (auto sent = answer.send(Frame::hello, [](WireWriter& wire) { wire.number(child_protocol_version); }); !sent) return sent;
    FrameReader questions(input);
    auto request = receive_open(questions);
    if (!request) return pass(request);
    Servant servant(kind, std::move(*request), answer);
    for (;;) {
        const auto frame = questions.next();
        if (!frame) return std::unexpected(frame.error());
        if (!*frame) return {}; // the agent said good-bye
        WireReader asked((*frame)->payload);
        const Done done = servant.serve(static_cast<Frame>((*frame)->type), asked);
        if (auto sent = answer.send(Frame::done, [&](WireWriter& wire) { write_done(wire, done); }); !sent) return sent;
        if (auto sent = answer.flush(); !sent) return sent;
    }
}

void complain(std::string_view words) {
    std::fprintf(stderr, "settled child: %.*s\n", static_cast<int>(words.size()), words.data());
}

[[noreturn]] void out_of_memory() {
    constexpr std::string_view words = "settled child: out of memory\n";
    world::write_stream(world::Stream::error, words);
    std::_Exit(child_out_of_memory_status);
}

std::optional<settled_kind> kind_of(std::string_view name) {
    for (const settled_kind kind : {SETTLED_KIND_LEDGER, SETTLED_KIND_STATEMENT, SETTLED_KIND_FETCH})
        if (kind_name(kind) == name) return kind;
    return std::nullopt;
}

} // namespace

int run_child(const std::vector<std::string>& words) {
    const auto kind = words.size() == 1 ? kind_of(words.front()) : std::nullopt;
    if (!kind || world::is_terminal(world::Stream::input)) {
        complain("settled starts this command itself, to run a ledger, statement or fetch plugin; it is not for people");
        return wrong_usage;
    }
    world::die_with_parent();
    std::set_new_handler(out_of_memory);
    // What a plugin or a driver prints must not fall among the frames.
    auto replies = world::PrivateOutput::take();
    if (!replies) {
        complain(replies.error().message);
        return pipe_broken;
    }
    Questions input;
    Replies output(std::move(*replies));
    const Status done = converse(*kind, input, output);
    if (!done) complain(done.error().message);
    return done ? 0 : pipe_broken;
}

} // namespace settled::host
