#include "toml_section.hpp"

namespace settled::ledger_http {

std::optional<Pointer> Section::pointer(std::string_view key) {
    if (node(key) == nullptr) return std::nullopt;
    auto made = Pointer::parse(text(key));
    if (made) return *made;
    refuse(key, made.error().message);
    return std::nullopt;
}

} // namespace settled::ledger_http
