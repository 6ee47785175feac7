// explain.hpp -- every decision about an entry, an item, a customer or a message, told in words.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct Explained {
    std::string about; // heading: what the lines under it speak of
    std::string text;
};

// what: "entry", "item", "customer" or "message". The language is [settings] language. Nothing is
// decided anew but the plan of today, which is what `remind --dry-run` would say.
Result<std::vector<Explained>> explain(JobContext& context, const Scope& scope, const std::string& what, const std::string& name);

} // namespace settled::jobs
