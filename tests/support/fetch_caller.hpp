// fetch_caller.hpp -- a fetch plugin as the agent calls it, through its C table, for the plugin's own tests.
#pragma once

#include <settled/testing.hpp>

#include <string>
#include <utility>
#include <vector>

namespace settled::support {

struct ListedFile {
    std::string id, name, sender, owner;
    std::int64_t byte_count = 0, modified_unix_ms = 0;
};

class FetchCaller {
  public:
    explicit FetchCaller(const settled_plugin& plugin) : plugin_(&plugin) {}
    ~FetchCaller() { close(); }
    FetchCaller(const FetchCaller&) = delete;
    FetchCaller& operator=(const FetchCaller&) = delete;

    // "" or why it could not be opened; every call leaves its code and words below.
    std::string open(const std::vector<std::pair<std::string, std::string>>& options);
    void close();
    std::string check(); // what it found, "; " between, or why it failed
    std::vector<ListedFile> list();
    std::vector<std::string> names(); // of list()
    std::string read(const std::string& id);
    std::int32_t imported(const std::string& id, const std::string& sha256_hex = "");
    std::int32_t refused(const std::string& id, const std::string& sha256_hex, const std::string& reason);

    testing::TestHost host;
    std::int32_t code = 0;
    std::string words; // of the last failure, else empty

  private:
    const settled_fetch_operations& table() const;
    void keep(std::int32_t answer);

    const settled_plugin* plugin_;
    settled_host host_abi_{};
    settled_error error_{.size = sizeof(settled_error)};
    void* self_ = nullptr;
};

} // namespace settled::support
