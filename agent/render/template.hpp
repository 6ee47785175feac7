// template.hpp -- fills a Mustache template with values. HTML is escaped unless asked otherwise.
//
// Finance edits the templates, so what a template may do is narrow: {{name}}, {{#section}},
// {{^section}}, {{/section}} and {{! comment}}. Unescaped tags, partials and other delimiters are
// refused, and so is a name that the values do not know: a letter with a gap never leaves.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::render {

// What a template can name: a text, a yes or no, or a list of records for a section.
class Value;
using Values = std::map<std::string, Value, std::less<>>;

class Value {
  public:
    enum class Kind { text, flag, list };

    Value() = default;
    Value(std::string text) : text_(std::move(text)) {}
    Value(std::string_view text) : text_(text) {}
    Value(const char* text) : text_(text) {}
    Value(bool flag) : kind_(Kind::flag), flag_(flag) {}
    Value(std::vector<Values> list);

    Kind kind() const { return kind_; }
    const std::string& text() const { return text_; }
    bool flag() const { return flag_; }
    const std::vector<Values>& list() const;

  private:
    Kind kind_ = Kind::text;
    std::string text_;
    bool flag_ = false;
    std::shared_ptr<const std::vector<Values>> list_; // never changed: a copy shares it
};

inline constexpr std::size_t template_bytes_max = std::size_t{256} * 1024;
inline constexpr int template_nesting_max = 8;

enum class Escape { html, none }; // none: plain text and subjects

// A template that was read once, for as many fillings as there are letters.
class Template {
  public:
    Template() = default; // an empty text

    // BAD_DATA with the line: it is not well-formed, or asks for something it may not.
    static Result<Template> read(std::string_view text);

    // BAD_DATA with the line: it names what is not there.
    Result<std::string> fill(const Values& values, Escape escape) const;

  private:
    enum class Kind : std::uint8_t { text, value, section, inverted, end };
    struct Piece {
        Kind kind = Kind::text;
        std::size_t partner = 0;          // of a section: its end
        std::int64_t line = 0;            // of a tag
        std::size_t begin = 0, bytes = 0; // in text_: the words, or the name
    };
    class Reader;
    class Checker;
    class Writer;

    std::string_view words_of(const Piece& piece) const { return std::string_view(text_).substr(piece.begin, piece.bytes); }

    std::string text_;
    std::vector<Piece> pieces_;
};

// BAD_DATA: the template is not well-formed, asks for something it may not, or names what is not there.
Result<std::string> fill(std::string_view template_text, const Values& values, Escape escape);

} // namespace settled::render
