// spooled_file.hpp -- a file of a source on its way in: fetched within the limit, on our disk while it is read.
#pragma once

#include "jobs/context.hpp"

#include <filesystem>
#include <string>

namespace settled::jobs {

// Removes the spooled copy when the job is done with it.
class SpooledFile {
  public:
    explicit SpooledFile(std::filesystem::path file) : file_(std::move(file)) {}
    SpooledFile(const SpooledFile&) = delete;
    SpooledFile& operator=(const SpooledFile&) = delete;
    ~SpooledFile() {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }

  private:
    std::filesystem::path file_;
};

// BAD_DATA for a file beyond [limits] statement_file_mb, before it is downloaded where its source tells its size.
Result<std::string> fetch_bytes(JobContext& context, host::FetchClient& client, const host::RemoteFile& remote);

} // namespace settled::jobs
