// None holds another's figure: mails to 500 customers of two companies, every one of them read word by word.

#include "office.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

namespace settled::simulator {
namespace {

constexpr std::size_t customers_of_a_company = 250;
constexpr int rounds_usual = 2; // a round is a day with a letter to each of the 500

std::size_t from_environment(const char* name, std::size_t otherwise) {
    const char* wanted = std::getenv(name);
    return wanted ? std::strtoull(wanted, nullptr, 10) : otherwise;
}

// Two companies whose ERPs number alike: the same customer ids, the same item ids. Document numbers and amounts are each
// used once in the world, so that a figure in a letter says whose it is.
class TwoCompanies final : public Outside {
  public:
    explicit TwoCompanies(Date first) {
        std::int64_t cents = 100'00;
        for (const char* company : {"north", "south"})
            for (std::size_t i = 0; i < customers_of_a_company; ++i) {
                LedgerTables& tables = ledgers_["[ledger." + std::string(company) + "]"];
                const std::string id = "C" + std::to_string(1000 + i);
                const std::string owner = std::string(company) + ":" + id;
                tables.customers.push_back({id, "Firm " + std::to_string(++firms_) + " of " + company,
                                            "ACC" + std::to_string(firms_), "ap" + std::to_string(firms_) + "@firm.example", ""});
                for (int n = 0; n < 3; ++n) {
                    OutsideItem item;
                    item.id = "I" + std::to_string(3 * i + static_cast<std::size_t>(n)), item.customer = id;
                    item.number = "DOC" + std::to_string(500'000 + ++documents_);
                    item.due = first.plus_days(-1), item.issued = first.plus_days(-31);
                    item.amount = item.open = cents += 101;
                    tables.items.push_back(item);
                    owner_of_[item.number] = owner;
                    owner_of_[amount_in_letter(item.open)] = owner;
                }
                owner_of_[tables.customers.back().email] = owner;
            }
    }

    LedgerTables ledger(std::string_view ledger, Date) const override { return ledgers_.at(std::string(ledger)); }
    std::vector<BankStatement> statements(std::string_view, Date) const override { return {}; }

    // Whose a word is; "" where it is nobody's.
    std::string owner(const std::string& word) const {
        const auto hit = owner_of_.find(word);
        return hit == owner_of_.end() ? "" : hit->second;
    }

  private:
    static std::string amount_in_letter(std::int64_t cents) { return grouped_amount_text(cents, *Currency::parse("EUR")); }

    std::map<std::string, LedgerTables, std::less<>> ledgers_;
    std::map<std::string, std::string> owner_of_;
    std::size_t firms_ = 0, documents_ = 0;
};

config::Settings settings_of_both(std::size_t rounds) {
    config::Settings made = small_settings();
    made.companies = {small_company("north"), small_company("south")};
    const config::Ledger ledger = made.ledgers.front();
    made.ledgers.clear(), made.bank_accounts.clear(), made.sources.clear(); // no bank: nobody pays
    for (config::Company& company : made.companies) {
        company.legal_name = {{"en", company.name + " Ltd"}};
        made.ledgers.push_back(ledger);
        made.ledgers.back().name = made.ledgers.back().company = company.name;
        made.ledgers.back().block.where = "[ledger." + company.name + "]";
    }
    dunning::Procedure& procedure = made.procedures.front();
    procedure.minimum_gap_days = 0;
    procedure.steps.clear();
    for (std::size_t day = 1; day <= 2 * rounds; ++day)
        procedure.steps.push_back(friendly_step("overdue-" + std::to_string(day), static_cast<int>(day)));
    made.gateways.front().messages_per_minute = made.gateways.front().messages_per_day = 100'000;
    return made;
}

// The words of a mail's text part as a reader sees them: soft line breaks of quoted-printable are undone.
std::vector<std::string> words_of(const std::string& mail) {
    std::string whole;
    for (std::size_t i = 0; i < mail.size(); ++i) {
        if (mail.compare(i, 3, "=\r\n") == 0) {
            i += 2;
            continue;
        }
        whole += mail[i];
    }
    std::vector<std::string> words;
    std::string word;
    for (const char c : whole + " ") {
        const bool joins = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == ',' ||
                           c == '@' || c == '-';
        if (joins) {
            word += c;
            continue;
        }
        while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.pop_back();
        if (!word.empty()) words.push_back(word);
        word.clear();
    }
    return words;
}

TEST(MixedLetters, NoMailHoldsAnotherCustomersFigure) {
    const std::size_t rounds = from_environment("SETTLED_ROUNDS", rounds_usual);
    const Date first = *Date::of(2024, 3, 4);
    const TwoCompanies outside(first);
    Office office(settings_of_both(rounds), outside, 1);
    std::size_t mails = 0, figures = 0, mixed = 0;
    for (Date day = first; mails < rounds * 2 * customers_of_a_company && !HasFailure(); day = day.plus_days(1)) {
        const Status done = office.day(day);
        ASSERT_TRUE(done.has_value()) << done.error().message;
        auto letters = office.new_letters();
        ASSERT_TRUE(letters.has_value()) << letters.error().message;
        for (const Letter& letter : *letters) {
            ++mails;
            const std::string whose = letter.message.company + ":" + letter.message.customer_id;
            std::set<std::string> own;
            for (const std::string& word : words_of(letter.content)) {
                const std::string owner = outside.owner(word);
                if (owner.empty()) continue;
                ++figures;
                if (owner == whose) {
                    own.insert(word);
                    continue;
                }
                ++mixed;
                ADD_FAILURE() << "the mail to " << whose << " of " << day.iso() << " holds " << word << " of " << owner;
            }
            EXPECT_GE(own.size(), 7U) << whose << ": three numbers, three amounts and the address are its own";
            ASSERT_EQ(letter.recipients.size(), 1U);
            EXPECT_EQ(outside.owner(letter.recipients.front()), whose);
        }
    }
    std::cout << mails << " mails to " << 2 * customers_of_a_company << " customers of two companies, " << figures
              << " figures read: of another customer " << mixed << '\n';
    EXPECT_EQ(mixed, 0U);
    EXPECT_GE(mails, rounds * 2 * customers_of_a_company);
}

} // namespace
} // namespace settled::simulator
