// compose.hpp -- from a planned message to the row of the outbox: words, MIME bytes, key, claims.
#pragma once

#include "dunning/plan.hpp"
#include "jobs/picture.hpp"
#include "letters/reminder.hpp"
#include "render/mime.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

// The name under which the parameters of a mail hold a colleague who gets it too, unseen by the customer.
inline constexpr std::string_view copy_parameter = "copy";

// INVALID_CONFIG: the company has no gateway for the channel. BAD_DATA: a template or an address.
Result<store::NewMessage> compose(JobContext& context, const Picture& picture, const dunning::PlannedMessage& planned,
                                  const letters::Stationery& stationery);

// The letter as PDF. INVALID_CONFIG: no font is installed; else as letters::reminder.
struct LetterPdf {
    std::string file_name, bytes;
};
Result<LetterPdf> letter_pdf(const letters::ReminderInput& input, const letters::Stationery& stationery);

// A mail of the agent's own, for finance or IT: text and HTML with attachments, ready for the outbox.
struct HouseMail {
    std::string key, subject, text, html, language;
    std::vector<std::string> to;
    std::vector<std::pair<std::string, std::string>> attachments; // file name → bytes
    std::vector<render::InlineImage> images = {};                 // of the HTML
};
Result<store::Message> compose(JobContext& context, const config::Company& company, const config::Gateway& gateway,
                               const HouseMail& mail);

// The gateway of a company for a channel. INVALID_CONFIG: none is named, or the one named is not configured.
Result<const config::Gateway*> gateway_for(const config::Settings& settings, const config::Company& company,
                                           const std::string& channel);

// A mail without words: from whom, to whom, when, where the answer goes. INVALID_CONFIG: the gateway's `from`.
Result<render::Mail> envelope(JobContext& context, const config::Company& company, const config::Gateway& gateway,
                              const std::string& language, const std::vector<std::string>& to, const std::string& key);

// Who signs: the person of the role, else the company's receivables mailbox; nobody where there is neither.
letters::Signature signature_of(const config::Settings& settings, const config::Company& company, const std::string& role,
                                const config::Gateway* gateway);

// The header "From" of a gateway in a language; falls back to whatever is configured.
std::string from_header(const config::Gateway& gateway, const std::string& language);

} // namespace settled::jobs
