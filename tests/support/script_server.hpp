// script_server.hpp -- a server that one of the Python scripts beside this file prepares and becomes.
//
// The script leaves its port in a file of the folder; the server is stopped with the object.
#pragma once

#include "support/child.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace settled::support {

class ScriptServer {
  public:
    // Waits until the port takes connections. `script` is a name such as "openssh.py"; the folder is
    // its first argument.
    static Result<ScriptServer> start(const std::string& script, const std::filesystem::path& folder,
                                      const std::vector<std::string>& more = {}, const std::string& port_file = "port");
    ScriptServer(ScriptServer&&) = default;
    ScriptServer& operator=(ScriptServer&&) = delete;
    ~ScriptServer();

    int port() const { return port_; }
    const std::filesystem::path& folder() const { return folder_; }
    std::string text(const std::string& file) const { return text_of(folder_ / file); }
    bool running() { return child_.running(); }

  private:
    ScriptServer(Child child, std::filesystem::path folder) : child_(std::move(child)), folder_(std::move(folder)) {}
    bool comes_up(const std::string& port_file);

    Child child_;
    std::filesystem::path folder_;
    int port_ = 0;
};

} // namespace settled::support
