#include "config/document.hpp"

#include "config/slip.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

// The library asserts what some texts break (a table header that begins with '='), and a release
// build would even take it for granted. Here a broken assertion is a refused text.
namespace {
struct BrokenAssertion {};
constexpr void require(bool held) {
    if (!held) throw BrokenAssertion();
}
} // namespace
#undef NDEBUG
#define TOML_ASSERT(expression) require(static_cast<bool>(expression))
#define TOML_EXCEPTIONS 1
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace settled::config {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

int line_of(const toml::source_region& source) { return static_cast<int>(source.begin.line); }

// Copies the library's tree, in the order of the text; remembers the first date that is not one of ours.
class Copy {
  public:
    Value of(const toml::node& node) {
        Value value;
        value.line = line_of(node.source());
        if (const auto* table = node.as_table()) {
            value.kind = ValueKind::table;
            value.members = members_of(*table);
        } else if (const auto* array = node.as_array()) {
            value.kind = ValueKind::array;
            for (const toml::node& item : *array) value.items.push_back(of(item));
        } else {
            scalar(node, value);
        }
        return value;
    }
    int line_of_strange_date() const { return line_of_strange_date_; }

  private:
    std::vector<Member> members_of(const toml::table& table) {
        std::vector<std::pair<toml::source_position, Member>> found;
        for (const auto& [key, node] : table) {
            const auto at = key.source().begin;
            found.emplace_back(at, Member{std::string(key.str()), static_cast<int>(at.line), of(node)});
        }
        std::ranges::stable_sort(found, [](const auto& left, const auto& right) { return left.first < right.first; });
        std::vector<Member> members;
        for (auto& [at, member] : found) members.push_back(std::move(member));
        return members;
    }

    void scalar(const toml::node& node, Value& value) {
        if (const auto* text = node.as_string()) {
            value.kind = ValueKind::text;
            value.text = text->get();
        } else if (const auto* number = node.as_integer()) {
            value.kind = ValueKind::number;
            value.number = number->get();
        } else if (const auto* flag = node.as_boolean()) {
            value.kind = ValueKind::flag;
            value.number = flag->get() ? 1 : 0;
        } else if (const auto* day = node.as_date()) {
            value.kind = ValueKind::date;
            const auto date = Date::of(day->get().year, day->get().month, day->get().day);
            if (date)
                value.date = *date;
            else if (line_of_strange_date_ == 0)
                line_of_strange_date_ = value.line;
        } else if (const auto* time = node.as_time()) {
            value.kind = ValueKind::time;
            value.text = fmt::format("{:02}:{:02}", time->get().hour, time->get().minute);
        } else {
            value.kind = node.is_floating_point() ? ValueKind::decimal : ValueKind::time;
        }
    }

    int line_of_strange_date_ = 0;
};

struct Complaint {
    Position at; // line 0: the library did not say where
    std::string words;
};

std::expected<toml::table, Complaint> parse(std::string_view text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        const toml::source_position at = error.source().begin;
        return std::unexpected(
            Complaint{{static_cast<int>(at.line), static_cast<int>(at.column)}, std::string(error.description())});
    } catch (const BrokenAssertion&) {
        return std::unexpected(Complaint{{0, 1}, "expected a key, a value or a table header"});
    }
}

// The first line that breaks an assertion: the library reads from top to bottom, so every beginning
// of the text that holds the line breaks it, and no shorter one does.
int line_of_broken_assertion(std::string_view text) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < text.size(); ++at)
        if (text[at] == '\n' || at + 1 == text.size()) ends.push_back(at + 1);
    const auto breaks = [&](std::size_t end) {
        const auto parsed = parse(text.substr(0, end));
        return !parsed && parsed.error().at.line == 0;
    };
    const auto first = std::ranges::partition_point(ends, [&](std::size_t end) { return !breaks(end); });
    return static_cast<int>(std::min<std::ptrdiff_t>(first - ends.begin() + 1, static_cast<std::ptrdiff_t>(ends.size())));
}

// Bytes that are no UTF-8 text at all: nothing of the library's is worth reading then.
std::optional<Error> encoding_slip(std::string_view text, std::string_view file_name) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.find('\0') != text.npos)
        return Error{SETTLED_BAD_DATA,
                     fmt::format("{}:1:1: the file is not UTF-8 (it looks like UTF-16, \"Unicode\" in Notepad); save it as UTF-8",
                                 file_name),
                     1};
    const std::size_t at = first_invalid_utf8(text);
    if (at == text.npos) return std::nullopt;
    const Position position = position_of(text, at);
    return Error{
        SETTLED_BAD_DATA,
        fmt::format("{}:{}:{}: the file is not UTF-8 from here on (it looks like GBK or another local encoding, \"ANSI\" in "
                    "Notepad); save it as UTF-8",
                    file_name, position.line, position.column),
        position.line};
}

} // namespace

std::string_view describe(ValueKind kind) {
    switch (kind) {
    case ValueKind::text:
        return "a text in quotes";
    case ValueKind::number:
        return "a whole number";
    case ValueKind::decimal:
        return "a decimal number";
    case ValueKind::flag:
        return "true or false";
    case ValueKind::date:
        return "a date";
    case ValueKind::time:
        return "a time";
    case ValueKind::array:
        return "a list";
    case ValueKind::table:
        return "a table";
    }
    return "a value";
}

const Value* Value::find(std::string_view key) const {
    const auto hit = std::ranges::find(members, key, &Member::key);
    return hit == members.end() ? nullptr : &hit->value;
}

Result<Value> parse_document(std::string_view text, std::string_view file_name) {
    if (text.size() > limit::document_bytes_max)
        return fail(SETTLED_BAD_DATA,
                    fmt::format("{}: is larger than {} bytes; is this the configuration?", file_name, limit::document_bytes_max));
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (auto slip = encoding_slip(text, file_name)) return std::unexpected(std::move(*slip));

    auto parsed = parse(text);
    if (!parsed) {
        Complaint& complaint = parsed.error();
        if (complaint.at.line == 0) complaint.at.line = line_of_broken_assertion(text);
        const Slip slip = explain(text, complaint.at, complaint.words);
        return fail(SETTLED_BAD_DATA, fmt::format("{}:{}:{}: {}", file_name, slip.at.line, slip.at.column, slip.words),
                    slip.at.line);
    }
    Copy copy;
    Value root = copy.of(*parsed);
    root.line = 1;
    if (const int line = copy.line_of_strange_date(); line != 0)
        return fail(SETTLED_BAD_DATA,
                    fmt::format("{}:{}:1: a date of this line is outside the years 1900 to 2200", file_name, line), line);
    return root;
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            made += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
            made += c;
    }
    return made + '"';
}

std::string written_key(std::string_view key) {
    const bool bare = !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return bare ? std::string(key) : quoted(key);
}

std::string written_value(std::string_view text) {
    const bool digits = !text.empty() && text.size() <= 9 && std::ranges::all_of(text, is_digit);
    const bool whole_number = digits && (text.size() == 1 || text.front() != '0');
    return whole_number || text == "true" || text == "false" ? std::string(text) : quoted(text);
}

} // namespace settled::config
