#include <formats/control_totals.hpp>

namespace settled::formats {

void ControlTotals::add(DecimalAmount amount, Side side) {
    Sum& all = side == Side::debit ? debit_ : credit_;
    if (side == Side::debit) amount.minor_units = -amount.minor_units;
    ++all.count;
    const auto sum = formats::add(all.amount, amount);
    all.fits = all.fits && sum;
    if (sum) all.amount = *sum;
}

std::optional<std::string> ControlTotals::difference(const Stated& stated) const {
    const Sum& found = stated.side == Side::debit ? debit_ : credit_;
    const auto apart = subtract(found.amount, stated.sum);
    const bool same_sum = found.fits && apart && apart->minor_units == 0;
    if (same_sum && (!stated.count || *stated.count == found.count)) return std::nullopt;
    const std::optional<std::int64_t> count = stated.count ? std::optional(found.count) : std::nullopt;
    return "found " + words(stated.side, count, found.amount) + " but the trailer says " +
           words(stated.side, stated.count, stated.sum) + "; ask the bank for the file again";
}

std::string ControlTotals::words(Side side, std::optional<std::int64_t> count, DecimalAmount amount) const {
    std::string text = count ? std::to_string(*count) + " " : std::string();
    text += side == Side::debit ? "debits" : "credits";
    return text + " of " + amount_text(amount.minor_units, currency_, amount.finer_digits);
}

} // namespace settled::formats
