// stationery.hpp -- the templates of a run, each read, checked and put together once, however many letters are written on it.
#pragma once

#include "letters/frame.hpp"
#include "render/template.hpp"

#include <settled/result.hpp>

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::letters {

class TemplateSource {
  public:
    virtual ~TemplateSource() = default;
    // "zh-CN", "friendly.txt"; language "" is what all languages share. Nothing where there is none.
    virtual std::optional<std::string> find(std::string_view language, std::string_view file_name) const = 0;
};

// A template and the file that its errors name.
struct ReadyTemplate {
    std::string where;
    render::Template text;

    Result<std::string> fill(const render::Values& values, render::Escape escape) const;
};

// One letter in one language.
struct Sheet {
    ReadyTemplate subject, title;
    bool gentle = false;
    std::vector<ReadyTemplate> opening, closing; // paragraphs
    ReadyTemplate plain, html;                   // the frame, with the language's words in it
    Words words;                                 // of the language
};

// The source must outlive it and stay as it is. One thread.
class Stationery {
  public:
    Stationery(const TemplateSource& source) : source_(&source) {} // for one letter as for many
    ~Stationery();
    Stationery(const Stationery&) = delete;
    Stationery& operator=(const Stationery&) = delete;

    // BAD_DATA: a file is absent, is not well-formed or does not fit its rules (see check_template).
    Result<const Sheet*> sheet(const std::string& language, const std::string& letter) const;
    // The few words that papers add to those of the language.
    Result<Words> paper_words(const std::string& language) const;
    const TemplateSource& source() const { return *source_; }

  private:
    const TemplateSource* source_;
    mutable std::map<std::pair<std::string, std::string>, Result<Sheet>> sheets_; // by language and letter
};

// A template may not carry bank details of its own: an IBAN or 12 to 30 digits in a row (blanks and
// dashes between them do not help) is BAD_DATA. `where` names the file in the message.
Status check_template(std::string_view template_text, std::string_view where);

} // namespace settled::letters
