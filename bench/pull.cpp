// pull CONNECTION HASHES [ROWS] -- one pull of bench_invoices through the plugin ledger_odbc, in this process: every row becomes
// a typed record, and its hash is compared with the one of the pull before, kept in the file HASHES in the order the rows came.
//
// Prints rows, cents of column amount, what changed. Memory does not grow with the rows: hashes are read and written as they
// pass.
#include <settled/columns.hpp>
#include <settled/plugin_abi.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace {

// Text by eight bytes a step; a record's fields by their type.
class RowHash {
  public:
    void add(std::uint64_t value) {
        state_ = (state_ ^ value) * 0x9FB21C651E98DF25u;
        state_ ^= state_ >> 32;
    }
    void add(std::string_view text) {
        add(text.size());
        for (; text.size() >= 8; text.remove_prefix(8)) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data(), 8);
            add(eight);
        }
        std::uint64_t rest = 0;
        std::memcpy(&rest, text.data(), text.size());
        add(rest);
    }
    std::uint64_t value() const { return state_; }

  private:
    std::uint64_t state_ = 0x51ED270B0B2C9F31u;
};

std::uint64_t hash_of(const settled_open_item& item) {
    RowHash hash;
    for (const settled_text* text : {&item.item_id, &item.customer_id, &item.customer_reference, &item.document_number,
                                     &item.contract_number, &item.updated_at, &item.reference})
        hash.add(std::string_view(*text));
    hash.add(static_cast<std::uint64_t>(item.document_date) << 32 | static_cast<std::uint64_t>(item.due_date));
    hash.add(static_cast<std::uint64_t>(item.amount.minor_units)),
        hash.add(static_cast<std::uint64_t>(item.open_amount.minor_units));
    hash.add(std::string_view(item.currency.code)), hash.add(static_cast<std::uint64_t>(item.doc_type));
    return hash.value();
}

// The hashes of the pull before, as they come, and those of this one.
struct Changes {
    std::ifstream before;
    std::ofstream now;
    std::int64_t rows = 0, cents = 0, same = 0;

    void row(const settled_open_item& item) {
        const std::uint64_t hash = hash_of(item);
        std::uint64_t old = 0;
        if (before.read(reinterpret_cast<char*>(&old), sizeof old) && old == hash) ++same;
        now.write(reinterpret_cast<const char*>(&hash), sizeof hash);
        ++rows, cents += item.amount.minor_units;
    }
};

} // namespace

int main(int count, char** arguments) {
    if (count < 3) return std::fprintf(stderr, "usage: pull CONNECTION HASHES\n"), 2;
    const std::filesystem::path hashes = arguments[2], fresh = hashes.string() + ".new";
    Changes changes{std::ifstream(hashes, std::ios::binary), std::ofstream(fresh, std::ios::binary), 0, 0, 0};

    const char* const password = std::getenv("SETTLED_BENCH_PASSWORD"); // never an argument: everybody sees those
    const std::vector<std::pair<std::string, std::string>> given = {
        {"connector", "bench_invoices"},
        {"connector_folder", SETTLED_SOURCE_DIR "/bench/pull_connector"},
        {"connection", arguments[1]},
        {"allow_writable_account", "true"},
        {"password", password == nullptr ? "" : password}};
    std::vector<settled_pair> pairs;
    for (std::size_t i = 0; i < SETTLED_PLUGIN_SYMBOL.option_count; ++i) {
        const settled_option& option = SETTLED_PLUGIN_SYMBOL.options[i];
        std::string_view value = option.fallback;
        for (const auto& [key, own] : given)
            if (key == option.key) value = own;
        pairs.push_back({std::string_view(option.key), value});
    }
    const settled_settings settings{sizeof settings, static_cast<std::uint32_t>(pairs.size()), pairs.data()};
    const settled_host host{sizeof host,
                            0,
                            nullptr,
                            [](void*, std::int32_t, const settled_text*) {},
                            [](void*) -> std::int32_t { return 0; },
                            [](void*) -> std::int64_t { return 1'795'000'000'000; }};
    settled_error error{.size = sizeof error};
    const auto& operations = *static_cast<const settled_ledger_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    void* const ledger = operations.open(&host, &settings, &error);
    const settled_ledger_sink sink{sizeof sink,
                                   0,
                                   &changes,
                                   [](void*, std::int32_t) -> std::int32_t { return 0; },
                                   [](void* self, std::int32_t entity, const void* record) -> std::int32_t {
                                       if (entity == SETTLED_OPEN_ITEMS)
                                           static_cast<Changes*>(self)->row(*static_cast<const settled_open_item*>(record));
                                       return 0;
                                   },
                                   [](void*, const settled_commit*) -> std::int32_t { return 0; }};
    const settled_pull_request request{sizeof request, 20261118, {}};
    if (ledger == nullptr || operations.pull(ledger, &request, &sink, &error) != SETTLED_OK)
        return std::fprintf(stderr, "pull: %s\n", error.message), 1;
    operations.close(ledger);
    changes.now.close();
    std::filesystem::rename(fresh, hashes);
    std::printf("rows=%lld cents=%lld same=%lld\n", static_cast<long long>(changes.rows), static_cast<long long>(changes.cents),
                static_cast<long long>(changes.same));
    return 0;
}
