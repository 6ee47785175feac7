#include "config/plugin_options.hpp"

#include "config/words.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace settled::config {
namespace {

constexpr std::string_view table_suffix = ".*";
constexpr char list_mark = ';';

bool takes_table(const OptionRow& row) { return row.key.ends_with(table_suffix); }

std::string_view plain_key(const OptionRow& row) {
    std::string_view key = row.key;
    if (takes_table(row)) key.remove_suffix(table_suffix.size());
    return key;
}

bool is_windows_absolute(std::string_view path) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return path.starts_with("\\\\") ||
           (path.size() > 2 && letter(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/'));
}

// Turns values into the texts that cross the wall.
class Flattening {
  public:
    Flattening(const OptionRequest& request, Findings& findings) : request_(&request), findings_(&findings) {}

    void member(const OptionRow& row, const Member& member) {
        if (takes_table(row)) {
            if (member.value.kind != ValueKind::table)
                return error(member.line, fmt::format("{} is {}; expected a table such as {{ name = \"…\" }}", member.key,
                                                      describe(member.value.kind)));
            return table(row, member.key, member.value);
        }
        if (auto wrong = wrong_type(row, member.value))
            return error(member.line, fmt::format("{} is {}; expected {}", member.key, describe(member.value.kind), *wrong));
        if (auto text = text_of(member.key, member.value)) add(row, member.key, *text, member.line);
    }

    Options take() { return std::move(options_); }

  private:
    // A plugin's options are texts behind the wall; what their defaults look like says what they mean, so that a slip is
    // found here and not at the first pull. What is expected instead, or nothing.
    static std::optional<std::string> wrong_type(const OptionRow& row, const Value& value) {
        const bool number =
            !row.fallback.empty() && std::ranges::all_of(row.fallback, [](char c) { return c >= '0' && c <= '9'; });
        const bool flag = row.fallback == "true" || row.fallback == "false";
        if (number && value.kind != ValueKind::number)
            return fmt::format("a whole number without quotes, such as {}", row.fallback);
        if (flag && value.kind != ValueKind::flag) return "true or false, without quotes";
        if (!flag && value.kind == ValueKind::flag) return "a text in quotes";
        if (is_path(row) && value.kind != ValueKind::text) return "a path in quotes";
        return std::nullopt;
    }

    void error(int line, std::string_view words) { findings_->error(line, request_->where, words); }

    void table(const OptionRow& row, const std::string& prefix, const Value& value) {
        for (const Member& member : value.members) {
            const std::string name = prefix + '.' + member.key;
            if (!is_entry_name(member.key))
                error(member.line, fmt::format("{}: {} is no name; expected one without empty parts", prefix, shown(member.key)));
            else if (member.value.kind == ValueKind::table)
                table(row, name, member.value);
            else if (auto text = text_of(name, member.value))
                add(row, name, *text, member.line);
        }
    }

    // "open_items.document_number" names the same entry as a table in a table does.
    static bool is_entry_name(std::string_view key) {
        const bool plain = std::ranges::none_of(key, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
        return plain && std::ranges::none_of(split(key, '.'), [](std::string_view part) { return part.empty(); });
    }

    std::optional<std::string> text_of(std::string_view name, const Value& value) {
        switch (value.kind) {
        case ValueKind::text:
            return value.text;
        case ValueKind::number:
            return std::to_string(value.number);
        case ValueKind::flag:
            return value.number != 0 ? "true" : "false";
        case ValueKind::date:
            return value.date.iso();
        case ValueKind::array:
            return joined(name, value);
        case ValueKind::decimal:
            error(value.line, fmt::format("{} is a decimal number; write it in quotes, so that no digit is lost", visible(name)));
            return std::nullopt;
        case ValueKind::time:
        case ValueKind::table:
            break;
        }
        error(value.line, fmt::format("{} is {}; expected a text in quotes, a whole number, true or false, or a list of them",
                                      visible(name), describe(value.kind)));
        return std::nullopt;
    }

    std::optional<std::string> joined(std::string_view name, const Value& list) {
        std::string text;
        for (const Value& item : list.items) {
            if (item.kind == ValueKind::array) {
                error(item.line, fmt::format("{}: a list inside a list; expected texts", visible(name)));
                return std::nullopt;
            }
            const auto one = text_of(fmt::format("an entry of {}", name), item);
            if (!one) return std::nullopt;
            if (one->contains(list_mark)) {
                error(item.line,
                      fmt::format("{}: {} holds a ';', which separates entries; write two entries", visible(name), shown(*one)));
                return std::nullopt;
            }
            if (&item != &list.items.front()) text += list_mark;
            text += *one;
        }
        return text;
    }

    void add(const OptionRow& row, const std::string& name, const std::string& text, int line) {
        if (row.secret) {
            if (auto words = secret_refusal(name, text)) return error(line, *words);
        }
        options_.emplace_back(name, is_path(row) ? absolute_path(request_->folder, text) : text);
    }

    const OptionRequest* request_;
    Findings* findings_;
    Options options_;
};

} // namespace

bool is_path(const OptionRow& row) {
    return row.key == "folder" || row.key.ends_with("_folder") || row.key.ends_with("_file") || row.fallback.starts_with("./");
}

const OptionRow* row_of(std::span<const OptionRow> rows, std::string_view key) {
    const auto hit = std::ranges::find_if(rows, [&](const OptionRow& row) { return plain_key(row) == key; });
    return hit == rows.end() ? nullptr : &*hit;
}

std::vector<std::string_view> keys_of(std::span<const OptionRow> rows) {
    std::vector<std::string_view> keys;
    for (const OptionRow& row : rows) keys.push_back(plain_key(row));
    return keys;
}

std::string absolute_path(const std::filesystem::path& folder, std::string_view path) {
    if (path.empty() || is_windows_absolute(path)) return std::string(path);
    return (folder / path).lexically_normal().string();
}

Options plugin_options(const OptionRequest& request, Findings& findings) {
    Options options;
    for (const OptionRow& row : request.rows) {
        const auto written =
            std::ranges::find_if(request.members, [&](const Member* member) { return member->key == plain_key(row); });
        if (written != request.members.end()) {
            Flattening flattening(request, findings);
            flattening.member(row, **written);
            std::ranges::move(flattening.take(), std::back_inserter(options));
        } else if (row.required) {
            findings.error(
                request.line, request.where,
                fmt::format("{} needs \"{}\"{}{}", request.plugin, plain_key(row), row.help_en.empty() ? "" : ": ", row.help_en));
        } else if (!row.fallback.empty() && !takes_table(row)) {
            options.emplace_back(row.key, is_path(row) ? absolute_path(request.folder, row.fallback) : row.fallback);
        }
    }
    return options;
}

} // namespace settled::config
