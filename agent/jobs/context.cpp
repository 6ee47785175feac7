#include "jobs/context.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace settled::jobs {

void SeededExecutor::run(std::vector<std::function<void()>> pieces) {
    for (std::size_t left = pieces.size(); left > 1; --left) // Fisher and Yates
        std::swap(pieces[left - 1], pieces[random_->next() % left]);
    for (const auto& piece : pieces) piece();
}

void InOrderExecutor::run(std::vector<std::function<void()>> pieces) {
    for (const auto& piece : pieces) piece();
}

void run_in_threads(const std::vector<std::function<void()>>& pieces, std::size_t at_once) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t piece = next++; piece < pieces.size(); piece = next++) pieces[piece]();
    };
    std::vector<std::jthread> threads;
    while (threads.size() < std::min(at_once, pieces.size())) threads.emplace_back(work);
}

std::vector<const config::Company*> companies_of(const JobContext& context, const Scope& scope) {
    std::vector<const config::Company*> chosen;
    for (const config::Company& company : context.settings.companies)
        if (scope.companies.empty() || std::ranges::find(scope.companies, company.name) != scope.companies.end())
            chosen.push_back(&company);
    return chosen;
}

Result<Date> day_of(const JobContext& context, const config::Company& company, const Scope& scope) {
    if (scope.as_of) return scope.as_of;
    auto local = world::local_time(context.clock.now(), company.time_zone);
    if (!local) return pass(local);
    return local->day;
}

Result<store::Stamp> stamp(const JobContext& context, const config::Company& company, Date as_of) {
    auto local = world::local_time(context.clock.now(), company.time_zone);
    if (!local) return pass(local);
    return store::Stamp{local->text, as_of, context.actor};
}

} // namespace settled::jobs
