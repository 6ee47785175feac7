// settled completion -- the script by which a shell completes settled's commands, options and their values.

#include "cli/commands.hpp"
#include "cli/completion.hpp"

namespace settled::cli {
namespace {

struct Options {
    Shell shell = Shell::bash;
    const CLI::App* program = nullptr; // whose commands
};

} // namespace

void add_completion(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& command =
        commands.add("completion", "Print what makes a shell complete the commands; packages install it", [&](Session& session) {
            session.tools().out(completion_script(command_tree(*options.program), options.shell));
            return 0;
        });
    options.program = command.get_parent();
    command.add_option("shell", options.shell, "bash, zsh or fish")
        ->required()
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Shell>{{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}}))
        ->type_name("SHELL");
}

} // namespace settled::cli
