#include <formats/put_away.hpp>

#include <settled/text.hpp>

#include <chrono>

namespace settled::formats {

Result<Then> then_of(const Settings& settings) {
    const std::string then = settings.text("then");
    if (then == "archive") return Then::archive;
    if (then == "leave") return Then::leave;
    if (then == "delete") return Then::remove;
    return fail(SETTLED_INVALID_CONFIG, "then = \"" + then + "\"; expected archive, leave or delete");
}

Date day_of(std::int64_t unix_ms) {
    using namespace std::chrono;
    return Date::from_days(floor<days>(sys_time<milliseconds>(milliseconds(unix_ms))));
}

std::string reason_text(std::string_view name, std::string_view sha256_hex, Date refused_on, std::string_view reason) {
    return "file: " + visible(name) + "\nsha256: " + std::string(sha256_hex) + "\nrefused on: " + refused_on.iso() +
           "\nreason: " + visible(reason) + "\n";
}

} // namespace settled::formats
