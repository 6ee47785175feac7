#include "cli/acts.hpp"

#include <algorithm>
#include <array>

namespace settled::cli {
namespace {

using jobs::Act;

struct Known {
    std::string_view command;
    Act act;
};

constexpr std::array known = {
    Known{"status", Act::status},
    Known{"matches", Act::view},
    Known{"review", Act::view},
    Known{"explain", Act::view},
    Known{"aging", Act::view},
    Known{"forecast", Act::view},
    Known{"forecast backtest", Act::view},
    Known{"measures", Act::view},
    Known{"balance-statement", Act::view},
    Known{"statement", Act::view},
    Known{"compare control", Act::view},
    Known{"compare group", Act::view},
    Known{"items", Act::view},
    Known{"task", Act::view},
    Known{"log", Act::view},
    Known{"approvals", Act::view},
    Known{"outbox", Act::view},
    Known{"letters preview", Act::view},
    Known{"letters check", Act::view},
    Known{"audit verify", Act::view},
    Known{"review accept", Act::decide},
    Known{"review reject", Act::decide},
    Known{"review assign", Act::decide},
    Known{"undo", Act::decide},
    Known{"hold", Act::decide},
    Known{"unhold", Act::decide},
    Known{"dispute", Act::decide},
    Known{"promise", Act::decide},
    Known{"supply", Act::decide},
    Known{"write-off", Act::decide},
    Known{"contact", Act::decide},
    Known{"forget", Act::decide},
    Known{"items same", Act::decide},
    Known{"items other", Act::decide},
    Known{"task done", Act::decide},
    Known{"task postpone", Act::decide},
    Known{"task reassign", Act::decide},
    Known{"log add", Act::decide},
    Known{"erase", Act::decide_or_release},
    Known{"approvals accept", Act::decide_or_release}, // the finance head's word, who may be of the one or the other
    Known{"approvals reject", Act::decide_or_release},
    Known{"outbox cancel", Act::decide_or_release}, // nothing leaves by it
    Known{"outbox release", Act::release},
    Known{"outbox confirm", Act::release},
    Known{"outbox retry", Act::release},
    Known{"mode", Act::release},
    Known{"letters accept", Act::release},
    Known{"check", Act::operate},
    Known{"pull", Act::operate},
    Known{"import", Act::operate},
    Known{"review import", Act::operate}, // takes the workbooks of the decisions folder over, each by whose file it is
    Known{"reconcile", Act::operate},
    Known{"remind", Act::operate},
    Known{"report", Act::operate},
    Known{"deliver", Act::operate},
    Known{"feedback", Act::operate},
    Known{"cycle", Act::operate},
    Known{"notify test", Act::operate}, // to an address that no ledger has
    Known{"backup", Act::operate},
    Known{"store backup", Act::operate},
    Known{"store verify", Act::operate},
    Known{"service reload", Act::operate},
};

// What a value stands for; behind a colon its checks are told.
bool is_file(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const std::string_view kind = std::string_view(type).substr(0, type.find(':'));
    return kind == "FILE" || kind == "FOLDER" || kind == "DIR";
}

} // namespace

std::optional<Act> act_of(std::string_view command) {
    const auto found = std::ranges::find(known, command, &Known::command);
    return found == known.end() ? std::nullopt : std::optional(found->act);
}

std::vector<std::string_view> commands_for_people() {
    std::vector<std::string_view> all;
    for (const Known& each : known) all.push_back(each.command);
    return all;
}

bool is_persons_word(std::string_view command) {
    const auto act = act_of(command);
    return act == Act::decide || act == Act::release || act == Act::decide_or_release;
}

std::string chosen_command(const CLI::App& app) {
    std::string words;
    for (const CLI::App* command = &app; !command->get_subcommands().empty();) {
        command = command->get_subcommands().front();
        words += (words.empty() ? "" : " ") + command->get_name();
    }
    return words;
}

std::string given_file(const CLI::App& app) {
    for (const CLI::App* command = &app;;) {
        for (const CLI::Option* option : command->get_options())
            if (option->count() > 0 && option->get_name() != "--config" && is_file(*option)) return option->get_name();
        if (command->get_subcommands().empty()) return {};
        command = command->get_subcommands().front();
    }
}

} // namespace settled::cli
