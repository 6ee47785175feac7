// reminder.hpp -- a planned message in words: subject, plain text and HTML of one letter.
//
// The words are templates that finance may edit: the letter's own (config/letters/LANG/NAME.txt), those of
// its language (LANG/words.txt), and one frame for all (frame.html, frame.txt). The figures come from the
// plan, bank details only from the company's accounts. Reads no file: the texts are handed in.
#pragma once

#include "config/settings.hpp"
#include "dunning/interest.hpp"
#include "dunning/plan.hpp"
#include "ledger/book.hpp"
#include "letters/stationery.hpp"
#include "render/pdf.hpp"
#include "render/template.hpp"

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <string>

namespace settled::letters {

// Who writes: shown under the letter.
struct Signature {
    std::string name, email, phone;
};

struct ReminderInput {
    const ledger::Book* book = nullptr;
    const dunning::PlannedMessage* message = nullptr;
    const config::Company* company = nullptr;
    std::vector<const config::BankAccount*> accounts; // of the company; shown: show_in_letters, of a currency in the letter
    Signature signature;
    Date today;
    const dunning::InterestRule* interest = nullptr; // shown by formal letters; nothing: none is shown
};

struct Letter {
    std::string subject, text, html;
};

// BAD_DATA: a template is absent, does not fit its rules (see check_template) or names an unknown value.
Result<Letter> reminder(const ReminderInput& input, const Stationery& stationery);

// The same letter as a paper to attach: letterhead, recipient, the table over pages, the words, where to pay, the signature.
Result<render::PdfDocument> reminder_on_paper(const ReminderInput& input, const Stationery& stationery);

// The values a reminder template may name, for `letters preview` and for tests of templates.
render::Values reminder_values(const ReminderInput& input);

// Why the interest of the letter's items cannot be told, in words; "" where it can, or none is asked for. A letter that cannot
// tell it leaves it out.
std::string why_no_interest(const ReminderInput& input);

} // namespace settled::letters
