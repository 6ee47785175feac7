#include "cli/output.hpp"

#include <settled/text.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <cassert>

namespace settled::cli {
namespace {

constexpr std::size_t cell_width_max = 60;

std::string heading(std::string_view name) {
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string padded(std::string_view text, std::size_t width, Align align) {
    const std::size_t used = cell_width(text);
    const std::string blanks(width > used ? width - used : 0, ' ');
    return align == Align::right ? blanks + std::string(text) : std::string(text) + blanks;
}

// The character that the text begins with: its bytes and the cells it takes.
struct Glyph {
    std::size_t bytes = 1;
    std::size_t cells = 1;
};

Glyph first_glyph(std::string_view text) {
    utf8proc_int32_t code_point = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const utf8proc_ssize_t size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (size <= 0) return {};
    return {static_cast<std::size_t>(size), static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code_point)))};
}

} // namespace

std::size_t cell_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Glyph glyph = first_glyph(text);
        width += glyph.cells;
        text.remove_prefix(glyph.bytes);
    }
    return width;
}

std::string cut_to_width(std::string_view text, std::size_t width_max) {
    if (cell_width(text) <= width_max) return std::string(text);
    std::string cut;
    for (std::size_t width = 0; !text.empty();) {
        const Glyph glyph = first_glyph(text);
        if (width + glyph.cells > width_max - 1) break;
        width += glyph.cells;
        cut += text.substr(0, glyph.bytes);
        text.remove_prefix(glyph.bytes);
    }
    return cut + "…";
}

void Table::add(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

void Table::print(Format format, const Sink& sink, std::string_view when_empty) const {
    if (format == Format::json) {
        render::JsonWriter json(sink);
        json.begin_object().key("rows").begin_array();
        for (const auto& row : rows_) {
            json.begin_object();
            for (std::size_t i = 0; i < columns_.size(); ++i) json.text_or_null(columns_[i].name, row[i]);
            json.end_object();
        }
        json.end_array().end_object();
        return;
    }
    if (rows_.empty()) return sink(std::string(when_empty) + "\n");
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = cell_width(columns_[i].name);
        for (const auto& row : rows_) width = std::max(width, std::min(cell_width(row[i]), cell_width_max));
        widths.push_back(width);
    }
    const auto line = [&](const auto& cell_of) {
        std::string text;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const bool last = i + 1 == columns_.size();
            const std::string cell = cell_of(i);
            text += last && columns_[i].align == Align::left
                        ? cell
                        : padded(cut_to_width(cell, cell_width_max), widths[i], columns_[i].align);
            if (!last) text += "  ";
        }
        sink(text + "\n");
    };
    line([&](std::size_t i) { return heading(columns_[i].name); });
    for (const auto& row : rows_) line([&](std::size_t i) { return visible(row[i]); });
}

} // namespace settled::cli
