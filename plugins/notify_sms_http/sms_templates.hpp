// sms_templates.hpp -- a letter of ours as a provider's approved template: its code, and which value is which parameter.
#pragma once

#include <settled/host.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::sms {

struct Template {
    std::string code;
    std::vector<std::pair<std::string, std::string>> parameters; // the provider's name → ours; numbered ones in order
};
using Templates = std::map<std::string, Template, std::less<>>; // by the letter's name

// templates.LETTER.code, templates.LETTER.parameters.NAME. INVALID_CONFIG: another key, or no code.
Result<Templates> read_templates(const Settings& settings);

// The provider's names with the values of the message. INVALID_CONFIG: a value that the letter does not have;
// BAD_DATA: one longer than `letters_max` (0: any), because a cut name or amount would be a wrong one.
Result<std::vector<std::pair<std::string, std::string>>> bind(const Template& with, const settled_message& message,
                                                              int letters_max);

} // namespace settled::sms
