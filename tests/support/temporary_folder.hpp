// temporary_folder.hpp -- a folder for one test, gone with it.
#pragma once

#include <filesystem>
#include <string>

namespace settled::support {

class TemporaryFolder {
  public:
    // Under /tmp, because a Unix socket's path may have 107 bytes only. Aborts where there is none.
    explicit TemporaryFolder(const std::string& name = "settled-test");
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

} // namespace settled::support
