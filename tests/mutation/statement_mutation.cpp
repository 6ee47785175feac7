// statement_mutation -- 2,000 seeded mutations of a plugin's own files through its C tables.
//
//   PLUGIN_mutation FOLDER [OPTION=VALUE...]      all rounds
//   PLUGIN_mutation FOLDER --only N [OPTION=…]    one round again, its bytes on standard output
//
// Every answer must be a reading or a refusal (BAD_DATA), within 10 seconds of processor time. A reading is whole: every
// statement ended, and where opening and closing stand, the booked entries make the difference or the plugin says that
// they do not. Exit status: 0 all well, 1 something was not, 2 wrong usage.
#include "mutator.hpp"

#include <settled/testing_statement.hpp>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

#include <sys/time.h>
#include <unistd.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace {

using namespace settled;
namespace fs = std::filesystem;

constexpr std::uint64_t rounds = 2'000;
constexpr int seconds_max = 10;

// The handler may only write; the round is on the terminal already.
extern "C" void took_too_long(int) {
    constexpr std::string_view words = "took more than 10 seconds\n";
    static_cast<void>(::write(STDERR_FILENO, words.data(), words.size()));
    ::_exit(1);
}

void start_the_clock() {
    const itimerval limit{.it_interval = {}, .it_value = {.tv_sec = seconds_max, .tv_usec = 0}};
    ::setitimer(ITIMER_VIRTUAL, &limit, nullptr); // of this process alone: a busy machine is no fault of the plugin
}

std::vector<std::string> files_of(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() != ".expected" && entry.path().extension() != ".toml")
            paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<std::string> files;
    for (const fs::path& path : paths) {
        std::ifstream file(path, std::ios::binary);
        files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return files;
}

bool adds_up(const testing::SeenStatement& statement) {
    if (!statement.opening || !statement.closing || statement.interim || statement.details_only) return true;
    const Currency currency = Currency::parse(statement.currency).value_or(Currency());
    auto sum = parse_money(statement.opening->amount, currency);
    const auto closing = parse_money(statement.closing->amount, currency);
    if (!sum || !closing) return false;
    for (const testing::SeenEntry& entry : statement.entries) {
        if (entry.status != "booked") continue;
        const auto amount = parse_money(entry.amount, currency);
        const auto next = amount ? checked_add(sum->minor_units, amount->minor_units) : std::nullopt;
        if (!next || entry.currency != statement.currency) return false;
        sum->minor_units = *next;
    }
    return sum->minor_units == closing->minor_units;
}

// What is wrong with an answer; nothing when all is well.
std::optional<std::string> fault_of(const testing::SeenFile& seen) {
    if (seen.error) {
        if (seen.error->code == SETTLED_BAD_DATA && !seen.error->message.empty()) return std::nullopt;
        return "refused with code " + std::to_string(seen.error->code) + ": " + seen.error->message;
    }
    const bool told = std::ranges::any_of(seen.diagnostics, [](const auto& found) { return found.severity == SETTLED_ERROR; });
    for (const testing::SeenStatement& statement : seen.statements) {
        if (!statement.ended) return "a statement has no end, and nothing was said";
        if (!told && !adds_up(statement)) return "entries do not make closing - opening, and nothing was said";
    }
    return std::nullopt;
}

} // namespace

int main(int count, char** words) {
    const std::span<char*> arguments(words, static_cast<std::size_t>(count));
    std::vector<std::pair<std::string, std::string>> options;
    std::optional<std::uint64_t> only;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
        const std::string_view word = arguments[i];
        if (word == "--only" && i + 1 < arguments.size()) {
            const std::string_view number = arguments[++i];
            only.emplace();
            std::from_chars(number.data(), number.data() + number.size(), *only);
        } else {
            const std::size_t mark = word.find('=');
            if (mark == word.npos) count = 0;
            options.emplace_back(word.substr(0, mark), word.substr(std::min(word.size(), mark + 1)));
        }
    }
    if (count < 2 || !fs::is_directory(arguments[1])) {
        std::cerr << "usage: PLUGIN_mutation FOLDER [--only N] [OPTION=VALUE...]\n";
        return 2;
    }
    const std::vector<std::string> files = files_of(arguments[1]);
    const testing::OpenParser parser(SETTLED_PLUGIN_SYMBOL, options);
    if (files.empty() || parser.refused()) {
        std::cerr << (parser.refused() ? parser.refused()->message : "the folder holds no files") << '\n';
        return 2;
    }
    std::signal(SIGVTALRM, took_too_long);
    std::uint64_t refused = 0, faults = 0;
    for (std::uint64_t round = only.value_or(0); round < (only ? *only + 1 : rounds); ++round) {
        const std::string bytes = mutation::mutated(files, round);
        if (only) std::cout << bytes << std::flush;
        std::cerr << "\rround " << round << ' ';
        start_the_clock();
        parser.sniff(std::string_view(bytes).substr(0, std::size_t{16} * 1024));
        const auto seen = parser.parse({.left = bytes, .read_bytes = 1 + round * 7919 % 4096});
        refused += seen.error ? 1 : 0;
        const auto fault = fault_of(seen);
        if (!fault) continue;
        ++faults;
        std::cerr << *fault << '\n';
    }
    std::cerr << "\r" << files.size() << " files, " << refused << " of their mutations refused, " << faults
              << " answered wrongly\n";
    return faults == 0 ? 0 : 1;
}
