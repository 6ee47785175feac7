#include "config/check.hpp"

#include "config/build.hpp"
#include "config/cross_check.hpp"
#include "config/findings.hpp"
#include "config/shipped.hpp"
#include "config/stray.hpp"
#include "config/value_check.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace settled::config {
namespace {

namespace fs = std::filesystem;

// Is this file of a form that we read? A newer one is refused before anything else is said of it.
bool schema_is_read(const Value& root, Findings& findings) {
    const Value* schema = root.find("schema");
    if (schema == nullptr || schema->kind != ValueKind::number) return true; // the check of keys says so
    if (schema->number > schema_of_this_agent) {
        findings.error(
            schema->line, "",
            fmt::format("schema is {}, newer than this settled reads ({}); install the newer package, or write the file "
                        "for schema {}",
                        schema->number, schema_of_this_agent, schema_of_this_agent));
        return false;
    }
    if (schema->number < schema_of_this_agent)
        findings.warning(
            schema->line, "",
            fmt::format("schema is {}, older than {}; run: settled config migrate", schema->number, schema_of_this_agent));
    return true;
}

// Which keys of a block its plugin knows, and what the plugin is told.
class PluginCheck {
  public:
    // `network`: the block of that name, for every plugin that has rows for its keys.
    PluginCheck(const CheckRequest& request, const Value* network, const fs::path& folder, Findings& findings)
        : lookup_(&request.plugins), network_(network), folder_(folder), findings_(&findings) {}

    CheckedInstance check(const Instance& instance, const std::vector<const Member*>& others) {
        CheckedInstance checked{instance, {}, {}};
        if (!lookup_->options) return checked;
        const auto rows = rows_of(instance, *instance.block->plugin_kind, "plugin");
        std::optional<std::vector<OptionRow>> parser_rows;
        if (instance.block->name == "statement_source") parser_rows = rows_of(instance, SETTLED_KIND_STATEMENT, "parser");
        if (rows) checked.options = options(instance, "plugin", *rows);
        if (parser_rows) checked.parser_options = options(instance, "parser", *parser_rows);
        if (rows) unknown_keys(instance, others, *rows, parser_rows);
        if (instance.table->find("plugin") == nullptr) slips_of_agent_keys(instance, others);
        return checked;
    }

  private:
    // Nothing where the key is absent, "auto", or names no such plugin, which is said.
    std::optional<std::vector<OptionRow>> rows_of(const Instance& instance, settled_kind kind, std::string_view key) {
        const Value* name = instance.table->find(key);
        if (name == nullptr || name->kind != ValueKind::text || (key == "parser" && name->text == "auto")) return std::nullopt;
        auto rows = lookup_->options(kind, name->text);
        if (!rows) {
            findings_->error(name->line, instance.where,
                             fmt::format("{} {} cannot be used: {}", key, shown(name->text), rows.error().message));
            return std::nullopt;
        }
        if (*rows) return std::move(*rows);
        const std::vector<std::string> names = lookup_->names ? lookup_->names(kind) : std::vector<std::string>();
        findings_->error(name->line, instance.where,
                         fmt::format("{} {} is not installed{}", key, shown(name->text),
                                     hint(name->text, {names.begin(), names.end()}, "Installed")));
        return std::nullopt;
    }

    // Keys of the agent that a plugin has a row for (`then`, `connector`) reach it too.
    Options options(const Instance& instance, std::string_view key, const std::vector<OptionRow>& rows) {
        std::vector<const Member*> members;
        for (const Member& member : instance.table->members)
            if (row_of(rows, member.key)) members.push_back(&member);
        if (network_ != nullptr)
            for (const Member& member : network_->members) // the block's own word goes before
                if (row_of(rows, member.key) && instance.table->find(member.key) == nullptr) members.push_back(&member);
        return plugin_options({members, rows, instance.table->find(key)->text, instance.where, instance.line, folder_},
                              *findings_);
    }

    void unknown_keys(const Instance& instance, const std::vector<const Member*>& others, const std::vector<OptionRow>& rows,
                      const std::optional<std::vector<OptionRow>>& parser_rows) {
        std::set<std::string_view> known;
        for (const std::string_view key : key_names(instance.block->name)) known.insert(key);
        for (const std::string_view key : keys_of(rows)) known.insert(key);
        if (parser_rows)
            for (const std::string_view key : keys_of(*parser_rows)) known.insert(key);
        for (const Member* member : others)
            if (!known.contains(member->key))
                findings_->error(member->line, instance.where,
                                 fmt::format("unknown key {}{}", shown(member->key),
                                             hint(member->key, {known.begin(), known.end()}, "Known keys")));
    }

    // Which keys the plugin knows is unsaid; one that resembles a key of ours is a slip all the same.
    void slips_of_agent_keys(const Instance& instance, const std::vector<const Member*>& others) {
        const auto known = key_names(instance.block->name);
        for (const Member* member : others)
            if (!nearest(member->key, known).empty())
                findings_->error(member->line, instance.where,
                                 fmt::format("unknown key {}{}", shown(member->key), hint(member->key, known, "Known keys")));
    }

    const PluginLookup* lookup_;
    const Value* network_;
    fs::path folder_;
    Findings* findings_;
};

// Where the default procedure of a company is not to be had, nothing could be reminded.
void check_default_procedures(const std::vector<Instance>& found, const Names& names, Findings& findings) {
    const auto procedures = names.find("procedure");
    if (procedures == names.end()) return; // none handed in: the caller reminds nobody
    const std::string name = Company().procedure;
    if (std::ranges::find(procedures->second, name) != procedures->second.end()) return;
    for (const Instance& instance : found)
        if (instance.block->name == "company" && instance.table->find("procedure") == nullptr)
            findings.error(
                instance.line, instance.where,
                fmt::format("names no procedure, and the default \"{}\" does not exist; write procedure = \"NAME\"", name));
}

class Checking {
  public:
    explicit Checking(const CheckRequest& request)
        : request_(&request), file_(fs::absolute(request.file).lexically_normal()), findings_(request.file.string()) {}

    Checked run() {
        const auto root = parse_document(request_->text, request_->file.string());
        if (!root) {
            findings_.as_written(static_cast<int>(root.error().line), root.error().message);
            return {std::nullopt, findings_.take()};
        }
        if (!schema_is_read(*root, findings_)) return {std::nullopt, findings_.take()};

        auto procedures = shipped_procedures(request_->procedures, findings_);
        auto calendars = shipped_calendars(request_->calendars, findings_);
        auto interest = shipped_interest(request_->interest, findings_);
        const std::vector<Instance> found = instances(*root, findings_);
        Names names = names_of(found);
        for (const auto& procedure : procedures) names["procedure"].push_back(procedure.name);
        for (const auto& [name, calendar] : calendars) names["calendar"].push_back(name);

        const std::vector<CheckedInstance> checked = check_instances(*root, found, names);
        cross_check(found, findings_);
        if (!request_->makes_papers) refuse_papers(found, findings_);
        check_default_procedures(found, names, findings_);
        if (findings_.has_errors()) return {std::nullopt, findings_.take()};

        Settings settings = build(*root, checked, file_);
        add_shipped(settings, std::move(procedures), calendars);
        settings.interest_rules = std::move(interest);
        return {std::move(settings), findings_.take()};
    }

  private:
    std::vector<CheckedInstance> check_instances(const Value& root, const std::vector<Instance>& found, const Names& names) {
        const CheckContext context{&names, &request_->time_zones, &findings_};
        (void)check_table(root, "", "", 1, context); // blocks are not keys; instances() has judged them
        PluginCheck plugins(*request_, root.find("network"), file_.parent_path(), findings_);
        std::vector<CheckedInstance> checked;
        for (const Instance& instance : found) {
            check_stray(instance, findings_);
            const std::string_view block = instance.block->name;
            if (instance.block->plugin_kind) {
                const auto others = check_table(*instance.table, block, instance.where, instance.line, context);
                checked.push_back(plugins.check(instance, others));
            } else {
                check_whole_table(*instance.table, block, instance.where, instance.line, context);
                checked.push_back({instance, {}, {}});
            }
        }
        return checked;
    }

    // What the file does not replace; of the calendars those that a company uses, and those of countries, for their customers.
    static void add_shipped(Settings& settings, std::vector<dunning::Procedure> procedures,
                            std::map<std::string, dunning::Calendar>& calendars) {
        for (auto& procedure : procedures)
            if (settings.procedure(procedure.name) == nullptr) settings.procedures.push_back(std::move(procedure));
        for (const Company& company : settings.companies)
            if (const auto hit = calendars.find(company.calendar); hit != calendars.end()) settings.calendars.insert(*hit);
        constexpr std::size_t country_letters = 2; // "DE", but not "DE-HE"
        for (const auto& calendar : calendars)
            if (calendar.first.size() == country_letters) settings.calendars.insert(calendar);
    }

    const CheckRequest* request_;
    fs::path file_;
    Findings findings_;
};

} // namespace

Checked check(const CheckRequest& request) { return Checking(request).run(); }

} // namespace settled::config
