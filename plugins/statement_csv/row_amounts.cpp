// The money of a row: amounts by the marks of the layout, their sign, fee and original.
#include "row_reader.hpp"
#include "row_words.hpp"

#include <formats/balance_proof.hpp>

#include <cstdlib>
#include <limits>

namespace settled::csv {

Result<std::optional<formats::DecimalAmount>> RowReader::amount(std::string_view cell, Currency currency) const {
    const bool native = choice_->from_workbook && workbook::is_native(cell);
    cell = workbook::without_native_mark(cell);
    bool negative = false;
    for (const std::string& prefix : layout_->amount_prefixes) {
        if (cell.starts_with(prefix)) cell = trim(cell.substr(prefix.size()));
        if (cell.size() > prefix.size() && cell.starts_with('-') && cell.substr(1).starts_with(prefix)) { // "-$5.00"
            cell = trim(cell.substr(1 + prefix.size()));
            negative = true;
        }
    }
    for (const std::string& mark : layout_->amount_cut_at) cell = trim(cell.substr(0, cell.find(mark)));
    if (cell.empty() || contains(layout_->amount_nothing, cell)) return std::nullopt;
    auto value = formats::parse_decimal(cell, currency,
                                        {.decimal_marks = native ? std::string_view(".") : layout_->decimal_marks,
                                         .grouping_marks = native ? std::string_view() : layout_->grouping_marks,
                                         .signs = formats::Signs::anywhere});
    if (!value) return pass(value);
    if (value->minor_units == std::numeric_limits<std::int64_t>::min()) // has no positive twin
        return fail(SETTLED_BAD_DATA, quoted(cell) + " is beyond 18 digits; expected an amount");
    if (negative) value->minor_units = -value->minor_units;
    return *value;
}

Result<std::optional<formats::DecimalAmount>> RowReader::amount_of(Field field, Currency currency) const {
    auto value = amount(cell(field), currency);
    if (!value) return fail(value.error().code, std::string(name(field)) + " " + value.error().message, cells_->line);
    return value;
}

Result<Currency> RowReader::currency_of_row() {
    std::string_view code = cell(Field::currency);
    if (code == last_currency_text_ && !code.empty()) return last_currency_;
    if (contains(layout_->amount_nothing, code)) code = {};
    if (code.empty()) code = choice_->currency;
    if (code.empty()) return layout_->currency;
    const auto known = formats::currency_of(code, currency_names_);
    if (!known) return refuse(Field::currency, code, "an ISO 4217 code such as CNY");
    last_currency_text_ = cell(Field::currency);
    return last_currency_ = *known;
}

// Money in is positive, however the bank says which way it went.
Result<std::optional<formats::DecimalAmount>> RowReader::signed_amount(Currency currency, std::int32_t& status) const {
    using Amount = std::optional<formats::DecimalAmount>;
    const auto negated = [](formats::DecimalAmount value) {
        value.minor_units = -value.minor_units;
        return value;
    };
    if (layout_->of(Field::amount).empty()) {
        auto in = amount_of(Field::money_in, currency);
        if (!in) return pass(in);
        auto out = amount_of(Field::money_out, currency);
        if (!out) return pass(out);
        const auto zero = [](const Amount& value) { return !value || value->minor_units == 0; };
        if (!zero(*in) && !zero(*out)) return refuse(Field::money_out, cell(Field::money_out), "money in or money out, not both");
        if (!zero(*in) || !*out) return *in;
        if (layout_->out_sign == OutSign::any) (*out)->minor_units = std::abs((*out)->minor_units);
        return Amount(layout_->out_sign == OutSign::own ? **out : negated(**out));
    }
    auto value = amount_of(Field::amount, currency);
    if (!value || !*value) return value;
    if (layout_->positive_is_out) **value = negated(**value);
    if (layout_->magnitude) (*value)->minor_units = std::abs((*value)->minor_units);
    if (layout_->of(Field::direction).empty()) return value;
    const std::string_view side = cell(Field::direction);
    if (contains(layout_->direction_in, side)) return value;
    if (contains(layout_->direction_out, side)) return Amount(negated(**value));
    if (!contains(layout_->direction_neutral, side))
        return refuse(Field::direction, side, "one of the words of the layout " + layout_->name);
    status = SETTLED_ENTRY_NEUTRAL;
    return value;
}

Status RowReader::read_fee(Row& row) {
    auto fee = amount_of(Field::fee, row.currency);
    if (!fee) return pass(fee);
    if (!*fee || (*fee)->minor_units == 0) return {};
    charge_ = {.size = sizeof charge_, .currency = row.currency.abi(), .amount = (*fee)->abi(), .included = {1, 1}};
    charge_.amount.minor_units = std::abs(charge_.amount.minor_units);
    row.entry.charges = &charge_;
    row.entry.charge_count = 1;
    if (!layout_->fee_beside) return {};
    const auto whole = formats::subtract({row.entry.amount.minor_units, row.entry.amount.finer_digits},
                                         {charge_.amount.minor_units, charge_.amount.finer_digits});
    if (!whole) return refuse(Field::fee, cell(Field::fee), "amount and fee of at most 18 digits together");
    row.entry.amount = whole->abi();
    return {};
}

Status RowReader::read_original(Row& row) {
    const std::string_view code = cell(Field::original_currency);
    const auto currency = formats::currency_of(code, currency_names_);
    if (code.empty() || !currency) return {};
    auto original = amount_of(Field::original_amount, *currency);
    if (!original) return pass(original);
    if (!*original) return {};
    if (*currency == row.currency) return {}; // no exchange took place
    row.entry.original_currency = currency->abi();
    row.entry.original_amount = (*original)->abi();
    const bool out = row.entry.amount.minor_units < 0;
    row.entry.original_amount.minor_units = out ? -std::abs((*original)->minor_units) : std::abs((*original)->minor_units);
    row.entry.original_rate = text(Field::rate, row);
    return {};
}

} // namespace settled::csv
