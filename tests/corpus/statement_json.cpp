// statement_json -- what a statement plugin makes of files, in the form of `settled parse --format json`.
//
//   statement_json PLUGIN.so FILE...
//
// For comparing a plugin with known values without the agent: the plugin is loaded and called through
// its C tables, one JSON document goes to standard output.
#include <settled/testing_statement.hpp>

#include <dlfcn.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <span>

namespace {

using settled::testing::SeenEntry;
using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json json_of(const std::optional<settled::testing::SeenBalance>& balance) {
    if (!balance) return nullptr;
    return {{"date", or_null(balance->date)}, {"amount", or_null(balance->amount)}};
}

Json json_of(const SeenEntry& entry) {
    Json made = {{"line", entry.line},
                 {"booking_date", or_null(entry.booking_date)},
                 {"value_date", or_null(entry.value_date)},
                 {"amount", or_null(entry.amount)},
                 {"currency", or_null(entry.currency)},
                 {"status", entry.status},
                 {"counterparty_name", or_null(entry.counterparty_name)},
                 {"counterparty_account", or_null(entry.counterparty_account)},
                 {"counterparty_bank", or_null(entry.counterparty_bank)},
                 {"ultimate_party", or_null(entry.ultimate_party)},
                 {"remittance", or_null(entry.remittance)},
                 {"structured_reference", or_null(entry.structured_reference)},
                 {"end_to_end_id", or_null(entry.end_to_end_id)},
                 {"mandate_id", or_null(entry.mandate_id)},
                 {"bank_reference", or_null(entry.bank_reference)},
                 {"customer_reference", or_null(entry.customer_reference)},
                 {"transaction_code", or_null(entry.transaction_code)},
                 {"return_reason", or_null(entry.return_reason)},
                 {"reversal", entry.reversal}};
    made["original"] = nullptr;
    if (!entry.original_amount.empty())
        made["original"] = {{"amount", entry.original_amount},
                            {"currency", or_null(entry.original_currency)},
                            {"rate", or_null(entry.original_rate)}};
    made["charges"] = Json::array();
    for (const auto& charge : entry.charges)
        made["charges"].push_back({{"amount", or_null(charge.amount)},
                                   {"currency", or_null(charge.currency)},
                                   {"included", charge.included ? Json(*charge.included) : Json(nullptr)}});
    made["details"] = Json::array();
    for (const SeenEntry& detail : entry.details) made["details"].push_back(json_of(detail));
    return made;
}

Json json_of(const std::string& path, const std::string& parser, const settled::testing::SeenFile& seen) {
    Json file = {{"file", path}, {"parser", parser}, {"statements", Json::array()}, {"diagnostics", Json::array()}};
    for (const auto& statement : seen.statements) {
        Json made = {{"account", or_null(statement.account)},
                     {"account_name", or_null(statement.account_name)},
                     {"currency", or_null(statement.currency)},
                     {"number", or_null(statement.number)},
                     {"opening", json_of(statement.opening)},
                     {"closing", json_of(statement.closing)},
                     {"interim", statement.interim},
                     {"entries", Json::array()}};
        for (const SeenEntry& entry : statement.entries) made["entries"].push_back(json_of(entry));
        file["statements"].push_back(std::move(made));
    }
    static constexpr const char* severities[] = {"", "info", "warning", "error"};
    for (const auto& found : seen.diagnostics)
        file["diagnostics"].push_back(
            {{"severity", severities[found.severity]}, {"code", found.code}, {"line", found.line}, {"message", found.message}});
    file["error"] = nullptr;
    if (seen.error)
        file["error"] = {{"code", seen.error->code == SETTLED_BAD_DATA ? "BAD_DATA" : std::to_string(seen.error->code)},
                         {"line", seen.error->line},
                         {"message", seen.error->message}};
    return file;
}

} // namespace

int main(int count, char** words) {
    const std::span<char*> arguments(words, static_cast<std::size_t>(count));
    if (arguments.size() < 2) {
        std::cerr << "usage: statement_json PLUGIN.so FILE...\n";
        return 2;
    }
    void* library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    const void* symbol = library == nullptr ? nullptr : dlsym(library, "settled_plugin_1");
    if (symbol == nullptr) {
        std::cerr << "cannot load " << arguments[1] << ": " << dlerror() << '\n';
        return 2;
    }
    const auto& plugin = *static_cast<const settled_plugin*>(symbol);
    Json files = Json::array();
    for (const char* path : arguments.subspan(2)) {
        std::ifstream stream(path, std::ios::binary);
        if (!stream) {
            std::cerr << "cannot read " << path << '\n';
            return 2;
        }
        const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
        const settled::testing::MemoryFile file{.left = bytes, .name = path, .read_bytes = 1U << 16};
        files.push_back(json_of(path, plugin.name, settled::testing::parse_with(plugin, file)));
    }
    std::cout << Json{{"files", files}}.dump(1) << '\n';
    return 0;
}
