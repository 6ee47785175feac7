#include "letters/stationery.hpp"

#include "letters/letter_text.hpp"

namespace settled::letters {
namespace {

struct Place {
    std::string language, file;
};
struct Found {
    std::string where, text;
};

std::string path_of(const Place& place) { return "letters/" + (place.language.empty() ? "" : place.language + '/') + place.file; }

std::unexpected<Error> located(const std::string& where, const Error& error) {
    return fail(error.code, where + ": " + error.message, error.line);
}

// The first that is there; the last place is where it is expected.
Result<Found> find(const TemplateSource& source, std::initializer_list<Place> places) {
    for (const Place& place : places)
        if (std::optional<std::string> text = source.find(place.language, place.file)) {
            Found found{path_of(place), std::move(*text)};
            if (Status fine = check_template(found.text, found.where); !fine) return pass(fine);
            return found;
        }
    return fail(SETTLED_BAD_DATA,
                path_of(*std::prev(places.end())) + ": there is no such file; expected it beside the other letters");
}

Result<Words> words_in(const Found& found) {
    Result<Words> words = read_words(found.text);
    if (!words) return located(found.where, words.error());
    return words;
}

// Empty lines before it keep the line numbers of a refusal right.
Status read(const std::string& where, const std::string& text, std::int64_t line, ReadyTemplate& ready) {
    Result<render::Template> made = render::Template::read(std::string(static_cast<std::size_t>(line - 1), '\n') + text);
    if (!made) return located(where, made.error());
    ready = {where, std::move(*made)};
    return {};
}

Status read(const std::string& where, const std::vector<Paragraph>& written, std::vector<ReadyTemplate>& ready) {
    for (const Paragraph& paragraph : written)
        if (Status fine = read(where, paragraph.text, paragraph.line, ready.emplace_back()); !fine) return fine;
    return {};
}

Status read_frame(const TemplateSource& source, std::initializer_list<Place> places, const Words& words, render::Escape escape,
                  ReadyTemplate& ready) {
    Result<Found> frame = find(source, places);
    if (!frame) return pass(frame);
    Result<std::string> worded = put_words(frame->text, words, escape);
    if (!worded) return located(frame->where, worded.error());
    return read(frame->where, *worded, 1, ready);
}

Result<Sheet> make(const TemplateSource& source, const std::string& language, const std::string& letter) {
    Result<Found> own = find(source, {{language, letter + ".txt"}});
    if (!own) return pass(own);
    Result<LetterText> text = read_letter_text(own->text);
    if (!text) return located(own->where, text.error());
    Result<Found> shared = find(source, {{language, "words.txt"}});
    if (!shared) return pass(shared);
    Result<Words> words = words_in(*shared);
    if (!words) return pass(words);
    Sheet made;
    made.gentle = text->gentle, made.words = std::move(*words);
    const std::string& where = own->where;
    if (Status fine = read(where, text->subject, 1, made.subject); !fine) return pass(fine);
    if (Status fine = read(where, text->title, 1, made.title); !fine) return pass(fine);
    if (Status fine = read(where, text->opening, made.opening); !fine) return pass(fine);
    if (Status fine = read(where, text->closing, made.closing); !fine) return pass(fine);
    if (Status fine =
            read_frame(source, {{language, "frame.txt"}, {"", "frame.txt"}}, made.words, render::Escape::none, made.plain);
        !fine)
        return pass(fine);
    if (Status fine = read_frame(source, {{language, letter + ".html"}, {language, "frame.html"}, {"", "frame.html"}}, made.words,
                                 render::Escape::html, made.html);
        !fine)
        return pass(fine);
    return made;
}

} // namespace

Result<std::string> ReadyTemplate::fill(const render::Values& values, render::Escape escape) const {
    Result<std::string> made = text.fill(values, escape);
    if (!made) return located(where, made.error());
    return made;
}

Stationery::~Stationery() = default;

Result<const Sheet*> Stationery::sheet(const std::string& language, const std::string& letter) const {
    auto hit = sheets_.find({language, letter});
    if (hit == sheets_.end()) hit = sheets_.emplace(std::pair(language, letter), make(*source_, language, letter)).first;
    if (!hit->second) return pass(hit->second);
    return &*hit->second;
}

Result<Words> Stationery::paper_words(const std::string& language) const {
    Result<Found> own = find(*source_, {{language, "paper.txt"}, {"en", "paper.txt"}});
    if (!own) return pass(own);
    return words_in(*own);
}

} // namespace settled::letters
