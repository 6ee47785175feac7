// log_files.hpp -- the service's log: settled.log, and the files before it as settled.log.1, .2 …
//
// One writer. A disk that is full or away never stops the service: the line is lost, and the next one that finds room
// says how many were.
#pragma once

#include "world/appended_file.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace settled::service {

struct LogLimits {
    std::int64_t file_bytes_max = std::int64_t{20} << 20;
    int files_kept = 30; // besides the one being written
};

class LogFiles {
  public:
    // Nothing is written where the folder is empty.
    LogFiles(std::filesystem::path folder, const LogLimits& limits) : folder_(std::move(folder)), limits_(limits) {}

    void write(std::string_view line); // without its line end
    void change(std::filesystem::path folder, const LogLimits& limits);

  private:
    bool open();
    void rotate();
    bool put(std::string_view line);

    std::filesystem::path folder_;
    LogLimits limits_;
    std::optional<world::AppendedFile> file_;
    std::int64_t lost_ = 0;
};

} // namespace settled::service
