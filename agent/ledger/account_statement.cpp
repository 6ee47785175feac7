#include "ledger/account_statement.hpp"

#include <settled/money.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace settled::ledger {
namespace {

using Sum = std::optional<std::int64_t>; // none: it does not fit, or it is not known

Sum plus(Sum left, Sum right) { return left && right ? checked_add(*left, *right) : std::nullopt; }
Sum minus(Sum left, Sum right) { return left && right ? checked_subtract(*left, *right) : std::nullopt; }

template <class Which> Sum sum_of(const std::vector<AccountPosting>& postings, Which&& which) {
    Sum sum = 0;
    for (const AccountPosting& one : postings)
        if (which(one)) sum = plus(sum, one.amount);
    return sum;
}

// What is open and no posting explains: the same at each reading of a ledger that lists everything.
Sum unexplained(const AccountReading& reading) {
    return minus(reading.balance, sum_of(reading.postings, [](const AccountPosting&) { return true; }));
}

} // namespace

std::string_view name(PostingKind kind) {
    constexpr std::array<std::string_view, 10> names = {"",        "invoice", "debit_note", "credit_note", "other_document",
                                                        "receipt", "bill",    "set_off",    "reduction",   "unlisted"};
    return names[static_cast<std::size_t>(kind)];
}

Result<AccountStatement> account_statement(const AccountStatementInput& input) {
    const auto too_large = [] { return fail(SETTLED_BAD_DATA, "the account's postings add up to more than 64 bits hold"); };
    AccountStatement made{input.from, input.to, input.latest.known_on, {}, {}, {}};
    const std::vector<AccountPosting>& postings = input.latest.postings;
    const bool ends_now = input.to >= input.latest.known_on;
    const auto reaches = [&](Date day) { return input.history_from && input.history_from <= day; };

    const bool has_closing = ends_now || input.at_end || reaches(input.to.plus_days(1));
    const bool has_opening = has_closing && (input.before || reaches(input.from));
    const Sum at_end = unexplained(ends_now || !input.at_end ? input.latest : *input.at_end);
    const Sum before = unexplained(input.before ? *input.before : input.latest);
    if (has_closing) {
        made.closing = plus(at_end, sum_of(postings, [&](const AccountPosting& one) { return one.date <= input.to; }));
        if (!made.closing) return too_large();
    }
    if (has_opening) {
        made.opening = plus(before, sum_of(postings, [&](const AccountPosting& one) { return one.date < input.from; }));
        if (!made.opening) return too_large();
    }
    for (const AccountPosting& one : postings)
        if (input.from <= one.date && one.date <= input.to) made.lines.push_back({one, {}});
    std::ranges::stable_sort(made.lines, {}, [](const AccountLine& line) {
        return std::tuple(line.posting.date, line.posting.kind, line.posting.number);
    });
    if (!has_opening) return made;
    const Sum unlisted = minus(at_end, before);
    if (!unlisted) return too_large();
    if (*unlisted != 0) made.lines.push_back({{PostingKind::unlisted, input.to, {}, *unlisted, {}, {}}, {}});
    Sum balance = made.opening;
    for (AccountLine& line : made.lines) {
        balance = plus(balance, line.posting.amount);
        if (!balance) return too_large();
        line.balance = balance;
    }
    return made;
}

} // namespace settled::ledger
