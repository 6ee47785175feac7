// connection_string.hpp -- the text that ODBC connects by, as keyword and value pairs: "Driver={…};Server=…".
#pragma once

#include <settled/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::formats {

// In order; {…} with }} inside is understood.
class ConnectionString {
  public:
    static Result<ConnectionString> parse(std::string_view text);         // INVALID_CONFIG
    std::optional<std::string_view> find(std::string_view keyword) const; // keywords know no case
    void add(std::string_view keyword, std::string_view value);
    void add_unless_given(std::string_view keyword, std::string_view value);
    std::string text() const;
    // Without secrets, for messages: "Driver={…};Server=…;UID=…".
    std::string shown() const;

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

} // namespace settled::formats
