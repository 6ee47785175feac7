// daily_mail.hpp -- the one mail a day that finance gets: what came in, what it settled, what needs
// a person, who is late, what will go out and how to stop it.
//
// Its first six lines fit a phone (finance 27). HTML is tables with inline styles, no remote
// content, no script, so that Outlook and phones show the same; the text part says the same words.
#pragma once

#include "render/mime.hpp"
#include "render/pdf.hpp"
#include "reports/daily_facts.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace settled::reports {

struct DailyMail {
    std::string subject, text, html;
    std::vector<render::InlineImage> images; // the charts that `html` shows
    std::string digest, digest_counts;       // for a chat: in full, and without customers and amounts
};

// `layout_html` and `layout_text`: the Mustache layouts of config/reports/daily.{html,txt}.
// Without a font there are no charts; what they say stands in words beside them all the same.
Result<DailyMail> daily_mail(const DailyFacts& facts, std::string_view layout_html, std::string_view layout_text,
                             const std::optional<render::PdfFont>& font = std::nullopt);

// The page to be looked at by itself: its charts stand in it.
std::string page_with_images(const DailyMail& mail);

// The workbook, written to the file: summary, settled, questions, money to be claimed, not placed, open items, ages, reminders,
// tasks, problems, balance statements. Frozen headings, real numbers and dates, a filter on every table.
Status write_daily_workbook(const DailyFacts& facts, const std::filesystem::path& file);

} // namespace settled::reports
