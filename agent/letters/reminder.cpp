#include "letters/reminder.hpp"
#include "letters/frame.hpp"
#include "letters/letter_text.hpp"
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
    LetterWriter(const dunning::PlannedMessage& message, Values values, const TemplateSource& templates)
        : message_(message), values_(std::move(values)), templates_(templates) {}

    Result<Letter> write() {
        if (Status filled = fill(); !filled) return pass(filled);
        const render::Filling framing(with_words_);
        Result<std::string> plain =
            framed({{message_.language, "frame.txt"}, {"", "frame.txt"}}, words_, framing, render::Escape::none);
        if (!plain) return pass(plain);
        Result<std::string> html =
            framed({{message_.language, message_.template_name + ".html"}, {message_.language, "frame.html"}, {"", "frame.html"}},
                   words_, framing, render::Escape::html);
        if (!html) return pass(html);
        return Letter{render::mail_header_text(subject_), std::move(*plain), std::move(*html)};
    }

    // The same words on paper: its own few (paper.txt) go before the language's.
    Result<FilledLetter> fill_for_paper() {
        if (Status filled = fill(); !filled) return pass(filled);
        Result<Found> own = find({{message_.language, "paper.txt"}, {"en", "paper.txt"}});
        if (!own) return pass(own);
        Result<Words> words = read_words(own->text);
        if (!words) return located(*own, words.error());
        words->insert(words_.begin(), words_.end());
        return FilledLetter{std::move(with_words_), std::move(*words)};
    }

  private:
    // The letter's own words and those of its language, with the values in them.
    Status fill() {
        Result<Found> own = find({{message_.language, message_.template_name + ".txt"}});
        if (!own) return pass(own);
        Result<LetterText> text = read_letter_text(own->text);
        if (!text) return located(*own, text.error());
        Result<Found> shared = find({{message_.language, "words.txt"}});
        if (!shared) return pass(shared);
        Result<Words> words = read_words(shared->text);
        if (!words) return located(*shared, words.error());
        words_ = std::move(*words);
        Result<std::string> subject = words_filled(*own, text->subject, 1);
        if (!subject) return pass(subject);
        subject_ = std::move(*subject);
        with_words_ = values_;
        return add_own_words(*own, *text, with_words_);
    }

    struct Place {
        std::string language, file;
    };
    struct Found {
        std::string where, text;
    };

    static std::string path_of(const Place& place) {
        return "letters/" + (place.language.empty() ? "" : place.language + '/') + place.file;
    }

    static std::unexpected<Error> located(const Found& found, const Error& error) {
        return fail(error.code, found.where + ": " + error.message, error.line);
    }

    // The first that is there; the last place is where it is expected.
    Result<Found> find(const std::vector<Place>& places) const {
        for (const Place& place : places)
            if (std::optional<std::string> text = templates_.find(place.language, place.file)) {
                Found found{path_of(place), std::move(*text)};
                if (Status fine = check_template(found.text, found.where); !fine) return pass(fine);
                return found;
            }
        return fail(SETTLED_BAD_DATA, path_of(places.back()) + ": there is no such file; expected it beside the other letters");
    }

    // Plain text: the frame escapes it. Empty lines before it keep the line numbers of a refusal right.
    Result<std::string> words_filled(const Found& own, const std::string& text, std::int64_t line) const {
        Result<std::string> made =
            filling_.fill(std::string(static_cast<std::size_t>(line - 1), '\n') + text, render::Escape::none);
        if (!made) return located(own, made.error());
        return std::string(trim(*made));
    }

    Status add_own_words(const Found& own, const LetterText& text, Values& values) const {
        Result<std::string> title = words_filled(own, text.title, 1);
        if (!title) return pass(title);
        Result<std::vector<Values>> opening = paragraphs(own, text.opening);
        if (!opening) return pass(opening);
        Result<std::vector<Values>> closing = paragraphs(own, text.closing);
        if (!closing) return pass(closing);
        values["title"] = std::move(*title);
        values["gentle"] = text.gentle;
        values["opening"] = std::move(*opening);
        values["closing"] = std::move(*closing);
        return {};
    }

    // One record a paragraph, with its lines; a paragraph that comes out empty is left out.
    Result<std::vector<Values>> paragraphs(const Found& own, const std::vector<Paragraph>& written) const {
        std::vector<Values> made;
        for (const Paragraph& paragraph : written) {
            Result<std::string> text = words_filled(own, paragraph.text, paragraph.line);
            if (!text) return pass(text);
            std::vector<Values> lines;
            for (const std::string_view line : split(*text, '\n'))
                if (!line.empty()) lines.push_back({{"line", line}, {"next", !lines.empty()}});
            if (!lines.empty()) made.push_back({{"lines", std::move(lines)}});
        }
        return made;
    }

    Result<std::string> framed(const std::vector<Place>& places, const Words& words, const render::Filling& filling,
                               render::Escape escape) const {
        Result<Found> frame = find(places);
        if (!frame) return pass(frame);
        Result<std::string> worded = put_words(frame->text, words, escape);
        if (!worded) return located(*frame, worded.error());
        Result<std::string> made = filling.fill(*worded, escape);
        if (!made) return located(*frame, made.error());
        return made;
    }

    const dunning::PlannedMessage& message_;
    const Values values_;
    const render::Filling filling_{values_};
    const TemplateSource& templates_;
    Words words_;
    Values with_words_; // the values with the letter's own words
    std::string subject_;
};

} // namespace

Result<Letter> reminder(const ReminderInput& input, const TemplateSource& templates) {
    return LetterWriter(*input.message, reminder_values(input), templates).write();
}

Result<render::PdfDocument> reminder_on_paper(const ReminderInput& input, const TemplateSource& templates) {
    Result<FilledLetter> filled = LetterWriter(*input.message, reminder_values(input), templates).fill_for_paper();
    if (!filled) return pass(filled);
    Result<render::PdfDocument> paper = on_paper(*filled, input.message->language, input.today);
    if (!paper) return fail(paper.error().code, "letters/" + input.message->language + "/paper.txt: " + paper.error().message);
    return paper;
}

} // namespace settled::letters
