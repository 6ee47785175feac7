// erasure.hpp -- what the store holds of one customer in words that name a person or a firm, and taking those words away.
//
// Rows stay: amounts, days, numbers and decisions are the books. Only words go, each year of each part by itself, so that what
// a law keeps stays whole. The audit names rows by their numbers alone and is never touched.
#pragma once

#include "store/stamp.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::store {

enum class PersonalPart : std::uint8_t {
    contact = 1, // addresses, telephone, people, notes of calls, words of tasks, learned payers
    letters,     // what was written to the customer and what the customer said
    vouchers,    // words on items, receipts, bills, the bank book, advices
    bank,        // who paid from where with which words, and what was read out of them
    name,        // name, tax number, bank accounts
    mails,       // to people of the house that left; of the whole company: any of them may name the customer
    reports,     // those of them that go to finance: they may show a balance statement
};
std::string_view name(PersonalPart part); // "letters"

// The customer's name from then on, in every list.
inline constexpr std::string_view erased_name = "(erased · 已删除)";

struct CustomerId {
    std::string ledger, customer_id;
    friend bool operator==(const CustomerId&, const CustomerId&) = default;
};

struct PersonalRows {
    PersonalPart part = PersonalPart::contact;
    int year = 0; // in which they arose; 0: at no day in particular
    std::int64_t rows = 0;
};

struct PersonalHoldings {
    std::vector<PersonalRows> rows; // what still bears words, by part and year
    std::vector<std::string> names; // by which it is known: for whoever must not write them down
    int last_letter_year = 0, last_voucher_year = 0, last_entry_year = 0; // also of those without any words; 0: there is none
    std::int64_t open_items = 0;                                          // of the newest generation
    std::int64_t waiting_messages = 0;
};

struct ErasureCut {
    PersonalPart part = PersonalPart::contact;
    int last_year = 0; // rows of this year and before, and those of no day
};

class Erasure {
  public:
    virtual ~Erasure() = default;
    // Everybody whom any generation of any ledger of the company knew, by ledger and id.
    virtual Result<std::vector<CustomerId>> customers(const std::string& company) = 0;
    virtual Result<PersonalHoldings> holdings(const std::string& company, const CustomerId& customer) = 0;
    // In one transaction. `salt`: what stands for the text of an entry from then on is made with it and tells nothing of it.
    // Returns what lost its words. REJECTED: a message to the customer waits or is on its way.
    virtual Result<std::vector<PersonalRows>> erase(const std::string& company, const CustomerId& customer,
                                                    std::span<const ErasureCut> cuts, const std::string& salt,
                                                    const Stamp& stamp) = 0;
    // Writes the database anew, so that nothing of what was erased stays in its free places. Takes room as large again for a
    // while.
    virtual Status rewrite() = 0;
};

} // namespace settled::store
