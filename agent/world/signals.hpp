// signals.hpp -- stop and reload, as something that can be waited for beside children and clocks.
#pragma once

#include "world/native_handle.hpp"
#include "world/waiting.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <vector>

namespace settled::world {

struct Asked {
    bool stop = false, reload = false;
    bool pause = false, go_on = false; // only Windows' service manager asks for it
};

// From here on the process is told by this alone: SIGTERM and SIGINT mean stop, SIGHUP reload. Children are started
// with their signals as usual. Made once, before any thread. On Windows, which has no signals, events with the process's
// number in their names stand for them, and Ctrl-C and the service's manager set them.
class Signals {
  public:
    Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals();

    std::vector<Awaited> awaited() const; // when there is something to take
    Asked take();

  private:
#if defined(_WIN32)
    NativeHandle stop_, reload_, pause_, go_on_;
#else
    NativeHandle descriptor_;
#endif
};

enum class Ask : std::uint8_t { stop, reload, pause, go_on };

// To another process that holds Signals. ACCESS_DENIED: it is another account's.
Status ask_process(std::int64_t process, Ask what);

} // namespace settled::world
