// service_alerts.hpp -- what the service has to tell IT, kept in a file until the health job has told it.
//
// The supervisor writes (it never opens the store), the health job reads and mails. One line for each thing that goes
// on, and for each that ended and has not been told yet.
#pragma once

#include "world/clock.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace settled::jobs {

struct ServiceAlert {
    std::string what, words; // words: "" once it has ended
    world::Moment since{};
};

// Began (words) or ended (""). Beginning again while it goes on changes its words only.
Status note_service_alert(const std::filesystem::path& data_folder, const std::string& what, const std::string& words,
                          world::Moment now);
Result<std::vector<ServiceAlert>> service_alerts(const std::filesystem::path& data_folder); // those that go on

} // namespace settled::jobs
