#include "row_reader.hpp"

#include "row_words.hpp"

#include <formats/date_text.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace settled::csv {
namespace {

constexpr std::size_t iso_day_size = 10;
constexpr std::size_t stamp_digits = 14; // YYYYMMDDhhmmss

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
    if (found.empty()) return found;
    if (field != Field::remittance && field != Field::counterparty_name) found = without_quotes(found);
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

void RowReader::read_counterparty(Row& row) const {
    const bool in = row.entry.amount.minor_units >= 0;
    const auto named = [&](Field plain, Field payer, Field payee) {
        const std::string_view found = text(plain, row);
        return found.empty() ? text(in ? payer : payee, row) : found;
    };
    row.entry.counterparty_name = named(Field::counterparty_name, Field::payer_name, Field::payee_name);
    row.entry.counterparty_account = named(Field::counterparty_account, Field::payer_account, Field::payee_account);
    row.entry.counterparty_bank = named(Field::counterparty_bank, Field::payer_bank, Field::payee_bank);
    // The other side is the owner of the account.
    if (row.account.empty()) row.account = text(in ? Field::payee_account : Field::payer_account, row);
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

bool RowReader::repeats_header(const formats::CsvRow& cells) const {
    if (layout_->header.empty()) return false;
    return std::ranges::all_of(layout_->header, [&](const std::string& heading) {
        return std::ranges::any_of(cells.cells, [&](std::string_view cell) {
            return folded_heading(cell) == folded_heading(heading.substr(0, heading.find('|')));
        });
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
    // "期初余额", "Beginning balance": a day and a balance, and no booking.
    if (!*amount && row.balance) {
        row.kind = RowKind::note;
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
    read_counterparty(row);
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
