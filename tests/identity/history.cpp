#include "history.hpp"

#include <algorithm>
#include <array>

namespace settled::identity {
namespace {

constexpr std::array<std::int64_t, 7> amounts = {10000, 10000, 25000, 98500, 120000, 300, 1};
constexpr std::array<std::string_view, 3> payers = {"ACME GMBH", "BIRCH FOODS LTD", "CEDAR TRADING"};
constexpr std::array<std::string_view, 3> texts = {"RENT", "INV 2041", "THANK YOU"};
constexpr std::size_t bookings_of_a_day_max = 6;

bool is_weekend(Date day) {
    const std::chrono::weekday weekday{day.days()};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

std::string reference(References style, const Account& account, const Booking& booking, Chance& chance) {
    switch (style) {
    case References::unique:
        break;
    case References::some:
        if (chance.one_in(2)) return {};
        break;
    case References::twins_share:
        return "T" + std::to_string(booking.day.number() % 10000) + (booking.amount < 0 ? "D" : "C") +
               std::to_string(booking.amount < 0 ? -booking.amount : booking.amount) +
               std::to_string(booking.value_date.number() % 100) + booking.payer.substr(0, 1) + booking.text.substr(0, 1);
    case References::none:
        return {};
    }
    return "R" + std::to_string(booking.day.number() % 10000) + "X" + std::to_string(account.bookings.size() + 1);
}

void live_through(Account& account, Date day, References style, Chance& chance) {
    for (std::size_t left = chance.below(bookings_of_a_day_max + 1); left > 0; --left) {
        Booking made;
        made.day = day;
        made.amount = amounts[chance.below(amounts.size())] * (chance.one_in(3) ? -1 : 1);
        // Money comes back: a payment is returned, a transfer goes on to another account.
        if (!account.bookings.empty() && chance.one_in(4)) made.amount = -account.bookings.back().amount;
        made.value_date = chance.one_in(5) ? day.plus_days(static_cast<int>(chance.below(5)) - 2) : day;
        const std::size_t payer = chance.below(payers.size());
        made.payer = payers[payer];
        made.payer_account = "DE4437040044053201300" + std::to_string(payer);
        made.text = texts[chance.below(texts.size())];
        made.reference = reference(style, account, made, chance);
        account.bookings.push_back(std::move(made));
    }
}

} // namespace

std::int64_t Account::balance_before(std::size_t booking) const {
    std::int64_t balance = opening;
    for (std::size_t i = 0; i < booking; ++i) balance += bookings[i].amount;
    return balance;
}

std::size_t Account::first_of(Date day) const {
    const auto hit = std::ranges::find_if(bookings, [&](const Booking& booking) { return booking.day >= day; });
    return static_cast<std::size_t>(hit - bookings.begin());
}

History make_history(Chance& chance) {
    static constexpr std::array<std::string_view, 2> numbers = {"DE89370400440532013000", "DE02120300000000202051"};
    static constexpr std::array<References, 4> styles = {References::unique, References::some, References::twins_share,
                                                         References::none};
    History history;
    history.format = static_cast<Format>(chance.below(4));
    // OFX has a reference for every booking (FITID), unique or made of what is booked.
    history.references = history.format == Format::ofx ? styles[chance.below(2) * 2] : styles[chance.below(styles.size())];
    history.table = static_cast<Table>(chance.below(3));
    if (history.format == Format::csv && history.table == Table::without_balance) history.references = References::none;
    static const std::array<Date, 3> beginnings = {*Date::of(2026, 10, 1), *Date::of(2026, 12, 27), *Date::of(2028, 2, 25)};
    history.first_day = beginnings[chance.below(beginnings.size())];
    history.last_day = history.first_day.plus_days(static_cast<int>(7 + chance.below(6)));
    const std::size_t count = 1 + chance.below(2);
    for (std::size_t i = 0; i < count; ++i) {
        Account account;
        account.name = i == 0 ? "main" : "second";
        account.number = numbers[i];
        account.currency = *Currency::parse(i == 0 || history.format == Format::csv ? "EUR" : "USD");
        account.opening = static_cast<std::int64_t>(chance.below(2'000'000)) - 200'000;
        for (Date day = history.first_day; day <= history.last_day; day = day.plus_days(1))
            if (!is_weekend(day) && !chance.one_in(6)) live_through(account, day, history.references, chance);
        history.accounts.push_back(std::move(account));
    }
    return history;
}

std::vector<BookLine> truth(const History& history) {
    std::vector<BookLine> lines;
    const bool no_value_dates = history.format == Format::csv && history.table == Table::running_balance;
    for (const Account& account : history.accounts)
        for (const Booking& booking : account.bookings)
            lines.push_back({account.name, booking.day.number(), no_value_dates ? 0 : booking.value_date.number(), booking.amount,
                             booking.payer, booking.reference});
    std::ranges::sort(lines);
    return lines;
}

std::string to_string(const BookLine& line) {
    const std::int64_t whole = line.amount < 0 ? -line.amount : line.amount;
    const std::string cents = std::to_string(100 + whole % 100).substr(1);
    return line.account + " " + std::to_string(line.day) + " value " + std::to_string(line.value_date) + " " +
           (line.amount < 0 ? "-" : "") + std::to_string(whole / 100) + "." + cents + " " + line.payer +
           (line.reference.empty() ? " (no reference)" : " " + line.reference);
}

} // namespace settled::identity
