#include <formats/record_reader.hpp>

#include <formats/ledger_days.hpp>
#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace settled::formats {
namespace {

constexpr std::size_t shown_bytes_max = 60; // of a value in a message
constexpr std::int32_t terms_days_max = 3650;

// Names that ERPs and their users write for a currency. A ledger's own names come from its rules.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> common_names = {{
    {"RMB", "CNY"},      {"人民币", "CNY"}, {"元", "CNY"},   {"美元", "USD"},   {"美金", "USD"}, {"欧元", "EUR"},
    {"港币", "HKD"},     {"港元", "HKD"},   {"日元", "JPY"}, {"日币", "JPY"},   {"英镑", "GBP"}, {"澳元", "AUD"},
    {"加元", "CAD"},     {"新币", "SGD"},   {"台币", "TWD"}, {"新台币", "TWD"}, {"韩元", "KRW"}, {"瑞士法郎", "CHF"},
    {"人民币元", "CNY"}, {"CNH", "CNY"},    {"港幣", "HKD"}, {"澳门元", "MOP"}, {"泰铢", "THB"}, {"卢布", "RUB"},
}};

// "30", "-2", "30.000": a DECIMAL column writes zeros behind a whole number.
std::optional<std::int32_t> whole_number_of(std::string_view text) {
    if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
        if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
        text = text.substr(0, point);
    }
    std::int32_t value = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<bool> flag_of(std::string_view text) {
    constexpr std::array<std::string_view, 6> yes = {"1", "true", "t", "y", "yes", "是"};
    constexpr std::array<std::string_view, 6> no = {"0", "false", "f", "n", "no", "否"};
    const auto says = [&](std::string_view word) { return equal_ignoring_ascii_case(text, word); };
    if (std::ranges::any_of(yes, says)) return true;
    if (std::ranges::any_of(no, says)) return false;
    return std::nullopt;
}

bool is_decimal(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
    return whole.size() + fraction.size() > 0 && std::ranges::all_of(whole, is_digit) && std::ranges::all_of(fraction, is_digit);
}

std::string joined(std::span<const std::string_view> words) {
    std::string all;
    for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
    return all;
}

// Most texts are; eight bytes a step.
bool all_ascii(std::string_view text) {
    std::uint64_t bits = 0;
    for (; text.size() >= sizeof bits; text.remove_prefix(sizeof bits)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), sizeof eight);
        bits |= eight;
    }
    for (const char c : text) bits |= static_cast<unsigned char>(c);
    return (bits & 0x8080808080808080u) == 0;
}

std::vector<std::string_view> names_of(const Entity& entity) {
    std::vector<std::string_view> names;
    for (const Field& field : entity.fields) names.push_back(field.name);
    return names;
}

} // namespace

std::optional<Currency> currency_of(std::string_view name, const RecordRules& rules) {
    if (name.empty()) return rules.home_currency.none() ? std::nullopt : std::optional(rules.home_currency);
    if (auto known = rules.currencies.find(name); known != rules.currencies.end()) return Currency::parse(known->second);
    const auto* const common = std::ranges::find(common_names, name, &std::pair<std::string_view, std::string_view>::first);
    return Currency::parse(common == common_names.end() ? name : common->second);
}

RecordReader::RecordReader(const Entity& entity, RecordRules rules)
    : entity_(&entity), rules_(std::move(rules)),
      record_((entity.record_size + sizeof(std::max_align_t) - 1) / sizeof(std::max_align_t)), empty_(record_.size()) {}

Result<RecordReader> RecordReader::create(const Entity& entity, const std::vector<std::string>& columns, RecordRules rules) {
    RecordReader reader(entity, std::move(rules));
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (Status added = reader.add_column(columns[i], i); !added) return pass(added);
    if (Status set = reader.set_constants(columns); !set) return pass(set);
    std::vector<std::string_view> missing;
    const auto given = [&](const Field& field) {
        return std::ranges::find(reader.columns_, &field, &Column::field) != reader.columns_.end() ||
               std::ranges::find(reader.preset_, &field) != reader.preset_.end();
    };
    for (const Field& field : entity.fields) {
        if (given(field)) continue;
        if (field.type == FieldType::currency && !reader.rules_.home_currency.none())
            field_value<settled_currency>(reader.empty_.data(), field) = reader.rules_.home_currency.abi();
        else if (field.required)
            missing.push_back(field.name);
    }
    if (!missing.empty())
        return fail(SETTLED_INVALID_CONFIG, std::string(entity.name) + ": required column" + (missing.size() > 1 ? "s " : " ") +
                                                joined(missing) + " missing; let the query or file give " +
                                                (missing.size() > 1 ? "them" : "it"));
    for (Column& column : reader.columns_)
        if (!column.field->currency_field.empty()) column.currency = find_field(entity, column.field->currency_field);
    std::ranges::partition(reader.columns_, [](const Column& c) { return c.field->type == FieldType::currency; });
    return reader;
}

Status RecordReader::add_column(std::string_view heading, std::size_t index) {
    const std::string name = ascii_lower(trim(heading));
    if (name.empty() || is_part(name, index)) return {};
    const std::string where(entity_->name);
    const Field* const field = find_field(*entity_, name);
    if (field == nullptr) {
        const std::vector<std::string_view> known = names_of(*entity_);
        const std::string_view near = nearest(name, known);
        std::string words = where + ": unknown column \"" + visible(cut_at_character(name, shown_bytes_max)) + "\"";
        if (!near.empty()) words.append("; did you mean \"").append(near).append("\"?");
        return fail(SETTLED_INVALID_CONFIG, words.append(" Known columns: ").append(joined(known)));
    }
    if (std::ranges::find(columns_, field, &Column::field) != columns_.end())
        return fail(SETTLED_INVALID_CONFIG, where + ": column \"" + name + "\" is given twice; remove one");
    const bool moment = field->name == "updated_at" || field->name == "due_base";
    columns_.push_back({.field = field, .index = index, .moment = moment});
    if (field->name == entity_->key_field) key_index_ = index;
    return {};
}

// A constant is read like a value of a row, once.
Status RecordReader::set_constants(const std::vector<std::string>& columns) {
    std::memset(empty_.data(), 0, empty_.size() * sizeof(std::max_align_t)); // what lies between its parts too
    const auto size = static_cast<std::uint32_t>(entity_->record_size);
    std::memcpy(empty_.data(), &size, sizeof size);
    if (rules_.constants.empty()) return {};
    const std::vector<Column> read = columns_;
    for (const auto& [name, value] : rules_.constants) {
        const std::size_t before = columns_.size();
        if (Status added = add_column(name, columns.size()); !added) return added;
        if (columns_.size() == before) // no name, or a part of an id
            return fail(SETTLED_INVALID_CONFIG, std::string(entity_->name) + ": column \"" + visible(name) +
                                                    "\" cannot be a constant: it is no column of its own");
        const Column& column = columns_.back();
        preset_.push_back(column.field);
        if (column.field->type == FieldType::amount || column.field->type == FieldType::list)
            return fail(SETTLED_INVALID_CONFIG, std::string(entity_->name) + ": column \"" + name +
                                                    "\" cannot be a constant: an amount or a list is every row's own");
        record_.swap(empty_);
        const Status set_once = set(column, trim(value));
        record_.swap(empty_);
        if (!set_once) return fail(SETTLED_INVALID_CONFIG, "constant " + set_once.error().message);
    }
    columns_ = read;
    return {};
}

Result<const void*> RecordReader::read(std::span<const std::string_view> values) {
    ++row_;
    std::memcpy(record_.data(), empty_.data(), entity_->record_size);
    lists_used_ = 0;
    key_ = key_index_ < values.size() ? trim(values[key_index_]) : std::string_view();
    for (const Column& column : columns_) {
        if (column.index >= values.size())
            return fail(SETTLED_BAD_DATA, std::string(entity_->name) + ", row " + std::to_string(row_) + " has " +
                                              std::to_string(values.size()) + " values; its headings promise more");
        if (Status done = set(column, trim(values[column.index])); !done) return pass(done);
    }
    for (Composed& composed : composed_)
        if (Status joined = join(composed, values); !joined) return pass(joined);
    if (entity_->id == SETTLED_OPEN_ITEMS) compute_due_date();
    return static_cast<const void*>(record_.data());
}

Status RecordReader::set(const Column& column, std::string_view value) {
    const Field& field = *column.field;
    void* const record = record_.data();
    if (field.type == FieldType::currency) return set_currency(column, value);
    if (value.empty()) return field.required ? Status(refuse(field, value, "a value")) : Status{};
    if (value.size() > value_bytes_max) return refuse(field, value, "at most " + std::to_string(value_bytes_max) + " bytes");
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
        if (!all_ascii(value) && first_invalid_utf8(value) != std::string_view::npos)
            return refuse(field, value, "UTF-8; set the driver's client character set or save the file as UTF-8");
        field_value<settled_text>(record, field) = field.type == FieldType::list ? list_of(value)
                                                   : column.moment               ? moment_text(value)
                                                                                 : value;
        return {};
    case FieldType::decimal:
        if (!is_decimal(value)) return refuse(field, value, "a decimal number such as 7.1025");
        field_value<settled_text>(record, field) = value;
        return {};
    case FieldType::date: {
        const auto day = date_of(value);
        if (!day) return refuse(field, value, "a day as 2026-11-20 or 20261120, a time behind it or not");
        if (*day == 0 && field.required) return refuse(field, value, "a day");
        field_value<settled_date>(record, field) = *day;
        return {};
    }
    case FieldType::amount:
        return set_amount(column, value);
    case FieldType::number: {
        const auto number = whole_number_of(value);
        if (!number) return refuse(field, value, "a whole number");
        field_value<settled_number>(record, field) = {1, *number};
        return {};
    }
    case FieldType::flag: {
        const auto flag = flag_of(value);
        if (!flag) return refuse(field, value, "1 or 0, true or false, yes or no, 是 or 否");
        field_value<settled_number>(record, field) = {1, *flag ? 1 : 0};
        return {};
    }
    case FieldType::enumeration: {
        const auto hit = std::ranges::find_if(field.names, [&](auto name) { return equal_ignoring_ascii_case(name, value); });
        if (hit == field.names.end()) return refuse(field, value, "one of " + joined(field.names));
        field_value<std::int32_t>(record, field) = static_cast<std::int32_t>(hit - field.names.begin()) + 1;
        return {};
    }
    case FieldType::currency:
        break;
    }
    std::unreachable();
}

Status RecordReader::set_currency(const Column& column, std::string_view value) {
    const bool as_before = !last_currency_.none() && value == last_currency_name_;
    const auto currency = as_before ? std::optional(last_currency_) : currency_of(value, rules_);
    if (currency) {
        if (!as_before) last_currency_ = *currency, last_currency_name_ = value;
        field_value<settled_currency>(record_.data(), *column.field) = currency->abi();
        return {};
    }
    if (value.empty() && !column.field->required) return {};
    return refuse(*column.field, value,
                  value.empty() ? "an ISO 4217 code such as CNY; or set the parameter home_currency for rows without one"
                                : "an ISO 4217 code such as CNY; map this ledger's own names to codes");
}

Status RecordReader::set_amount(const Column& column, std::string_view value) {
    const auto currency = Currency::from_abi(field_value<settled_currency>(record_.data(), *column.currency));
    const auto money = parse_money(value, currency);
    if (!money) {
        const std::size_t expected = money.error().message.rfind("expected ");
        return refuse(*column.field, value,
                      expected == std::string::npos ? "an amount" : money.error().message.substr(expected + 9));
    }
    field_value<settled_amount>(record_.data(), *column.field) = {money->minor_units, 1, 0};
    return {};
}

// Parts without blanks around them and without empty ones; as it stands where it is so already.
std::string_view RecordReader::list_of(std::string_view value) {
    bool clean = true;
    const std::vector<std::string_view> parts = split(value, ';');
    for (const std::string_view part : parts) clean = clean && !part.empty() && trim(part).size() == part.size();
    if (clean) return value;
    std::string& made = rewritten();
    for (const std::string_view part : parts)
        if (const std::string_view kept = trim(part); !kept.empty()) made.append(made.empty() ? "" : ";").append(kept);
    return made;
}

// What is no moment (a row version) stays as the database wrote it.
std::string_view RecordReader::moment_text(std::string_view value) {
    if (is_moment(value)) return value;
    auto moment = moment_of(value);
    if (!moment || *moment == value) return value;
    return rewritten() = std::move(*moment);
}

std::string& RecordReader::rewritten() {
    if (lists_.empty()) lists_.resize(entity_->fields.size()); // never grows again: the record borrows from it
    std::string& made = lists_[lists_used_++];
    made.clear();
    return made;
}

// receipt_id_2 and receipt_id_3 are parts of receipt_id.
bool RecordReader::is_part(std::string_view name, std::size_t index) {
    if (!name.ends_with("_id_2") && !name.ends_with("_id_3")) return false;
    const Field* const field = find_field(*entity_, name.substr(0, name.size() - 2));
    if (field == nullptr || field->type != FieldType::text) return false;
    auto place = std::ranges::find(composed_, field, &Composed::field);
    if (place == composed_.end()) place = composed_.insert(place, {field, {}, {}});
    // In order of their numbers, in whatever order the columns come.
    place->parts.insert(name.ends_with('2') ? place->parts.begin() : place->parts.end(), index);
    return true;
}

Status RecordReader::join(Composed& composed, std::span<const std::string_view> values) {
    auto& id = field_value<settled_text>(record_.data(), *composed.field);
    composed.joined = std::string_view(id);
    for (const std::size_t part : composed.parts) {
        const std::string_view value = part < values.size() ? trim(values[part]) : std::string_view();
        if (value.size() > value_bytes_max || first_invalid_utf8(value) != std::string_view::npos)
            return refuse(*composed.field, value, "parts of an id that are short UTF-8");
        if (!value.empty()) composed.joined.append("/").append(value);
    }
    if (id.size != 0) id = composed.joined;
    return {};
}

void RecordReader::compute_due_date() {
    auto& item = *reinterpret_cast<settled_open_item*>(record_.data());
    if (item.due_date != 0 || item.due_base.size == 0 || !item.terms_days.present) return;
    if (item.terms_days.value < 0 || item.terms_days.value > terms_days_max) return; // a typing error, not terms
    const auto base = Date::from_number(date_of(item.due_base).value_or(0));
    if (base) item.due_date = base->plus_days(item.terms_days.value).number();
}

std::unexpected<Error> RecordReader::refuse(const Field& field, std::string_view value, const std::string& expected) const {
    std::string where = std::string(entity_->name) + ", row " + std::to_string(row_);
    if (!key_.empty() && field.name != entity_->key_field && first_invalid_utf8(key_) == std::string_view::npos)
        where += " (" + std::string(entity_->key_field) + " " + visible(cut_at_character(key_, shown_bytes_max)) + ")";
    std::string found = "is empty";
    if (!value.empty()) {
        const std::size_t good = std::min(first_invalid_utf8(value), value.size()); // a message is UTF-8
        found =
            "\"" + visible(cut_at_character(value.substr(0, good), shown_bytes_max)) + "\"" + (good < value.size() ? "…" : "");
    }
    return fail(SETTLED_BAD_DATA, where + ", column " + std::string(field.name) + ": " + found + "; expected " + expected, row_);
}

} // namespace settled::formats
