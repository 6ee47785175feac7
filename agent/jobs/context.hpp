// context.hpp -- everything a job may touch. A job is a function: run(JobContext&, request).
//
// All of it is an interface or a value, so that the service, a person's command, a test and the
// simulator run the very same functions.
#pragma once

#include "config/settings.hpp"
#include "host/clients.hpp"
#include "store/store.hpp"
#include "world/clock.hpp"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

// Runs independent pieces of work: as given, or in an order that a seed decides,
// so that the simulator finds what depends on order and can show it again.
class Executor {
  public:
    virtual ~Executor() = default;
    virtual void run(std::vector<std::function<void()>> pieces) = 0; // returns when all are done
    // May a job use threads of its own? Where not, the same work is done piece by piece, always in the same order.
    virtual bool threads() const { return false; }
};

class InOrderExecutor final : public Executor {
  public:
    void run(std::vector<std::function<void()>> pieces) override;
};

// In order, and with threads where a job waits for others: what the real program uses.
class ThreadedExecutor final : public Executor {
  public:
    void run(std::vector<std::function<void()>> pieces) override { InOrderExecutor().run(std::move(pieces)); }
    bool threads() const override { return true; }
};

class SeededExecutor final : public Executor {
  public:
    explicit SeededExecutor(world::Random& random) : random_(&random) {}
    void run(std::vector<std::function<void()>> pieces) override;

  private:
    world::Random* random_;
};

// At most so many at once, each in a thread of its own: for pieces that share nothing.
void run_in_threads(const std::vector<std::function<void()>>& pieces, std::size_t at_once);

// Where a job says what it does. Progress is for a terminal, log lines are for the operator.
class Journal {
  public:
    virtual ~Journal() = default;
    virtual void info(std::string_view line) = 0;
    virtual void warning(std::string_view line) = 0;
    virtual void error(std::string_view line) = 0;
    virtual void progress(std::string_view what, std::int64_t done, std::int64_t total) = 0; // total 0: not known
};

struct JobContext {
    const config::Settings& settings;
    const world::Clock& clock;
    world::Random& random;
    store::Store& store;
    host::Clients& clients;
    Executor& executor;
    Journal& journal;
    const std::atomic<bool>& interrupted;
    std::filesystem::path spool_folder; // files on their way in; emptied when a job is done with them
    std::string actor = "settled";      // the person who asked, or the agent itself
    // Another connection to the same store, for a thread of its own. Empty: everything shares `store`, in order.
    std::function<Result<std::unique_ptr<store::Store>>()> another_store = {};
};

// What the caller chose among companies and ledgers; empty: all.
struct Scope {
    std::vector<std::string> companies, ledgers;
    Date as_of; // none: today in the company's zone
    bool dry_run = false;
};

// A part that failed while the others went on: it says where, what, and the next step.
struct Trouble {
    std::string where;
    Error error;
};

std::vector<const config::Company*> companies_of(const JobContext& context, const Scope& scope);

// The company's today, unless the scope names a day; and the stamp for what is written then.
Result<Date> day_of(const JobContext& context, const config::Company& company, const Scope& scope);
Result<store::Stamp> stamp(const JobContext& context, const config::Company& company, Date as_of);

} // namespace settled::jobs
