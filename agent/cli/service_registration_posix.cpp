#include "cli/service_registration.hpp"

namespace settled::cli {

void add_service_registration(Commands&, CLI::App&) {}

} // namespace settled::cli
