#include <formats/connector_folder.hpp>

#include <formats/toml_section.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>
#include <vector>

namespace settled::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t format_of_this_agent = 1;
constexpr std::uintmax_t file_bytes_max = 1 << 20;
constexpr std::size_t number_digits_max = 15;
constexpr std::size_t owner_names_max = 2; // database and schema
constexpr std::size_t owner_bytes_max = 128;
constexpr std::size_t parameters_max = 100;

fs::path utf8_path(std::string_view text) { return {std::u8string(text.begin(), text.end())}; }

std::unexpected<Error> unknown_connector(const fs::path& folders, std::string_view name) {
    std::error_code absent;
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folders, absent))
        if (fs::exists(entry.path() / "connector.toml", absent)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    const std::string_view near = nearest(name, {names.begin(), names.end()});
    return fail(SETTLED_INVALID_CONFIG, "connector = \"" + std::string(name) + "\": there is no such folder in " +
                                            folders.string() +
                                            (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") +
                                            " Known connectors: " + (known.empty() ? "none; check connector_folder" : known));
}

bool is_whole_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.size() <= number_digits_max &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Status check_values(const ConnectorHead& connector, const ParameterValues& values) {
    for (const auto& [name, parameter] : connector.parameters) {
        const std::string& value = values.find(name)->second;
        const auto say = [&](const std::string& words) {
            return fail(SETTLED_INVALID_CONFIG, "parameters: connector " + connector.name + " " + words);
        };
        if (parameter.required && value.empty())
            return say("needs \"" + name + "\"; write parameters = { " + name + " = \"…\" } in the ledger block");
        if (parameter.owner && !is_owner(value))
            return say("expects the owner of tables as \"" + name + "\", such as dbo or UFSystem.dbo; found \"" + visible(value) +
                       "\"");
        for (const std::string_view part : parameter.list ? split(value, ';') : std::vector<std::string_view>{value})
            if (parameter.number && !value.empty() && !is_whole_number(trim(part)))
                return say("expects a whole number as \"" + name + "\"; found \"" + visible(part) + "\"");
    }
    return {};
}

void read_parameter(ConnectorHead& head, ConnectorSource& source, std::string_view name, const toml::node& node) {
    const std::string where = "[parameters." + std::string(name) + "]";
    const toml::table* const row = node.as_table();
    if (row == nullptr) return source.refuse(&node, "expected " + where + " as a table");
    if (head.parameters.size() == parameters_max)
        return source.refuse(&node, "more than " + std::to_string(parameters_max) + " parameters");
    Section section(source, *row, where);
    ConnectorParameter& parameter = head.parameters[std::string(name)];
    parameter.fallback = section.text("default");
    parameter.list = section.flag("list"), parameter.required = section.flag("required");
    parameter.number = section.flag("number"), parameter.owner = section.flag("owner");
    section.table("help");
    section.finish();
}

} // namespace

bool is_owner(std::string_view text) {
    if (text.empty()) return true;
    const std::vector<std::string_view> names = split(text, '.');
    const auto is_plain = [](std::string_view name) {
        const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
        return !name.empty() && name.size() <= owner_bytes_max && letter(name.front()) &&
               std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
    };
    return names.size() <= owner_names_max && std::ranges::all_of(names, is_plain);
}

Result<std::string> connector_text(const fs::path& file) {
    std::error_code trouble;
    if (const std::uintmax_t size = fs::file_size(file, trouble); trouble || size > file_bytes_max)
        return fail(SETTLED_INVALID_CONFIG,
                    file.string() + (trouble ? " cannot be read: " + trouble.message() : " is larger than 1 MiB"));
    const std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(SETTLED_INVALID_CONFIG, file.string() + " cannot be read; may the service's account open it?");
    return std::move(text).str();
}

Result<fs::path> connector_file(const fs::path& folder, std::string_view name) {
    const fs::path relative = utf8_path(name);
    if (name.empty() || relative.is_absolute() || std::ranges::find(relative, fs::path("..")) != relative.end())
        return fail(SETTLED_INVALID_CONFIG, "expected the name of a file within this folder");
    // A link within the folder is as good as the file it leads to, and only where that stands within the folder too.
    std::error_code trouble;
    const fs::path whole = fs::weakly_canonical(folder, trouble);
    const fs::path file = trouble ? fs::path() : fs::weakly_canonical(folder / relative, trouble);
    if (trouble || std::ranges::mismatch(whole, file).in1 != whole.end())
        return fail(SETTLED_INVALID_CONFIG, "leads out of this folder; expected the name of a file within it");
    return folder / relative;
}

Result<ConnectorHead> read_connector_head(const fs::path& folders, std::string_view name, std::string_view plugin) {
    std::error_code absent;
    const bool one_name = !name.empty() && name.find_first_of("/\\.") == std::string_view::npos;
    if (!one_name || !fs::exists(folders / utf8_path(name) / "connector.toml", absent)) return unknown_connector(folders, name);

    ConnectorHead head;
    head.name = name, head.folder = folders / utf8_path(name);
    const std::string file = (head.folder / "connector.toml").string();
    auto text = connector_text(head.folder / "connector.toml");
    if (!text) return pass(text);
    head.text = std::move(*text);
    const auto refuse = [&](const toml::source_region* at, const std::string& words) {
        const std::int64_t line = at == nullptr ? 0 : static_cast<std::int64_t>(at->begin.line);
        return fail(SETTLED_INVALID_CONFIG, file + (line > 0 ? ":" + std::to_string(line) : "") + ": " + words, line);
    };
    const toml::parse_result parsed = toml::parse(head.text);
    if (!parsed) return refuse(&parsed.error().source(), std::string(parsed.error().description()));
    const toml::table& root = parsed.table();
    if (root["settled-connector"].value<std::int64_t>() != format_of_this_agent)
        return refuse(nullptr, "expected settled-connector = 1 (the format this agent reads)");
    if (const auto made_for = root["plugin"].value_or(std::string_view()); made_for != plugin)
        return refuse(nullptr, "is a connector of plugin \"" + std::string(made_for) + "\", not of " + std::string(plugin) +
                                   "; change plugin in your ledger block");
    ConnectorSource source(file);
    Section section(source, root, "connector.toml");
    if (const toml::table* all = section.table("parameters"))
        for (const auto& [key, node] : *all) read_parameter(head, source, key.str(), node);
    if (const toml::table* all = section.table("currencies")) {
        Section currencies(source, *all, "[currencies]");
        for (const auto& [own, ignored] : *all) {
            const std::string code = head.currencies[std::string(own.str())] = currencies.text(own.str());
            if (!Currency::parse(code))
                currencies.refuse(own.str(), "\"" + visible(code) + "\" is not an ISO 4217 code such as CNY");
        }
    }
    section.text("name");
    if (Status fine = source.trouble(); !fine) return pass(fine);
    return head;
}

Result<ParameterValues> parameter_values(const ConnectorHead& connector, const Settings& settings) {
    ParameterValues values;
    for (const auto& [name, parameter] : connector.parameters) values[name] = parameter.fallback;
    values.try_emplace("home_currency");
    Status known;
    settings.for_each("parameters.", [&](std::string_view name, std::string_view value) {
        if (name == "*" || !known) return; // the option row itself
        if (auto hit = values.find(name); hit != values.end()) {
            hit->second = value;
            return;
        }
        std::vector<std::string_view> names;
        std::string all;
        for (const auto& [one, ignored] : values) names.push_back(one), all += (all.empty() ? "" : ", ") + one;
        const std::string_view near = nearest(name, names);
        known = fail(SETTLED_INVALID_CONFIG, "parameters: connector " + connector.name + " has no \"" + std::string(name) + "\"" +
                                                 (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") +
                                                 " Known parameters: " + all);
    });
    if (!known) return pass(known);
    if (Status fit = check_values(connector, values); !fit) return pass(fit);
    return values;
}

Result<RecordRules> record_rules(const ConnectorHead& connector, const ParameterValues& parameters, const Settings& settings) {
    RecordRules rules;
    if (const std::string& code = parameters.find("home_currency")->second; !code.empty()) {
        const auto home = Currency::parse(code);
        if (!home)
            return fail(SETTLED_INVALID_CONFIG,
                        "parameters: home_currency = \"" + code + "\" is not an ISO 4217 code such as CNY");
        rules.home_currency = *home;
    }
    rules.currencies = connector.currencies;
    settings.for_each("currencies.", [&](std::string_view name, std::string_view code) {
        if (name != "*") rules.currencies[std::string(name)] = code;
    });
    for (const auto& [name, code] : rules.currencies)
        if (!Currency::parse(code))
            return fail(SETTLED_INVALID_CONFIG, std::string("currencies: \"")
                                                    .append(name)
                                                    .append("\" = \"")
                                                    .append(code)
                                                    .append("\" is not an ISO 4217 code such as CNY"));
    return rules;
}

} // namespace settled::formats
