#include "cli/lease_keeper.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace settled::cli {
namespace {

constexpr int words_in_a_lease = 3;

class Keeping {
  public:
    Keeping(LeaseKeeper::OpenStore open, jobs::Journal& journal) : open_(std::move(open)), journal_(&journal) {}

    // False: there is nothing left to keep.
    bool once() {
        if (!store_) {
            auto opened = open_();
            if (!opened) return missed(opened.error());
            store_ = std::move(*opened);
        }
        const Status kept = store_->locks().renew();
        if (kept) return told_ = false, true;
        if (kept.error().code == SETTLED_STOPPED) return journal_->error(kept.error().message), false;
        store_.reset();
        return missed(kept.error());
    }

  private:
    bool missed(const Error& error) { // until the lease has run out there are further tries
        if (!std::exchange(told_, true)) journal_->warning("cannot keep this run's leases: " + error.message);
        return true;
    }

    LeaseKeeper::OpenStore open_;
    jobs::Journal* journal_;
    std::unique_ptr<store::Store> store_;
    bool told_ = false;
};

} // namespace

LeaseKeeper::LeaseKeeper(OpenStore open, std::chrono::milliseconds lease, jobs::Journal& journal)
    : thread_([open = std::move(open), lease, &journal](const std::stop_token& stop) mutable {
          Keeping keeping(std::move(open), journal);
          std::mutex mutex;
          std::condition_variable_any woken;
          std::unique_lock turn(mutex);
          while (!woken.wait_for(turn, stop, lease / words_in_a_lease, [&] { return stop.stop_requested(); }))
              if (!keeping.once()) return;
      }) {}

} // namespace settled::cli
