#include "service/door.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::service {

Result<Door> Door::open(const std::filesystem::path& path, DoorTools tools) {
    auto listener = world::LocalListener::open(path);
    if (!listener) return pass(listener);
    return Door(std::move(*listener), std::move(tools));
}

void Door::watch(std::vector<world::Awaited>& watched) const {
    if (!stopping_ && acts_.size() < limit::acts_at_once_max) watched.push_back({listener_.descriptor()});
    for (const Running& act : acts_)
        for (const world::Awaited& one : act.child.awaited()) watched.push_back(one);
}

void Door::serve() {
    std::erase_if(acts_, [this](Running& act) { return is_over(act); });
    if (!stopping_) take_callers();
}

void Door::stop() {
    stopping_ = true;
    for (Running& act : acts_) act.asked_at = Steady::now();
    serve();
}

void Door::take_callers() {
    while (acts_.size() < limit::acts_at_once_max) {
        const world::LocalConnection caller = listener_.accept();
        if (caller.descriptor() == world::no_handle) return;
        start(caller);
    }
}

// What is not started is closed, and the caller is told so by the end of the connection.
void Door::start(const world::LocalConnection& caller) {
    const auto key = world::caller_key(caller);
    if (!key) return tools_.log(Level::error, key.error().message);
    const auto of_this_one = static_cast<std::size_t>(std::ranges::count(acts_, *key, &Running::caller));
    if (of_this_one >= limit::acts_at_once_of_one_max)
        return tools_.log(Level::warning,
                          fmt::format("{} has {} commands running; another one was sent away", *key, of_this_one));
    world::ChildCommand command = tools_.act();
    command.connection = caller.descriptor();
    auto child = world::ChildProcess::start(command);
    if (!child) return tools_.log(Level::error, child.error().message);
    const auto asked_at = Steady::now() + tools_.act_time;
    acts_.push_back({std::move(*child), *key, asked_at, asked_at + limit::act_overtime});
}

bool Door::is_over(Running& act) {
    const auto now = Steady::now();
    if (act.child.look()) {
        const std::string words = act.child.take_error_output();
        const world::ChildEnd end = act.child.end();
        for (const std::string_view line : split(words, '\n'))
            if (!trim(line).empty()) tools_.log(Level::warning, fmt::format("a person's command: {}", visible(line)));
        if (end.signal != 0) tools_.log(Level::error, fmt::format("a person's command of {} {}", act.caller, end.words));
        return true;
    }
    if (now >= act.asked_at && !act.asked) act.asked = true, act.killed_at = now + limit::act_overtime, act.child.ask_to_stop();
    if (act.asked && now >= act.killed_at) act.child.kill();
    return false;
}

} // namespace settled::service
