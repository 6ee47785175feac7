#include "render/template.hpp"

#include "render/html.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <ranges>
#include <utility>

namespace settled::render {
namespace {

std::unexpected<Error> refuse(std::int64_t line, const std::string& what) {
    return fail(SETTLED_BAD_DATA, "template, line " + std::to_string(line) + ": " + what, line);
}

// Whether a section shows its words. An empty text is nothing, so that {{#note}}…{{/note}} leaves its words out.
bool shows(const Value& value) {
    switch (value.kind()) {
    case Value::Kind::flag:
        return value.flag();
    case Value::Kind::list:
        return !value.list().empty();
    case Value::Kind::text:
        break;
    }
    return !value.text().empty();
}

const Value* find(const std::vector<const Values*>& scopes, std::string_view name) {
    for (const Values* scope : scopes | std::views::reverse) {
        if (!scope) continue;
        if (const auto hit = scope->find(name); hit != scope->end()) return &hit->second;
    }
    return nullptr;
}

} // namespace

Value::Value(std::vector<Values> list) : kind_(Kind::list), list_(std::make_shared<const std::vector<Values>>(std::move(list))) {}

const std::vector<Values>& Value::list() const {
    static const std::vector<Values> none;
    return list_ ? *list_ : none;
}

// ---- reading -----------------------------------------------------------------------------------------------------

// Parts words and tags. A line that holds nothing but one tag of a section or a remark goes, as Mustache has it.
class Template::Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<Template> read() {
        made_.text_.reserve(text_.size());
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t tag = std::min(text_.find("{{", at), text_.size());
            add_words(text_.substr(at, tag - at));
            if (tag == text_.size()) break;
            const std::size_t end = text_.find("}}", tag);
            if (end == std::string_view::npos) return refuse(line_, "a tag is not closed; expected }}");
            const std::string_view inside = trim(text_.substr(tag + 2, end - tag - 2));
            at = end + 2;
            const std::size_t line_end = inside.empty() ? std::string_view::npos : end_of_lone_tag(inside.front(), at);
            if (line_end != std::string_view::npos) drop_indent();
            if (Status fine = add_tag(inside); !fine) return pass(fine);
            line_ += line_feeds(text_.substr(tag, at - tag));
            only_blanks_ = line_end != std::string_view::npos;
            if (!only_blanks_) continue;
            line_ += line_feeds(text_.substr(at, line_end - at));
            at = line_end;
        }
        if (!open_.empty()) return refuse(line_, "section {{#" + std::string(name_of(open_.back())) + "}} is not closed");
        return std::move(made_);
    }

  private:
    static constexpr std::string_view blanks = " \t\r";

    // Where the line of a tag that stands alone ends, its break included; nowhere for any other tag.
    std::size_t end_of_lone_tag(char kind, std::size_t after) const {
        if (!only_blanks_ || !std::string_view("#^/!").contains(kind)) return std::string_view::npos;
        const std::size_t next = std::min(text_.find_first_not_of(blanks, after), text_.size());
        if (next < text_.size() && text_[next] != '\n') return std::string_view::npos;
        return std::min(next + 1, text_.size());
    }

    void add_words(std::string_view words) {
        if (words.empty()) return;
        made_.pieces_.push_back({Kind::text, 0, line_, made_.text_.size(), words.size()});
        made_.text_ += words;
        line_ += line_feeds(words);
        const std::size_t line_from = words.rfind('\n') + 1; // 0 where there is no break
        if (line_from > 0) only_blanks_ = true;
        only_blanks_ = only_blanks_ && words.find_first_not_of(blanks, line_from) == std::string_view::npos;
    }

    // The blanks before a tag that stands alone on its line.
    void drop_indent() {
        if (made_.pieces_.empty() || made_.pieces_.back().kind != Kind::text) return;
        Piece& words = made_.pieces_.back();
        while (words.bytes > 0 && blanks.contains(made_.text_.back())) made_.text_.pop_back(), --words.bytes;
    }

    Status add_tag(std::string_view inside) {
        if (inside.empty()) return refuse(line_, "an empty tag");
        const char kind = inside.front();
        if (kind == '!') return {};
        if (kind == '{' || kind == '&' || kind == '>' || kind == '=' || kind == '<')
            return refuse(line_,
                          "{{" + std::string(1, kind) + " is not allowed; expected {{name}}, {{#name}}, {{^name}} or {{/name}}");
        if (kind == '/') return close(trim(inside.substr(1)));
        const bool section = kind == '#' || kind == '^';
        const std::string_view name = section ? trim(inside.substr(1)) : inside;
        if (section && open_.size() == static_cast<std::size_t>(template_nesting_max))
            return refuse(line_, "sections are nested deeper than " + std::to_string(template_nesting_max));
        if (section) open_.push_back(made_.pieces_.size());
        add_named(kind == '#' ? Kind::section : kind == '^' ? Kind::inverted : Kind::value, name);
        return {};
    }

    Status close(std::string_view name) {
        if (open_.empty() || name_of(open_.back()) != name)
            return refuse(line_, "{{/" + visible(name) + "}} closes what is not open");
        made_.pieces_[open_.back()].partner = made_.pieces_.size();
        open_.pop_back();
        add_named(Kind::end, name);
        return {};
    }

    void add_named(Kind kind, std::string_view name) {
        made_.pieces_.push_back({kind, 0, line_, made_.text_.size(), name.size()});
        made_.text_ += name;
    }

    std::string_view name_of(std::size_t piece) const { return made_.words_of(made_.pieces_[piece]); }

    std::string_view text_;
    Template made_;
    std::vector<std::size_t> open_; // sections
    std::int64_t line_ = 1;
    bool only_blanks_ = true; // since the line began
};

Result<Template> Template::read(std::string_view text) {
    if (text.size() > template_bytes_max)
        return fail(SETTLED_BAD_DATA, "a template of " + std::to_string(text.size()) + " bytes; expected at most " +
                                          std::to_string(template_bytes_max));
    return Reader(text).read();
}

// ---- checking ----------------------------------------------------------------------------------------------------

// Walks the tags with the values at hand, those that are not shown today too: a letter with a gap never leaves.
class Template::Checker {
  public:
    Checker(const Template& text, const Values& values) : template_(text), values_(values), scopes_{&values} {}

    Status check() {
        for (const Piece& piece : template_.pieces_) {
            if (piece.kind == Kind::text) continue;
            if (piece.kind == Kind::end) {
                if (opened_.back()) --without_record_;
                opened_.pop_back(), scopes_.pop_back();
                continue;
            }
            const std::string_view name = template_.words_of(piece);
            const Value* value = find(scopes_, name);
            // Inside a section without a record there is none to check names against.
            if (!value && without_record_ == 0) return refuse(piece.line, "\"" + visible(name) + "\" is not known; " + known());
            if (piece.kind != Kind::value)
                open(value);
            else if (value && value->kind() != Value::Kind::text)
                return refuse(piece.line, "\"" + std::string(name) + "\" is not a text; expected {{#" + std::string(name) + "}}");
        }
        return {};
    }

  private:
    void open(const Value* value) {
        const bool is_list = value && value->kind() == Value::Kind::list;
        const bool is_empty = is_list && value->list().empty();
        scopes_.push_back(is_list && !is_empty ? &value->list().front() : nullptr);
        opened_.push_back(is_empty);
        if (is_empty) ++without_record_;
    }

    std::string known() const {
        std::string names = "known names:";
        for (const auto& [name, value] : values_) names += ' ' + name;
        return names;
    }

    const Template& template_;
    const Values& values_;
    std::vector<const Values*> scopes_;
    std::vector<bool> opened_; // sections: is it a list without a record?
    int without_record_ = 0;   // so many of them
};

// ---- filling -----------------------------------------------------------------------------------------------------

class Template::Writer {
  public:
    Writer(const Template& text, const Values& values, Escape escape) : template_(text), scopes_{&values}, escape_(escape) {
        made_.reserve(text.text_.size() * 2);
    }

    std::string write() {
        write(0, template_.pieces_.size());
        return std::move(made_);
    }

  private:
    void write(std::size_t from, std::size_t to) { // as deep as sections are nested
        for (std::size_t i = from; i < to; ++i) {
            const Piece& piece = template_.pieces_[i];
            const std::string_view words = template_.words_of(piece);
            if (piece.kind == Kind::text) {
                made_ += words;
                continue;
            }
            const Value* value = find(scopes_, words);
            if (piece.kind == Kind::value) {
                if (value) made_ += escape_ == Escape::html ? html_text(value->text()) : valid_utf8(value->text());
                continue;
            }
            const bool shown = value && shows(*value);
            if (shown == (piece.kind == Kind::section)) write_section(value, i + 1, piece.partner);
            i = piece.partner;
        }
    }

    void write_section(const Value* value, std::size_t from, std::size_t to) {
        if (!value || value->kind() != Value::Kind::list || value->list().empty()) return write(from, to);
        for (const Values& record : value->list()) {
            scopes_.push_back(&record);
            write(from, to);
            scopes_.pop_back();
        }
    }

    const Template& template_;
    std::vector<const Values*> scopes_;
    Escape escape_;
    std::string made_;
};

Result<std::string> Template::fill(const Values& values, Escape escape) const {
    if (Status fine = Checker(*this, values).check(); !fine) return pass(fine);
    return Writer(*this, values, escape).write();
}

Result<std::string> fill(std::string_view template_text, const Values& values, Escape escape) {
    auto made = Template::read(template_text);
    if (!made) return pass(made);
    return made->fill(values, escape);
}

} // namespace settled::render
