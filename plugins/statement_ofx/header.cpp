// What the head of an OFX file says about its encoding.
#include "markup.hpp"

#include <formats/xml_pieces.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <string>

namespace settled::ofx {
namespace {

using formats::Encoding;

// The value of "CHARSET:1252", also where the header's lines were joined: "CHARSET:1252COMPRESSION:NONE".
std::string_view header_value(std::string_view header, std::string_view key) {
    const std::size_t found = header.find(key);
    if (found == header.npos) return {};
    std::string_view value = header.substr(found + key.size());
    value = value.substr(0, value.find_first_of("\r\n<"));
    for (const std::string_view next : {"CHARSET:", "COMPRESSION:", "OLDFILEUID:", "NEWFILEUID:"})
        value = value.substr(0, value.find(next));
    return trim(value);
}

} // namespace

std::optional<Encoding> claimed_encoding(std::string_view head) {
    if (const auto mark = formats::byte_order_mark(head); mark.size > 0) return mark.encoding;
    const std::string_view text = trim(head);
    if (text.starts_with("<?xml"))
        return text.substr(0, text.find("?>")).contains("encoding") ? formats::declared_encoding(text) : std::nullopt;
    const std::string_view header = text.substr(0, text.find("<OFX>"));
    const std::string_view charset = header_value(header, "CHARSET:"), encoding = header_value(header, "ENCODING:");
    if (charset == "1252") return Encoding::windows1252;
    for (const std::string& name : {std::string(charset), "windows-" + std::string(charset), "CP" + std::string(charset),
                                    "ISO-" + std::string(charset), std::string(encoding)})
        if (const auto known = formats::encoding_named(name)) return known;
    return std::nullopt;
}

} // namespace settled::ofx
