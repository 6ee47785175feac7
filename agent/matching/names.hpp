// names.hpp -- a firm's name as two parties spell it: folded, in words, without its legal form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace settled::matching {

struct FirmName {
    std::vector<std::string> words; // folded; Chinese text is one word
    std::string whole;              // all words, nothing between them
    std::string bare;               // … without the legal form; `whole` where nothing else is left
};

FirmName firm_name(std::string_view written);

// Whoever pays through one of these pays for many: group treasuries, payment providers, public
// treasuries, factors. Their name and account prove nothing.
bool shared_payer_name(std::string_view folded);

// The debtor named in a text by who pays for him: "代华远公司付", "on behalf of Acme", "im Auftrag von".
// Empty where none is named.
std::string debtor_in_text(std::string_view folded);

// `written` abbreviates the words of `name` one by one: "northwind trdg" and "northwind trading".
bool abbreviates(const std::vector<std::string>& written, const std::vector<std::string>& name);

// At most one sign (a UTF-8 character) left out, added or changed.
bool one_sign_apart(std::string_view left, std::string_view right);

} // namespace settled::matching
