// pipe_speed -- how fast statement entries pass from a child to the agent: entries a second.
//   pipe_speed [entries] [in_process]
#include "host/make_clients.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace {

using namespace settled;

class Counter final : public host::StatementReceiver {
  public:
    Status begin(const settled_statement_begin&) override { return {}; }
    Status entry(const settled_entry& entry) override { return sum += entry.amount.minor_units, ++entries, Status{}; }
    Status end(const settled_statement_end&) override { return {}; }
    void diagnostic(const settled_diagnostic&) override {}
    std::int64_t entries = 0, sum = 0;
};

} // namespace

int main(int argc, char** argv) {
    const std::string entries = argc > 1 ? argv[1] : "1000000";
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "settled_pipe_speed.txt";
    std::ofstream(file) << "FAULT entries " << entries << '\n';

    host::ChildOptions options;
    options.executable = CHILD_PROGRAM;
    options.in_process = argc > 2 && std::string_view(argv[2]) == "in_process";
    const auto clients = host::make_clients(host::Catalog({std::filesystem::path(ABI_FOLDER) / "faulty"}), options);
    Counter counter;
    const auto begun = std::chrono::steady_clock::now();
    const auto parser = clients->statements().read({file.string(), "speed.txt", "statement_faulty", {}, false}, counter);
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
    std::filesystem::remove(file);
    if (!parser) return std::fprintf(stderr, "%s\n", parser.error().message.c_str()), EXIT_FAILURE;
    std::printf("%lld entries, sum %lld, %lld ms\n", static_cast<long long>(counter.entries), static_cast<long long>(counter.sum),
                static_cast<long long>(milliseconds));
    return EXIT_SUCCESS;
}
