// toml_section.hpp -- a table of a request file: what every connector's file has, and places in an answer.
#pragma once

#include "json.hpp"

#include <formats/toml_section.hpp>

#include <optional>
#include <string_view>

namespace settled::ledger_http {

using formats::ConnectorSource;
using formats::scalar_text;

class Section : public formats::Section {
  public:
    using formats::Section::Section;
    std::optional<Pointer> pointer(std::string_view key);
};

} // namespace settled::ledger_http
