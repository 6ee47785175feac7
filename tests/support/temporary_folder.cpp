#include "support/temporary_folder.hpp"

#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace settled::support {

TemporaryFolder::TemporaryFolder(const std::string& name) {
    std::string pattern = "/tmp/" + name + "-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) {
        std::perror("a temporary folder for a test");
        std::abort();
    }
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored; // a test's leftovers are no test's failure
    std::filesystem::remove_all(path_, ignored);
}

} // namespace settled::support
