#include "cli/output.hpp"

#include "render/text_width.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cassert>

namespace settled::cli {
namespace {

constexpr std::size_t cell_width_max = 60;
constexpr std::size_t cut_width_min = 12;
constexpr std::string_view column_gap = "  ";

std::string heading(std::string_view name) {
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string padded(std::string_view text, std::size_t width, Align align) {
    const std::size_t used = render::text_width(text);
    const std::string blanks(width > used ? width - used : 0, ' ');
    return align == Align::right ? blanks + std::string(text) : std::string(text) + blanks;
}

// The text's next line of at most so many cells, taken off it: up to a blank where there is one in its second half.
std::string next_line(std::string_view& text, std::size_t width_max) {
    const auto is_inside = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }; // a character of UTF-8
    std::size_t end = 0, blank = 0;
    for (std::size_t width = 0; end < text.size();) {
        std::size_t next = end + 1;
        while (next < text.size() && is_inside(text[next])) ++next;
        const std::size_t cells = render::text_width(text.substr(end, next - end));
        if (end > 0 && width + cells > width_max) break;
        if (text[end] == ' ' && width >= width_max / 2) blank = end;
        width += cells, end = next;
    }
    if (end < text.size() && text[end] == ' ') blank = end;
    const std::string line(text.substr(0, end < text.size() && blank > 0 ? blank : end));
    text.remove_prefix(line.size());
    if (text.starts_with(' ')) text.remove_prefix(1);
    return line;
}

// A row as a block of lines, "heading  text", where a line of the terminal cannot hold it. Nothing is cut.
void print_block(const std::vector<std::pair<std::string, std::string>>& cells, std::size_t columns_max, const Sink& sink) {
    std::size_t label_width = 0;
    for (const auto& [label, text] : cells) label_width = std::max(label_width, render::text_width(label));
    const std::size_t used = label_width + column_gap.size();
    const std::size_t room = std::max(columns_max > used ? columns_max - used : 0, cut_width_min);
    for (const auto& [label, text] : cells) {
        std::string_view left = text;
        for (bool first = true; first || !left.empty(); first = false)
            sink(padded(first ? label : "", label_width, Align::left) + std::string(column_gap) + next_line(left, room) + "\n");
    }
}
} // namespace

void Table::add(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::shown_columns() const {
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].align == Align::right || std::ranges::any_of(rows_, [&](const auto& row) { return !row[i].empty(); }))
            shown.push_back(i);
    return shown;
}

// Only texts give way, the widest first and never below what still says something.
std::vector<std::size_t> Table::widths(const std::vector<std::size_t>& shown, std::size_t columns_max) const {
    std::vector<std::size_t> made;
    std::size_t total = 0;
    for (const std::size_t i : shown) {
        std::size_t width = render::text_width(columns_[i].name);
        const bool whole = i == shown.back() && columns_[i].align == Align::left;
        const std::size_t most = whole ? std::string::npos : cell_width_max;
        for (const auto& row : rows_) width = std::max(width, std::min(render::text_width(visible(row[i])), most));
        made.push_back(width);
        total += width + (made.size() > 1 ? column_gap.size() : 0);
    }
    while (columns_max > 0 && total > columns_max) {
        std::size_t widest = made.size();
        for (std::size_t i = 0; i < made.size(); ++i)
            if (columns_[shown[i]].align == Align::left && made[i] > cut_width_min &&
                (widest == made.size() || made[i] > made[widest]))
                widest = i;
        if (widest == made.size()) break;
        --made[widest], --total;
    }
    return made;
}

void Table::print(Format format, const Sink& sink, std::string_view when_empty, std::size_t columns_max) const {
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
    const std::vector<std::size_t> shown = shown_columns();
    const std::vector<std::size_t> wide = widths(shown, columns_max);
    std::size_t total = column_gap.size() * (shown.size() - 1);
    for (const std::size_t width : wide) total += width;
    if (columns_max > 0 && total > columns_max) {
        for (const auto& row : rows_) {
            std::vector<std::pair<std::string, std::string>> cells;
            for (const std::size_t i : shown)
                if (!row[i].empty()) cells.emplace_back(heading(columns_[i].name), visible(row[i]));
            if (&row != &rows_.front()) sink("\n");
            print_block(cells, columns_max, sink);
        }
        return;
    }
    const auto line = [&](const auto& cell_of) {
        std::string text;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const bool last = i + 1 == shown.size();
            const Align align = columns_[shown[i]].align;
            const std::string cell = render::cut_to_width(cell_of(shown[i]), wide[i]);
            text += last && align == Align::left ? cell : padded(cell, wide[i], align);
            if (!last) text += column_gap;
        }
        sink(text + "\n");
    };
    line([&](std::size_t i) { return heading(columns_[i].name); });
    for (const auto& row : rows_) line([&](std::size_t i) { return visible(row[i]); });
}

std::string amount_cell(std::int64_t minor_units, Currency currency, Format format) {
    return format == Format::table ? grouped_amount_text(minor_units, currency) : amount_text(minor_units, currency);
}

} // namespace settled::cli
