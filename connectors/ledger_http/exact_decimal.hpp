// exact_decimal.hpp -- a decimal number as a service writes it, added and negated without loss.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled::ledger_http {

struct DecimalMarks {
    char point = '.';
    std::string grouping; // marks between digits of the whole part that mean nothing: ",", ".", "'", " "
};

class ExactDecimal {
  public:
    ExactDecimal() = default;
    // "-1234.50", "1,234.50" with grouping, "1.2E+3". Nothing for anything else and for more than 18
    // digits that count.
    static std::optional<ExactDecimal> parse(std::string_view text, const DecimalMarks& marks = {});

    // Nothing when it does not fit.
    std::optional<ExactDecimal> plus(const ExactDecimal& other) const;
    ExactDecimal negated() const { return {-digits_, scale_}; }
    bool is_zero() const { return digits_ == 0; }

    // A service that computes with 64-bit floating-point numbers writes 17 digits where 15 are meant:
    // 1130.4999999999998 is 1130.5.
    ExactDecimal without_float_noise() const;

    std::string text() const; // "-1234.5": '.' as mark, no zeros at the end

    friend bool operator==(const ExactDecimal&, const ExactDecimal&) = default;

  private:
    ExactDecimal(std::int64_t digits, int scale) : digits_(digits), scale_(scale) {}
    static std::optional<ExactDecimal> reduced(std::int64_t digits, int scale);

    std::int64_t digits_ = 0;
    int scale_ = 0; // decimals, 0 to 18; no zero at the end behind the point
};

} // namespace settled::ledger_http
