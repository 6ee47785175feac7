// machine.hpp -- the machine that the agent runs on: it dies at a chosen point and is started again.
//
// A point is where a transaction begins, just before and just after a commit, and just before and just after a gateway takes
// a message. Its disk may also be full for one commit. From its death on nothing works that is outside of the agent's memory: no
// transaction, no ledger, no bank, no gateway; so the job that runs ends as if it had been cut off, and what was committed is all
// there is.
#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace settled::simulator {

enum class Point : std::uint8_t { begin, before_commit, after_commit, before_hand_over, after_hand_over };

class Machine {
  public:
    // Dies at the n-th point from now, 1 being the next.
    void die_at(std::uint64_t point) { left_ = point; }
    // Dies so many points after a gateway has been offered the next message; 0: just there.
    void die_after_next_offer(std::uint64_t points) { after_offer_ = points + 1; }
    // The next commit from the n-th point on finds the disk full.
    void fill_disk_at(std::uint64_t point) { left_until_full_ = point; }
    void start_again() { dead_ = was_full_ = false, left_ = left_until_full_ = after_offer_ = 0; }
    bool is_dead() const { return dead_; }
    bool had_mishap() const { return dead_ || was_full_; }

    // STOPPED where the machine is dead, or dies just here; UNAVAILABLE where the disk is full.
    Status reach(Point point) {
        ++points_;
        if (point == Point::before_hand_over && after_offer_ > 0) left_ = std::exchange(after_offer_, 0);
        if (!dead_ && left_ > 0) {
            --left_;
            if (left_ == 0) dead_ = true, ++deaths_[point];
        }
        if (dead_) return fail(SETTLED_STOPPED, "the machine is dead");
        if (left_until_full_ > 1) --left_until_full_;
        if (left_until_full_ != 1 || point != Point::before_commit) return {};
        left_until_full_ = 0, was_full_ = true, ++full_disks_;
        return fail(SETTLED_UNAVAILABLE, "the disk is full");
    }
    Status reach(store::TransactionPoint point) { return reach(static_cast<Point>(point)); }

    std::uint64_t points() const { return points_; } // reached so far
    std::uint64_t full_disks() const { return full_disks_; }
    const std::map<Point, std::uint64_t>& deaths() const { return deaths_; }

  private:
    std::uint64_t left_ = 0, left_until_full_ = 0; // points until then; 0: it does not happen
    std::uint64_t after_offer_ = 0;                // the same and one more, from the next offer on
    bool dead_ = false, was_full_ = false;
    std::uint64_t points_ = 0, full_disks_ = 0;
    std::map<Point, std::uint64_t> deaths_;
};

} // namespace settled::simulator
