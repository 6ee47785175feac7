#include "letters/letter_text.hpp"

#include "letters/lines.hpp"

#include <settled/text.hpp>

namespace settled::letters {
namespace {

constexpr std::string_view items_mark = "{{items}}";

// Reads the heads and answers where the paragraphs begin.
class Reader {
  public:
    explicit Reader(std::string_view file) : lines_(lines_of(file)) {}

    Result<LetterText> read() {
        std::size_t at = 0;
        for (; at < lines_.size() && !lines_[at].empty(); ++at)
            if (Status fine = head(at); !fine) return pass(fine);
        if (made_.subject.empty()) return refuse(at, "no \"Subject: …\" among the first lines");
        if (made_.title.empty()) return refuse(at, "no \"Title: …\" among the first lines");
        bool after_items = false;
        for (; at < lines_.size(); ++at) {
            if (lines_[at] == items_mark) {
                if (after_items) return refuse(at, "{{items}} stands here a second time; expected once");
                after_items = true;
                continue;
            }
            if (!lines_[at].empty()) add_line(after_items ? made_.closing : made_.opening, at);
        }
        if (!after_items) return refuse(at - 1, "no line {{items}}; expected one where the items are to stand");
        return std::move(made_);
    }

  private:
    Status head(std::size_t at) {
        const std::string_view line = lines_[at];
        const std::size_t colon = line.find(':');
        const std::string_view name = line.substr(0, colon);
        const std::string_view words = colon == std::string_view::npos ? std::string_view() : trim(line.substr(colon + 1));
        if (name == "Tone") {
            if (words != "gentle" && words != "plain") return refuse(at, "Tone: expected gentle or plain");
            made_.gentle = words == "gentle";
            return {};
        }
        std::string* const place = name == "Subject" ? &made_.subject : name == "Title" ? &made_.title : nullptr;
        if (place == nullptr || words.empty())
            return refuse(at, "\"" + visible(cut_at_character(line, shown_bytes_max)) +
                                  "\"; expected Subject: …, Title: … or Tone: gentle, then an empty line");
        if (!place->empty()) return refuse(at, std::string(name) + " stands here a second time; expected once");
        *place = words;
        return {};
    }

    // A line that follows a line belongs to its paragraph.
    void add_line(std::vector<Paragraph>& paragraphs, std::size_t at) {
        const bool goes_on = !lines_[at - 1].empty() && lines_[at - 1] != items_mark;
        if (goes_on)
            paragraphs.back().text.append("\n").append(lines_[at]);
        else
            paragraphs.push_back({std::string(lines_[at]), static_cast<std::int64_t>(at + 1)});
    }

    static std::unexpected<Error> refuse(std::size_t at, std::string words) {
        const auto line = static_cast<std::int64_t>(at + 1);
        return fail(SETTLED_BAD_DATA, "line " + std::to_string(line) + ": " + std::move(words), line);
    }

    static constexpr std::size_t shown_bytes_max = 60;
    std::vector<std::string_view> lines_;
    LetterText made_;
};

} // namespace

Result<LetterText> read_letter_text(std::string_view file) { return Reader(file).read(); }

} // namespace settled::letters
