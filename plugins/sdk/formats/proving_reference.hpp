// proving_reference.hpp -- references and account numbers that prove themselves by check digits, so
// that they may be taken out of free text.
#pragma once

#include <settled/check_digits.hpp>

#include <string>
#include <string_view>

namespace settled::formats {

// A creditor reference in the text that proves itself: ISO 11649 (RF…), a Swiss QR or ISR reference of
// 27 digits, or a Belgian one between its marks (+++ or ***). Empty when there is none, or more than one.
std::string self_proving_reference(std::string_view text);

using settled::is_belgian_reference;
using settled::is_iban;

} // namespace settled::formats
