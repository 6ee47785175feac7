#include "config/toml_writer.hpp"

#include "config/document.hpp"
#include "config/schema.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::config {
namespace {

// A secret that somebody filled in is not shown, whatever the caller thought.
bool is_filled_secret(std::string_view key, std::string_view value) {
    constexpr std::array<std::string_view, 8> endings = {"password", "passwd", "secret",      "token",
                                                         "api_key",  "key_id", "private_key", "signing_key"};
    if (value.empty() || value.starts_with("secret:")) return false;
    return std::ranges::any_of(endings, [&](std::string_view ending) { return key.ends_with(ending); });
}

std::string time_text(int minute_of_day) { return fmt::format("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60); }

// As a person would write it: short whole numbers and true or false bare, everything else quoted.
std::string option_text(std::string_view value) {
    const bool digits = !value.empty() && value.size() <= 9 && value.find_first_not_of("0123456789") == value.npos;
    const bool number = digits && (value.size() == 1 || value.front() != '0');
    return number || value == "true" || value == "false" ? std::string(value) : config::quoted(value);
}

std::string amounts_text(const Amounts& amounts) {
    std::string table = "{";
    for (const auto& [currency, minor_units] : amounts)
        table += fmt::format("{} {} = {}", table.size() > 1 ? "," : "", currency.code(),
                             config::quoted(amount_text(minor_units, currency)));
    return table + " }";
}

} // namespace

std::string list_text(const std::vector<std::string>& texts) {
    std::string list = "[";
    for (const std::string& text : texts) list += (list.size() > 1 ? ", " : "") + config::quoted(text);
    return list + "]";
}

std::string table_text(const std::map<std::string, std::string>& texts) {
    std::string table = "{";
    for (const auto& [key, text] : texts)
        table += fmt::format("{} {} = {}", table.size() > 1 ? "," : "", written_key(key), config::quoted(text));
    return table + " }";
}

void TomlWriter::heading(std::string_view line) {
    if (!text_.empty()) text_ += '\n';
    text_ += fmt::format("{}\n", line);
    options_written_.clear();
}

void TomlWriter::named(std::string_view block, std::string_view name) {
    heading(fmt::format("[{}.{}]", block, written_key(name)));
}

void TomlWriter::raw(std::string_view key, std::string_view value) { text_ += fmt::format("{} = {}\n", key, value); }

void TomlWriter::text(std::string_view key, std::string_view value) {
    if (!value.empty()) raw(key, config::quoted(is_filled_secret(key, value) ? "(hidden)" : value));
}

void TomlWriter::number(std::string_view key, int value) { raw(key, std::to_string(value)); }
void TomlWriter::flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }

void TomlWriter::day(std::string_view key, Date value) {
    if (value) raw(key, value.iso());
}

void TomlWriter::list(std::string_view key, const std::vector<std::string>& values) {
    if (!values.empty()) raw(key, list_text(values));
}

void TomlWriter::amounts(std::string_view key, const Amounts& values) {
    if (!values.empty()) raw(key, amounts_text(values));
}

void TomlWriter::by_language(std::string_view key, const Texts& values) {
    if (values.size() == 1 && values.contains(""))
        text(key, values.at(""));
    else
        table(key, values);
}

void TomlWriter::table(std::string_view key, const std::map<std::string, std::string>& values) {
    if (!values.empty()) raw(key, table_text(values));
}

void TomlWriter::span(std::string_view key, int from_minute, int to_minute) {
    raw(key, list_text({time_text(from_minute), time_text(to_minute)}));
}

void TomlWriter::options(std::string_view block, const std::vector<std::pair<std::string, std::string>>& options) {
    for (const auto& [key, value] : options) {
        if (find_key(block, key) != nullptr || !options_written_.insert(key).second) continue;
        std::string dotted;
        for (const std::string_view part : split(key, '.')) dotted += (dotted.empty() ? "" : ".") + written_key(part);
        raw(dotted, is_filled_secret(key, value) ? config::quoted("(hidden)") : option_text(value));
    }
}

} // namespace settled::config
