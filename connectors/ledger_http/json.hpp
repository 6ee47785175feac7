// json.hpp -- a service's answer as a value, numbers as they were written.
//
// 12939.72 must not pass through a floating-point number on its way to money, so a number keeps its
// text. Read with limits: a hostile answer costs an error, not the machine.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_http {

// A place in an answer (RFC 6901): "/value/0/DocNum"; "" is the whole. "*" stands for every entry of a list.
class Pointer {
  public:
    Pointer() = default;
    // INVALID_CONFIG: does not begin with '/'.
    static Result<Pointer> parse(std::string_view text);

    const std::string& text() const { return text_; }
    const std::vector<std::string>& parts() const { return parts_; }

  private:
    std::string text_;
    std::vector<std::string> parts_;
};

struct JsonMember;

struct Json {
    enum class Kind { null, boolean, number, text, list, object };

    Kind kind = Kind::null;
    std::string text; // of a text; of a number as written; "true", "false"
    std::vector<Json> items;
    std::vector<JsonMember> members;

    const Json* member(std::string_view name) const;
    // Nothing where the way ends early.
    const Json* at(const Pointer& pointer) const;
    bool is_scalar() const { return kind != Kind::list && kind != Kind::object; }
};

struct JsonMember {
    std::string name;
    Json value;
};

inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t json_values_max = 20'000'000; // of one answer

// BAD_DATA says at which byte it stops being JSON, and whether it ended too early.
Result<Json> parse_json(std::string_view text);

// "Errors" with its quotes, escaped as JSON wants it.
std::string json_quoted(std::string_view text);

} // namespace settled::ledger_http
