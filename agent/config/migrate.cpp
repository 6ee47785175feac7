#include "config/migrate.hpp"

#include "config/check.hpp"
#include "config/document.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

namespace settled::config {
namespace {

std::size_t begin_of_line(std::string_view text, int line) { // 1 = first
    std::size_t at = 0;
    for (int i = 1; i < line && at != text.npos; ++i)
        if (at = text.find('\n', at); at != text.npos) ++at;
    return std::min(at, text.size());
}

// Behind the comments that the file begins with: a key of no table stands before the first table.
std::size_t begin_of_keys(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (at < text.size()) {
        const std::size_t end = text.find('\n', at);
        const std::string_view line = trim(text.substr(at, end == text.npos ? text.npos : end - at));
        if (!line.starts_with('#') || end == text.npos) break;
        at = end + 1;
    }
    return at;
}

} // namespace

Result<std::string> migrated(std::string_view text, std::string_view file_name) {
    auto root = parse_document(text, file_name);
    if (!root) return pass(root);
    const Value* schema = root->find("schema");
    const std::string wanted = fmt::format("schema = {}", schema_of_this_agent);
    std::string made(text);
    if (schema == nullptr) {
        made.insert(begin_of_keys(text), wanted + "\n");
        return made;
    }
    if (schema->kind != ValueKind::number)
        return fail(SETTLED_BAD_DATA,
                    fmt::format("{}:{}: schema is not a whole number; write {}", file_name, schema->line, wanted));
    if (schema->number > schema_of_this_agent)
        return fail(SETTLED_UNSUPPORTED,
                    fmt::format("{}:{}: schema is {}, newer than this settled's ({}); install the newer package", file_name,
                                schema->line, schema->number, schema_of_this_agent));
    if (schema->number == schema_of_this_agent) return made;
    const std::size_t begin = begin_of_line(text, schema->line);
    const std::size_t value = text.find('=', begin);
    const std::size_t end = std::min(text.find_first_of("#\r\n", value), text.size());
    made.replace(begin, end - begin, wanted + (end < text.size() && text[end] == '#' ? " " : ""));
    return made;
}

} // namespace settled::config
