// build.hpp -- Settings out of blocks that have been checked.
#pragma once

#include "config/instances.hpp"
#include "config/plugin_options.hpp"
#include "config/reading.hpp"
#include "config/settings.hpp"

#include <filesystem>
#include <vector>

namespace settled::config {

// An instance whose keys are good; with what its plugins are told.
struct CheckedInstance {
    Instance instance;
    Options options;        // of its plugin
    Options parser_options; // of a statement source's parser
};

// Blocks with enabled = false are left out. Procedures hold those of the file only.
Settings build(const Value& root, const std::vector<CheckedInstance>& instances, const std::filesystem::path& file);

dunning::Procedure build_procedure(const Instance& instance, const std::filesystem::path& folder);
Matching build_matching(const Reading& read);

} // namespace settled::config
