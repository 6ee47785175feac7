#include "camt_node.hpp"

#include <formats/xml_pieces.hpp>
#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <charconv>

namespace settled::camt {
namespace {

constexpr unsigned how_to_parse = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute |
                                  pugi::parse_trim_pcdata | pugi::parse_embed_pcdata;

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, 40)) + "\""; }

// XML 1.0, 2.2: the characters a document may hold, also when written as &#…;.
bool is_xml_character(std::uint32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

// The offset of a numeric character reference that names no character, or npos. pugixml would make
// broken UTF-8 of it.
std::size_t first_bad_reference(std::string_view xml) {
    for (std::size_t at = xml.find("&#"); at != std::string_view::npos; at = xml.find("&#", at + 2)) {
        const bool hexadecimal = xml.substr(at + 2, 1) == "x";
        const char* first = xml.data() + at + (hexadecimal ? 3 : 2);
        std::uint32_t code = 0;
        const auto [end, error] = std::from_chars(first, xml.data() + xml.size(), code, hexadecimal ? 16 : 10);
        if (error != std::errc() || end == xml.data() + xml.size() || *end != ';' || !is_xml_character(code)) return at;
    }
    return std::string_view::npos;
}

// Eight bytes a step.
bool holds_control_character(std::string_view text) {
    std::uint64_t eight = 0;
    if (text.size() < sizeof eight) return std::ranges::any_of(text, [](char c) { return c >= 0 && c < ' '; });
    const auto holds = [&](const char* at) {
        std::memcpy(&eight, at, sizeof eight);
        return ((eight - 0x2020202020202020U) & ~eight & 0x8080808080808080U) != 0;
    };
    for (std::size_t at = 0; at + sizeof eight < text.size(); at += sizeof eight)
        if (holds(text.data() + at)) return true;
    return holds(text.data() + text.size() - sizeof eight); // some of them for the second time
}

} // namespace

std::string_view name_of(Node node) {
    const char* begin = node.name();
    const char* end = begin;
    for (; *end != '\0'; ++end)
        if (*end == ':') begin = end + 1;
    return {begin, end};
}

Node child(Node parent, std::string_view name) { return children<1>(parent, {name})[0]; }

Node descend(Node parent, std::initializer_list<std::string_view> path) {
    for (const std::string_view name : path) parent = child(parent, name);
    return parent;
}

Status Piece::load(std::string_view xml, std::int64_t line) {
    xml_ = xml;
    line_ = line;
    texts_used_ = 0;
    if (const std::size_t bad = first_bad_reference(xml); bad != std::string_view::npos)
        return fail(SETTLED_BAD_DATA, quoted(xml.substr(bad, 12)) + " names no character", line + line_feeds(xml.substr(0, bad)));
    scratch_ = xml;
    const pugi::xml_parse_result parsed =
        document_.load_buffer_inplace(scratch_.data(), scratch_.size(), how_to_parse, pugi::encoding_utf8);
    if (!parsed)
        return fail(SETTLED_BAD_DATA, std::string("not well-formed XML: ") + parsed.description(),
                    line + line_feeds(xml.substr(0, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)))));
    return {};
}

std::int64_t Piece::line_of(Node node) const {
    const std::ptrdiff_t offset = node.offset_debug();
    return offset <= 0 ? line_ : line_ + line_feeds(xml_.substr(0, static_cast<std::size_t>(offset)));
}

std::string& Piece::fresh_text() {
    if (texts_used_ == texts_.size()) texts_.emplace_back();
    std::string& made = texts_[texts_used_++];
    made.clear();
    return made;
}

std::string_view Piece::text(Node node) {
    if (!node) return {};
    std::string_view found = node.child_value();
    // A comment or CDATA section inside parts the text: the parts belong together.
    bool parted = false;
    const auto is_text = [](Node part) { return part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata; };
    each_child(node, [&](Node part) { parted = parted || is_text(part); });
    if (parted) {
        std::string& joined = fresh_text();
        joined = node.value();
        each_child(node, [&](Node part) {
            if (is_text(part)) joined += part.value();
        });
        found = joined;
    }
    if (holds_control_character(found)) return fresh_text() = fold_blanks(found);
    return trim(found);
}

Result<Date> Piece::date(Node node) {
    if (!node) return Date();
    const auto [day, moment] = children<2>(node, {"Dt", "DtTm"});
    // Some banks put the moment inside <Dt><Dt>.
    const Node inner = day ? day : moment;
    const std::string_view written = text(inner ? inner : node);
    if (written.empty()) return Date();
    const auto date = Date::parse_iso(written.substr(0, 10));
    if (!date) return refuse(inner ? inner : node, quoted(written) + " is not a day; expected YYYY-MM-DD");
    return *date;
}

Result<Piece::Amount> Piece::amount(Node node, Currency fallback, bool may_be_negative) {
    Currency currency = fallback;
    for (pugi::xml_attribute attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
        if (formats::local_name(attribute.name()) != "Ccy") continue;
        const auto named = Currency::parse(trim(attribute.value()));
        if (!named) return refuse(node, quoted(attribute.value()) + " is not a currency; expected three capital letters");
        currency = *named;
    }
    const std::string_view written = text(node);
    const auto value = formats::parse_decimal(written, currency, {.decimal_marks = ".", .signs = formats::Signs::leading});
    if (!value) return refuse(node, "amount " + value.error().message);
    if (value->minor_units < 0 && !may_be_negative)
        return refuse(node, "amount " + quoted(written) + " is negative; expected the direction in CdtDbtInd alone");
    return Amount{*value, currency};
}

} // namespace settled::camt
