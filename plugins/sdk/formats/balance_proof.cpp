#include <formats/balance_proof.hpp>

#include <algorithm>

namespace settled::formats {
namespace {

std::optional<DecimalAmount> with_finer_digits(DecimalAmount amount, int finer_digits) {
    for (; amount.finer_digits < finer_digits; ++amount.finer_digits)
        if (__builtin_mul_overflow(amount.minor_units, std::int64_t{10}, &amount.minor_units)) return std::nullopt;
    return amount;
}

// Back to the fewest digits that say the same.
DecimalAmount shortened(DecimalAmount amount) {
    for (; amount.finer_digits > 0 && amount.minor_units % 10 == 0; --amount.finer_digits) amount.minor_units /= 10;
    return amount;
}

std::string words(DecimalAmount amount, Currency currency) {
    const std::string number = amount.finer_digits == 0 ? grouped_amount_text(amount.minor_units, currency)
                                                        : amount_text(amount.minor_units, currency, amount.finer_digits);
    return currency.none() ? number : number + " " + std::string(currency.code());
}

template <class Operation>
std::optional<DecimalAmount> combine(DecimalAmount left, DecimalAmount right, const Operation& operation) {
    if (left.finer_digits == 0 && right.finer_digits == 0) { // nearly always
        const auto result = operation(left.minor_units, right.minor_units);
        return result ? std::optional(DecimalAmount{*result, 0}) : std::nullopt;
    }
    const int finer_digits = std::max(left.finer_digits, right.finer_digits);
    const auto fine_left = with_finer_digits(left, finer_digits);
    const auto fine_right = with_finer_digits(right, finer_digits);
    if (!fine_left || !fine_right) return std::nullopt;
    const auto result = operation(fine_left->minor_units, fine_right->minor_units);
    if (!result) return std::nullopt;
    return shortened({*result, finer_digits});
}

} // namespace

std::optional<DecimalAmount> add(DecimalAmount left, DecimalAmount right) { return combine(left, right, checked_add); }
std::optional<DecimalAmount> subtract(DecimalAmount left, DecimalAmount right) { return combine(left, right, checked_subtract); }

void BalanceProof::add(DecimalAmount amount, Currency currency) {
    const auto sum = currency == currency_ ? formats::add(sum_, amount) : std::nullopt;
    provable_ = provable_ && sum;
    if (sum) sum_ = *sum;
}

std::optional<std::string> BalanceProof::difference(DecimalAmount opening, DecimalAmount closing) const {
    const auto moved = subtract(closing, opening);
    if (provable_ && moved && *moved == shortened(sum_)) return std::nullopt;
    if (!provable_ || !moved) return "the entries cannot be added up: another currency, or beyond 18 digits";
    return "entries add up to " + words(sum_, currency_) + " but closing - opening is " + words(*moved, currency_) +
           "; ask the bank for the file again";
}

} // namespace settled::formats
