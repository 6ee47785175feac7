#include <tables/mapped_table.hpp>

#include <learning/heading_words.hpp>
#include <settled/text.hpp>
#include <tables/row_words.hpp>
#include <workbook/native_cell.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::tables {
namespace {

constexpr std::size_t shown_bytes_max = 60;
constexpr std::size_t note_cells_max = 3;

std::string shown(std::string_view text) { return "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\""; }

const std::string* word_for(const Words& words, std::string_view cell) {
    if (const auto exact = words.find(cell); exact != words.end()) return &exact->second;
    const std::string folded = learning::folded(cell);
    for (const auto& [own, value] : words)
        if (learning::folded(own) == folded) return &value;
    return nullptr;
}

} // namespace

Result<MappedTable> MappedTable::open(std::unique_ptr<TableRows> rows, const TableMapping& mapping, bool epoch_1904) {
    MappedTable table(std::move(rows), mapping, epoch_1904);
    if (Status found = table.find_headings(); !found) return pass(found);
    return table;
}

Status MappedTable::find_headings() {
    HeadRow above;
    std::size_t fewest = std::string::npos;
    std::string missing, known;
    for (std::size_t i = 0; i < heading_rows_looked_at; ++i) {
        auto more = rows_->next();
        if (!more) return pass(more);
        if (!*more) break;
        HeadRow row{rows_->line(), {}};
        for (const std::string_view one : rows_->cells()) row.cells.push_back(plain_cell(one));
        const bool wanted = mapping_->heading_row == 0 || mapping_->heading_row == row.line;
        for (const int count : {1, 2}) {
            if (!wanted || (mapping_->heading_rows != 0 && mapping_->heading_rows != count) || (count == 2 && i == 0)) continue;
            std::vector<std::string> headings = heading_texts(count == 2 ? &above : nullptr, row);
            std::string first;
            const std::size_t absent = bind(headings, first);
            if (absent == 0) {
                headings_ = std::move(headings), heading_line_ = row.line;
                if (count == 2) heading_rows_.push_back(above);
                heading_rows_.push_back(std::move(row));
                return {};
            }
            if (absent >= fewest) continue;
            fewest = absent, missing = first;
            const std::vector<std::string_view> names(headings.begin(), headings.end());
            known.clear();
            if (const std::string_view near = nearest(first, names); !near.empty())
                known = "; did you mean " + shown(near) + "?";
            else
                for (const std::string_view name : names)
                    if (!name.empty() && known.size() < 400) known += (known.empty() ? "; it has " : ", ") + shown(name);
        }
        above = std::move(row);
    }
    const std::string place = mapping_->heading_row > 0 ? "row " + std::to_string(mapping_->heading_row)
                                                        : "the first " + std::to_string(heading_rows_looked_at) + " rows";
    if (missing.empty())
        return fail(SETTLED_BAD_DATA, "no headings in " + place + "; the table is empty, or another sheet holds it");
    return fail(SETTLED_INVALID_CONFIG, "there is no heading (or more than one) " + shown(missing) + " in " + place + ", which " +
                                            mapping_->where + " names" + known);
}

std::size_t MappedTable::bind(const std::vector<std::string>& headings, std::string& missing) {
    sources_.clear(), columns_.clear();
    std::size_t absent = 0;
    const auto bind_all = [&](const std::vector<std::string>& names, std::vector<std::size_t>& out) {
        for (const std::string& name : names) {
            if (const auto found = find_heading(headings, name)) {
                out.push_back(*found);
                continue;
            }
            if (absent++ == 0) missing = name;
        }
    };
    const auto has = [](const std::vector<std::string>& all, std::string_view one) {
        return std::ranges::find(all, one) != all.end();
    };
    const auto value_in = [](const Words& words, std::string_view column) {
        const auto found = words.find(column);
        return found == words.end() ? nullptr : &found->second;
    };
    const auto add = [&](const std::string& name, const ColumnSource* source) {
        Source& made = sources_.emplace_back();
        made.name = name, made.field = find_field(*mapping_->entity, name);
        made.required = made.field != nullptr && made.field->required;
        if (source != nullptr) bind_all(source->plus, made.plus), bind_all(source->minus, made.minus);
        if (const auto words = mapping_->words.find(name); words != mapping_->words.end()) made.words = &words->second;
        made.constant = value_in(mapping_->constants, name), made.negative = value_in(mapping_->when_negative, name);
        made.fill = has(mapping_->fill_down, name), made.fraction = has(mapping_->fractions, name);
        columns_.push_back(name);
    };
    for (const auto& [name, source] : mapping_->columns) add(name, &source);
    for (const Words* values : {&mapping_->constants, &mapping_->when_negative})
        for (const auto& [name, value] : *values)
            if (!has(columns_, name)) add(name, nullptr);
    return absent;
}

std::vector<std::string> MappedTable::unread() const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
        const bool read = std::ranges::any_of(sources_, [&](const Source& source) {
            return std::ranges::find(source.plus, i) != source.plus.end() ||
                   std::ranges::find(source.minus, i) != source.minus.end();
        });
        if (!read && !headings_[i].empty()) all.push_back(headings_[i]);
    }
    return all;
}

std::string_view MappedTable::cell(std::size_t column) const {
    const auto cells = rows_->cells();
    return column < cells.size() ? cells[column] : std::string_view();
}

bool MappedTable::empty(const Source& source) const {
    const auto blank = [&](std::size_t column) {
        const std::string text = plain_cell(cell(column));
        return text.empty() || is_dash(text);
    };
    return std::ranges::all_of(source.plus, blank) && std::ranges::all_of(source.minus, blank);
}

// A word for a total, and one of the ids that an item must have is missing: a customer may be called Total.
bool MappedTable::is_total() const {
    bool whole = false, ending = false;
    for (const std::string_view one : rows_->cells())
        whole = whole || says_total(one), ending = ending || (!workbook::is_native(one) && says_subtotal(one));
    if (!whole && !ending) return false;
    bool others = false, all_there = true;
    for (const Source& source : sources_) {
        if (!source.required || source.fill || source.field->type != FieldType::text || source.plus.empty()) continue;
        const std::string_view first = cell(source.plus.front());
        if (says_total(first) || says_subtotal(first)) continue;
        others = true;
        all_there = all_there && !empty(source);
    }
    if (others) return !all_there;
    return whole && std::ranges::all_of(rows_->cells(), [&](std::string_view one) { // and nothing else but sums
               return says_total(one) || decimal_of(one, mapping_->amounts).has_value();
           });
}

bool MappedTable::is_heading_again() const {
    const auto same_as = [&](const HeadRow& row) {
        std::size_t same = 0;
        const auto cells = rows_->cells();
        for (std::size_t i = 0; i < std::max(cells.size(), row.cells.size()); ++i) {
            const std::string here = plain_cell(cell(i));
            if (here != (i < row.cells.size() ? row.cells[i] : std::string())) return false;
            same += here.empty() ? 0 : 1;
        }
        return same > 1;
    };
    return std::ranges::any_of(heading_rows_, same_as);
}

// Few cells, no amount, an id missing, and it stands under the total or begins as notes do.
bool MappedTable::is_note() const {
    std::size_t filled = 0;
    std::string first;
    for (const std::string_view one : rows_->cells()) {
        const std::string text = plain_cell(one);
        if (text.empty()) continue;
        if (filled++ == 0) first = text;
    }
    const bool note = begins_a_note(first);
    if (!note && (!after_total_ || filled > note_cells_max)) return false;
    bool amounts = false, id_missing = false, ids = false;
    for (const Source& source : sources_) {
        if (!source.required || (source.plus.empty() && source.minus.empty())) continue;
        if (source.field->type == FieldType::amount) amounts = amounts || !empty(source);
        if (source.field->type == FieldType::text && !source.fill) {
            ids = true;
            id_missing = id_missing || empty(source);
        }
    }
    return !amounts && (id_missing || !ids || note);
}

std::optional<LeftOut::Why> MappedTable::no_item() const {
    if (is_heading_again()) return LeftOut::Why::heading_again;
    if (is_total()) return LeftOut::Why::total;
    const bool nothing =
        std::ranges::all_of(sources_, [&](const Source& source) { return empty(source) && source.above.empty(); });
    if (nothing || is_note()) return LeftOut::Why::note;
    return std::nullopt;
}

void MappedTable::leave_out(LeftOut::Why why) {
    after_total_ = after_total_ || why == LeftOut::Why::total;
    if (left_out_count_++ >= static_cast<std::int64_t>(left_out_max)) return;
    std::string text;
    for (const std::string_view one : rows_->cells())
        if (text.empty()) text = plain_cell(one);
    left_out_.push_back({why, rows_->line(), std::string(cut_at_character(text, shown_bytes_max))});
}

Result<bool> MappedTable::next() {
    while (true) {
        auto more = rows_->next();
        if (!more || !*more) return more;
        if (const auto why = no_item()) {
            leave_out(*why);
            continue;
        }
        if (Status read = read_row(); !read) return pass(read);
        return true;
    }
}

Status MappedTable::read_row() {
    values_.resize(sources_.size());
    std::string_view sum;
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        Source& source = sources_[i];
        auto value = value_of(source);
        if (!value) {
            const std::size_t column = source.plus.empty() ? 0 : source.plus.front();
            const std::string heading = column < headings_.size() ? " (" + shown(headings_[column]) + ")" : "";
            return fail(value.error().code,
                        std::string(mapping_->entity->name) + ", column " + source.name + heading + ": " + value.error().message,
                        rows_->line());
        }
        values_[i] = std::move(*value);
        if (source.fill && !values_[i].empty()) source.above = values_[i];
        if (source.fill && values_[i].empty()) values_[i] = source.above;
        if (values_[i].empty() && source.constant != nullptr) values_[i] = *source.constant;
        if (source.name == mapping_->entity->sum_field) sum = values_[i];
    }
    if (sum.starts_with('-'))
        for (std::size_t i = 0; i < sources_.size(); ++i)
            if (sources_[i].negative != nullptr && (sources_[i].plus.empty() || values_[i].empty()))
                values_[i] = *sources_[i].negative;
    views_.assign(values_.begin(), values_.end());
    return {};
}

Result<std::string> MappedTable::value_of(const Source& source) const {
    if (source.plus.empty() && source.minus.empty()) return std::string();
    const FieldType type = source.field == nullptr ? FieldType::text : source.field->type;
    if (type == FieldType::text || type == FieldType::list) return text_of(source);
    if (type == FieldType::amount) return amount_of(source);
    const std::string_view raw = cell(source.plus.front());
    if (type == FieldType::date) return iso_day_of(raw, mapping_->days, epoch_1904_);
    std::string text = plain_cell(raw);
    if (is_dash(text)) return std::string();
    if (source.words != nullptr)
        if (const std::string* word = word_for(*source.words, text)) return *word;
    if (type == FieldType::number) return number_of(std::move(text));
    if (type == FieldType::decimal) {
        const bool percent = text.ends_with('%');
        if (percent) text.pop_back();
        const AmountForm form{mapping_->amounts.decimal, mapping_->amounts.grouping, 1};
        auto number = decimal_of(percent ? std::string_view(text) : raw, form);
        if (!number) return pass(number);
        if (!*number) return std::string();
        if (source.fraction && !percent) (*number)->scale -= 2;
        return (*number)->text();
    }
    return text;
}

Result<std::string> MappedTable::amount_of(const Source& source) const {
    std::optional<PlainDecimal> sum;
    for (const auto* columns : {&source.plus, &source.minus})
        for (const std::size_t column : *columns) {
            auto amount = decimal_of(cell(column), mapping_->amounts);
            if (!amount) return pass(amount);
            if (!*amount) continue;
            const auto next = added(sum.value_or(PlainDecimal{}), **amount, columns == &source.minus);
            if (!next) return fail(SETTLED_BAD_DATA, "the amounts exceed 64 bits");
            sum = next;
        }
    return sum ? sum->text() : std::string();
}

Result<std::string> MappedTable::text_of(const Source& source) const {
    const bool list = source.field != nullptr && source.field->type == FieldType::list;
    std::string made;
    for (const std::size_t column : source.plus) {
        auto text = text_of_cell(cell(column));
        if (!text) return text;
        if (is_dash(*text) || text->empty()) continue;
        made += (made.empty() ? "" : list ? ";" : "/") + *text;
    }
    if (source.words != nullptr)
        if (const std::string* word = word_for(*source.words, made)) return *word;
    if (list) return list_of(made);
    if (source.name == "period") return period_of(std::move(made));
    if (source.name == "due_base" && !made.empty())
        if (auto day = iso_day_of(cell(source.plus.front()), mapping_->days, epoch_1904_)) return day;
    return made;
}

} // namespace settled::tables
