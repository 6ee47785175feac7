#include "config/words.hpp"

#include "config/findings.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::config {
namespace {

struct Pair {
    std::string_view found, meant;
};

// What people call their money, where ISO 4217 calls it otherwise.
constexpr std::array<Pair, 6> colloquial_currencies = {
    {{"RMB", "CNY"}, {"CNH", "CNY"}, {"NTD", "TWD"}, {"YEN", "JPY"}, {"UKP", "GBP"}, {"EURO", "EUR"}}};

// Cities that people look for and the zone database does not have.
constexpr std::array<Pair, 8> cities = {{{"beijing", "Asia/Shanghai"},
                                         {"peking", "Asia/Shanghai"},
                                         {"shenzhen", "Asia/Shanghai"},
                                         {"guangzhou", "Asia/Shanghai"},
                                         {"frankfurt", "Europe/Berlin"},
                                         {"munich", "Europe/Berlin"},
                                         {"hamburg", "Europe/Berlin"},
                                         {"milan", "Europe/Rome"}}};

constexpr std::array<Pair, 7> titles = {{{"company", "Companies"},
                                         {"ledger", "Ledgers"},
                                         {"statement_source", "Sources"},
                                         {"gateway", "Gateways"},
                                         {"procedure", "Procedures"},
                                         {"person", "People"},
                                         {"calendar", "Calendars"}}};

std::string_view look_up(std::string_view word, std::span<const Pair> table) {
    const auto hit = std::ranges::find(table, word, &Pair::found);
    return hit == table.end() ? std::string_view() : hit->meant;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

} // namespace

Range range_of(std::string_view allowed) {
    const std::size_t mark = allowed.find("..");
    return {whole_number(allowed.substr(0, mark)).value(), whole_number(allowed.substr(mark + 2)).value()};
}

std::vector<std::string_view> parts_of(std::string_view allowed) { return split(allowed, '|'); }

std::vector<std::string_view> named_ones(std::vector<std::string_view> choices) {
    std::erase(choices, std::string_view());
    return choices;
}

std::optional<int> minute_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    constexpr std::array<std::size_t, 4> digit_places = {0, 1, 3, 4};
    if (!std::ranges::all_of(digit_places, [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; }))
        return std::nullopt;
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    const bool end_of_day = hour == 24 && minute == 0;
    if ((hour > 23 && !end_of_day) || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

bool is_language(std::string_view text) {
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto parts = split(text, '-');
    if (parts[0].size() < 2 || parts[0].size() > 3 || !std::ranges::all_of(parts[0], small) || parts.size() > 3) return false;
    return std::ranges::all_of(parts.begin() + 1, parts.end(), [&](std::string_view part) {
        return part.size() >= 2 && part.size() <= 4 && std::ranges::all_of(part, letter);
    });
}

bool is_fingerprint(std::string_view text) {
    constexpr std::string_view prefix = "sha256:";
    if (!text.starts_with(prefix) || text.size() != prefix.size() + 64) return false;
    return std::ranges::all_of(text.substr(prefix.size()),
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<std::uint16_t> own_port(std::string_view text) {
    for (const std::string_view host : {"127.0.0.1:", "[::1]:"}) {
        if (!text.starts_with(host)) continue;
        const std::string_view digits = text.substr(host.size());
        std::uint16_t port = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (error == std::errc() && end == digits.data() + digits.size() && port != 0) return port;
    }
    return std::nullopt;
}

bool is_web_address(std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!text.starts_with(scheme)) continue;
        const std::string_view rest = text.substr(scheme.size());
        const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
        return !host.empty() && host.find('@') == std::string_view::npos &&
               text.find_first_of(" \t\r\n\"") == std::string_view::npos;
    }
    return false;
}

bool is_percentage(std::string_view text) {
    const std::size_t mark = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, mark);
    const std::string_view fraction = mark < text.size() ? text.substr(mark + 1) : std::string_view("0");
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (whole.empty() || whole.size() > 3 || fraction.empty() || fraction.size() > 6) return false;
    if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit)) return false;
    const std::int64_t number = *whole_number(whole);
    return number < 100 || (number == 100 && std::ranges::all_of(fraction, [](char c) { return c == '0'; }));
}

std::optional<std::string> currency_refusal(std::string_view code) {
    if (const std::string_view meant = look_up(code, colloquial_currencies); !meant.empty())
        return fmt::format("{} is not a currency code; write \"{}\"", shown(code), meant);
    if (Currency::parse(code)) return std::nullopt;
    return fmt::format("{} is not a currency code; expected three capital letters of ISO 4217 such as \"CNY\"", shown(code));
}

std::optional<std::string> secret_refusal(std::string_view key, std::string_view text) {
    constexpr std::string_view prefix = "secret:";
    const bool good =
        text.starts_with(prefix) && text.size() > prefix.size() && std::ranges::all_of(text.substr(prefix.size()), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        });
    if (good) return std::nullopt;
    return fmt::format("{0} stands in the file; secrets never do. Write {0} = \"secret:NAME\" and run: settled secret set NAME",
                       key);
}

std::string_view zone_of_city(std::string_view zone) {
    const std::size_t mark = zone.rfind('/');
    return look_up(ascii_lower(mark == zone.npos ? zone : zone.substr(mark + 1)), cities);
}

std::string example(ValueType type) {
    switch (type) {
    case ValueType::currency:
        return "\"CNY\"";
    case ValueType::zone:
        return "\"Asia/Shanghai\"";
    case ValueType::secret:
        return "\"secret:NAME\"";
    case ValueType::time:
        return "\"09:00\"";
    case ValueType::times:
        return "\"07:30\"";
    case ValueType::span:
        return "\"09:00\", \"18:00\"";
    case ValueType::amount:
        return "\"30.00\"";
    case ValueType::decimals:
        return "\"2\", \"1.5\"";
    case ValueType::principals:
        return "\"group:finance-ar\"";
    case ValueType::recipients:
        return "\"role:ar_manager\"";
    case ValueType::customers:
        return "\"u8:C0017\", \"odoo:412\"";
    case ValueType::named_references:
        return "email = \"mail\"";
    case ValueType::fingerprints:
        return "ledger_odbc = \"sha256:…\"";
    case ValueType::texts:
    case ValueType::choices:
    case ValueType::references:
        return "\"…\"";
    default:
        return "";
    }
}

std::string such_as(std::string_view example) { return example.empty() ? "" : fmt::format(" such as {}", example); }

std::string_view title_of(std::string_view block) {
    const std::string_view title = look_up(block, titles);
    return title.empty() ? "Choices" : title;
}

} // namespace settled::config
