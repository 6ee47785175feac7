#include "html_table.hpp"

#include "sheet_lines.hpp"

#include <settled/text.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace settled::workbook {
namespace {

constexpr std::size_t span_max = 1000; // columns of one cell
constexpr std::size_t name_bytes_max = 20, entity_bytes_max = 10;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void append_character(std::string& text, std::uint32_t code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return;
    if (code < 0x80) {
        text += static_cast<char>(code);
        return;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr std::array<unsigned, 4> first = {0, 0xC0, 0xE0, 0xF0};
    text += static_cast<char>(first[static_cast<std::size_t>(more)] | code >> (6 * more));
    for (int i = more - 1; i >= 0; --i) text += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

// "&amp;", "&#160;", "&#xA0;"; anything else is what it looks like.
std::string without_entities(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> named = {
        {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t end = text[at] == '&' ? text.substr(0, at + entity_bytes_max).find(';', at) : text.npos;
        if (end == text.npos) {
            made += text[at];
            continue;
        }
        std::string_view entity = text.substr(at + 1, end - at - 1);
        if (entity.starts_with('#')) {
            const bool hexadecimal = entity.size() > 1 && (entity[1] == 'x' || entity[1] == 'X');
            entity.remove_prefix(hexadecimal ? 2 : 1);
            std::uint32_t code = 0;
            const auto read = std::from_chars(entity.data(), entity.data() + entity.size(), code, hexadecimal ? 16 : 10);
            if (read.ec == std::errc()) append_character(made, code);
        } else {
            std::string_view means = text.substr(at, end - at + 1);
            for (const auto& [name, character] : named)
                if (entity == name) means = character;
            made += means;
        }
        at = end;
    }
    return made;
}

class HtmlText final : public formats::TextSource {
  public:
    explicit HtmlText(std::string_view page) : page_(page) {}

    Result<bool> append_next(std::string& out) override {
        constexpr std::size_t chunk_bytes = 65536;
        const std::size_t before = out.size();
        while (!done_ && out.size() - before < chunk_bytes) {
            const std::size_t open = page_.find('<', at_);
            if (in_cell_) cell_ += page_.substr(at_, std::min(open, page_.size()) - at_);
            if (open == page_.npos) {
                if (Status told = end_cell(out); !told) return pass(told);
                lines_.finish(out);
                done_ = true;
                break;
            }
            at_ = open;
            if (Status told = tag(out); !told) return pass(told);
        }
        return out.size() != before;
    }

  private:
    Status tag(std::string& out) {
        if (page_.substr(at_).starts_with("<!--")) {
            at_ = std::min(page_.find("-->", at_), page_.size() - 3) + 3;
            return {};
        }
        const std::size_t close = page_.find('>', at_);
        if (close == page_.npos) return fail(SETTLED_BAD_DATA, "the page ends inside a tag; it was cut off", row_);
        const std::string_view inside = page_.substr(at_ + 1, close - at_ - 1);
        at_ = close + 1;
        std::size_t size = inside.starts_with('/') ? 1 : 0;
        while (size < inside.size() && size < name_bytes_max && !is_blank(inside[size]) && inside[size] != '/') ++size;
        const std::string name = ascii_lower(inside.substr(0, size));
        if (name == "style" || name == "script") {
            const std::size_t end = page_.find("</", at_);
            at_ = std::min(end, page_.size());
        } else if (name == "tr" || name == "/tr" || name == "/table") {
            if (Status told = end_cell(out); !told) return told;
            if (name == "tr") ++row_, column_ = 0;
        } else if (name == "td" || name == "th") {
            if (Status told = end_cell(out); !told) return told;
            if (row_ == 0) row_ = 1;
            in_cell_ = true;
            span_ = span_of(inside);
        } else if (name == "/td" || name == "/th") {
            return end_cell(out);
        } else if (name == "br" || name == "p" || name == "div") {
            if (in_cell_) cell_ += ' ';
        }
        return {};
    }

    static std::size_t span_of(std::string_view tag) {
        const std::string lower = ascii_lower(tag);
        const std::size_t key = lower.find("colspan");
        const std::size_t digits = key == lower.npos ? lower.npos : lower.find_first_of("0123456789", key);
        std::size_t span = 1;
        if (digits != lower.npos) std::from_chars(lower.data() + digits, lower.data() + lower.size(), span);
        return std::clamp<std::size_t>(span, 1, span_max);
    }

    Status end_cell(std::string& out) {
        if (!std::exchange(in_cell_, false)) return {};
        const std::string text = fold_blanks(without_entities(cell_));
        cell_.clear();
        if (!lines_.put(out, row_, column_, text, false))
            return fail(SETTLED_BAD_DATA, "the page's table is larger than a worksheet", row_);
        column_ += span_;
        return {};
    }

    std::string_view page_;
    std::size_t at_ = 0;
    SheetLines lines_;
    std::int64_t row_ = 0;
    std::size_t column_ = 0, span_ = 1;
    std::string cell_;
    bool in_cell_ = false, done_ = false;
};

class Html final : public Workbook {
  public:
    explicit Html(std::string page) : page_(std::move(page)) {}
    std::size_t sheets() const override { return 1; }
    std::string name(std::size_t) const override { return "HTML"; }
    Result<std::unique_ptr<formats::TextSource>> sheet(std::size_t) override { return std::make_unique<HtmlText>(page_); }

  private:
    std::string page_;
};

// <meta charset="gb2312">, <meta … content="text/html; charset=gb2312">
std::optional<formats::Encoding> declared(std::string_view bytes) {
    const std::string head = ascii_lower(bytes.substr(0, 4096));
    constexpr std::string_view key = "charset=";
    const std::size_t at = head.find(key);
    if (at == head.npos) return std::nullopt;
    std::string_view name = std::string_view(head).substr(at + key.size());
    while (name.starts_with('"') || name.starts_with('\'')) name.remove_prefix(1);
    return formats::encoding_named(name.substr(0, name.find_first_of("\"'; />\r\n")));
}

} // namespace

Result<std::unique_ptr<Workbook>> open_html(std::string_view bytes, std::optional<formats::Encoding> chosen,
                                            const WorkbookLimits& limits) {
    if (limits.unpacked_bytes > 0 && bytes.size() > limits.unpacked_bytes)
        return fail(SETTLED_BAD_DATA,
                    "the page has more than " + std::to_string(limits.unpacked_bytes >> 20) + " MB (limit unpacked_mb)");
    const formats::ByteOrderMark mark = formats::byte_order_mark(bytes);
    const auto encoding =
        mark.size > 0 ? mark.encoding : chosen.value_or(declared(bytes).value_or(formats::guess_encoding(bytes)));
    auto page = formats::to_utf8(bytes, encoding);
    if (!page) return pass(page);
    return std::make_unique<Html>(std::move(*page));
}

} // namespace settled::workbook
