// text_template.hpp -- text of a connector with places to be filled, safe by construction.
//
//   "{token}"                                      the value itself: only where nothing stands around it, in a
//                                                  header, and percent-encoded in a path
//   "FID > {last_key:number}"                      a whole number, checked
//   "CardCode gt {last_key:quoted}"                'O''Brien': SQL and OData double the quote
//   "AccountCode in ({accounts:quoted_list})"      'a','b'
//   "{plan_entry:name} ASC"                        letters, digits, '_' and '.' only
//   "{{", "}}"                                     the braces themselves
//
// A value can thereby never become a part of a filter's language.
#pragma once

#include "json.hpp"

#include <settled/result.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_http {

struct Binding {
    std::string text;
    bool number = false; // written without quotes in JSON; never text in disguise: it was checked
    bool list = false;   // parts joined with ';'
    bool secret = false;
};

using Bindings = std::map<std::string, Binding, std::less<>>;

enum class Surroundings {
    filter, // a JSON text, a query's or a form's value: alone, or in a form that guards it
    header, // one line, whatever it says
    path    // percent-encoded
};

class TextTemplate {
  public:
    enum class Form { plain, number, quoted, quoted_list, name };
    struct Piece {
        std::string text; // literal, or a binding's name
        bool place = false;
        Form form = Form::plain;
    };

    TextTemplate() = default;
    // INVALID_CONFIG: an unknown form, a brace alone, a plain place where its surroundings need a form.
    static Result<TextTemplate> parse(std::string_view text, Surroundings surroundings);

    bool constant() const;
    const std::vector<Piece>& pieces() const { return pieces_; }
    const std::string& written() const { return written_; } // as the connector has it

    // INVALID_CONFIG where a value does not fit its form; the words name it, never show a secret.
    Result<std::string> fill(const Bindings& values) const;
    // The same as JSON: a place alone becomes a number or a list where its binding is one.
    Result<std::string> fill_json(const Bindings& values) const;

  private:
    std::vector<Piece> pieces_;
    std::string written_;
    Surroundings surroundings_ = Surroundings::filter;
};

struct JsonTemplateMember;

// A JSON document of a connector: texts are templates, everything else stands as it is.
struct JsonTemplate {
    Json::Kind kind = Json::Kind::null;
    TextTemplate text;
    std::string literal; // of a number or boolean
    std::vector<JsonTemplate> items;
    std::vector<JsonTemplateMember> members;

    Result<std::string> fill(const Bindings& values) const;
    void each_text(const std::function<void(const TextTemplate&)>& visit) const;
};

struct JsonTemplateMember {
    std::string name;
    JsonTemplate value;
};

// "a%20b"; only RFC 3986's unreserved characters stay.
std::string percent_encoded(std::string_view text);

} // namespace settled::ledger_http
