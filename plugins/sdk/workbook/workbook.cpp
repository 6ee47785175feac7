#include <workbook/workbook.hpp>

#include "html_table.hpp"
#include "workbook_xls.hpp"
#include "workbook_xlsx.hpp"

#include <formats/encoding.hpp>
#include <settled/text.hpp>

namespace settled::workbook {
namespace {

// A page needs a tag of a page or table near its beginning, not just a '<'.
bool looks_like_html(std::string_view head) {
    if (const formats::ByteOrderMark mark = formats::byte_order_mark(head); mark.encoding == formats::Encoding::utf8)
        head.remove_prefix(mark.size);
    const std::string text = ascii_lower(trim(head.substr(0, 4096)));
    if (!text.starts_with('<') || text.starts_with("<?xml")) return false;
    return text.starts_with("<!doctype html") || text.contains("<html") || text.contains("<table") || text.contains("<meta");
}

Result<std::string> all_of(const Input& input) {
    constexpr std::size_t block = std::size_t{1} << 18;
    std::string bytes;
    for (;;) {
        const std::size_t held = bytes.size();
        bytes.resize(held + block);
        auto got = input.read({bytes.data() + held, block});
        bytes.resize(held + (got ? *got : 0));
        if (!got) return pass(got);
        if (*got == 0) return bytes;
    }
}

} // namespace

Container container_of(std::string_view head) {
    using namespace std::string_view_literals;
    if (head.starts_with("PK\x03\x04"sv)) return Container::zip;
    if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return Container::compound;
    return looks_like_html(head) ? Container::html : Container::text;
}

Result<std::unique_ptr<Workbook>> open_workbook(Container container, const Input& input, const WorkbookLimits& limits,
                                                std::optional<formats::Encoding> chosen) {
    auto bytes = all_of(input);
    if (!bytes) return pass(bytes);
    switch (container) {
    case Container::zip:
        return open_xlsx(std::move(*bytes), limits);
    case Container::compound:
        return open_xls(*bytes);
    default:
        return open_html(*bytes, chosen, limits);
    }
}

} // namespace settled::workbook
