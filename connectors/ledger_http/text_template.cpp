#include "text_template.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_http {
namespace {

using Form = TextTemplate::Form;

constexpr std::size_t number_digits_max = 18;
constexpr std::size_t value_bytes_max = 4096;

constexpr std::array<std::pair<std::string_view, Form>, 4> forms = {
    {{"number", Form::number}, {"quoted", Form::quoted}, {"quoted_list", Form::quoted_list}, {"name", Form::name}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c) || c == '_' || c == '.'; });
}
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.size() <= number_digits_max && std::ranges::all_of(text, is_digit);
}
bool has_controls(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

std::unexpected<Error> unfit(const std::string& name, const Binding& binding, const std::string& expected) {
    return fail(SETTLED_INVALID_CONFIG, "the value of {" + name + "}" +
                                            (binding.secret ? std::string() : ", \"" + visible(binding.text) + "\",") +
                                            " does not fit here; expected " + expected);
}

std::string quoted(std::string_view text) {
    std::string made = "'";
    for (const char c : text) made += c == '\'' ? std::string("''") : std::string(1, c);
    return made + "'";
}

std::vector<std::string_view> parts_of(const Binding& binding) {
    if (!binding.list) return {binding.text};
    std::vector<std::string_view> parts;
    for (const std::string_view part : split(binding.text, ';'))
        if (!trim(part).empty()) parts.push_back(trim(part));
    return parts;
}

Result<std::string> formed(const TextTemplate::Piece& piece, const Binding& binding) {
    const std::string& value = binding.text;
    if (value.size() > value_bytes_max) return unfit(piece.text, binding, "at most 4096 bytes");
    if (has_controls(value)) return unfit(piece.text, binding, "a text without control characters");
    switch (piece.form) {
    case Form::plain:
        return value;
    case Form::number:
        if (!is_number(value)) return unfit(piece.text, binding, "a whole number");
        return value;
    case Form::name:
        if (!is_name(value)) return unfit(piece.text, binding, "a name of letters, digits, '_' and '.'");
        return value;
    case Form::quoted:
        return quoted(value);
    case Form::quoted_list: {
        std::string made;
        for (const std::string_view part : parts_of(binding)) made += (made.empty() ? "" : ",") + quoted(part);
        if (made.empty()) return unfit(piece.text, binding, "at least one value");
        return made;
    }
    }
    return value;
}

} // namespace

Result<TextTemplate> TextTemplate::parse(std::string_view text, Surroundings surroundings) {
    TextTemplate made;
    made.written_ = text, made.surroundings_ = surroundings;
    const auto refuse = [&](const std::string& words) {
        return fail(SETTLED_INVALID_CONFIG, "\"" + visible(text) + "\": " + words);
    };
    std::string literal;
    const auto keep_literal = [&] {
        if (!literal.empty()) made.pieces_.push_back({std::move(literal), false, Form::plain});
        literal.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '{' && c != '}') {
            literal += c;
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == c) {
            literal += c, ++i;
            continue;
        }
        const std::size_t end = text.find('}', i);
        if (c == '}' || end == std::string_view::npos) return refuse("a brace stands alone; write {{ or }} for the brace itself");
        keep_literal();
        const std::string_view inside = text.substr(i + 1, end - i - 1);
        const std::size_t colon = inside.find(':');
        Piece piece{std::string(inside.substr(0, colon)), true, Form::plain};
        if (!is_name(piece.text)) return refuse("\"{" + std::string(inside) + "}\" names no value");
        if (colon != std::string_view::npos) {
            const auto* const form =
                std::ranges::find(forms, inside.substr(colon + 1), &std::pair<std::string_view, Form>::first);
            if (form == forms.end())
                return refuse("unknown form in {" + std::string(inside) + "}; known: number, quoted, quoted_list, name");
            piece.form = form->second;
        }
        made.pieces_.push_back(std::move(piece));
        i = end;
    }
    keep_literal();
    if (surroundings == Surroundings::filter && made.pieces_.size() > 1)
        for (const Piece& piece : made.pieces_)
            if (piece.place && piece.form == Form::plain)
                return refuse("{" + piece.text +
                              "} stands inside other text, where a value could become part of a filter; write {" + piece.text +
                              ":quoted}, :number, :quoted_list or :name");
    return made;
}

bool TextTemplate::constant() const { return std::ranges::none_of(pieces_, &Piece::place); }

Result<std::string> TextTemplate::fill(const Bindings& values) const {
    std::string made;
    for (const Piece& piece : pieces_) {
        if (!piece.place) {
            made += piece.text;
            continue;
        }
        const auto hit = values.find(piece.text);
        if (hit == values.end()) return fail(SETTLED_INVALID_CONFIG, "{" + piece.text + "} has no value here");
        auto value = formed(piece, hit->second);
        if (!value) return value;
        made += surroundings_ == Surroundings::path && piece.form == Form::plain ? percent_encoded(*value) : *value;
    }
    return made;
}

Result<std::string> TextTemplate::fill_json(const Bindings& values) const {
    const bool alone = pieces_.size() == 1 && pieces_.front().place;
    const auto hit = alone ? values.find(pieces_.front().text) : values.end();
    if (hit == values.end() || pieces_.front().form == Form::name) {
        auto text = fill(values);
        if (!text) return text;
        return json_quoted(*text);
    }
    if (auto fits = formed(pieces_.front(), hit->second); !fits) return fits; // no control characters, not endless
    const Binding& binding = hit->second;
    const bool number = binding.number || pieces_.front().form == Form::number;
    std::string made;
    for (const std::string_view part : parts_of(binding)) {
        if (number && !is_number(part)) return unfit(pieces_.front().text, binding, "a whole number");
        made += (made.empty() ? "" : ",") + (number ? std::string(part) : json_quoted(part));
    }
    return binding.list ? "[" + made + "]" : made;
}

Result<std::string> JsonTemplate::fill(const Bindings& values) const {
    if (kind == Json::Kind::text) return text.fill_json(values);
    if (kind != Json::Kind::list && kind != Json::Kind::object) return literal;
    std::string made(1, kind == Json::Kind::list ? '[' : '{');
    const auto put = [&](const JsonTemplate& node, const std::string& before) -> Status {
        auto value = node.fill(values);
        if (!value) return pass(value);
        made += (made.size() > 1 ? "," : "") + before + *value;
        return {};
    };
    for (const JsonTemplate& item : items)
        if (Status done = put(item, ""); !done) return pass(done);
    for (const auto& [name, node] : members)
        if (Status done = put(node, json_quoted(name) + ":"); !done) return pass(done);
    return made + (kind == Json::Kind::list ? ']' : '}');
}

void JsonTemplate::each_text(const std::function<void(const TextTemplate&)>& visit) const {
    if (kind == Json::Kind::text) visit(text);
    for (const JsonTemplate& item : items) item.each_text(visit);
    for (const auto& [ignored, node] : members) node.each_text(visit);
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view unreserved = "-._~";
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_digit(c) || is_letter(c) || unreserved.find(c) != std::string_view::npos)
            made += c;
        else
            made.append({'%', hex[byte >> 4], hex[byte & 15]});
    }
    return made;
}

} // namespace settled::ledger_http
