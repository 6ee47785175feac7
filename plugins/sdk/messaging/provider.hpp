// provider.hpp -- a service that takes messages by HTTP, as data: config/gateways/NAME.toml.
//
// The file says where the request goes, what stands in it, how it is signed, and by what the service's answer is
// known to be a success. README.md beside the files describes every key. Only what the file calls a success is one.
#pragma once

#include <messaging/signatures.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace settled::messaging {

using Bindings = std::map<std::string, std::string, std::less<>>; // what {name} stands for

enum class Kind : std::uint8_t { sms, chat };
enum class Signing : std::uint8_t { none, basic, aliyun_v3, aliyun_rpc, tencent, dingtalk, feishu };
enum class NumberForm : std::uint8_t { plus, digits, national }; // +8613…, 8613…, 13… (others: 00CC…)

// What a service's words mean for what the agent does next.
enum class Meaning : std::uint8_t { sent, later, number, gateway, content, unknown };

struct Condition {
    std::string at; // JSON pointer; empty: the answer's text
    std::vector<std::string> equals, begins;
    std::vector<int> status; // HTTP
    Meaning means = Meaning::gateway;
};

// What is asked of a service, with {names} to be filled in.
struct RequestForm {
    std::string method, path;
    Fields query, form, headers;
    nlohmann::json body; // null: no JSON
};

// What became of a message that the service took.
enum class Fate : std::uint8_t { delivered, failed, number, opted_out }; // number: it will never reach that number

// How a service tells, when it is asked, what became of the messages of the last days.
struct Reports {
    RequestForm request;
    std::string each; // JSON pointer of the list; in each entry:
    std::string id_at, words_at;
    std::string next_at;                           // of the answer: the path of the next page; empty: there is one
    std::vector<std::pair<Condition, Fate>> fates; // the first that fits; none: nothing final yet
};

struct Provider {
    std::string name, title_en, title_zh, source, url;
    Kind kind = Kind::sms;
    Signing signing = Signing::none;
    NumberForm numbers = NumberForm::plus;
    std::vector<std::string> needs;   // options that must not be empty
    std::vector<std::string> secrets; // options whose values stand in the URL: never shown
    bool templated = false;           // the service knows the words; it is told a code and parameters
    bool signed_text = false;         // 【sign_name】 is put before the text
    int parameter_letters_max = 0;    // of one parameter of a template; 0: not said
    std::string service;              // of a signature that names one

    RequestForm request;
    Condition success;
    std::string each;                // every entry of this list must be a success
    std::vector<Condition> refusals; // the first that fits
    std::string id_at, words_at;
    std::optional<Reports> reports; // nothing: the service does not tell when asked
};

// INVALID_CONFIG names the file and what is wrong, or for an unknown name the nearest known one.
Result<Provider> read_provider(const std::filesystem::path& file);
Result<Provider> find_provider(const std::filesystem::path& folder, std::string_view name, Kind kind);

// "{name}" in every text of the template. INVALID_CONFIG: a name that nothing is bound to.
Result<std::string> filled(std::string_view text, const Bindings& bindings);
// A text that is "{name:list}" or "{name:object}" alone is the JSON that is bound to the name.
Result<nlohmann::json> filled_json(const nlohmann::json& value, const Bindings& bindings);

// What the answer of HTTP `status` says. `words`, `id`: the service's own.
struct Verdict {
    Meaning meaning = Meaning::unknown;
    std::string words, id;
};
Verdict judge(const Provider& provider, long status, std::string_view body);

struct Report {
    std::string id, words; // the service's own number of the message, as it told when it took it
    Fate fate = Fate::delivered;
};
struct ReportPage {
    std::vector<Report> reports;
    std::string next; // path of the next page; "": this is the last
};
// BAD_DATA: no JSON, or not the list that the provider's file says.
Result<ReportPage> reports_in(const Reports& how, std::string_view body);

} // namespace settled::messaging
