#include "world/clock.hpp"

#include "world/process.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <random>
#include <thread>

namespace settled::world {
namespace chrono = std::chrono;

namespace {

constexpr std::array<const char*, 7> weekday_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// What a clock on the wall of a zone shows, and how far it is from UTC.
struct WallTime {
    Date day;
    chrono::seconds of_day;
    chrono::minutes offset;
};

std::unexpected<Error> unknown_zone(std::string_view time_zone) {
    return fail(SETTLED_INVALID_CONFIG,
                fmt::format("\"{}\" is not a time zone of this system; expected an IANA name such as \"Asia/Shanghai\" (is the "
                            "package tzdata installed?)",
                            time_zone));
}

Result<WallTime> wall_time(Moment moment, std::string_view time_zone) {
    try {
        const auto utc = chrono::floor<chrono::seconds>(moment);
        const chrono::seconds offset = date::locate_zone(time_zone)->get_info(utc).offset;
        // Offsets with seconds ended in 1972 (Liberia); mail and RFC 3339 know minutes only.
        const auto minutes = chrono::floor<chrono::minutes>(offset);
        const auto local = utc + minutes;
        const auto day = chrono::floor<chrono::days>(local);
        return WallTime{Date::from_days(day), local - day, minutes};
    } catch (const std::exception&) {
        return unknown_zone(time_zone); // the library's way to say that it knows no such name
    }
}

// "+08:00" with the mark ':', "+0800" without.
std::string offset_text(chrono::minutes offset, std::string_view mark) {
    const auto minutes = std::abs(offset.count());
    return fmt::format("{}{:02}{}{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, mark, minutes % 60);
}

std::string time_text(chrono::seconds of_day) {
    const auto seconds = of_day.count();
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// Reads `count` digits and moves on; nothing where there is another character.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

bool skip(std::string_view& text, char mark) {
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<chrono::minutes> read_offset(std::string_view& text) {
    if (skip(text, 'Z')) return chrono::minutes(0);
    const bool west = text.starts_with('-');
    if (!skip(text, '+') && !skip(text, '-')) return std::nullopt;
    const auto hours = digits(text, 2);
    if (!hours || !skip(text, ':')) return std::nullopt;
    const auto minutes = digits(text, 2);
    if (!minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    const chrono::minutes offset = chrono::hours(*hours) + chrono::minutes(*minutes);
    return west ? -offset : offset;
}

std::optional<Moment> read_moment(std::string_view text) {
    const auto day = Date::parse_iso(text.substr(0, std::min<std::size_t>(text.size(), 10)));
    if (!day) return std::nullopt;
    text.remove_prefix(10);
    if (!skip(text, 'T')) return std::nullopt;
    const auto hour = digits(text, 2);
    if (!hour || !skip(text, ':')) return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || !skip(text, ':')) return std::nullopt;
    const auto second = digits(text, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const auto offset = read_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Moment(day->days() + chrono::hours(*hour) + chrono::minutes(*minute) + chrono::seconds(*second) - *offset);
}

} // namespace

Moment SystemClock::now() const { return chrono::floor<chrono::milliseconds>(chrono::system_clock::now()); }

void SystemClock::wait_until(Moment moment) const {
    while (now() < moment) std::this_thread::sleep_until(moment);
}

Moment FastClock::now() const {
    const auto passed = chrono::duration_cast<chrono::milliseconds>(chrono::steady_clock::now() - begun_);
    return begin_ + passed * speed_;
}

void FastClock::wait_until(Moment moment) const {
    while (now() < moment) std::this_thread::sleep_for((moment - now()) / speed_ + chrono::milliseconds(1));
}

Result<Moment> parse_moment(std::string_view text) {
    if (auto moment = read_moment(text)) return *moment;
    return fail(SETTLED_INVALID_CONFIG, fmt::format("\"{}\" is not a moment; expected one with its offset, such as "
                                                    "2026-11-20T10:00:00+08:00",
                                                    text.substr(0, 40)));
}

Result<std::unique_ptr<Clock>> make_clock(const std::optional<std::string>& test_clock, bool test_clock_allowed, int speed) {
    if (!test_clock) return std::make_unique<SystemClock>();
    if (!test_clock_allowed)
        return fail(SETTLED_INVALID_CONFIG,
                    "SETTLED_TEST_CLOCK is set, but the configuration does not have [test] clock = true; unset the variable");
    auto moment = parse_moment(*test_clock);
    if (!moment) return fail(moment.error().code, "SETTLED_TEST_CLOCK: " + moment.error().message);
    if (speed > 0) return std::make_unique<FastClock>(*moment, speed);
    return std::make_unique<TestClock>(*moment);
}

std::optional<std::string> test_clock_of_environment() { return environment_variable("SETTLED_TEST_CLOCK"); }

void use_time_zones_of([[maybe_unused]] const std::filesystem::path& share_folder) {
#if defined(_WIN32) // elsewhere the library has no such function
    date::set_install((share_folder / "tzdata").string());
#endif
}

std::vector<std::string> time_zone_names() {
    std::vector<std::string> names;
    try {
        for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
#if !USE_OS_TZDB // the library's own reader keeps other names of a zone apart
        for (const auto& link : date::get_tzdb().links) names.push_back(link.name());
#endif
    } catch (const std::exception&) {
        return {}; // no tzdata on this system; local_time() says so where it matters
    }
    std::ranges::sort(names);
    return names;
}

Result<LocalTime> local_time(Moment moment, std::string_view time_zone) {
    auto wall = wall_time(moment, time_zone);
    if (!wall) return pass(wall);
    return LocalTime{wall->day, static_cast<int>(wall->of_day.count() / 60),
                     wall->day.iso() + 'T' + time_text(wall->of_day) + offset_text(wall->offset, ":")};
}

Result<Moment> moment_of(Date day, int minute_of_day, std::string_view time_zone) {
    const date::local_seconds wall(day.days().time_since_epoch() + chrono::minutes(minute_of_day));
    try {
        const auto known = date::locate_zone(time_zone)->get_info(wall);
        if (known.result == date::local_info::nonexistent) return Moment(known.first.end);
        return Moment(wall.time_since_epoch() - known.first.offset);
    } catch (const std::exception&) {
        return unknown_zone(time_zone);
    }
}

Result<std::string> mail_date(Moment moment, std::string_view time_zone) {
    auto wall = wall_time(moment, time_zone);
    if (!wall) return pass(wall);
    return fmt::format("{}, {} {} {} {} {}", weekday_names[wall->day.weekday().c_encoding()], wall->day.day(),
                       month_names[wall->day.month() - 1], wall->day.year(), time_text(wall->of_day),
                       offset_text(wall->offset, ""));
}

std::uint64_t SystemRandom::next() {
    std::random_device device; // on Linux the kernel's generator, without state of ours
    return static_cast<std::uint64_t>(device()) << 32 | device();
}

// splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
std::uint64_t SeededRandom::next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

} // namespace settled::world
