// child_session.hpp -- one child and the conversation with it. After the first trouble the child is
// gone and reaped, and the next question starts a new one.
#pragma once

#include "host/child_protocol.hpp"
#include "host/make_clients.hpp"
#include "world/child_process.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace settled::host {

class ChildSession {
  public:
    // What a child's death means depends on what it was doing: a bank file that kills its reader is
    // the file's fault, anything else is the plugin's.
    enum class Blame : std::uint8_t { file, plugin };

    ChildSession(const ChildOptions& options, settled_kind kind, OpenRequest open, world::ChildLimits limits, Blame blame);
    ChildSession(ChildSession&&) noexcept;
    ~ChildSession();

    using Ask = std::function<void(WireWriter&)>;                                      // the payload of the question
    using Receive = std::function<Status(Frame type, WireReader&)>;                    // one row of the answer
    Result<std::string> ask(Frame question, const Ask& write, const Receive& receive); // the word of `done`

    void close(); // says good-bye and reaps; a destroyed session kills

  private:
    struct Conversation;
    enum class Ending : std::uint8_t { answered, receiver_refused, nonsense, broken };
    struct Outcome {
        Ending ending;
        Result<std::string> answer;
    };
    Status start();
    Outcome converse(Frame question, const Ask& write, const Receive& receive);
    std::optional<Outcome> take(const FrameView& frame, bool& greeted, const Receive& receive);
    Error explain(Ending ending, const Error& trouble);

    const ChildOptions* options_;
    settled_kind kind_;
    OpenRequest open_;
    world::ChildLimits limits_;
    Blame blame_;
    std::unique_ptr<Conversation> conversation_;
};

} // namespace settled::host
