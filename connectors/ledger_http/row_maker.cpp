#include "row_maker.hpp"

#include "exact_decimal.hpp"

#include <formats/date_text.hpp>
#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace settled::ledger_http {
namespace {

constexpr std::size_t shown_bytes_max = 60;

bool is_decimal_field(FieldType type) {
    return type == FieldType::amount || type == FieldType::decimal || type == FieldType::number;
}

// "1" and "1.00" are the same value, "a" and "A" are not.
bool same_value(const std::string& left, const std::string& right) {
    if (left == right) return true;
    const auto one = ExactDecimal::parse(left), other = ExactDecimal::parse(right);
    return one && other && *one == *other;
}

// "/Date(1700000000000)/" of OData 2; the part behind a + or - is a zone and moves no day.
std::string_view odata_milliseconds(std::string_view text) {
    constexpr std::string_view begin = "/Date(", end = ")/";
    if (!text.starts_with(begin) || !text.ends_with(end)) return {};
    text = text.substr(begin.size(), text.size() - begin.size() - end.size());
    return text.substr(0, text.find_first_of("+-", 1));
}

std::optional<std::string> day_of_count(std::string_view text, std::int64_t per_second) {
    std::int64_t count = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (trouble != std::errc() || end != text.data() + text.size()) return std::nullopt;
    constexpr std::int64_t day_seconds = 86400, days_most = 120'000;
    std::int64_t days = count / per_second / day_seconds;
    if (count < 0 && count % (per_second * day_seconds) != 0) --days;
    if (days > days_most || days < -days_most) return std::nullopt;
    return Date::from_days(std::chrono::sys_days(std::chrono::days(days))).iso();
}

} // namespace

void CellRows::add(std::span<const std::string> cells) {
    for (const std::string& cell : cells) text_ += cell, ends_.push_back(text_.size());
}

std::span<const std::string_view> CellRows::row(std::size_t number) const {
    views_.clear();
    for (std::size_t i = number * columns_; i < (number + 1) * columns_; ++i) {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        views_.push_back(std::string_view(text_).substr(begin, ends_[i] - begin));
    }
    return views_;
}

formats::RowsDigest CellRows::digest() const {
    formats::RowsDigest digest;
    for (std::size_t i = 0; i < rows(); ++i) digest.add(row(i));
    return digest;
}

RowMaker::RowMaker(const ListRequest& list, const Entity& entity, const Forms& forms, const Bindings& parameters,
                   const std::vector<JoinedRows>& joined)
    : list_(&list), forms_(&forms), parameters_(&parameters), joined_(&joined), seen_(list.columns.size()),
      asked_(list.columns.size()), rows_(list.columns.size()) {
    for (const Column& column : list.columns) fields_.push_back(find_field(entity, column.name));
}

void RowMaker::forget() { rows_.clear(), groups_.clear(); }

Result<RowMaker::Found> RowMaker::find(const Place& place, const View& view) const {
    const Json* const base = place.scope == Place::of_row    ? view.row
                             : place.scope == Place::of_part ? view.part
                                                             : view.joined[static_cast<std::size_t>(place.scope)];
    if (base == nullptr) return Found{{}, true, false}; // a join that found nothing is no field that is missing
    const Json* const value = base->at(place.pointer);
    if (value == nullptr) return Found{};
    Found made{{}, true, value->kind == Json::Kind::number};
    if (value->kind == Json::Kind::null) return made;
    if (value->kind == Json::Kind::boolean && value->text == "false" && forms_->false_is_empty) return made;
    if (value->kind == Json::Kind::object)
        return fail(SETTLED_BAD_DATA, "\"" + place.written + "\" is an object; name what of it is meant");
    if (value->kind != Json::Kind::list) return made.text = trim(value->text), made;
    for (const Json& item : value->items) {
        if (!item.is_scalar())
            return fail(SETTLED_BAD_DATA, "\"" + place.written + "\" is a list of objects; name what of it is meant");
        made.text += (made.text.empty() ? "" : ";") + item.text;
    }
    return made;
}

Result<RowMaker::Found> RowMaker::needed(const Place& place, const View& view) {
    auto made = find(place, view);
    bool& seen = needed_[&place];
    seen = seen || (made && made->there);
    return made;
}

Result<bool> RowMaker::holds(const std::vector<Condition>& conditions, const View& view) {
    for (const Condition& one : conditions) {
        auto value = one.present ? find(*one.at, view) : needed(*one.at, view);
        if (!value) return pass(value);
        if (one.present && value->text.empty()) return false;
        if (!one.is.empty() && !is_among(value->text, one.is)) return false;
        if (!one.is_not.empty() && is_among(value->text, one.is_not)) return false;
        if (one.negative && (!value->text.starts_with('-') || same_value(value->text, "0"))) return false;
        if (!one.same) continue;
        auto other = needed(*one.same, view);
        if (!other) return pass(other);
        if (value->text != other->text) return false;
    }
    return true;
}

bool RowMaker::is_among(const std::string& value, const std::vector<std::string>& known) const {
    return std::ranges::any_of(known, [&](const std::string& one) {
        if (!one.starts_with('{')) return same_value(value, one);
        const auto parameter = parameters_->find(std::string_view(one).substr(1, one.size() - 2));
        if (parameter == parameters_->end()) return false;
        for (const std::string_view part : split(parameter->second.text, parameter->second.list ? ';' : '\0'))
            if (same_value(value, std::string(trim(part)))) return true;
        return false;
    });
}

Status RowMaker::look_up(View& view) {
    for (std::size_t i = 0; i < list_->joins.size(); ++i) {
        view.joined.push_back(nullptr);
        auto key = needed(list_->joins[i].by, view);
        if (!key) return pass(key);
        if (const auto hit = (*joined_)[i].find(key->text); hit != (*joined_)[i].end()) view.joined.back() = &hit->second;
    }
    return {};
}

Result<bool> RowMaker::keeps(const Json& row) {
    View view{&row, nullptr, {}};
    if (Status done = look_up(view); !done) return pass(done);
    return list_->part ? Result<bool>(true) : holds(list_->keep, view);
}

Status RowMaker::add(const Json& row) {
    View view{&row, nullptr, {}};
    if (Status done = look_up(view); !done) return done;
    if (!list_->part) return add_one(view);
    const Json* const parts = row.at(*list_->part);
    if (parts == nullptr || parts->kind != Json::Kind::list)
        return fail(SETTLED_BAD_DATA, "a row has no list at \"" + list_->part->text() + "\"");
    for (const Json& part : parts->items) {
        view.part = &part;
        if (Status done = add_one(view); !done) return done;
    }
    return {};
}

Status RowMaker::add_one(const View& view) {
    auto kept = holds(list_->keep, view);
    if (!kept) return pass(kept);
    if (!*kept) return {};
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < list_->columns.size(); ++i) {
        auto value = cell(i, view);
        if (!value) return fail(value.error().code, "column " + list_->columns[i].name + ": " + value.error().message);
        cells.push_back(std::move(*value));
    }
    if (!list_->group_by.empty()) return keep_grouped(std::move(cells));
    keep(cells);
    return {};
}

void RowMaker::keep(const std::vector<std::string>& cells) {
    if (list_->drop_zero.empty() || !same_value(cells[index_of(list_->drop_zero)], "0")) rows_.add(cells);
}

Result<std::string> RowMaker::cell(std::size_t column, const View& view) {
    for (const Choice& choice : list_->columns[column].choices) {
        auto fits = holds(choice.when, view);
        if (!fits) return pass(fits);
        if (!*fits) continue;
        bool was_there = choice.optional || choice.at.empty();
        auto value = chosen(choice, *fields_[column], view, was_there);
        asked_[column] = true;
        if (was_there) seen_[column] = true;
        if (!value || !value->empty()) return value;
    }
    return std::string();
}

Result<std::string> RowMaker::chosen(const Choice& choice, const Field& field, const View& view, bool& was_there) {
    Found first;
    if (choice.at.empty()) {
        auto made = choice.value.fill(*parameters_);
        if (!made) return made;
        first.text = std::move(*made);
    }
    for (const Place& place : choice.at) {
        auto value = find(place, view);
        if (!value) return pass(value);
        was_there = was_there || value->there;
        if (value->text.empty()) continue;
        first = std::move(*value);
        break;
    }
    if (!choice.map.empty()) {
        const auto hit = choice.map.find(first.text);
        const auto other = choice.map.find("*");
        if (hit == choice.map.end() && other == choice.map.end() && !first.text.empty())
            return fail(SETTLED_BAD_DATA, "\"" + visible(cut_at_character(first.text, shown_bytes_max)) +
                                              "\" is none of the values that the connector maps");
        if (hit != choice.map.end() || other != choice.map.end())
            first.text = hit != choice.map.end() ? hit->second : other->second == "*" ? first.text : other->second;
    }
    if (!choice.until.empty()) first.text = first.text.substr(0, first.text.find(choice.until));
    for (const Place& place : choice.followed_by) {
        auto part = needed(place, view);
        if (!part) return pass(part);
        first.text += "/" + part->text;
    }
    if (first.text.empty()) return first.text;
    if (is_decimal_field(field.type)) return sum_text(first, choice, view);
    if (field.type == FieldType::date || !odata_milliseconds(first.text).empty()) return date_text(first.text);
    return first.text;
}

Result<ExactDecimal> RowMaker::number_of(const Found& found) const {
    const auto number = found.number ? ExactDecimal::parse(found.text)
                                     : ExactDecimal::parse(found.text, {forms_->decimal_mark, forms_->grouping_marks});
    if (!number)
        return fail(SETTLED_BAD_DATA, "\"" + visible(cut_at_character(found.text, shown_bytes_max)) +
                                          "\" is no number as this service writes them");
    return forms_->doubles ? number->without_float_noise() : *number;
}

Result<std::string> RowMaker::sum_text(const Found& first, const Choice& choice, const View& view) {
    auto sum = number_of(first);
    if (!sum) return pass(sum);
    for (const auto* places : {&choice.plus, &choice.minus})
        for (const Place& place : *places) {
            auto value = choice.optional ? find(place, view) : needed(place, view);
            if (!value) return pass(value);
            if (value->text.empty()) continue;
            auto number = number_of(*value);
            if (!number) return pass(number);
            const auto next = sum->plus(places == &choice.minus ? number->negated() : *number);
            if (!next) return fail(SETTLED_BAD_DATA, "the sum with \"" + place.written + "\" does not fit 18 digits");
            *sum = forms_->doubles ? next->without_float_noise() : *next;
        }
    return (choice.negate ? sum->negated() : *sum).text();
}

Result<std::string> RowMaker::date_text(const std::string& text) const {
    constexpr std::int64_t milliseconds = 1000;
    std::optional<std::string> day = text;
    if (const std::string_view count = odata_milliseconds(text); !count.empty()) {
        day = day_of_count(count, milliseconds);
    } else if (forms_->date == "unix_seconds") {
        day = day_of_count(text, 1);
    } else if (forms_->date == "unix_milliseconds") {
        day = day_of_count(text, milliseconds);
    } else if (!forms_->date.empty()) {
        auto parsed = formats::parse_date(text, forms_->date);
        if (!parsed) return pass(parsed);
        day = parsed->date.iso();
    }
    if (!day) return fail(SETTLED_BAD_DATA, "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\" is no day");
    return *day;
}

std::size_t RowMaker::index_of(const std::string& column) const {
    return static_cast<std::size_t>(std::ranges::find(list_->columns, column, &Column::name) - list_->columns.begin());
}

Status RowMaker::keep_grouped(std::vector<std::string> cells) {
    std::vector<std::string> key;
    for (const std::string& name : list_->group_by) key.push_back(cells[index_of(name)]);
    const auto [group, is_new] = groups_.try_emplace(key, cells);
    if (is_new) return {};
    std::vector<std::string>& kept = group->second;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (std::ranges::find(list_->sum, list_->columns[i].name) == list_->sum.end()) {
            if (kept[i].empty()) kept[i] = std::move(cells[i]);
            continue;
        }
        if (cells[i].empty()) continue;
        const auto one = ExactDecimal::parse(kept[i].empty() ? "0" : kept[i]), other = ExactDecimal::parse(cells[i]);
        const auto sum = one && other ? one->plus(*other) : std::nullopt;
        if (!sum)
            return fail(SETTLED_BAD_DATA, "column " + list_->columns[i].name + ": the sum of its group does not fit 18 digits");
        kept[i] = (forms_->doubles ? sum->without_float_noise() : *sum).text();
    }
    return {};
}

Status RowMaker::finish() {
    for (std::size_t i = 0; i < list_->columns.size(); ++i)
        if (asked_[i] && !seen_[i])
            return fail(SETTLED_INVALID_CONFIG, "column " + list_->columns[i].name + ": no row has anything at \"" +
                                                    list_->columns[i].choices.front().at.front().written +
                                                    "\"; was the field renamed in this version? Where the service leaves empty "
                                                    "fields out, write optional = true");
    for (const auto& [place, seen] : needed_)
        if (!seen)
            return fail(SETTLED_INVALID_CONFIG,
                        "no row has anything at \"" + place->written + "\"; was the field renamed in this version?");
    for (const auto& [ignored, cells] : groups_) keep(cells);
    groups_.clear();
    return {};
}

} // namespace settled::ledger_http
