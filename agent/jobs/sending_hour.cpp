#include "jobs/sending_hour.hpp"

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

// ISO 3166 and the IANA time zone database: the one zone of a country, or its westernmost and its easternmost.
struct Country {
    std::string_view code;
    std::array<std::string_view, 2> zones;
    std::size_t count;
};
constexpr auto countries = std::to_array<Country>({
    Country{"AE", {"Asia/Dubai"}, 1},
    Country{"AR", {"America/Argentina/Buenos_Aires"}, 1},
    Country{"AS", {"Pacific/Pago_Pago"}, 1},
    Country{"AT", {"Europe/Vienna"}, 1},
    Country{"AU", {"Australia/Perth", "Australia/Sydney"}, 2},
    Country{"BD", {"Asia/Dhaka"}, 1},
    Country{"BE", {"Europe/Brussels"}, 1},
    Country{"BG", {"Europe/Sofia"}, 1},
    Country{"BR", {"America/Rio_Branco", "America/Sao_Paulo"}, 2},
    Country{"CA", {"America/Vancouver", "America/St_Johns"}, 2},
    Country{"CH", {"Europe/Zurich"}, 1},
    Country{"CL", {"America/Santiago"}, 1},
    Country{"CN", {"Asia/Shanghai"}, 1},
    Country{"CO", {"America/Bogota"}, 1},
    Country{"CZ", {"Europe/Prague"}, 1},
    Country{"DE", {"Europe/Berlin"}, 1},
    Country{"DK", {"Europe/Copenhagen"}, 1},
    Country{"EE", {"Europe/Tallinn"}, 1},
    Country{"EG", {"Africa/Cairo"}, 1},
    Country{"ES", {"Atlantic/Canary", "Europe/Madrid"}, 2},
    Country{"FI", {"Europe/Helsinki"}, 1},
    Country{"FR", {"Europe/Paris"}, 1},
    Country{"GB", {"Europe/London"}, 1},
    Country{"GR", {"Europe/Athens"}, 1},
    Country{"HK", {"Asia/Hong_Kong"}, 1},
    Country{"HR", {"Europe/Zagreb"}, 1},
    Country{"HU", {"Europe/Budapest"}, 1},
    Country{"ID", {"Asia/Jakarta", "Asia/Jayapura"}, 2},
    Country{"IE", {"Europe/Dublin"}, 1},
    Country{"IL", {"Asia/Jerusalem"}, 1},
    Country{"IN", {"Asia/Kolkata"}, 1},
    Country{"IS", {"Atlantic/Reykjavik"}, 1},
    Country{"IT", {"Europe/Rome"}, 1},
    Country{"JP", {"Asia/Tokyo"}, 1},
    Country{"KE", {"Africa/Nairobi"}, 1},
    Country{"KI", {"Pacific/Tarawa", "Pacific/Kiritimati"}, 2},
    Country{"KR", {"Asia/Seoul"}, 1},
    Country{"KW", {"Asia/Kuwait"}, 1},
    Country{"KZ", {"Asia/Almaty"}, 1},
    Country{"LK", {"Asia/Colombo"}, 1},
    Country{"LT", {"Europe/Vilnius"}, 1},
    Country{"LU", {"Europe/Luxembourg"}, 1},
    Country{"LV", {"Europe/Riga"}, 1},
    Country{"MA", {"Africa/Casablanca"}, 1},
    Country{"MO", {"Asia/Macau"}, 1},
    Country{"MX", {"America/Tijuana", "America/Cancun"}, 2},
    Country{"MY", {"Asia/Kuala_Lumpur"}, 1},
    Country{"NG", {"Africa/Lagos"}, 1},
    Country{"NL", {"Europe/Amsterdam"}, 1},
    Country{"NO", {"Europe/Oslo"}, 1},
    Country{"NZ", {"Pacific/Auckland"}, 1},
    Country{"PE", {"America/Lima"}, 1},
    Country{"PH", {"Asia/Manila"}, 1},
    Country{"PK", {"Asia/Karachi"}, 1},
    Country{"PL", {"Europe/Warsaw"}, 1},
    Country{"PT", {"Atlantic/Azores", "Europe/Lisbon"}, 2},
    Country{"QA", {"Asia/Qatar"}, 1},
    Country{"RO", {"Europe/Bucharest"}, 1},
    Country{"RU", {"Europe/Kaliningrad", "Asia/Kamchatka"}, 2},
    Country{"SA", {"Asia/Riyadh"}, 1},
    Country{"SE", {"Europe/Stockholm"}, 1},
    Country{"SG", {"Asia/Singapore"}, 1},
    Country{"SI", {"Europe/Ljubljana"}, 1},
    Country{"SK", {"Europe/Bratislava"}, 1},
    Country{"TH", {"Asia/Bangkok"}, 1},
    Country{"TR", {"Europe/Istanbul"}, 1},
    Country{"TW", {"Asia/Taipei"}, 1},
    Country{"UA", {"Europe/Kiev"}, 1},
    Country{"US", {"Pacific/Honolulu", "America/New_York"}, 2},
    Country{"VN", {"Asia/Ho_Chi_Minh"}, 1},
    Country{"ZA", {"Africa/Johannesburg"}, 1},
});

bool within(int minute, int from, int to) { return from <= to ? minute >= from && minute < to : minute >= from || minute < to; }

bool is_quiet(const config::Sending& sending, const world::LocalTime& local) {
    return within(local.minute_of_day, sending.quiet_from_minute, sending.quiet_to_minute);
}

// His own where he lives in another country that has one; else ours, which at least knows our own holidays.
const dunning::Calendar& calendar_of(const config::Settings& settings, const config::Company& company, std::string_view country) {
    const bool at_home = country.empty() || company.calendar.starts_with(country) || zones_of_country(country).empty();
    if (at_home) return settings.calendar_of(company);
    static const dunning::Calendar weekends_only;
    const auto hit = settings.calendars.find(std::string(country));
    return hit == settings.calendars.end() ? weekends_only : hit->second;
}

std::optional<SendObstacle> obstacle_at(const config::Sending& sending, const dunning::Calendar& calendar,
                                        const world::LocalTime& local) {
    if (is_quiet(sending, local)) return SendObstacle{false, "quiet_hours", "quiet hours; it waits for the morning"};
    if (!calendar.is_working_day(local.day) || calendar.is_silent(local.day))
        return SendObstacle{false, "no_working_day", "no working day; it waits for the next one"};
    if (!within(local.minute_of_day, sending.window_from_minute, sending.window_to_minute))
        return SendObstacle{false, "outside_window", "outside the sending window; it waits for the next one"};
    return std::nullopt;
}

} // namespace

std::span<const std::string_view> zones_of_country(std::string_view country) {
    const auto hit = std::ranges::find(countries, country, &Country::code);
    if (hit == countries.end()) return {};
    return std::span(hit->zones).first(hit->count);
}

Result<std::optional<SendObstacle>> hour_obstacle(const config::Settings& settings, const config::Company& company,
                                                  std::string_view country, world::Moment now) {
    const config::Sending& sending = settings.sending;
    auto ours = world::local_time(now, company.time_zone);
    if (!ours) return pass(ours);
    if (is_quiet(sending, *ours)) return SendObstacle{false, "quiet_hours", "quiet hours; it waits for the morning"};
    const dunning::Calendar& calendar = calendar_of(settings, company, country);
    const auto zones = zones_of_country(country);
    if (zones.empty()) return obstacle_at(sending, calendar, *ours);
    for (const std::string_view zone : zones) {
        auto his = world::local_time(now, zone);
        if (!his) return pass(his);
        if (auto found = obstacle_at(sending, calendar, *his)) {
            found->words += " (" + his->text.substr(11, 5) + " there)";
            return found;
        }
    }
    return std::nullopt;
}

} // namespace settled::jobs
