// clock.hpp -- what time it is, handed in: the real clock, a test's, or the simulator's.
#pragma once

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::world {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

struct LocalTime {
    Date day;
    int minute_of_day = 0;
    std::string text; // RFC 3339 with offset: 2026-11-20T10:00:00+08:00
};

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Moment now() const = 0;
    virtual void wait_until(Moment moment) const = 0; // returns when now() is not before it
};

class SystemClock final : public Clock {
  public:
    Moment now() const override;
    void wait_until(Moment moment) const override;
};

// Stands still until it is moved, or until somebody waits.
class TestClock final : public Clock {
  public:
    explicit TestClock(Moment moment) : moment_(moment) {}
    Moment now() const override { return moment_; }
    void wait_until(Moment moment) const override { moment_ = std::max(moment_.load(), moment); }
    void set(Moment moment) { moment_ = moment; }

  private:
    mutable std::atomic<Moment> moment_; // plugins ask from threads of their own
};

// "2026-11-20T10:00:00+08:00"
Result<Moment> parse_moment(std::string_view text);

// Begins at a moment and goes on `speed` times as fast as time does.
class FastClock final : public Clock {
  public:
    FastClock(Moment begin, int speed) : begin_(begin), speed_(speed), begun_(std::chrono::steady_clock::now()) {}
    Moment now() const override;
    void wait_until(Moment moment) const override;

  private:
    Moment begin_;
    int speed_;
    std::chrono::steady_clock::time_point begun_;
};

// The clock of this process: the system's, or a test clock that stands at `test_clock` (the text of
// SETTLED_TEST_CLOCK, nothing where it is not set), or goes on from there `speed` times as fast as time. INVALID_CONFIG where the
// configuration does not allow one, because a wrong day reminds the wrong people.
Result<std::unique_ptr<Clock>> make_clock(const std::optional<std::string>& test_clock, bool test_clock_allowed, int speed = 0);
std::optional<std::string> test_clock_of_environment();

// Where zones are read from, on a system that brings none (Windows): the folder `tzdata` of share/settled. Before any of them is
// asked for; does nothing elsewhere.
void use_time_zones_of(const std::filesystem::path& share_folder);

// IANA names the system knows, in order, for checking a configuration.
std::vector<std::string> time_zone_names();

// The moment as people in that zone (IANA name) call it. INVALID_CONFIG for an unknown zone.
Result<LocalTime> local_time(Moment moment, std::string_view time_zone);

// The first moment at which clocks of that zone show this minute of that day; where it is skipped (summer time begins),
// the moment at which they jump over it. INVALID_CONFIG for an unknown zone.
Result<Moment> moment_of(Date day, int minute_of_day, std::string_view time_zone);

// RFC 5322 date-time in that zone, for mail headers.
Result<std::string> mail_date(Moment moment, std::string_view time_zone);

class Random {
  public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;
};

class SystemRandom final : public Random {
  public:
    std::uint64_t next() override;
};

class SeededRandom final : public Random { // splitmix64: the same seed gives the same run everywhere
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() override;

  private:
    std::uint64_t state_;
};

} // namespace settled::world
