// template.hpp -- fills a Mustache template with values. HTML is escaped unless asked otherwise.
//
// Finance edits the templates, so what a template may do is narrow: {{name}}, {{#section}},
// {{^section}}, {{/section}} and {{! comment}}. Unescaped tags, partials and other delimiters are
// refused, and so is a name that the values do not know: a letter with a gap never leaves.
#pragma once

#include <settled/result.hpp>

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
    const std::vector<Values>& list() const { return list_; }

  private:
    Kind kind_ = Kind::text;
    std::string text_;
    bool flag_ = false;
    std::vector<Values> list_;
};

inline constexpr std::size_t template_bytes_max = std::size_t{256} * 1024;
inline constexpr int template_nesting_max = 8;

enum class Escape { html, none }; // none: plain text and subjects

// Values made ready once for all the templates of one letter. The values must outlive it.
class Filling {
  public:
    explicit Filling(const Values& values);
    ~Filling();
    Filling(const Filling&) = delete;
    Filling& operator=(const Filling&) = delete;

    // As fill() below.
    Result<std::string> fill(std::string_view template_text, Escape escape) const;

  private:
    struct Data; // the library's
    const Values* values_;
    std::unique_ptr<Data> data_;
};

// BAD_DATA: the template is not well-formed, asks for something it may not, or names what is not there.
Result<std::string> fill(std::string_view template_text, const Values& values, Escape escape);

} // namespace settled::render
