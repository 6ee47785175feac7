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

} // namespace

std::string_view name_of(Node node) {
    const char* begin = node.name();
    const char* end = begin;
    for (; *end != '\0'; ++end)
        if (*end == ':') begin = end + 1;
    return {begin, end};
}

Node child(Node parent, std::string_view name) {
    for (Node found = parent.first_child(); found; found = found.next_sibling())
        if (name_of(found) == name) return found;
    return {};
}

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
    unsigned char folds = 0; // no early end: so the loop is a few vector instructions
    for (const char c : found) folds = static_cast<unsigned char>(folds | static_cast<unsigned char>(c >= 0 && c < ' '));
    if (folds != 0) return fresh_text() = fold_blanks(found);
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
    for (const pugi::xml_attribute attribute : node.attributes()) {
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
