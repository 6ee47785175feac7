// Any bytes through a statement plugin's C tables: it must answer, in time, without a wrong read.
#include <settled/testing_statement.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    settled::testing::sniff_with(SETTLED_PLUGIN_SYMBOL, bytes);
    const auto seen =
        settled::testing::parse_with(SETTLED_PLUGIN_SYMBOL, settled::testing::MemoryFile{.left = bytes, .read_bytes = 1000});
    if (seen.error && seen.error->code == SETTLED_INTERNAL) std::abort();
    return 0;
}
