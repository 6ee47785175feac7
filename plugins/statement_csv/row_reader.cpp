#include "row_reader.hpp"

#include <formats/date_text.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>

namespace settled::csv {
namespace {

constexpr std::size_t iso_day_size = 10;
constexpr std::size_t stamp_digits = 14; // YYYYMMDDhhmmss

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool contains(const Words& words, std::string_view text) { return std::ranges::find(words, text) != words.end(); }

bool contains_within(std::string_view text, const Words& words) {
    return std::ranges::any_of(words, [&](const std::string& word) { return text.find(word) != text.npos; });
}

// Wallets write ` before every cell, banks ' around numbers, so that no spreadsheet counts with them.
std::string_view without_text_mark(std::string_view cell) {
    if (cell.starts_with('`')) cell.remove_prefix(1);
    return cell;
}
std::string_view without_quotes(std::string_view cell) {
    if (cell.starts_with('\'')) cell.remove_prefix(1);
    if (cell.ends_with('\'')) cell.remove_suffix(1);
    return cell;
}

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, 60)) + "\""; }

} // namespace

RowReader::RowReader(const Choice& choice, std::size_t field_bytes_max)
    : choice_(&choice), layout_(choice.layout), field_bytes_max_(field_bytes_max) {
    for (const auto& indexes : choice.columns)
        for (const std::size_t index : indexes) width_needed_ = std::max(width_needed_, index + 1);
}

std::string_view RowReader::cell(Field field) const {
    for (const std::size_t index : choice_->columns[static_cast<std::size_t>(field)])
        if (!cells_->cells[index].empty()) return without_text_mark(cells_->cells[index]);
    return {};
}

std::unexpected<Error> RowReader::refuse(Field field, std::string_view found, std::string_view expected) const {
    const bool secret = field == Field::account || field == Field::counterparty_account;
    return fail(SETTLED_BAD_DATA,
                std::string(name(field)) + (secret ? "" : " " + quoted(found)) + "; expected " + std::string(expected),
                cells_->line);
}

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

Result<Date> RowReader::date_of(Field field) {
    const std::string_view written = cell(field);
    if (written.empty() || contains(layout_->amount_nothing, written)) return Date();
    if (written == last_date_text_) return last_date_;
    if (choice_->from_workbook && workbook::is_native(written)) {
        const auto read = formats::parse_date(workbook::without_native_mark(written).substr(0, iso_day_size), "YYYY-MM-DD");
        if (read) return read->date;
    }
    // A time may stand behind the day.
    std::string_view day = workbook::without_native_mark(written);
    day = day.substr(0, std::min(day.find(' '), day.find('T', 1)));
    if (day.size() == stamp_digits && std::ranges::all_of(day, is_digit)) day = day.substr(0, stamp_digits - 6);
    const std::size_t patterns = layout_->date_patterns.size();
    for (std::size_t i = 0; i < patterns; ++i) {
        const std::size_t at = (date_pattern_ + i) % patterns;
        for (const std::string_view text : {day, written}) {
            const auto read = formats::parse_date(text, layout_->date_patterns[at]);
            if (!read) continue;
            date_pattern_ = at;
            last_date_text_ = written;
            return last_date_ = read->date;
        }
    }
    std::string expected;
    for (const std::string& pattern : layout_->date_patterns) expected += (expected.empty() ? "" : " or ") + pattern;
    return refuse(field, written, "a day as " + expected);
}

std::string_view RowReader::text(Field field, Row& row) const {
    std::string_view found = workbook::without_native_mark(cell(field));
    if (field == Field::counterparty_account || field == Field::bank_reference) found = without_quotes(found);
    if (contains(layout_->amount_nothing, found)) found = {}; // "/" and "-" say nothing in any column
    row.text_cut = row.text_cut || found.size() > field_bytes_max_;
    return cut_at_character(found, field_bytes_max_);
}

// All its columns in order: 摘要, 用途 and 附言 may each hold the number that matters.
std::string_view RowReader::remittance(Row& row) {
    std::string_view only;
    std::size_t parts = 0;
    for (const std::size_t index : choice_->columns[static_cast<std::size_t>(Field::remittance)]) {
        const std::string_view part = workbook::without_native_mark(without_text_mark(cells_->cells[index]));
        if (part.empty() || contains(layout_->amount_nothing, part) || part == only) continue;
        if (++parts == 1) {
            only = part;
            continue;
        }
        if (parts == 2) remittance_ = only;
        remittance_.append(" ").append(part);
    }
    const std::string_view joined = parts < 2 ? only : std::string_view(remittance_);
    row.text_cut = row.text_cut || joined.size() > field_bytes_max_;
    return cut_at_character(joined, field_bytes_max_);
}

// A wallet's refunds, fees and withdrawals are bookings like others but for what they mean.
void RowReader::read_kind(Row& row) const {
    for (const std::size_t index : choice_->columns[static_cast<std::size_t>(Field::kind)]) {
        const std::string_view words = cells_->cells[index];
        if (words.empty()) continue;
        if (contains_within(words, layout_->kind_refund)) {
            row.entry.reversal = 1;
            row.entry.transaction_code = "refund";
        } else if (contains_within(words, layout_->kind_fee)) {
            row.entry.transaction_code = "fee";
        } else if (contains_within(words, layout_->kind_withdrawal)) {
            row.entry.transaction_code = "withdrawal";
        } else {
            continue;
        }
        return;
    }
}

Status RowReader::read_fee(Row& row) {
    auto fee = amount_of(Field::fee, row.currency);
    if (!fee) return pass(fee);
    if (!*fee || (*fee)->minor_units == 0) return {};
    charge_ = {.size = sizeof charge_, .currency = row.currency.abi(), .amount = (*fee)->abi(), .included = {1, 1}};
    charge_.amount.minor_units = std::abs(charge_.amount.minor_units);
    row.entry.charges = &charge_;
    row.entry.charge_count = 1;
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

bool RowReader::repeats_header(const formats::CsvRow& cells) const {
    if (layout_->header.empty()) return false;
    return std::ranges::all_of(layout_->header, [&](const std::string& heading) {
        return std::ranges::any_of(cells.cells,
                                   [&](std::string_view cell) { return folded_heading(cell) == folded_heading(heading); });
    });
}

bool RowReader::has_day(const formats::CsvRow& cells) {
    if (cells.cells.size() < width_needed_) return false;
    cells_ = &cells;
    const auto day = date_of(Field::booking_date);
    return day && *day;
}

Result<Row> RowReader::read(const formats::CsvRow& cells) {
    cells_ = &cells;
    Row row;
    const auto filled = std::ranges::find_if(cells.cells, [](std::string_view cell) { return !cell.empty(); });
    if (filled == cells.cells.end()) return row;
    if (std::ranges::any_of(layout_->end_at,
                            [&](const std::string& word) { return filled->starts_with(word) || filled->ends_with(word); })) {
        row.kind = RowKind::end;
        return row;
    }
    if (cells.cells.size() < width_needed_) {
        if (std::ranges::count_if(cells.cells, [](std::string_view cell) { return !cell.empty(); }) == 1) {
            row.kind = RowKind::note; // a line of text below or between the rows
            return row;
        }
        return fail(SETTLED_BAD_DATA,
                    "a row of " + std::to_string(cells.cells.size()) + " cells where the header has " +
                        std::to_string(choice_->width) + "; the file was cut off or damaged",
                    cells.line);
    }
    for (std::size_t i = choice_->width; i < cells.cells.size(); ++i)
        if (!cells.cells[i].empty())
            return fail(SETTLED_BAD_DATA,
                        "a row of " + std::to_string(cells.cells.size()) + " cells where the header has " +
                            std::to_string(choice_->width) + "; is a delimiter inside a text not quoted?",
                        cells.line);

    const std::string_view status = cell(Field::status);
    if (!status.empty() && contains(layout_->status_skipped, status)) return row;

    auto currency = currency_of_row();
    if (!currency) return pass(currency);
    row.currency = *currency;
    row.account = without_quotes(workbook::without_native_mark(cell(Field::account)));
    if (row.account.empty()) row.account = choice_->account.empty() ? layout_->account : choice_->account;

    settled_entry& made = row.entry;
    made.size = sizeof made;
    made.line = cells.line;
    made.currency = currency->abi();
    made.status = SETTLED_ENTRY_BOOKED;
    for (const auto& [field, into] :
         {std::pair(Field::balance, &row.balance), {Field::opening, &row.opening}, {Field::closing, &row.closing}}) {
        // Masked for publication ("xx,yyyy.zz", "***"): a balance without a digit says nothing.
        if (std::ranges::none_of(cell(field), is_digit)) continue;
        auto value = amount_of(field, *currency);
        if (!value) return pass(value);
        *into = *value;
    }
    auto amount = signed_amount(*currency, made.status);
    if (!amount) return pass(amount);
    auto booked = date_of(Field::booking_date);
    if (!booked) return pass(booked);
    if (!*amount && !*booked) {
        row.kind = row.opening || row.closing ? RowKind::balances : RowKind::note;
        return row;
    }
    if (!*amount) return refuse(layout_->of(Field::amount).empty() ? Field::money_in : Field::amount, "", "an amount");
    if (!*booked) return refuse(Field::booking_date, "", "a day");
    auto value_date = date_of(Field::value_date);
    if (!value_date) return pass(value_date);

    row.kind = RowKind::entry;
    made.booking_date = booked->number();
    made.value_date = value_date->number();
    made.amount = (*amount)->abi();
    if (made.status == SETTLED_ENTRY_BOOKED && contains(layout_->status_pending, status)) made.status = SETTLED_ENTRY_PENDING;
    if (contains(layout_->status_neutral, status)) made.status = SETTLED_ENTRY_NEUTRAL;
    if (made.status == SETTLED_ENTRY_NEUTRAL) { // moves no money of ours; what it was about stays visible
        made.original_currency = made.currency;
        made.original_amount = made.amount;
        made.amount = formats::DecimalAmount{}.abi();
    }
    made.counterparty_name = text(Field::counterparty_name, row);
    made.counterparty_account = text(Field::counterparty_account, row);
    made.counterparty_bank = text(Field::counterparty_bank, row);
    made.remittance = remittance(row);
    made.structured_reference = text(Field::structured_reference, row);
    made.end_to_end_id = text(Field::end_to_end_id, row);
    made.mandate_id = text(Field::mandate_id, row);
    made.bank_reference = text(Field::bank_reference, row);
    made.customer_reference = text(Field::customer_reference, row);
    made.transaction_code = text(Field::transaction_code, row);
    read_kind(row);
    if (Status done = read_fee(row); !done) return pass(done);
    if (Status done = read_original(row); !done) return pass(done);
    return row;
}

} // namespace settled::csv
