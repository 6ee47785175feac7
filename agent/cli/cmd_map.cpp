// settled connectors map FILE -- how a table that people keep is read as the ledger's: proposed, shown, written.

#include "cli/cmd_map.hpp"
#include "cli/map_output.hpp"
#include "world/files.hpp"

#include <formats/file_names.hpp>
#include <tables/propose.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t mapping_bytes_max = std::size_t{1} << 20;

struct Options {
    std::string file, entity, sheet, mapping, write, currency, encoding, language;
    std::size_t rows = 5;
    bool afresh = false;
};

std::string name_of(const fs::path& file) {
    const std::u8string name = file.filename().u8string();
    return {name.begin(), name.end()};
}

Result<tables::Mapping> mapping_at(const fs::path& file) {
    auto text = world::read_file(file, mapping_bytes_max);
    if (!text) return std::unexpected(text.error());
    return tables::read_mapping(*text, file.string());
}

// The tables of a mapping that are in this file, as if they had been proposed.
tables::Guesses kept(const tables::Mapping& mapping, const tables::TableFile& file, const std::string& name,
                     const Options& options) {
    tables::Guesses made;
    made.home_currency = mapping.home_currency;
    for (const tables::TableMapping& table : mapping.tables) {
        const bool meant = table.file == name || formats::matches_glob(name, table.file);
        if (!meant || (!options.entity.empty() && table.entity->name != options.entity)) continue;
        const auto sheets = tables::sheets_of(table, file);
        if (!sheets) {
            made.remarks.push_back({sheets.error().message, sheets.error().message});
            continue;
        }
        for (const std::size_t sheet : *sheets) {
            if (!options.sheet.empty() && file.sheets()[sheet].name != options.sheet) continue;
            tables::TableGuess& guess = made.tables.emplace_back();
            guess.mapping = table, guess.sheet = sheet, guess.hidden = file.sheets()[sheet].hidden;
            const tables::Said why = {table.where + " says so", "依据 " + table.where};
            for (const auto& [column, source] : table.columns) {
                std::string headings;
                for (const std::string& one : source.plus) headings += (headings.empty() ? "" : " + ") + one;
                for (const std::string& one : source.minus) headings += " − " + one;
                guess.columns.push_back({column, headings, tables::Sure::certain, why});
            }
        }
    }
    return made;
}

bool customers_beside(const fs::path& folder) {
    std::error_code trouble;
    return std::ranges::any_of(std::vector<std::string>{"customers.csv", "customers.xlsx", "customers.xls"},
                               [&](const std::string& name) { return fs::exists(folder / name, trouble); });
}

// A new mapping, or tables put behind one that is there.
Status write_mapping(const fs::path& target, const tables::Mapping& mapping) {
    std::error_code absent;
    if (!fs::exists(target, absent)) return world::create_file(target, tables::mapping_text(mapping));
    auto there = mapping_at(target);
    if (!there) return std::unexpected(there.error());
    if (there->home_currency != mapping.home_currency && !mapping.home_currency.empty())
        return fail(
            SETTLED_INVALID_CONFIG,
            fmt::format("{} says home_currency = \"{}\", this file is in {}; give its table a currency column or constant, or "
                        "write another mapping",
                        target.string(), there->home_currency, mapping.home_currency));
    return world::append_file(target, tables::mapping_text(mapping, false));
}

int run_map(Session& session, const Options& options) {
    const fs::path path(options.file);
    const std::string name = name_of(path);
    const std::string language = options.language.empty() ? session.tools().environment("LANG").value_or("") : options.language;
    const auto say = [&](Error error) {
        error.message = fmt::format("{}: {}", name, error.message);
        return report(session, error);
    };
    tables::Wishes wishes{nullptr, options.sheet, options.currency, true};
    if (!options.entity.empty()) {
        wishes.entity = find_entity(options.entity);
        if (wishes.entity == nullptr) {
            std::string known;
            for (const Entity& one : entities()) known += (known.empty() ? "" : ", ") + std::string(one.name);
            return report(session, {SETTLED_INVALID_CONFIG,
                                    fmt::format("--entity {}: there is no such table; known: {}", options.entity, known), 0});
        }
    }
    if (!options.currency.empty() && !Currency::parse(options.currency))
        return report(
            session, {SETTLED_INVALID_CONFIG, fmt::format("--currency {} is no ISO 4217 code such as CNY", options.currency), 0});
    tables::TextForm form{{}, '\0', tables::MarkRule::most_regular};
    if (!options.encoding.empty()) {
        form.encoding = formats::encoding_named(options.encoding);
        if (!form.encoding)
            return report(session, {SETTLED_INVALID_CONFIG,
                                    fmt::format("--encoding {} is unknown; expected UTF-8, GBK …", options.encoding), 0});
    }
    auto file = tables::TableFile::open(path, form);
    if (!file) return say(file.error());

    std::error_code absent;
    fs::path at = options.mapping.empty() ? path.parent_path() / "mapping.toml" : fs::path(options.mapping);
    if (options.mapping.empty() && !options.write.empty()) at = options.write;
    const bool there = fs::exists(at, absent);
    if (!there && !options.mapping.empty())
        return report(session, {SETTLED_INVALID_CONFIG, fmt::format("--mapping {}: there is no such file", options.mapping), 0});
    tables::Guesses guesses;
    tables::Mapping mapping;
    bool given = false;
    wishes.customers_too = !customers_beside(path.parent_path());
    if (there) {
        auto read = mapping_at(at);
        if (!read) return report(session, read.error());
        mapping.currencies = read->currencies;
        if (wishes.home_currency.empty()) wishes.home_currency = read->home_currency;
        for (const tables::TableMapping& table : read->tables)
            wishes.customers_too = wishes.customers_too && table.entity->id != SETTLED_CUSTOMERS;
        if (!options.afresh) guesses = kept(*read, **file, name, options);
        given = !guesses.tables.empty();
    }
    if (!given) {
        auto proposed = tables::propose(**file, name, wishes);
        if (!proposed) return say(proposed.error());
        guesses = std::move(*proposed);
        for (tables::TableGuess& table : guesses.tables) table.mapping.text.encoding = form.encoding;
    }
    mapping.home_currency = guesses.home_currency;
    for (const tables::TableGuess& table : guesses.tables) mapping.tables.push_back(table.mapping);

    MapReport made{name, given ? at.string() : "", "", std::move(guesses), {}, tables::mapping_text(mapping)};
    const formats::RecordRules rules = tables::rules_of(mapping, {});
    std::map<const Entity*, tables::UniqueKeys> keys;
    for (const tables::TableGuess& table : made.guesses.tables)
        made.previews.push_back(preview(**file, name, table, rules,
                                        keys.try_emplace(table.mapping.entity, *table.mapping.entity).first->second,
                                        options.rows));
    if (!options.write.empty() && !given && !mapping.tables.empty()) {
        if (Status written = write_mapping(options.write, mapping); !written) return report(session, written.error());
        made.written = options.write;
    }
    print(made, language.starts_with("zh"), session.globals().format, session.tools().out, session.tools().out_columns);
    return status_of(!made.complete());
}

} // namespace

void add_connectors_map(Commands& commands, CLI::App& connectors) {
    auto& options = commands.keep<Options>();
    CLI::App& map =
        commands.add_to(connectors, "map", "How a table of your own (CSV, XLSX) is read as the ledger's: proposes, shows, writes",
                        [&](Session& session) { return run_map(session, options); });
    map.add_option("file", options.file, "CSV, XLSX or XLS file")->required()->type_name("FILE");
    map.add_option("--entity", options.entity, "The ledger's table it holds, such as open_items (default: the likeliest)")
        ->type_name("TABLE");
    map.add_option("--sheet", options.sheet, "Only this sheet (default: all that are not hidden)")->type_name("NAME");
    map.add_option("--write", options.write, "Write the mapping here, or put it behind the mapping that is there")
        ->type_name("PATH");
    map.add_option("--mapping", options.mapping, "Show what this mapping reads (default: mapping.toml beside the file)")
        ->type_name("PATH");
    map.add_flag("--afresh", options.afresh, "Propose again, whatever a mapping says");
    map.add_option("--currency", options.currency, "Currency of rows that name none")->type_name("CODE");
    map.add_option("--encoding", options.encoding, "Character set of a CSV (default: by its bytes)")->type_name("NAME");
    map.add_option("--rows", options.rows, "First rows to show (default 5)")->check(CLI::Range(0, 1000))->type_name("N");
    map.add_option("--lang", options.language, "zh or en; default the terminal's language")
        ->check(CLI::IsMember({"zh", "zh-CN", "en"}))
        ->type_name("LANGUAGE");
}

} // namespace settled::cli
