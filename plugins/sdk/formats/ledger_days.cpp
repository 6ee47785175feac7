#include <formats/ledger_days.hpp>

#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::formats {
namespace {

constexpr std::array<std::int32_t, 6> none_days = {0, 10101, 17530101, 18991230, 19000101, 99991231};
constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};

// A text that is taken from its front.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    // So many digits at most, one at least.
    std::optional<std::int32_t> number(std::size_t digits_min, std::size_t digits_max) {
        std::int32_t value = 0;
        std::size_t length = 0;
        while (length < std::min(digits_max, rest_.size()) && is_digit(rest_[length]))
            value = value * 10 + (rest_[length++] - '0');
        if (length < digits_min) return std::nullopt;
        rest_.remove_prefix(length);
        return value;
    }
    bool take(std::string_view mark) {
        if (!rest_.starts_with(mark)) return false;
        rest_.remove_prefix(mark.size());
        return true;
    }
    void blanks() {
        while (take(" ")) {
        }
    }
    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
};

struct Read {
    std::int32_t day = 0;    // yyyymmdd, whether it exists or not
    std::string_view behind; // the time, its mark included
};

std::optional<Read> made(std::optional<std::int32_t> year, std::optional<std::int32_t> month, std::optional<std::int32_t> day,
                         std::string_view behind) {
    if (!year || !month || !day) return std::nullopt;
    return Read{*year * 10000 + *month * 100 + *day, behind};
}

std::optional<Read> year_first(std::string_view text) {
    Reader reader(text);
    const auto year = reader.number(4, 4);
    if (!year) return std::nullopt;
    for (const std::string_view mark : {"-", "/", "."})
        if (reader.take(mark)) {
            const auto month = reader.number(1, 2);
            if (!reader.take(mark)) return std::nullopt;
            const auto day = reader.number(1, 2);
            return made(year, month, day, reader.rest());
        }
    if (reader.take("年")) {
        const auto month = reader.number(1, 2);
        if (!reader.take("月")) return std::nullopt;
        const auto day = reader.number(1, 2);
        if (!reader.take("日")) return std::nullopt;
        return made(year, month, day, reader.rest());
    }
    const auto month = reader.number(2, 2);
    const auto day = reader.number(2, 2);
    return made(year, month, day, reader.rest());
}

// "Nov 20 2026 10:59AM", a one-digit day padded with a blank.
std::optional<Read> month_name_first(std::string_view text) {
    const auto* const name = std::ranges::find(months, ascii_lower(text.substr(0, 3)));
    if (name == months.end() || text.size() < 4 || text[3] != ' ') return std::nullopt;
    Reader reader(text.substr(4));
    reader.blanks();
    const auto day = reader.number(1, 2);
    if (!reader.take(" ")) return std::nullopt;
    const auto year = reader.number(4, 4);
    return made(year, static_cast<std::int32_t>(name - months.begin()) + 1, day, reader.rest());
}

std::optional<Read> read(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto found = is_digit(text.front()) ? year_first(text) : month_name_first(text);
    if (!found) return std::nullopt;
    const std::string_view behind = found->behind;
    constexpr std::string_view time_marks = "0123456789:.,+-TZAPMapm ";
    if (!behind.empty() &&
        ((behind.front() != ' ' && behind.front() != 'T') || behind.find_first_not_of(time_marks) != std::string_view::npos))
        return std::nullopt;
    return found;
}

bool is_none(std::int32_t day) { return std::ranges::find(none_days, day) != none_days.end(); }

// "10:59:00.2500" → "10:59:00.25"; "" at midnight. What it does not know stays as it is.
std::string time_of(std::string_view behind) {
    if (!behind.empty()) behind.remove_prefix(1); // blank or T
    const std::string_view text = trim(behind);
    if (text.find_first_not_of("0:., ") == std::string_view::npos) return {};
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos || text.find_first_not_of("0123456789", point + 1) != std::string_view::npos)
        return std::string(text);
    const std::size_t last = text.find_last_not_of('0');
    return std::string(text.substr(0, text[last] == '.' ? last : last + 1));
}

} // namespace

std::optional<settled_date> date_of(std::string_view text) {
    if (text.empty()) return 0;
    const auto found = read(text);
    if (!found) return std::nullopt;
    if (is_none(found->day)) return 0;
    const auto day = Date::from_number(found->day);
    return day ? std::optional(day->number()) : std::nullopt;
}

bool is_moment(std::string_view text) {
    constexpr std::string_view shape = "2000-00-00 00:00:00";
    constexpr std::size_t day_size = 10;
    if (text.size() != day_size && text.size() != shape.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
    if (text.size() > day_size && text.substr(day_size) == shape.substr(day_size)) return false; // midnight is the day alone
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
    return two(5) >= 1 && two(5) <= 12 && two(8) >= 1 && two(8) <= 28; // later days may not exist
}

std::optional<std::string> moment_of(std::string_view text) {
    if (text.empty()) return std::string();
    const auto found = read(text);
    if (!found) return std::nullopt;
    if (is_none(found->day)) return std::string();
    const auto day = Date::from_number(found->day);
    if (!day) return std::nullopt;
    const std::string time = time_of(found->behind);
    return time.empty() ? day->iso() : day->iso() + " " + time;
}

} // namespace settled::formats
