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
