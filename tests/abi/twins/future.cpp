// A plugin of the next generation, with a static constructor that leaves a trace. It must not run.
#include <settled/plugin_abi.h>

#include <cstdint>
#include <cstdio>

namespace {

struct Noisy {
    Noisy() {
        if (std::FILE* const trace = std::fopen(TWIN_TRACE, "w")) std::fclose(trace);
    }
};
Noisy noisy; // NOLINT: the point of this twin

} // namespace

extern "C" SETTLED_EXPORT const std::uint32_t settled_plugin_2[4] = {SETTLED_PLUGIN_MAGIC, 2, 999, SETTLED_KIND_NOTIFY};
