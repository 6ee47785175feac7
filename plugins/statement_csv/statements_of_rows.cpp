#include "statements_of_rows.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::csv {
namespace {

constexpr std::size_t kept_bytes_max = std::size_t{256} << 20;
constexpr std::size_t groups_max = 10'000;

settled_balance abi(const std::optional<formats::DecimalAmount>& amount, Date day) {
    return amount ? settled_balance{1, day.number(), amount->abi()} : settled_balance{};
}

formats::CsvRow view(const std::vector<std::string>& cells, std::int64_t line) {
    formats::CsvRow row;
    row.cells.assign(cells.begin(), cells.end());
    row.line = line;
    return row;
}

std::string words(formats::DecimalAmount amount, Currency currency) {
    return amount_text(amount.minor_units, currency, amount.finer_digits);
}

} // namespace

Status StatementsOfRows::add(const Row& row, const formats::CsvRow& cells) {
    const auto same = [&](const Group& group) { return group.account == row.account && group.currency == row.currency; };
    auto group = std::ranges::find_if(groups_, same);
    if (group == groups_.end()) {
        if (groups_.size() == groups_max)
            return fail(SETTLED_BAD_DATA, "more than " + std::to_string(groups_max) + " accounts in one file", cells.line);
        group = groups_.insert(groups_.end(), {std::string(row.account), row.currency, {}});
    }
    return group == groups_.begin() ? tell(row, cells) : keep(*group, cells);
}

Status StatementsOfRows::keep(Group& group, const formats::CsvRow& cells) {
    for (const std::string_view cell : cells.cells) kept_bytes_ += cell.size() + sizeof(std::string);
    if (kept_bytes_ > kept_bytes_max)
        return fail(SETTLED_BAD_DATA,
                    "the rows of several accounts are mixed and too many to sort here; sort the file by account", cells.line);
    group.rows.push_back({{cells.cells.begin(), cells.cells.end()}, cells.line});
    return {};
}

Status StatementsOfRows::tell_kept(const Kept& kept) {
    const formats::CsvRow cells = view(kept.cells, kept.line);
    auto row = reader_.read(cells);
    if (!row) return pass(row);
    return tell(*row, cells);
}

Status StatementsOfRows::tell(const Row& row, const formats::CsvRow& cells) {
    // Another opening or closing balance than the one that stands: the next statement of the account.
    const bool next_period = now_.open && ((row.opening && now_.opening && *row.opening != *now_.opening) ||
                                           (row.closing && now_.closing && *row.closing != *now_.closing));
    if (next_period)
        if (Status done = end(cells.line); !done) return done;
    if (!now_.open) {
        now_ = Telling();
        now_.open = true;
        now_.account = row.account;
        now_.currency = row.currency;
        now_.line = cells.line;
        now_.proof = formats::BalanceProof(row.currency);
    }
    if (row.opening && !now_.opening) now_.opening = row.opening;
    if (row.closing) now_.closing = row.closing;
    if (row.kind != RowKind::entry) return {};
    const Date day = Date::from_abi(row.entry.booking_date);
    if (!now_.first_day || day < now_.first_day) now_.first_day = day;
    if (day > now_.last_day) now_.last_day = day;
    now_.any_balance = now_.any_balance || row.balance;
    if (row.entry.status == SETTLED_ENTRY_BOOKED) {
        const Amount amount{row.entry.amount.minor_units, row.entry.amount.finer_digits};
        now_.proof.add(amount, row.currency);
        now_.running.add(amount, row.balance, cells.line);
    }
    if (!now_.begun && !now_.first) {
        now_.first = Kept{{cells.cells.begin(), cells.cells.end()}, cells.line};
        return {};
    }
    if (!now_.begun) {
        // Reading the held row again makes `row` invalid; it is read once more behind it.
        const Kept second{{cells.cells.begin(), cells.cells.end()}, cells.line};
        if (Status done = release_first(); !done) return done;
        const formats::CsvRow kept_cells = view(second.cells, second.line);
        auto again = reader_.read(kept_cells);
        if (!again) return pass(again);
        return send(*again);
    }
    return send(row);
}

// The balance in a line above the table; it counts for the only statement of the file.
Result<std::optional<StatementsOfRows::Amount>> StatementsOfRows::above(const std::string& text, Currency currency) const {
    return reader_.amount(text, currency);
}

Status StatementsOfRows::begin() {
    now_.begun = true;
    if (!now_.opening && !choice_.opening.empty()) {
        auto stated = above(choice_.opening, now_.currency);
        if (!stated) return pass(stated);
        now_.opening = *stated;
    }
    if (!now_.closing && !choice_.closing.empty()) {
        auto stated = above(choice_.closing, now_.currency);
        if (!stated) return pass(stated);
        now_.closing = *stated;
    }
    std::optional<Amount> opening = now_.opening;
    // Two rows tell the order; listed oldest first, the balance before the first one is the opening.
    const RunningBalance& running = now_.running;
    const bool oldest_first = running.proved() && !running.newest_first() && (running.order_known() || running.rows() == 1);
    if (!opening && oldest_first) opening = running.opening();
    return sink_.begin({.size = sizeof(settled_statement_begin),
                        .currency = now_.currency.abi(),
                        .account = now_.account,
                        .opening = abi(opening, now_.first_day),
                        .line = now_.line});
}

Status StatementsOfRows::release_first() {
    if (Status done = begin(); !done) return done;
    if (!now_.first) return {};
    const Kept first = std::move(*now_.first);
    now_.first.reset();
    const formats::CsvRow cells = view(first.cells, first.line);
    auto row = reader_.read(cells);
    if (!row) return pass(row);
    return send(*row);
}

Status StatementsOfRows::send(const Row& row) {
    if (row.entry.amount.finer_digits > 0)
        sink_.diagnostic(SETTLED_ERROR, "FINER_AMOUNT", row.entry.line,
                         "amount " + words({row.entry.amount.minor_units, row.entry.amount.finer_digits}, row.currency) +
                             " has more decimals than its currency; shown as written, not imported");
    if (row.text_cut) sink_.diagnostic(SETTLED_WARNING, "TEXT_CUT", row.entry.line, "a text of more than 4096 bytes is cut");
    return sink_.entry(row.entry);
}

void StatementsOfRows::prove(std::int64_t line) {
    const bool stated = now_.opening && now_.closing;
    if (stated) {
        if (const auto difference = now_.proof.difference(*now_.opening, *now_.closing))
            sink_.diagnostic(SETTLED_ERROR, "BALANCE", line, *difference);
    }
    if (now_.any_balance && now_.running.complete() && !now_.running.proved() && now_.running.broken()) {
        const RunningBalance::Break& broken = *now_.running.broken();
        sink_.diagnostic(SETTLED_ERROR, "BALANCE", broken.line,
                         "the balance after this row is " + words(broken.found, now_.currency) + " but the rows make " +
                             (broken.expected ? words(*broken.expected, now_.currency) : "more than 18 digits") +
                             "; a row is missing or changed, ask the bank for the file again");
    } else if (!stated && !now_.running.proved()) {
        sink_.diagnostic(
            SETTLED_WARNING, "BALANCE_UNPROVED", line,
            "the file states no opening and closing balance and no balance after every row, so its completeness is not proved");
    }
}

Status StatementsOfRows::end(std::int64_t line) {
    if (!now_.begun)
        if (Status done = release_first(); !done) return done;
    prove(line);
    std::optional<Amount> closing = now_.closing;
    if (!closing && now_.running.proved()) closing = now_.running.closing();
    now_.open = false;
    return sink_.end({.size = sizeof(settled_statement_end), .closing = abi(closing, now_.last_day), .line = line});
}

Status StatementsOfRows::finish(std::int64_t line) {
    if (groups_.empty()) {
        // A table without rows: the account had no movement, if the file says which account it is.
        Row none;
        none.kind = RowKind::balances;
        none.account = choice_.account.empty() ? std::string_view(choice_.layout->account) : std::string_view(choice_.account);
        none.currency = Currency::parse(choice_.currency).value_or(choice_.layout->currency);
        if (none.account.empty()) return {};
        formats::CsvRow cells;
        cells.line = line;
        if (Status done = tell(none, cells); !done) return done;
    }
    if (now_.open)
        if (Status done = end(line); !done) return done;
    for (std::size_t i = 1; i < groups_.size(); ++i) {
        for (const Kept& kept : groups_[i].rows)
            if (Status done = tell_kept(kept); !done) return done;
        if (now_.open)
            if (Status done = end(line); !done) return done;
    }
    return {};
}

} // namespace settled::csv
