// answer_words.hpp -- the words by which a person answers in the workbook, in the languages of finance, both ways: written
// as choices, read back from whatever workbook they come in.
#pragma once

#include "matching/match.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::reports {

enum class Answer : std::uint8_t {
    accept = 1,  // the proposal is right
    reject,      // it is wrong; nothing is settled
    assign,      // it pays the documents that are named
    on_account,  // it is the named customer's, for no document yet
    release,     // the message may go
    cancel,      // it must not
    done,        // the task is done
    postpone,    // it is due another day
    hold,        // nothing is sent to the customer, or about the document, until a day
    dispute,     // the customer contests the document
    promise,     // the customer will pay on a day
    bank_charge, // the entry is no receivable, but …
    interest,
    tax,
    payroll,
    own_transfer,
    card_payout,
    bill_collection,
    refund,
    other,
};

std::string_view word(Answer answer, std::string_view language);
// In any of the languages, however it is written in capitals; nothing for an unknown word.
std::optional<Answer> answer_named(std::string_view text);
// What kind of money that is no receivable the answer names; `none` for other answers.
matching::Class class_of(Answer answer);

std::vector<std::string> choices(const std::vector<Answer>& answers, std::string_view language);

const std::vector<Answer>& answers_to_a_question(); // about a bank entry
const std::vector<Answer>& answers_to_a_message();
const std::vector<Answer>& answers_to_a_task();
const std::vector<Answer>& answers_to_a_difference(); // of a statement of account
const std::vector<Answer>& words_about_a_customer();

} // namespace settled::reports
