// words.hpp -- small readings of configuration texts that checks and builders share.
#pragma once

#include "config/schema.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

struct Range {
    std::int64_t least = 0, most = 0;
};
Range range_of(std::string_view allowed);                                        // "-365..3650"
std::vector<std::string_view> parts_of(std::string_view allowed);                // "shadow|approve|auto"
std::vector<std::string_view> named_ones(std::vector<std::string_view> choices); // without the empty one

std::optional<int> minute_of_day(std::string_view text);      // "08:30" → 510; "24:00" is the end of the day
bool is_language(std::string_view text);                      // "zh-CN", "en"
bool is_fingerprint(std::string_view text);                   // "sha256:" and 64 hexadecimal digits
std::optional<std::uint16_t> own_port(std::string_view text); // "127.0.0.1:9464", "[::1]:9464" → 9464
bool is_web_address(std::string_view text);                   // "https://monitor.example/x"
bool is_percentage(std::string_view text);                    // "2.125": a decimal from 0 to 100

// The words that refuse it, or nothing: `"RMB" is not a currency code; write "CNY"`.
std::optional<std::string> currency_refusal(std::string_view code);
// A secret stands as secret:NAME only. The words never hold what was written.
std::optional<std::string> secret_refusal(std::string_view key, std::string_view text);

std::string_view zone_of_city(std::string_view zone); // "Asia/Beijing" → "Asia/Shanghai"; "" where there is no such slip

std::string example(ValueType type);               // of a value, as TOML writes it
std::string such_as(std::string_view example);     // ` such as "CNY"` or ""
std::string_view title_of(std::string_view block); // "Companies"

} // namespace settled::config
