#include <messaging/provider.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <set>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::messaging {
namespace {

using nlohmann::json;

constexpr std::int64_t format_of_this_agent = 1;

template <class Value> struct Named {
    std::string_view name;
    Value value;
};
constexpr std::array<Named<Kind>, 2> kinds = {{{"sms", Kind::sms}, {"chat", Kind::chat}}};
constexpr std::array<Named<NumberForm>, 3> number_forms = {
    {{"plus", NumberForm::plus}, {"digits", NumberForm::digits}, {"national", NumberForm::national}}};
constexpr std::array<Named<Signing>, 7> signings = {{{"none", Signing::none},
                                                     {"basic", Signing::basic},
                                                     {"aliyun_v3", Signing::aliyun_v3},
                                                     {"aliyun_rpc", Signing::aliyun_rpc},
                                                     {"tencent", Signing::tencent},
                                                     {"dingtalk", Signing::dingtalk},
                                                     {"feishu", Signing::feishu}}};
constexpr std::array<Named<Fate>, 4> fates = {
    {{"delivered", Fate::delivered}, {"failed", Fate::failed}, {"number", Fate::number}, {"opted_out", Fate::opted_out}}};
constexpr std::array<Named<Meaning>, 5> meanings = {{{"later", Meaning::later},
                                                     {"number", Meaning::number},
                                                     {"gateway", Meaning::gateway},
                                                     {"content", Meaning::content},
                                                     {"unknown", Meaning::unknown}}};

// One provider's file; the first mistake is kept.
class Reader {
  public:
    Reader(const toml::table& root, std::string where) : root_(&root), where_(std::move(where)) {}

    Result<Provider> read() {
        Provider made;
        known(*root_, {"settled-provider", "name", "kind", "title", "source", "url", "signing", "numbers", "needs", "secrets",
                       "templated", "signed_text", "parameter_letters_max", "service", "request", "answer", "reports"});
        if ((*root_)["settled-provider"].value_or(std::int64_t{0}) != format_of_this_agent)
            wrong("settled-provider = 1 is expected at the top");
        made.name = text(*root_, "name"), made.source = text(*root_, "source"), made.url = text(*root_, "url");
        made.service = text(*root_, "service");
        if (const toml::table* title = (*root_)["title"].as_table())
            made.title_en = text(*title, "en"), made.title_zh = text(*title, "zh-CN");
        made.kind = named(*root_, "kind", kinds, Kind::sms);
        made.signing = named(*root_, "signing", signings, Signing::none);
        made.numbers = named(*root_, "numbers", number_forms, NumberForm::plus);
        made.needs = texts(*root_, "needs"), made.secrets = texts(*root_, "secrets");
        made.templated = (*root_)["templated"].value_or(false);
        made.signed_text = (*root_)["signed_text"].value_or(false);
        made.parameter_letters_max = static_cast<int>((*root_)["parameter_letters_max"].value_or(std::int64_t{0}));
        if (const toml::table* request = (*root_)["request"].as_table())
            made.request = read_request(*request, "POST");
        else
            wrong("[request] is missing");
        if (const toml::table* answer = (*root_)["answer"].as_table())
            read_answer(*answer, made);
        else
            wrong("[answer] is missing");
        if (const toml::table* reports = (*root_)["reports"].as_table()) read_reports(*reports, made.reports.emplace());
        if (!trouble_) return pass(trouble_);
        return made;
    }

  private:
    void wrong(const std::string& words) {
        if (trouble_) trouble_ = fail(SETTLED_INVALID_CONFIG, where_ + ": " + words);
    }
    void known(const toml::table& table, const std::set<std::string_view>& keys) {
        for (const auto& [key, value] : table)
            if (!keys.contains(key.str())) wrong("unknown key \"" + visible(key.str()) + "\"");
    }
    static std::string text(const toml::table& table, std::string_view key) { return table[key].value_or(std::string()); }
    static std::vector<std::string> texts(const toml::table& table, std::string_view key) {
        std::vector<std::string> made;
        if (const auto one = table[key].value<std::string>()) made.push_back(*one);
        if (const toml::array* list = table[key].as_array())
            for (const toml::node& node : *list) made.push_back(node.value_or(std::string()));
        return made;
    }
    template <class Table, class Value>
    Value named(const toml::table& table, std::string_view key, const Table& names, Value fallback) {
        const std::string word = text(table, key);
        if (word.empty()) return fallback;
        const auto* const hit = std::ranges::find(names, word, [](const auto& row) { return row.name; });
        if (hit != names.end()) return hit->value;
        std::string all;
        for (const auto& row : names) all += (all.empty() ? "" : ", ") + std::string(row.name);
        wrong(std::string(key) + " = \"" + visible(word) + "\": expected one of " + all);
        return fallback;
    }
    Fields fields(const toml::table& table, std::string_view key) {
        Fields made;
        const toml::table* const inner = table[key].as_table();
        if (inner == nullptr) return made;
        for (const auto& [name, value] : *inner) {
            if (const auto written = value.value<std::string>())
                made.emplace_back(std::string(name.str()), *written);
            else
                wrong(std::string(key) + "." + std::string(name.str()) + ": expected a text in quotes");
        }
        return made;
    }
    json as_json(const toml::node& node) {
        if (const toml::table* table = node.as_table()) {
            json made = json::object();
            for (const auto& [key, value] : *table) made[std::string(key.str())] = as_json(value);
            return made;
        }
        if (const toml::array* list = node.as_array()) {
            json made = json::array();
            for (const toml::node& item : *list) made.push_back(as_json(item));
            return made;
        }
        if (const auto written = node.value_exact<std::string>()) return *written;
        if (const auto flag = node.value_exact<bool>()) return *flag;
        if (const auto number = node.value_exact<std::int64_t>()) return *number;
        wrong("[request.json] holds what is no text, whole number, true or false");
        return nullptr;
    }
    std::string pointer(const toml::table& table, std::string_view key) {
        std::string written = text(table, key);
        if (!written.empty() && !written.starts_with('/'))
            wrong(std::string(key) + " = \"" + visible(written) + "\": expected /A/B");
        return written;
    }
    Condition condition(const toml::table& table, bool refusal) {
        if (refusal)
            known(table, {"at", "equals", "begins", "status", "means"});
        else
            known(table, {"at", "equals", "begins", "status"});
        Condition made = bare_condition(table);
        if (refusal) made.means = named(table, "means", meanings, Meaning::gateway);
        return made;
    }
    Condition bare_condition(const toml::table& table) {
        Condition made;
        made.at = pointer(table, "at"), made.equals = texts(table, "equals"), made.begins = texts(table, "begins");
        if (const auto one = table["status"].value<std::int64_t>()) made.status.push_back(static_cast<int>(*one));
        if (const toml::array* list = table["status"].as_array())
            for (const toml::node& node : *list) made.status.push_back(static_cast<int>(node.value_or(std::int64_t{0})));
        if (made.equals.empty() && made.begins.empty() && (made.status.empty() || !made.at.empty()))
            wrong("a condition needs equals, begins or status");
        return made;
    }
    RequestForm read_request(const toml::table& table, const char* method) {
        known(table, {"method", "path", "query", "form", "headers", "json"});
        RequestForm made;
        made.method = text(table, "method").empty() ? method : text(table, "method");
        if (made.method != "GET" && made.method != "POST")
            wrong("method = \"" + visible(made.method) + "\": expected GET or POST");
        made.path = text(table, "path").empty() ? "/" : text(table, "path");
        made.query = fields(table, "query"), made.form = fields(table, "form"), made.headers = fields(table, "headers");
        if (const toml::node* body = table.get("json")) made.body = as_json(*body);
        return made;
    }
    void read_reports(const toml::table& table, Reports& made) {
        known(table, {"request", "each", "id", "words", "next", "fate"});
        if (const toml::table* request = table["request"].as_table())
            made.request = read_request(*request, "GET");
        else
            wrong("[reports.request] is missing");
        made.each = pointer(table, "each"), made.id_at = pointer(table, "id"), made.words_at = pointer(table, "words");
        made.next_at = pointer(table, "next");
        if (made.each.empty() || made.id_at.empty()) wrong("[reports] needs each and id");
        if (const toml::array* list = table["fate"].as_array())
            for (const toml::node& node : *list)
                if (const toml::table* one = node.as_table()) {
                    known(*one, {"at", "equals", "begins", "means"});
                    if (text(*one, "means").empty()) wrong("[[reports.fate]] needs means"); // silence must not read as a failure
                    made.fates.emplace_back(bare_condition(*one), named(*one, "means", fates, Fate::failed));
                }
        if (made.fates.empty()) wrong("[[reports.fate]] is missing");
    }
    void read_answer(const toml::table& table, Provider& made) {
        known(table, {"success", "each", "refusal", "id", "words"});
        if (const toml::table* success = table["success"].as_table())
            made.success = condition(*success, false);
        else
            wrong("[answer.success] is missing");
        made.each = pointer(table, "each"), made.id_at = pointer(table, "id"), made.words_at = pointer(table, "words");
        if (const toml::array* refusals = table["refusal"].as_array())
            for (const toml::node& node : *refusals)
                if (const toml::table* one = node.as_table()) made.refusals.push_back(condition(*one, true));
    }

    const toml::table* root_;
    std::string where_;
    Status trouble_;
};

} // namespace

Result<Provider> read_provider(const std::filesystem::path& file) {
    const toml::parse_result parsed = toml::parse_file(file.string());
    if (!parsed)
        return fail(SETTLED_INVALID_CONFIG, file.string() + ": " + std::string(parsed.error().description()),
                    parsed.error().source().begin.line);
    return Reader(parsed.table(), file.string()).read();
}

Result<Provider> find_provider(const std::filesystem::path& folder, std::string_view name, Kind kind) {
    std::vector<std::string> names;
    std::error_code trouble;
    for (std::filesystem::directory_iterator entry(folder, trouble), end; !trouble && entry != end; entry.increment(trouble)) {
        if (entry->path().extension() != ".toml") continue;
        auto provider = read_provider(entry->path());
        if (!provider) return provider;
        if (provider->kind != kind) continue;
        if (provider->name == name) return provider;
        names.push_back(provider->name);
    }
    std::ranges::sort(names);
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    const std::string_view near = nearest(name, {names.begin(), names.end()});
    return fail(SETTLED_INVALID_CONFIG, "provider = \"" + visible(name) + "\" is not in " + folder.string() +
                                            (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") +
                                            " Known providers: " + (known.empty() ? "none; check provider_folder" : known));
}

} // namespace settled::messaging
