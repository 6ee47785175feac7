// signals.hpp -- stop and reload, as something that can be waited for beside children and clocks.
#pragma once

namespace settled::service {

struct Asked {
    bool stop = false, reload = false;
};

// From here on the process is told by this alone: SIGTERM and SIGINT mean stop, SIGHUP reload. Children are started
// with their signals as usual. Made once, before any thread.
class Signals {
  public:
    Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals();

    int descriptor() const { return descriptor_; } // readable when there is something to take
    Asked take();

  private:
    int descriptor_;
};

} // namespace settled::service
