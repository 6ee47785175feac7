// parse_statement -- how fast a statement plugin reads a file, and in how much memory.
//
//   parse_statement PLUGIN.so FILE
//
// The file is streamed through the plugin's C tables; every entry's amount is added and the length of
// its texts is counted, so that no work can be left out. Prints entries, sum, CPU seconds (user and
// system, of the whole process) and the peak of resident memory.
#include <settled/testing_statement.hpp>

#include <dlfcn.h>
#include <sys/resource.h>

#include <cstdio>
#include <memory>

namespace {

struct Totals {
    std::int64_t entries = 0, sum = 0, text_bytes = 0, errors = 0;
};

Totals& totals_of(void* context) { return *static_cast<Totals*>(context); }

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

settled_statement_sink sink_into(Totals& totals) {
    return {sizeof(settled_statement_sink),
            0,
            &totals,
            [](void*, const settled_statement_begin*) -> std::int32_t { return 0; },
            [](void* self, const settled_entry* entry) -> std::int32_t {
                Totals& all = totals_of(self);
                ++all.entries;
                all.sum += entry->amount.minor_units;
                all.text_bytes += static_cast<std::int64_t>(entry->remittance.size + entry->counterparty_name.size +
                                                            entry->counterparty_account.size);
                return 0;
            },
            [](void*, const settled_statement_end*) -> std::int32_t { return 0; },
            [](void* self, const settled_diagnostic* found) -> std::int32_t {
                if (found->severity == SETTLED_ERROR) ++totals_of(self).errors;
                return 0;
            }};
}

} // namespace

int main(int count, char** words) {
    if (count != 3) return std::fputs("usage: parse_statement PLUGIN.so FILE\n", stderr), 2;
    void* library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
    const void* symbol = library == nullptr ? nullptr : dlsym(library, "settled_plugin_1");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(words[2], "rb"), std::fclose);
    if (symbol == nullptr || !file) return std::fputs("cannot open plugin or file\n", stderr), 2;
    const auto& plugin = *static_cast<const settled_plugin*>(symbol);
    const auto& operations = *static_cast<const settled_statement_operations*>(plugin.operations);

    settled::testing::TestHost host;
    const settled_host host_abi = host.abi();
    const settled::testing::TestSettings settings(plugin, {});
    const settled_settings settings_abi = settings.abi();
    settled_error error{.size = sizeof error};
    void* self = operations.open(&host_abi, &settings_abi, &error);
    if (self == nullptr) return std::fprintf(stderr, "%s\n", error.message), 2;
    const settled_input input = {sizeof input, 0, file.get(),
                                 [](void* context, char* buffer, std::size_t capacity) -> std::int64_t {
                                     return static_cast<std::int64_t>(
                                         std::fread(buffer, 1, capacity, static_cast<std::FILE*>(context)));
                                 },
                                 words[2]};
    Totals totals;
    const settled_statement_sink sink = sink_into(totals);
    const std::int32_t code = operations.parse(self, &input, &sink, &error);
    operations.close(self);
    if (code != SETTLED_OK) return std::fprintf(stderr, "line %lld: %s\n", static_cast<long long>(error.line), error.message), 1;

    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const double cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
    std::printf("%lld entries, sum %lld, %lld bytes of text, %lld errors, %.3f CPU s, %.2f million entries/s, %.1f MiB at most\n",
                static_cast<long long>(totals.entries), static_cast<long long>(totals.sum),
                static_cast<long long>(totals.text_bytes), static_cast<long long>(totals.errors), cpu,
                static_cast<double>(totals.entries) / cpu / 1e6, static_cast<double>(used.ru_maxrss) / 1024);
    return 0;
}
