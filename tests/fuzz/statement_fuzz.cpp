// Any bytes through a statement plugin's C tables: it must answer, in time, without a wrong read.
#include <settled/testing_statement.hpp>

#include <cstdint>
#include <cstdlib>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const settled::testing::OpenParser parser(SETTLED_PLUGIN_SYMBOL);
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    parser.sniff(bytes);
    const auto seen = parser.parse({.left = bytes, .read_bytes = 1000});
    if (parser.refused() || (seen.error && seen.error->code == SETTLED_INTERNAL)) std::abort();
    return 0;
}
