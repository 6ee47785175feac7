#include "letters/reminder.hpp"

#include "letters/paper.hpp"
#include "render/html.hpp"

#include <settled/text.hpp>

#include <utility>

namespace settled::letters {
namespace {

using render::Values;

// Puts the letter's own words into the frame of every letter.
class LetterWriter {
  public:
    LetterWriter(const Sheet& sheet, Values values) : sheet_(sheet), values_(std::move(values)) {}

    Result<Letter> write() {
        Result<std::string> subject = words_filled(sheet_.subject);
        if (!subject) return pass(subject);
        if (Status added = add_own_words(); !added) return pass(added);
        Result<std::string> plain = sheet_.plain.fill(values_, render::Escape::none);
        if (!plain) return pass(plain);
        Result<std::string> html = sheet_.html.fill(values_, render::Escape::html);
        if (!html) return pass(html);
        return Letter{render::mail_header_text(*subject), std::move(*plain), std::move(*html)};
    }

    // The same words on paper: its own few (paper.txt) go before the language's.
    Result<FilledLetter> fill_for_paper(Words words) {
        if (Status added = add_own_words(); !added) return pass(added);
        words.insert(sheet_.words.begin(), sheet_.words.end());
        return FilledLetter{std::move(values_), std::move(words)};
    }

  private:
    // Plain text: the frame escapes it.
    Result<std::string> words_filled(const ReadyTemplate& written) const {
        Result<std::string> made = written.fill(values_, render::Escape::none);
        if (!made) return made;
        return std::string(trim(*made));
    }

    // They name the reminder's values, not one another.
    Status add_own_words() {
        Result<std::string> title = words_filled(sheet_.title);
        if (!title) return pass(title);
        Result<std::vector<Values>> opening = paragraphs(sheet_.opening);
        if (!opening) return pass(opening);
        Result<std::vector<Values>> closing = paragraphs(sheet_.closing);
        if (!closing) return pass(closing);
        values_["title"] = std::move(*title);
        values_["gentle"] = sheet_.gentle;
        values_["opening"] = std::move(*opening);
        values_["closing"] = std::move(*closing);
        return {};
    }

    // One record a paragraph, with its lines; a paragraph that comes out empty is left out.
    Result<std::vector<Values>> paragraphs(const std::vector<ReadyTemplate>& written) const {
        std::vector<Values> made;
        for (const ReadyTemplate& paragraph : written) {
            Result<std::string> text = words_filled(paragraph);
            if (!text) return pass(text);
            std::vector<Values> lines;
            for (const std::string_view line : split(*text, '\n'))
                if (!line.empty()) lines.push_back({{"line", line}, {"next", !lines.empty()}});
            if (!lines.empty()) made.push_back({{"lines", std::move(lines)}});
        }
        return made;
    }

    const Sheet& sheet_;
    Values values_;
};

} // namespace

Result<Letter> reminder(const ReminderInput& input, const Stationery& stationery) {
    Result<const Sheet*> sheet = stationery.sheet(input.message->language, input.message->template_name);
    if (!sheet) return pass(sheet);
    return LetterWriter(**sheet, reminder_values(input)).write();
}

Result<render::PdfDocument> reminder_on_paper(const ReminderInput& input, const Stationery& stationery) {
    Result<const Sheet*> sheet = stationery.sheet(input.message->language, input.message->template_name);
    if (!sheet) return pass(sheet);
    Result<Words> words = stationery.paper_words(input.message->language);
    if (!words) return pass(words);
    Result<FilledLetter> filled = LetterWriter(**sheet, reminder_values(input)).fill_for_paper(std::move(*words));
    if (!filled) return pass(filled);
    Result<render::PdfDocument> paper = on_paper(*filled, input.message->language, input.today);
    if (!paper) return fail(paper.error().code, "letters/" + input.message->language + "/paper.txt: " + paper.error().message);
    return paper;
}

} // namespace settled::letters
