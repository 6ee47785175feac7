#include "communication.hpp"

#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::coda {
namespace {

constexpr std::size_t type_digits = 3;
constexpr std::size_t communication_columns = 53 + 53 + 43 - type_digits;
constexpr std::size_t shown_bytes_max = 20;

std::string belgian_text(std::string_view digits) {
    return "+++" + std::string(digits.substr(0, 3)) + "/" + std::string(digits.substr(3, 4)) + "/" +
           std::string(digits.substr(7)) + "+++";
}

void append_words(std::string& text, std::string_view words) {
    if (words.empty()) return;
    if (!text.empty()) text += ' ';
    text += fold_blanks(words);
}

// 101, 102: twelve digits, then words. 105 has them inside.
void read_belgian_reference(std::string_view digits, Communication& read) {
    if (digits.find_first_not_of('0') == digits.npos) return;
    if (formats::is_belgian_reference(digits)) {
        read.structured_reference = digits;
        append_words(read.remittance, belgian_text(digits));
        return;
    }
    append_words(read.remittance, digits);
    read.complaint = "the structured reference \"" + visible(cut_at_character(digits, shown_bytes_max)) +
                     "\" does not prove itself: its last two digits are not the first ten modulo 97";
}

// Gross amount, original amount, rate and currency of a foreign transfer.
void read_original(const FixedRecord& text, FixedField amount_field, FixedField rate_field, FixedField currency_field,
                   Communication& read) {
    const auto currency = Currency::parse(text.text(currency_field));
    if (!currency) return;
    const auto amount = text.amount(amount_field, decimals, *currency);
    if (!amount || amount->minor_units == 0) return;
    Original original{*amount, *currency, {}};
    if (const auto rate = text.number(rate_field); rate && *rate != 0) original.rate = formats::rate_text(*rate, rate_decimals);
    read.original = std::move(original);
}

struct Words {
    std::string_view type;
    std::array<FixedField, 3> fields; // a field of no column is none
};
constexpr FixedField no_field = {"", 1, 0};
// Which columns of a structure are words or numbers that somebody may look for.
constexpr auto words_of_types = std::to_array<Words>({
    {"103", {{{"number", 1, 12}, no_field, no_field}}},                                            // cheque, card
    {"107", {{{"communication", 19, 48}, no_field, no_field}}},                                    // direct debit (DOM'80)
    {"111", {{{"terminal", 36, 51}, {"town", 52, 61}, no_field}}},                                 // terminal, total
    {"113", {{{"terminal", 41, 56}, {"town", 57, 66}, no_field}}},                                 // card of ours
    {"114", {{{"terminal", 28, 43}, {"town", 44, 53}, {"reference of the transaction", 54, 69}}}}, // terminal, single
    {"124", {{{"invoice number", 22, 33}, no_field, no_field}}},                                   // credit card settled
    {"127", {{{"communication", 80, 141}, no_field, no_field}}},                                   // SEPA direct debit
});
// Figures of the bank's own: VAT, closing, cash deposit, bills, fees, loans, term investments.
constexpr auto types_of_figures = std::to_array<std::string_view>({"106", "108", "115", "121", "122", "123", "125", "126"});

// A refused direct debit is no payment: what 107 and 127 write where it was paid is '0'.
void read_direct_debit(const FixedRecord& text, bool sepa, Communication& read) {
    constexpr FixedField old_mandate = {"number of the direct debit", 1, 12}, old_paid = {"paid or refused", 49, 49};
    constexpr FixedField mandate = {"mandate", 45, 79}, paid = {"paid or refused", 9, 9};
    constexpr FixedField return_type = {"type of R-transaction", 142, 142}, reason = {"reason", 143, 146};
    read.mandate_id = text.text(sepa ? mandate : old_mandate);
    const std::string_view answer = text.text(sepa ? paid : old_paid);
    read.reversal = !answer.empty() && answer != "0";
    if (!sepa) {
        if (read.reversal) read.return_reason = answer;
        return;
    }
    const std::string_view type = text.text(return_type);
    read.reversal = read.reversal || (!type.empty() && type != "0");
    if (read.reversal) read.return_reason = text.text(reason);
}

Communication read_structured(std::string_view communication) {
    Communication read;
    const std::string_view type = communication.substr(0, type_digits);
    const std::string_view rest = communication.substr(type.size());
    FixedRecord text(communication_columns);
    if (!text.assign({rest, 1})) return read;
    constexpr FixedField reference = {"structured reference", 1, 12}, behind_reference = {"words", 13, 146};
    if (type == "100") { // ISO 11649
        append_words(read.remittance, rest);
        read.structured_reference = formats::self_proving_reference(read.remittance);
    } else if (type == "101" || type == "102") {
        read_belgian_reference(text.text(reference), read);
        append_words(read.remittance, text.text(behind_reference));
    } else if (type == "105") {
        read_original(text, {"original amount", 16, 30}, {"rate", 31, 42}, {"currency", 43, 45}, read);
        read_belgian_reference(text.text({"structured reference", 46, 57}), read);
    } else if (const auto* const words = std::ranges::find(words_of_types, type, &Words::type); words != words_of_types.end()) {
        for (const FixedField field : words->fields)
            if (field.last > 0) append_words(read.remittance, text.text(field));
        if (type == "107" || type == "127") read_direct_debit(text, type == "127", read);
        if (type == "113") read_original(text, {"original amount", 67, 81}, {"rate", 82, 93}, {"currency", 94, 96}, read);
    } else if (std::ranges::find(types_of_figures, type) == types_of_figures.end()) {
        append_words(read.remittance, rest); // a type of a later version
    }
    return read;
}

} // namespace

Communication read_communication(bool structured, std::string_view text) {
    Communication read;
    if (structured) read = read_structured(text);
    if (!structured) read.remittance = fold_blanks(text);
    if (read.structured_reference.empty()) read.structured_reference = formats::self_proving_reference(read.remittance);
    return read;
}

} // namespace settled::coda
