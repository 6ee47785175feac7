#include "jobs/partner_ledger.hpp"

#include "jobs/partner_columns.hpp"

#include <formats/date_text.hpp>
#include <formats/decimal_text.hpp>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::jobs {
namespace {

constexpr std::size_t heading_rows_max = 100;
constexpr std::array<std::string_view, 13> day_patterns = {"YYYY-MM-DD",   "YYYY-M-D",   "YYYY/M/D",   "YYYY.M.D", "YYYYMMDD",
                                                           "YYYY年M月D日", "D.M.YYYY",   "D.M.YY",     "D/M/YYYY", "M/D/YYYY",
                                                           "DD MMM YYYY",  "D MMM YYYY", "DD-MMM-YYYY"};

// How amounts are written.
const std::array<formats::DecimalStyle, 2> styles = {
    {{".", ", '", formats::Signs::anywhere}, {",", ". '", formats::Signs::anywhere}}};
constexpr formats::DecimalStyle native_style = {".", "", formats::Signs::leading};

std::string_view without_currency(std::string_view text) {
    for (const std::string_view sign : {"¥", "￥", "€", "$", "£", "CNY", "RMB", "EUR", "USD"}) {
        if (text.starts_with(sign)) text = trim(text.substr(sign.size()));
        if (text.ends_with(sign)) text = trim(text.substr(0, text.size() - sign.size()));
    }
    if (text.ends_with("元")) text = trim(text.substr(0, text.size() - std::string_view("元").size()));
    return text;
}

bool says_nothing(std::string_view text) { return text.empty() || text == "-" || text == "--" || text == "—" || text == "–"; }

// The day without an hour behind it.
std::string_view day_part(std::string_view text) {
    const bool named_month = text.size() > 3 && text.find(' ') != text.npos && (text.find(' ') < 4);
    return named_month ? text : text.substr(0, std::min(text.find(' '), text.find('T', 1)));
}

class Reader {
  public:
    Reader(const TableOfFile& table, std::size_t header, PartnerColumns columns, const PartnerLedgerFormat& format)
        : table_(table), header_(header), columns_(std::move(columns)), format_(format) {}

    Result<PartnerLedger> read() {
        made_.debit_and_credit = columns_.debit || columns_.credit;
        note_headings();
        if (Status found = find_style(); !found) return pass(found);
        if (Status found = find_day_pattern(); !found) return pass(found);
        for (std::size_t i = header_ + 1; i < table_.rows.size(); ++i)
            if (Status taken = take(table_.rows[i]); !taken) return pass(taken);
        if (votes_against_ > votes_for_) // a creditor's balance grows with the credit and is written without a sign
            for (auto* one : {&made_.opening, &made_.closing})
                if (*one) *one = checked_subtract(0, **one);
        if (made_.lines.empty() && !made_.closing)
            return fail(SETTLED_BAD_DATA, "no booking stands under the headings; hand over the file with its rows",
                        table_.rows[header_].line);
        return std::move(made_);
    }

  private:
    static std::string_view cell(const TableRow& row, const std::optional<std::size_t>& column) {
        return column && *column < row.cells.size() ? std::string_view(row.cells[*column].text) : std::string_view();
    }
    static bool native(const TableRow& row, std::size_t column) { return column < row.cells.size() && row.cells[column].native; }

    void note_headings() {
        const TableRow& headings = table_.rows[header_];
        for (std::size_t i = 0; i < headings.cells.size(); ++i) {
            const auto is = [&](const std::optional<std::size_t>& column) { return column == i; };
            if (is(columns_.date) || is(columns_.month) || is(columns_.day) || is(columns_.debit) || is(columns_.credit) ||
                is(columns_.amount) || is(columns_.direction) || is(columns_.balance) || is(columns_.currency) ||
                std::ranges::find(columns_.numbers, i) != columns_.numbers.end() ||
                std::ranges::find(columns_.texts, i) != columns_.texts.end())
                made_.headings.push_back(headings.cells[i].text);
        }
    }

    RowKind kind_of(const TableRow& row) const {
        for (const TableCell& one : row.cells)
            if (const RowKind kind = row_kind(one.text); kind != RowKind::booking) return kind;
        return RowKind::booking;
    }

    std::vector<std::size_t> money_columns() const {
        std::vector<std::size_t> all;
        for (const auto& column : {columns_.debit, columns_.credit, columns_.amount, columns_.balance})
            if (column) all.push_back(*column);
        return all;
    }

    // "1.234" and "1,234" are a thousand or a little more than one: the other amounts must tell.
    static bool is_ambiguous(std::string_view text) {
        const std::size_t mark = text.find_first_of(".,");
        if (mark == text.npos || text.find_first_of(".,", mark + 1) != text.npos) return false;
        return text.size() - mark == 4;
    }

    // The one style under which every amount of the file is one of its currency.
    Status find_style() {
        std::array<bool, styles.size()> fits{true, true};
        std::int64_t ambiguous_line = 0;
        std::string_view ambiguous;
        bool decided = false;
        for (std::size_t i = header_ + 1; i < table_.rows.size(); ++i)
            for (const std::size_t column : money_columns()) {
                const std::string_view text = without_currency(cell(table_.rows[i], column));
                if (says_nothing(text) || native(table_.rows[i], column)) continue;
                std::array<bool, styles.size()> now = fits;
                for (std::size_t s = 0; s < styles.size(); ++s) {
                    const auto parsed = formats::parse_decimal(text, format_.currency, styles[s]);
                    now[s] = now[s] && parsed && parsed->finer_digits == 0;
                }
                if (!now[0] && !now[1]) {
                    if (kind_of(table_.rows[i]) != RowKind::booking || is_heading_again(table_.rows[i])) continue;
                    return fail(SETTLED_BAD_DATA,
                                fmt::format("\"{}\" is no amount in {} as the amounts above it are written; correct the cell",
                                            visible(text), format_.currency.code()),
                                table_.rows[i].line);
                }
                fits = now;
                if (is_ambiguous(text) && ambiguous.empty()) ambiguous = text, ambiguous_line = table_.rows[i].line;
                decided = decided || (now[0] != now[1] && !is_ambiguous(text));
            }
        if (!ambiguous.empty() && !decided)
            return fail(
                SETTLED_BAD_DATA,
                fmt::format("\"{}\" can be read with two decimal marks; write the amounts with their decimals (1234.50 or "
                            "1234,50)",
                            visible(ambiguous)),
                ambiguous_line);
        style_ = fits[0] ? styles[0] : styles[1];
        return {};
    }

    bool is_heading_again(const TableRow& row) const { // printed ledgers repeat their headings on every page
        return partner_columns(row, nullptr).usable();
    }

    Status find_day_pattern() {
        if (!columns_.date) return {};
        std::vector<std::string_view> patterns(day_patterns.begin(), day_patterns.end());
        if (!format_.day_pattern.empty()) patterns = {format_.day_pattern};
        for (std::size_t i = header_ + 1; i < table_.rows.size(); ++i) {
            const TableRow& row = table_.rows[i];
            const std::string_view text = day_part(cell(row, columns_.date));
            if (says_nothing(text) || native(row, *columns_.date) || kind_of(row) != RowKind::booking || is_heading_again(row))
                continue;
            std::vector<std::string_view> left;
            for (const std::string_view pattern : patterns)
                if (formats::parse_date(text, pattern)) left.push_back(pattern);
            if (left.empty())
                return fail(SETTLED_BAD_DATA,
                            fmt::format("\"{}\" is no day as the days above it are written; correct the cell, or give "
                                        "--days PATTERN such as YYYY-MM-DD or D.M.YYYY",
                                        visible(text)),
                            row.line);
            patterns = std::move(left);
        }
        const auto has = [&](std::string_view pattern) { return std::ranges::find(patterns, pattern) != patterns.end(); };
        if (has("D/M/YYYY") && has("M/D/YYYY") && patterns.size() == 2)
            return fail(SETTLED_BAD_DATA,
                        "its days can be read as day/month and as month/day; say which with --days D/M/YYYY or --days M/D/YYYY",
                        table_.rows[header_].line);
        pattern_ = patterns.front();
        return {};
    }

    Result<std::optional<std::int64_t>> amount(const TableRow& row, const std::optional<std::size_t>& column) const {
        if (!column) return std::optional<std::int64_t>();
        const std::string_view text = without_currency(cell(row, column));
        if (says_nothing(text)) return std::optional<std::int64_t>();
        const auto parsed = formats::parse_decimal(text, format_.currency, native(row, *column) ? native_style : style_);
        if (!parsed || parsed->finer_digits > 0)
            return fail(SETTLED_BAD_DATA,
                        fmt::format("\"{}\" is no amount in {}; correct the cell", visible(text), format_.currency.code()),
                        row.line);
        return std::optional(parsed->minor_units);
    }

    // Debit less credit, or the amount with its direction; nothing where the row holds none.
    Result<std::optional<std::int64_t>> moved(const TableRow& row) const {
        auto debit = amount(row, columns_.debit), credit = amount(row, columns_.credit), single = amount(row, columns_.amount);
        for (auto* one : {&debit, &credit, &single})
            if (!*one) return std::unexpected(one->error());
        if (made_.debit_and_credit) {
            if (!*debit && !*credit) return std::optional<std::int64_t>();
            const auto made = checked_subtract(debit->value_or(0), credit->value_or(0));
            if (!made) return fail(SETTLED_BAD_DATA, "the amounts exceed 64 bits; correct the row", row.line);
            return made;
        }
        if (!*single || !columns_.direction) return *single;
        const int direction = direction_of(cell(row, columns_.direction));
        return direction < 0 ? checked_subtract(0, **single) : *single;
    }

    Result<std::optional<std::int64_t>> balance(const TableRow& row) const {
        auto found = amount(row, columns_.balance);
        if (!found || !*found || !columns_.balance_direction) return found;
        return direction_of(cell(row, columns_.balance_direction)) < 0 ? checked_subtract(0, **found) : *found;
    }

    Result<Date> day(const TableRow& row) {
        const auto bad = [&](std::string_view text) {
            return fail(SETTLED_BAD_DATA, fmt::format("\"{}\" is no day; correct the cell", visible(text)), row.line);
        };
        if (columns_.date) {
            const std::string_view text = cell(row, columns_.date);
            if (native(row, *columns_.date)) {
                const auto date = Date::parse_iso(text.substr(0, 10));
                if (!date) return bad(text);
                return *date;
            }
            const auto parsed = formats::parse_date(day_part(text), pattern_);
            if (!parsed) return bad(text);
            return parsed->date;
        }
        const auto number = [&](const std::optional<std::size_t>& column, int& kept) {
            const std::string_view text = cell(row, column);
            if (text.empty()) return true; // as in the row above
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), kept);
            return error == std::errc() && (end == text.data() + text.size() || *end == '.');
        };
        int of_month = 0;
        if (year_ == 0) year_ = columns_.year_in_heading;
        if (!number(columns_.year, year_) || !number(columns_.month, month_) || !number(columns_.day, of_month))
            return bad(cell(row, columns_.day));
        const auto date =
            Date::of(year_, static_cast<unsigned>(std::max(month_, 0)), static_cast<unsigned>(std::max(of_month, 0)));
        if (!date) return bad(fmt::format("{}-{}-{}", year_, month_, of_month));
        return *date;
    }

    bool in_other_currency(const TableRow& row) const {
        const auto named = Currency::parse(cell(row, columns_.currency));
        return named && *named != format_.currency && !(named->code() == "RMB" && format_.currency.code() == "CNY");
    }

    Status take(const TableRow& row) {
        if (std::ranges::all_of(row.cells, [](const TableCell& one) { return one.text.empty(); }) || is_heading_again(row))
            return {};
        if (in_other_currency(row)) return ++made_.rows_of_other_currency, Status{};
        const RowKind kind = kind_of(row);
        auto stands = balance(row);
        if (!stands) return kind == RowKind::total ? Status{} : pass(stands);
        if (kind == RowKind::total) { // of months and pages: its balance is the account's, its sums are not bookings
            if (*stands && columns_.balance) made_.closing = *stands;
            return {};
        }
        auto amount = moved(row);
        if (!amount) return pass(amount);
        if (kind == RowKind::opening) {
            if (!made_.opening && made_.lines.empty()) made_.opening = *stands ? *stands : *amount;
            if (*stands) made_.closing = *stands;
            return {};
        }
        if (*stands && *amount && made_.closing) {
            const auto step = checked_subtract(**stands, *made_.closing);
            votes_for_ += step == **amount ? 1 : 0;
            votes_against_ += step && checked_add(*step, **amount) == 0 ? 1 : 0;
        }
        if (*stands) made_.closing = *stands;
        if (!*amount) return {};
        auto on = day(row);
        if (!on) return pass(on);
        PartnerLine& line = made_.lines.emplace_back();
        line.date = *on, line.amount = **amount, line.line = row.line;
        for (const std::vector<std::size_t>* columns : {&columns_.numbers, &columns_.texts})
            for (const std::size_t column : *columns) {
                const std::string_view said = cell(row, column);
                if (said.empty()) continue;
                if (columns == &columns_.numbers && line.number.empty())
                    line.number = said;
                else
                    line.text += (line.text.empty() ? "" : " ") + std::string(said);
            }
        return {};
    }

    const TableOfFile& table_;
    std::size_t header_;
    PartnerColumns columns_;
    const PartnerLedgerFormat& format_;
    formats::DecimalStyle style_;
    std::string_view pattern_;
    int year_ = 0, month_ = 0;
    std::int64_t votes_for_ = 0, votes_against_ = 0; // that balances have the amounts' sign
    PartnerLedger made_;
};

// Headings of printed ledgers stand in two rows: "2026年" above 月 and 日.
TableRow two_rows(const TableRow& above, const TableRow& below) {
    TableRow whole = below;
    whole.cells.resize(std::max(above.cells.size(), below.cells.size()));
    for (std::size_t i = 0; i < above.cells.size(); ++i)
        if (whole.cells[i].text.empty()) whole.cells[i] = above.cells[i];
    return whole;
}

} // namespace

Result<PartnerLedger> read_partner_ledger(std::string_view bytes, const PartnerLedgerFormat& format) {
    auto tables = tables_of(bytes);
    if (!tables) return pass(tables);
    const TableOfFile* best = nullptr;
    std::size_t header = 0;
    PartnerColumns columns;
    for (const TableOfFile& table : *tables)
        for (std::size_t i = 0; i < std::min(table.rows.size(), heading_rows_max); ++i) {
            const TableRow* above = i == 0 ? nullptr : &table.rows[i - 1];
            PartnerColumns found = partner_columns(table.rows[i], above);
            if (!found.usable() && above != nullptr) found = partner_columns(two_rows(*above, table.rows[i]), above);
            if (!found.usable() || (best != nullptr && found.meanings() <= columns.meanings())) continue;
            best = &table, header = i, columns = std::move(found);
        }
    if (best == nullptr)
        return fail(
            SETTLED_BAD_DATA,
            fmt::format("no row among the first {} has the headings of a ledger: a day (日期, date, Datum) and debit and credit "
                        "(借方/贷方, Soll/Haben) or an amount (金额, amount, Betrag); name the columns so",
                        heading_rows_max),
            1);
    return Reader(*best, header, std::move(columns), format).read();
}

} // namespace settled::jobs
