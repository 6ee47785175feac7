// facts.hpp -- what people said about customers and items, and the tasks that people have.
#pragma once

#include "ledger/fact.hpp"
#include "store/stamp.hpp"
#include "store/stored_message.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

class Facts {
  public:
    virtual ~Facts() = default;
    virtual Result<std::int64_t> tell(const std::string& company, const ledger::Fact& fact, const Stamp& stamp) = 0;
    virtual Result<std::vector<ledger::Fact>> load(const std::string& company, Date as_of) = 0; // revocations included
    virtual Result<std::vector<Task>> tasks(const std::string& company, bool with_done) = 0;
    // Adds what is not there yet (by key); returns how many were new.
    virtual Result<std::int64_t> add_tasks(const std::string& company, std::span<const Task> tasks, const Stamp& stamp) = 0;
    virtual Status change_task(std::int64_t task, const TaskChange& change, const Stamp& stamp) = 0;
};

} // namespace settled::store
