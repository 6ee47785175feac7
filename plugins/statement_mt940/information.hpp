// information.hpp -- what :86:, :NS: and the second line of :61: say about one booking, by meaning.
//
// Banks use three structures and none: numbered sub-fields ("166?00GUTSCHRIFT?20SVWZ+…", also with
// other marks than '?'), slash codes ("/NAME/…/REMI/…"), fixed house fields (:NS:), and free text.
// The remittance text is kept whole in every one of them; what it names besides is taken out of a copy.
#pragma once

#include <string>
#include <string_view>

namespace settled::mt940 {

struct Information {
    std::string counterparty_name, counterparty_account, counterparty_bank, ultimate_party;
    std::string remittance, structured_reference, end_to_end_id, mandate_id, customer_reference;
    std::string business_code;                 // the German GVC: "166"
    std::string booking_text;                  // the bank's own words for the kind of booking: "GUTSCHRIFT"
    std::string return_reason;                 // "914", "MS03"
    std::string original_amount, charge, rate; // as written: "USD12,50", "0,50", "1,0850"
    std::string joined, purpose;               // workspace of the readers, so that they allocate nothing

    void clear();
};

// Of one :86: field, its lines joined by '\n'. Several fields of one booking add up.
void read_information(std::string_view field, Information& information);

// Of one :NS: field behind a :61:.
void read_notes(std::string_view field, Information& information);

// The lines of :61: after the first: original amount and charges (/OCMT/, /CHGS/), an IBAN, or words.
// They become the remittance text only where nothing else has one.
void read_supplementary(std::string_view lines, Information& information);

// Pieces of a text that a bank cut into fields of `width` characters: a full piece goes on in the
// next one, a shorter one ended at a word.
void append_piece(std::string& text, std::string_view before, std::string_view piece, std::size_t width);

std::size_t characters(std::string_view utf8);

// The lines of a field as one text, cut marks gone. width 0: every line goes on in the next one.
std::string joined_lines(std::string_view field, std::size_t width);
void join_lines(std::string_view field, std::size_t width, std::string& text); // the same into `text`

// Takes the keys of the German banking industry out of a purpose: EREF+, KREF+, MREF+, ABWA+, OAMT+ …
void read_sepa_keys(std::string_view purpose, Information& information);

// The readers of the structures; each answers whether the field has its structure.
bool read_subfields(std::string_view field, Information& information);
bool read_slash_codes(std::string_view field, Information& information);

} // namespace settled::mt940
