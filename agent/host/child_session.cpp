#include "host/child_session.hpp"

#include "host/record_check.hpp"

#include <settled/text.hpp>

namespace settled::host {
namespace {

constexpr std::size_t last_words_bytes_max = 2000;

class ToChild final : public ByteOutput {
  public:
    explicit ToChild(world::ChildProcess& child) : child_(&child) {}
    Status write(std::string_view bytes) override { return child_->write(bytes); }

  private:
    world::ChildProcess* child_;
};

class FromChild final : public ByteInput {
  public:
    explicit FromChild(world::ChildProcess& child) : child_(&child) {}
    Result<std::size_t> read(std::span<char> buffer) override { return child_->read(buffer); }

  private:
    world::ChildProcess* child_;
};

} // namespace

struct ChildSession::Conversation {
    explicit Conversation(world::ChildProcess started) : child(std::move(started)) {}

    world::ChildProcess child;
    ToChild output{child};
    FromChild input{child};
    WireWriter writer{output};
    FrameReader reader{input};
};

ChildSession::ChildSession(const ChildOptions& options, settled_kind kind, OpenRequest open, world::ChildLimits limits,
                           Blame blame)
    : options_(&options), kind_(kind), open_(std::move(open)), limits_(limits), blame_(blame) {}

ChildSession::ChildSession(ChildSession&&) noexcept = default;
ChildSession::~ChildSession() = default;

Status ChildSession::start() {
    auto child = world::ChildProcess::start(
        {options_->executable, {"child", std::string(kind_name(kind_))}, limits_, options_->interrupted});
    if (!child) return pass(child);
    conversation_ = std::make_unique<Conversation>(std::move(*child));
    open_.now_unix_ms = (options_->clock ? options_->clock->now() : world::SystemClock().now()).time_since_epoch().count();
    WireWriter& writer = conversation_->writer;
    writer.begin(static_cast<std::uint8_t>(Frame::open));
    write_open(writer, open_);
    return writer.end();
}

// One frame of the answer; an outcome when it was the last.
std::optional<ChildSession::Outcome> ChildSession::take(const FrameView& frame, bool& greeted, const Receive& receive) {
    const auto nonsense = [](std::string words) { return Outcome{Ending::nonsense, fail(SETTLED_BAD_DATA, std::move(words))}; };
    WireReader row(frame.payload);
    const auto type = static_cast<Frame>(frame.type);
    if (!std::exchange(greeted, true)) {
        const bool ours = type == Frame::hello && row.number<std::uint32_t>() == child_protocol_version && row.all_read();
        return ours ? std::nullopt : std::optional(nonsense("it does not greet as a child of this program does"));
    }
    Status taken;
    std::optional<Done> done;
    if (type == Frame::log) {
        const auto level = row.number<std::int32_t>();
        const std::string_view line = row.text();
        if (options_->log) options_->log(level, plain(line, last_words_bytes_max));
    } else if (type == Frame::done) {
        done = read_done(row);
    } else {
        taken = receive(type, row);
    }
    if (!row.all_read()) return nonsense("a frame of type " + std::to_string(frame.type) + " cannot be read");
    if (!taken) return Outcome{Ending::receiver_refused, pass(taken)};
    if (!done) return std::nullopt;
    if (!done->status) return Outcome{Ending::answered, pass(done->status)};
    return Outcome{Ending::answered, std::move(done->word)};
}

ChildSession::Outcome ChildSession::converse(Frame question, const Ask& write, const Receive& receive) {
    bool greeted = conversation_ != nullptr;
    if (!greeted)
        if (auto started = start(); !started) return {Ending::broken, pass(started)};
    WireWriter& writer = conversation_->writer;
    writer.begin(static_cast<std::uint8_t>(question));
    write(writer);
    if (auto asked = writer.end(); !asked) return {Ending::broken, pass(asked)};
    if (auto asked = writer.flush(); !asked) return {Ending::broken, pass(asked)};
    for (;;) {
        auto frame = conversation_->reader.next();
        if (!frame) return {frame.error().code == SETTLED_BAD_DATA ? Ending::nonsense : Ending::broken, pass(frame)};
        if (!*frame) return {Ending::broken, fail(SETTLED_UNAVAILABLE, "it ended before it was done")};
        if (auto outcome = take(**frame, greeted, receive)) return std::move(*outcome);
    }
}

// Why there is no answer, from how the child ended.
Error ChildSession::explain(Ending ending, const Error& trouble) {
    world::ChildProcess& child = conversation_->child;
    if (ending == Ending::nonsense) child.kill(); // nothing more is wanted of it
    const world::ChildEnd end = child.end();
    if (options_->log && !child.error_output().empty())
        options_->log(SETTLED_LOG_DEBUG, "last words of the child: " + plain(child.error_output(), last_words_bytes_max));
    if (trouble.code == SETTLED_STOPPED) return trouble;

    const bool by_file = blame_ == Blame::file;
    const std::string who = by_file ? "the reader" : "plugin " + open_.plugins.front().name;
    const std::string next = by_file ? ". Nothing of the file was imported" : ". What it had sent was thrown away";
    const settled_code killed = by_file ? SETTLED_BAD_DATA : SETTLED_INTERNAL;
    if (ending == Ending::nonsense)
        return {SETTLED_INTERNAL, who + "'s process answered with nonsense: " + trouble.message + next};
    if (end.timed_out || end.out_of_processor_time)
        return {by_file ? SETTLED_BAD_DATA : SETTLED_UNAVAILABLE, who + ' ' + end.words + next};
    if (end.signal == 0 && end.exit_status == child_out_of_memory_status)
        return {killed, who + " needed more than " + std::to_string(limits_.memory_bytes >> 20) + " MB of memory" + next};
    if (end.signal != 0 && by_file) return {killed, "the reader died on it (signal " + std::to_string(end.signal) + ')' + next};
    if (end.signal != 0) return {killed, who + ' ' + end.words + next};
    return {SETTLED_INTERNAL, who + "'s process " + end.words + " before it was done" + next};
}

Result<std::string> ChildSession::ask(Frame question, const Ask& write, const Receive& receive) {
    Outcome outcome = converse(question, write, receive);
    if (outcome.ending == Ending::answered || !conversation_) return std::move(outcome.answer);
    if (outcome.ending == Ending::receiver_refused) {
        conversation_.reset(); // it may have gigabytes more to say
        return std::move(outcome.answer);
    }
    Error error = explain(outcome.ending, outcome.answer.error());
    conversation_.reset();
    return std::unexpected(std::move(error));
}

void ChildSession::close() {
    if (conversation_) conversation_->child.end();
    conversation_.reset();
}

} // namespace settled::host
