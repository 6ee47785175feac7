#include "render/template.hpp"

#include "render/html.hpp"

#include <settled/text.hpp>

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <ranges>

namespace settled::render {
namespace {

namespace mustache = kainjow::mustache;

mustache::data to_data(const Values& values);

mustache::data to_data(const Value& value) {
    if (value.kind() == Value::Kind::flag)
        return value.flag() ? mustache::data(mustache::data::type::bool_true) : mustache::data(mustache::data::type::bool_false);
    if (value.kind() == Value::Kind::text) {
        // An empty text is false, so that {{#note}}…{{/note}} leaves its words out.
        if (value.text().empty()) return mustache::data(mustache::data::type::bool_false);
        return mustache::data(value.text());
    }
    mustache::data list(mustache::data::type::list);
    for (const Values& record : value.list()) list.push_back(to_data(record));
    return list;
}

mustache::data to_data(const Values& values) {
    mustache::data object(mustache::data::type::object);
    for (const auto& [name, value] : values) object.set(name, to_data(value));
    return object;
}

// Stands for a line break while the library works: its own idea of lines leaves an empty one for every section that
// is hidden. No text has this control character; one that has it loses it.
constexpr char line_break = '\x1E';

// The template as one line for the library. A line that holds nothing but one tag of a section or a remark goes, as
// Mustache has it.
std::string as_one_line(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    std::string made;
    bool only_blanks = true;   // since the line began
    std::size_t line_from = 0; // where it begins in `made`
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') {
            made += line_break;
            only_blanks = true, line_from = made.size(), ++at;
        } else if (text.substr(at).starts_with("{{")) {
            const std::string_view tag = text.substr(at, text.find("}}", at) + 2 - at);
            const std::string_view inside = trim(tag.substr(2));
            const std::size_t after = std::min(text.find_first_not_of(blanks, at + tag.size()), text.size());
            const bool shows_nothing = std::string_view("#^/!").contains(inside.front());
            at += tag.size();
            if (only_blanks && shows_nothing && (after == text.size() || text[after] == '\n')) {
                made.resize(line_from);
                made += tag;
                line_from = made.size(), at = std::min(after + 1, text.size());
            } else {
                made += tag;
                only_blanks = false;
            }
        } else {
            only_blanks = only_blanks && blanks.contains(text[at]);
            if (text[at] != line_break) made += text[at];
            ++at;
        }
    }
    return made;
}

// Walks the tags with the values at hand and refuses what a template may not do.
class Checker {
  public:
    Checker(std::string_view text, const Values& values) : text_(text), scopes_{&values} {}

    Status check() {
        for (std::size_t at = 0; (at = text_.find("{{", at)) != std::string_view::npos;) {
            const std::size_t end = text_.find("}}", at);
            if (end == std::string_view::npos) return refuse(at, "a tag is not closed; expected }}");
            if (Status fine = tag(at, trim(text_.substr(at + 2, end - at - 2))); !fine) return fine;
            at = end + 2;
        }
        if (!open_.empty()) return refuse(text_.size(), "section {{#" + open_.back() + "}} is not closed");
        return {};
    }

  private:
    Status tag(std::size_t at, std::string_view inside) {
        if (inside.empty()) return refuse(at, "an empty tag");
        const char kind = inside.front();
        if (kind == '!') return {};
        if (kind == '{' || kind == '&' || kind == '>' || kind == '=' || kind == '<')
            return refuse(at,
                          "{{" + std::string(1, kind) + " is not allowed; expected {{name}}, {{#name}}, {{^name}} or {{/name}}");
        const bool section = kind == '#' || kind == '^';
        const std::string_view name = section || kind == '/' ? trim(inside.substr(1)) : inside;
        if (kind == '/') return close(at, name);
        const Value* value = find(name);
        if (!value) return refuse(at, "\"" + visible(name) + "\" is not known; " + known());
        if (section) return open(at, name, *value);
        if (value->kind() != Value::Kind::text)
            return refuse(at, "\"" + std::string(name) + "\" is not a text; expected {{#" + std::string(name) + "}}");
        return {};
    }

    Status open(std::size_t at, std::string_view name, const Value& value) {
        if (open_.size() == static_cast<std::size_t>(template_nesting_max))
            return refuse(at, "sections are nested deeper than " + std::to_string(template_nesting_max));
        open_.emplace_back(name);
        const bool has_records = value.kind() == Value::Kind::list && !value.list().empty();
        scopes_.push_back(has_records ? &value.list().front() : nullptr);
        if (value.kind() == Value::Kind::list && !has_records) ++unknown_; // no record to check names against
        return {};
    }

    Status close(std::size_t at, std::string_view name) {
        if (open_.empty() || open_.back() != name) return refuse(at, "{{/" + visible(name) + "}} closes what is not open");
        const Value* value = nullptr;
        open_.pop_back();
        scopes_.pop_back();
        value = find(name);
        if (value && value->kind() == Value::Kind::list && value->list().empty()) --unknown_;
        return {};
    }

    const Value* find(std::string_view name) const {
        for (const Values* scope : scopes_ | std::views::reverse) {
            if (!scope) continue;
            if (const auto hit = scope->find(name); hit != scope->end()) return &hit->second;
        }
        static const Value anything; // inside a section that is not shown today
        return unknown_ > 0 ? &anything : nullptr;
    }

    std::string known() const {
        std::string names = "known names:";
        for (const auto& [name, value] : *scopes_.front()) names += ' ' + name;
        return names;
    }

    std::unexpected<Error> refuse(std::size_t at, const std::string& what) const {
        const auto line = std::ranges::count(text_.substr(0, at), '\n') + 1;
        return fail(SETTLED_BAD_DATA, "template, line " + std::to_string(line) + ": " + what, line);
    }

    std::string_view text_;
    std::vector<const Values*> scopes_;
    std::vector<std::string> open_;
    int unknown_ = 0; // depth of sections without a record
};

} // namespace

Value::Value(std::vector<Values> list) : kind_(Kind::list), list_(std::move(list)) {}

struct Filling::Data {
    mustache::data data;
};

Filling::Filling(const Values& values) : values_(&values), data_(std::make_unique<Data>(to_data(values))) {}
Filling::~Filling() = default;

Result<std::string> fill(std::string_view template_text, const Values& values, Escape escape) {
    return Filling(values).fill(template_text, escape);
}

Result<std::string> Filling::fill(std::string_view template_text, Escape escape) const {
    if (template_text.size() > template_bytes_max)
        return fail(SETTLED_BAD_DATA, "a template of " + std::to_string(template_text.size()) + " bytes; expected at most " +
                                          std::to_string(template_bytes_max));
    if (Status fine = Checker(template_text, *values_).check(); !fine) return pass(fine);
    mustache::mustache filled{as_one_line(template_text)};
    if (!filled.is_valid()) return fail(SETTLED_BAD_DATA, "template: " + filled.error_message());
    filled.set_custom_escape([escape](const std::string& text) {
        std::string made = escape == Escape::html ? html_text(text) : valid_utf8(text);
        std::erase(made, line_break);
        return made;
    });
    mustache::context<std::string> context;
    context.push(&data_->data);
    std::string made = filled.render(context);
    std::ranges::replace(made, line_break, '\n');
    if (!filled.is_valid()) return fail(SETTLED_BAD_DATA, "template: " + filled.error_message());
    return made;
}

} // namespace settled::render
