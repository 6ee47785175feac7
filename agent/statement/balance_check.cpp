#include "statement/balance_check.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace settled::statement {
namespace {

std::optional<Amount> with_finer_digits(Amount amount, int finer_digits) {
    for (; amount.finer_digits < finer_digits; ++amount.finer_digits)
        if (__builtin_mul_overflow(amount.minor_units, std::int64_t{10}, &amount.minor_units)) return std::nullopt;
    return amount;
}

Amount shortened(Amount amount) {
    for (; amount.finer_digits > 0 && amount.minor_units % 10 == 0; --amount.finer_digits) amount.minor_units /= 10;
    return amount;
}

template <class Operation> std::optional<Amount> combine(Amount left, Amount right, const Operation& operation) {
    const int finer_digits = std::max(left.finer_digits, right.finer_digits);
    const auto fine_left = with_finer_digits(left, finer_digits);
    const auto fine_right = with_finer_digits(right, finer_digits);
    const auto result = fine_left && fine_right ? operation(fine_left->minor_units, fine_right->minor_units) : std::nullopt;
    return result ? std::optional(shortened({*result, finer_digits})) : std::nullopt;
}

std::string amount_words(Amount amount, Currency currency) {
    const std::string number = amount.finer_digits == 0 ? grouped_amount_text(amount.minor_units, currency)
                                                        : amount_text(amount.minor_units, currency, amount.finer_digits);
    return currency.none() ? number : number + " " + std::string(currency.code());
}

} // namespace

bool same_amount(Amount left, Amount right) { return shortened(left) == shortened(right); }

BalanceCheck check_balances(const Statement& statement) {
    BalanceCheck check{.currency = statement.currency};
    if (statement.interim || statement.details_only || !statement.opening || !statement.closing) return check;
    for (const Entry& entry : statement.entries) {
        if (entry.status != EntryStatus::booked) continue;
        const auto sum = entry.currency == statement.currency ? combine(check.entries, entry.amount, checked_add) : std::nullopt;
        if (!sum) return {.currency = statement.currency};
        check.entries = *sum;
    }
    const auto moved = combine(statement.closing->amount, statement.opening->amount, checked_subtract);
    if (!moved) return {.currency = statement.currency};
    check.moved = *moved;
    check.proof = check.entries == check.moved ? Proof::holds : Proof::differs;
    return check;
}

std::string words(const BalanceCheck& check) {
    switch (check.proof) {
    case Proof::holds:
        return {};
    case Proof::unproved:
        return "the statement does not state both balances in the account's currency, so its entries are not proved";
    case Proof::differs:
        return "entries add up to " + amount_words(check.entries, check.currency) + " but closing - opening is " +
               amount_words(check.moved, check.currency);
    }
    std::unreachable();
}

std::vector<ChainBreak> check_chain(std::span<const Statement> statements) {
    std::vector<ChainBreak> breaks;
    std::map<std::pair<std::string_view, Currency>, std::size_t> last_of;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Statement& next = statements[i];
        if (next.interim || next.details_only) continue;
        const auto [last, first_of_account] = last_of.try_emplace({next.account, next.currency}, i);
        if (first_of_account) continue;
        const Statement& before = statements[last->second];
        if (before.closing && next.opening && !same_amount(before.closing->amount, next.opening->amount))
            breaks.push_back({last->second, i, before.closing->amount, next.opening->amount});
        last->second = i;
    }
    return breaks;
}

std::optional<bool> follows(const std::optional<Balance>& last_closing, const Statement& next) {
    if (!last_closing || !next.opening) return std::nullopt;
    return same_amount(last_closing->amount, next.opening->amount);
}

} // namespace settled::statement
