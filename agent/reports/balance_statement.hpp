// balance_statement.hpp -- the printed form of the 银行存款余额调节表 as values: its lines on both sides, what
// stands against agreement, who signs. Chinese, English, German.
#pragma once

#include "config/settings.hpp"
#include "matching/bank_reconciliation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::reports {

struct BalanceStatementView {
    const config::Company* company = nullptr;
    const config::BankAccount* account = nullptr;
    Date day, known_on;
    const matching::BankReconciliation* result = nullptr;
    std::vector<const matching::two_sided::Line*> lines; // of each item of the result
};

struct FormLine {
    std::string label, amount;
    bool is_item = false;       // one item of the sum above it
    std::optional<Money> value; // what `amount` says; none: not known
};

struct BalanceForm {
    std::string title, company;
    std::vector<std::string> heading;
    std::string label_heading, amount_heading;
    std::vector<FormLine> book, bank;               // equally many sums; items between them
    std::vector<std::string> verdict;               // the first says whether both agree
    std::vector<std::string> signatures, signed_on; // who signs, each with a day
    std::string page_words;                         // see render/pdf.hpp
};

// The lines that stand at one height: sums beside sums; the side with fewer items waits (nullptr).
std::vector<std::pair<const FormLine*, const FormLine*>> beside(const std::vector<FormLine>& book,
                                                                const std::vector<FormLine>& bank);

BalanceForm balance_form(const BalanceStatementView& view, std::string_view language);

// Why the two do not agree, in words and with the next step.
std::string words(const matching::Doubt& doubt, Currency currency, std::string_view language);

} // namespace settled::reports
