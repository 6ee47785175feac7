// transaction.hpp -- the transaction code of CODA: type, family, operation and category in eight digits.
#pragma once

#include <string>
#include <string_view>

namespace settled::coda {

class Transaction {
  public:
    Transaction() = default;
    explicit Transaction(std::string_view digits) : digits_(digits) {} // eight of them

    // Where the family and operation say what the movement is, its ISO 20022 bank transaction code, then
    // '/', then the digits: "PMNT-RCDT-ESCT/00150000".
    std::string code(bool debit) const;
    // Unpaid, refunded, returned, cancelled: takes back an earlier booking.
    bool is_reversal() const;
    // Type 8: what a simple amount is made of; type 9: what a detail is made of.
    bool is_breakdown() const { return type() == '8'; }
    bool is_breakdown_of_detail() const { return type() == '9'; }
    // The category of a part of an amount: a fee, commission, or VAT on one.
    bool is_charge() const { return is_charge(category()); }
    static bool is_charge(std::string_view category);
    // The category of a part of an amount that the bank keeps or pays: a charge, or interest.
    bool is_of_the_bank() const { return is_charge() || is_interest(); }

    std::string_view category() const { return part(5, 3); }

  private:
    bool is_interest() const { return category() == "001" || category() == "002"; }
    char type() const { return digits_.empty() ? '0' : digits_.front(); }
    std::string_view family() const { return part(1, 2); }
    std::string_view operation() const { return part(3, 2); }
    std::string_view part(std::size_t at, std::size_t size) const {
        return at < digits_.size() ? std::string_view(digits_).substr(at, size) : std::string_view();
    }

    std::string digits_;
};

} // namespace settled::coda
