// completion.hpp -- what a shell has to know to complete a line of settled: the command tree, as a script of that shell.
//
// Made from the command line's own description, so that it never knows less or other than the program. The script runs no
// program while somebody types. Hidden commands stay hidden.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace settled::cli {

enum class Shell : std::uint8_t { bash, zsh, fish };

// An option, or a word that stands for itself (a positional that is one of a few).
struct CompletedOption {
    std::vector<std::string> names; // "--format", "-h"; none: a positional
    std::string help;
    std::vector<std::string> choices; // what its value may be, where that is a few words
    std::string value;                // what stands for the value, "N" or "agrees|differs"; of a positional without one its name
    bool takes_value = false;
    bool takes_file = false; // or a folder
    bool required = false;
    bool repeated = false;
};

struct CompletedCommand {
    std::string name, help;
    std::vector<CompletedOption> options;
    std::vector<CompletedCommand> commands;
};

CompletedCommand command_tree(const CLI::App& app);
std::string completion_script(const CompletedCommand& program, Shell shell);

class Commands;
void add_completion(Commands&); // settled completion bash|zsh|fish

} // namespace settled::cli
