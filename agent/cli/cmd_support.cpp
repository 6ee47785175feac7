// settled support -- one text file with what a helper would ask for, readable before it is sent.

#include "cli/commands.hpp"
#include "cli/masked.hpp"
#include "world/files.hpp"
#include "world/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::cli {
namespace {

constexpr std::size_t log_bytes_max = 64 << 10; // of the newest log file, from its end
constexpr std::size_t log_file_bytes_max = std::size_t{256} << 20;

struct Options {
    std::string file;
};

struct Section {
    std::string_view title;
    std::vector<std::string> words; // of the command whose output it is
};

// What the command prints, errors included, and how it ended.
std::string said_by(Session& session, const std::vector<std::string>& words) {
    std::string text;
    Tools tools = session.tools();
    tools.out = tools.err = [&text](std::string_view bytes) { text += bytes; };
    tools.err_is_terminal = false, tools.out_columns = 0;
    std::vector<std::string> line = {"settled", "--config", session.config_file(), "--log-level", "warning"};
    line.insert(line.end(), words.begin(), words.end());
    const int status = run(std::move(line), tools);
    return fmt::format("{}(exit {})\n", text, status);
}

std::string end_of_log(const config::Settings& settings) {
    if (settings.log.folder.empty()) return "no [log] folder: the log is the system's (journalctl -u settled)\n";
    const std::filesystem::path folder = settings.log.folder;
    auto listed = world::list_folder(folder);
    if (!listed) return listed.error().message + "\n";
    const auto newest = std::ranges::max_element(
        *listed, {}, [](const world::FolderEntry& entry) { return entry.is_folder ? -1 : entry.modified_unix_ms; });
    if (newest == listed->end() || newest->is_folder) return "the folder is empty\n";
    auto text = world::read_file(folder / newest->name, log_file_bytes_max);
    if (!text) return text.error().message + "\n";
    if (text->size() > log_bytes_max) text->erase(0, text->find('\n', text->size() - log_bytes_max) + 1);
    return fmt::format("{}\n{}", newest->name, *text);
}

std::string sizes(const config::Settings& settings) {
    auto listed = world::list_folder(settings.data_folder());
    if (!listed) return listed.error().message + "\n";
    std::string text;
    for (const world::FolderEntry& entry : *listed)
        if (!entry.is_folder) text += fmt::format("{:>14}  {}\n", entry.byte_count, entry.name);
    if (auto free = world::free_bytes(settings.data_folder())) text += fmt::format("{:>14}  free\n", *free);
    return text;
}

int run_support(Session& session, const Options& options) {
    const std::array<Section, 9> sections = {{{"program", {"--version"}},
                                              {"configuration tested", {"check", "--offline"}},
                                              {"everything reached", {"check"}},
                                              {"servers", {"check", "--endpoints"}},
                                              {"plugins", {"plugins"}},
                                              {"how it stands", {"status"}},
                                              {"health", {"status", "--monitor"}},
                                              {"store", {"store", "verify"}},
                                              {"configuration in force", {"config", "show"}}}};
    std::string text =
        fmt::format("What `settled support` gathered on {}. Secrets are left out; mail addresses, account and telephone "
                    "numbers and people's names are masked. Customers and items are not in it, unless an error names "
                    "them; balances of bank accounts are. Read it before you send it.\n",
                    session.tools().host);
    for (const Section& section : sections) {
        session.journal().progress("support", std::distance(sections.data(), &section), std::ssize(sections));
        text += fmt::format("\n==== {}: settled {}\n{}", section.title, fmt::join(section.words, " "),
                            masked(said_by(session, section.words)));
    }
    if (const config::Settings* settings = session.peek()) {
        text += "\n==== files beside the store, bytes\n" + sizes(*settings);
        text += "\n==== end of the log\n" + masked(end_of_log(*settings));
    }
    if (Status made = world::create_file(options.file, text, world::Permission::owner_only); !made) {
        if (made.error().code == SETTLED_REJECTED)
            return report(session, {SETTLED_INVALID_CONFIG, options.file + " is there already; it was not touched", 0});
        return report(session, made.error());
    }
    session.tools().out(fmt::format("wrote {} ({} bytes); read it before you send it\n", options.file, text.size()));
    return 0;
}

} // namespace

void add_support(Commands& commands) {
    auto& options = commands.keep<Options>();
    commands
        .add("support", "Gather what a helper would ask for in one text file: no secret, no customer, addresses masked",
             [&](Session& session) { return run_support(session, options); })
        .add_option("file", options.file, "A file that is not there yet")
        ->required()
        ->type_name("FILE");
}

} // namespace settled::cli
