// communication.hpp -- what the payer, or the bank for him, says with a movement: words, or a structure
// whose type is its first three digits (Febelfin, CODA, annex "structured communications").
#pragma once

#include "records.hpp"

#include <optional>
#include <string>

namespace settled::coda {

struct Original {
    formats::DecimalAmount amount; // never negative
    Currency currency;
    std::string rate;
};

struct Communication {
    std::string remittance, structured_reference, mandate_id, return_reason;
    bool reversal = false;
    std::optional<Original> original;
    std::string complaint; // what in it cannot be right, for people
};

// The text of the movement's articles 1 to 3, in their columns. Figures of the bank's own (interest,
// VAT, periods) are no words and leave the remittance empty; card numbers are never taken.
Communication read_communication(bool structured, std::string_view text);

} // namespace settled::coda
