#include "cli/completion.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <settled/text.hpp>

#include <algorithm>
#include <functional>

namespace settled::cli {
namespace {

// Of "FORMAT:value in {table->0,json->1} OR {0,1}" the words table and json.
std::vector<std::string> choices_of(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const std::size_t begin = type.find('{'), end = type.find('}', begin);
    if (begin == std::string::npos || end == std::string::npos) return {};
    std::vector<std::string> found;
    for (const std::string_view word : split(std::string_view(type).substr(begin + 1, end - begin - 1), ','))
        found.emplace_back(word.substr(0, word.find("->")));
    return found;
}

bool takes_file(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const std::string_view kind = std::string_view(type).substr(0, type.find_first_of(": "));
    return kind == "FILE" || kind == "FOLDER" || kind == "DIR";
}

// What --help shows between the name and the colon; where nobody named it, the words it may be or the positional's own name.
std::string value_of(const CLI::Option& option, const std::vector<std::string>& choices) {
    const std::string type = option.get_type_name();
    std::string named = type.substr(0, type.find(':'));
    if (!named.empty() && named != "TEXT") return named;
    if (!choices.empty()) return fmt::format("{}", fmt::join(choices, "|"));
    return option.get_positional() ? option.get_name(true) : named;
}

CompletedOption described(const CLI::Option& option) {
    CompletedOption made;
    for (const std::string& name : option.get_lnames()) made.names.push_back("--" + name);
    for (const std::string& name : option.get_snames()) made.names.push_back("-" + name);
    made.help = option.get_description();
    made.takes_value = option.get_items_expected_max() > 0;
    made.takes_file = takes_file(option);
    if (!made.takes_value) return made;
    made.choices = choices_of(option);
    made.value = value_of(option, made.choices);
    made.required = option.get_required();
    made.repeated = option.get_items_expected_max() > 1;
    return made;
}

// In single quotes, as all three shells read it.
std::string quoted(std::string_view text, Shell shell) {
    std::string made = "'";
    for (const char each : text)
        if (each == '\'')
            made += shell == Shell::fish ? "\\'" : "'\\''";
        else if (each == '\\' && shell == Shell::fish)
            made += "\\\\";
        else
            made += each;
    return made + "'";
}

// Every command with the words that lead to it: " outbox release"; the program itself is "".
void walk(const CompletedCommand& command, const std::string& path,
          const std::function<void(const std::string& path, const CompletedCommand& command)>& visit) {
    visit(path, command);
    for (const CompletedCommand& each : command.commands) walk(each, path + " " + each.name, visit);
}

std::vector<std::string> words_after(const CompletedCommand& command) {
    std::vector<std::string> words;
    for (const CompletedCommand& each : command.commands) words.push_back(each.name);
    for (const CompletedOption& option : command.options)
        if (option.names.empty()) words.insert(words.end(), option.choices.begin(), option.choices.end());
    return words;
}

bool wants_file(const CompletedCommand& command) {
    return std::ranges::any_of(command.options,
                               [](const CompletedOption& option) { return option.names.empty() && option.takes_file; });
}

std::vector<std::string> names_of(const CompletedCommand& command) {
    std::vector<std::string> names;
    for (const CompletedOption& option : command.options) names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

// The global options may stand behind every command.
CompletedCommand with_globals(const CompletedCommand& command, const CompletedCommand& program) {
    CompletedCommand all = command;
    if (&command != &program)
        for (const CompletedOption& option : program.options)
            if (std::ranges::none_of(option.names, [&](const std::string& name) {
                    const std::vector<std::string> own = names_of(command);
                    return std::ranges::find(own, name) != own.end();
                }))
                all.options.push_back(option);
    return all;
}

std::string paths_of(const CompletedCommand& program) {
    std::string alternatives;
    walk(program, "", [&](const std::string& path, const CompletedCommand&) {
        if (!path.empty()) alternatives += (alternatives.empty() ? "" : "|") + quoted(path, Shell::bash);
    });
    return alternatives;
}

// bash and zsh differ in where the words stand and how an answer is given: `say_words` and `say_files` of a case's line.
std::string cases_of_values(const CompletedCommand& program, const std::function<std::string(const std::string&)>& say_words,
                            std::string_view say_files) {
    std::string text;
    walk(program, "", [&](const std::string& path, const CompletedCommand& command) {
        for (const CompletedOption& option : with_globals(command, program).options) {
            if (option.names.empty() || !option.takes_value) continue;
            std::string patterns;
            for (const std::string& name : option.names)
                patterns.append(patterns.empty() ? "" : "|").append(quoted(path + " " + name, Shell::bash));
            text += fmt::format("        {}) {}return ;;\n", patterns,
                                !option.choices.empty() ? say_words(fmt::format("{}", fmt::join(option.choices, " "))) + "; "
                                : option.takes_file     ? std::string(say_files) + "; "
                                                        : "");
        }
    });
    return text;
}

std::string bash_script(const CompletedCommand& program) {
    const auto say = [](const std::string& words) {
        return fmt::format("COMPREPLY=($(compgen -W {} -- \"$word\"))", quoted(words, Shell::bash));
    };
    constexpr std::string_view files = "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")";
    std::string text = fmt::format(R"(# settled in bash; made by: settled completion bash
_settled() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} path= at
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; ++at)); do
        case "$path ${{COMP_WORDS[at]}}" in
        {}) path="$path ${{COMP_WORDS[at]}}" ;;
        esac
    done
    case "$path $before" in
)",
                                   paths_of(program));
    text += cases_of_values(program, say, files);
    text += "    esac\n    case \"$path\" in\n";
    walk(program, "", [&](const std::string& path, const CompletedCommand& command) {
        const std::string names = fmt::format("{}", fmt::join(names_of(with_globals(command, program)), " "));
        const std::string words = fmt::format("{}", fmt::join(words_after(command), " "));
        text += fmt::format("        {}) if [[ $word == -* ]]; then {}; else {}; fi ;;\n", quoted(path, Shell::bash), say(names),
                            wants_file(command) ? std::string(files) : say(words));
    });
    return text + "    esac\n}\ncomplete -F _settled settled\n";
}

// _describe wants "word:what it is".
std::string zsh_described(const std::string& name, const std::string& help) {
    std::string text = name;
    for (std::size_t at = 0; (at = text.find(':', at)) != std::string::npos; at += 2) text.insert(at, "\\");
    return quoted(text + ":" + help, Shell::zsh);
}

std::string zsh_script(const CompletedCommand& program) {
    const auto say = [](const std::string& words) { return "compadd -- " + words; };
    std::string text = fmt::format(R"(#compdef settled
# settled in zsh; made by: settled completion zsh
_settled() {{
    local word=${{words[CURRENT]}} before=${{words[CURRENT-1]}} line_path= at
    local -a found
    for ((at = 2; at < CURRENT; ++at)); do
        case "$line_path ${{words[at]}}" in
        {}) line_path="$line_path ${{words[at]}}" ;;
        esac
    done
    case "$line_path $before" in
)",
                                   paths_of(program));
    text += cases_of_values(program, say, "_files");
    text += "    esac\n    case \"$line_path\" in\n";
    walk(program, "", [&](const std::string& path, const CompletedCommand& command) {
        std::string options, words;
        for (const CompletedOption& option : with_globals(command, program).options)
            for (const std::string& name : option.names) (options += " ") += zsh_described(name, option.help);
        for (const CompletedCommand& each : command.commands) (words += " ") += zsh_described(each.name, each.help);
        for (const CompletedOption& option : command.options)
            if (option.names.empty())
                for (const std::string& choice : option.choices) (words += " ") += zsh_described(choice, option.help);
        text += fmt::format("        {}) if [[ $word == -* ]]; then found=({}); else found=({}); fi{} ;;\n",
                            quoted(path, Shell::zsh), options, words, wants_file(command) ? "; [[ $word == -* ]] || _files" : "");
    });
    return text + "    esac\n    (( ${#found} )) && _describe -V settled found\n}\n"
                  "if [[ $funcstack[1] == _settled ]]; then _settled \"$@\"; else compdef _settled settled; fi\n";
}

std::string fish_option(const CompletedOption& option, const std::string& at) {
    std::string line = fmt::format("complete -c settled -n {}", quoted("__settled_at '" + at + "'", Shell::fish));
    for (const std::string& name : option.names)
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.choices.empty())
        line += " -x -a " + quoted(fmt::format("{}", fmt::join(option.choices, " ")), Shell::fish);
    else if (option.takes_file)
        line += option.names.empty() ? " -F" : " -r -F";
    else if (option.takes_value)
        line += " -x";
    return line + " -d " + quoted(option.help, Shell::fish) + "\n";
}

std::string fish_script(const CompletedCommand& program) {
    std::string paths;
    walk(program, "", [&](const std::string& path, const CompletedCommand&) {
        if (!path.empty()) (paths += " ") += quoted(path, Shell::fish);
    });
    std::string text = fmt::format(R"(# settled in fish; made by: settled completion fish
function __settled_at
    set -l path ''
    for word in (commandline -opc)[2..-1]
        contains -- "$path $word" {} && set path "$path $word"
    end
    test "$path" = "$argv[1]"
end
complete -c settled -f
)",
                                   paths);
    walk(program, "", [&](const std::string& path, const CompletedCommand& command) {
        for (const CompletedCommand& each : command.commands)
            text += fmt::format("complete -c settled -n {} -a {} -d {}\n", quoted("__settled_at '" + path + "'", Shell::fish),
                                quoted(each.name, Shell::fish), quoted(each.help, Shell::fish));
        for (const CompletedOption& option : with_globals(command, program).options)
            if (!option.names.empty() || !option.choices.empty() || option.takes_file) text += fish_option(option, path);
    });
    return text;
}

} // namespace

CompletedCommand command_tree(const CLI::App& app) {
    CompletedCommand made{app.get_name(), app.get_description(), {}, {}};
    for (const CLI::Option* option : app.get_options())
        if (!option->get_group().empty()) made.options.push_back(described(*option));
    for (const CLI::App* command : app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); }))
        made.commands.push_back(command_tree(*command));
    return made;
}

std::string completion_script(const CompletedCommand& program, Shell shell) {
    switch (shell) {
    case Shell::bash:
        return bash_script(program);
    case Shell::zsh:
        return zsh_script(program);
    case Shell::fish:
        return fish_script(program);
    }
    return {};
}

} // namespace settled::cli
