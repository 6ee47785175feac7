#include "cli/completion.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace settled::cli {
namespace {

CompletedCommand tree() {
    static CLI::App app{"about", "settled"};
    static std::string format, file, kind;
    static const bool made = [] {
        app.add_option("--format", format, "table or json")
            ->transform(CLI::CheckedTransformer(std::map<std::string, int>{{"table", 0}, {"json", 1}}))
            ->type_name("FORMAT");
        app.add_option("--config", file, "the customer's file")->type_name("FILE");
        CLI::App& outbox = *app.add_subcommand("outbox", "what waits");
        outbox.add_subcommand("release", "let it go");
        app.add_subcommand("health", "for the service")->group("");
        app.add_subcommand("completion", "for shells")
            ->add_option("shell", kind, "which")
            ->check(CLI::IsMember({"bash", "fish"}));
        return true;
    }();
    EXPECT_TRUE(made);
    return command_tree(app);
}

const CompletedCommand& command(const CompletedCommand& of, std::string_view name) {
    const auto found = std::ranges::find(of.commands, name, &CompletedCommand::name);
    EXPECT_NE(found, of.commands.end()) << name;
    return *found;
}

TEST(Completion, KnowsTheCommandsOfACommandAndNoHiddenOne) {
    const CompletedCommand program = tree();
    ASSERT_EQ(program.commands.size(), 2U);
    EXPECT_EQ(command(command(program, "outbox"), "release").help, "let it go");
}

TEST(Completion, KnowsWhichWordsAValueMayBeAndWhereAFileIsMeant) {
    const CompletedCommand program = tree();
    const auto option = [&](std::string_view name) -> const CompletedOption& {
        return *std::ranges::find_if(program.options, [&](const CompletedOption& each) {
            return std::ranges::find(each.names, name) != each.names.end();
        });
    };
    EXPECT_EQ(std::set<std::string>(option("--format").choices.begin(), option("--format").choices.end()),
              (std::set<std::string>{"json", "table"}));
    EXPECT_TRUE(option("--config").takes_file);
    EXPECT_FALSE(option("--help").takes_value);
    const CompletedCommand& completion = command(program, "completion");
    const auto shell = std::ranges::find_if(completion.options, [](const CompletedOption& each) { return each.names.empty(); });
    ASSERT_NE(shell, completion.options.end());
    EXPECT_EQ(std::set<std::string>(shell->choices.begin(), shell->choices.end()), (std::set<std::string>{"bash", "fish"}));
}

TEST(Completion, AnApostropheInAHelpTextEndsNoQuotation) {
    EXPECT_TRUE(completion_script(tree(), Shell::zsh).contains(R"('--config:the customer'\''s file')"));
    EXPECT_TRUE(completion_script(tree(), Shell::fish).contains(R"('the customer\'s file')"));
}

} // namespace
} // namespace settled::cli
