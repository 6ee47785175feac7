#include <formats/encoding_option.hpp>

#include <string>

namespace settled::formats {

Result<std::optional<Encoding>> encoding_option(std::string_view wanted) {
    if (wanted.empty() || wanted == "auto") return std::nullopt;
    const auto encoding = encoding_named(wanted);
    if (encoding) return encoding;
    return fail(SETTLED_INVALID_CONFIG, "encoding = \"" + std::string(wanted) +
                                            "\" is not known; expected auto, UTF-8, GB18030, " +
                                            "windows-1252, ISO-8859-1, CP850 or another usual name");
}

} // namespace settled::formats
