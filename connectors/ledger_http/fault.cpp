#include "fault.hpp"

#include <settled/text.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::ledger_http {
namespace {

constexpr std::size_t words_bytes_max = 300;

// Where services usually say what is wrong.
constexpr std::array<std::string_view, 12> usual_places = {"/error/message/value",
                                                           "/error/data/message",
                                                           "/error/message",
                                                           "/error/innererror/message",
                                                           "/error_description",
                                                           "/message",
                                                           "/Message",
                                                           "/errmsg",
                                                           "/msg",
                                                           "/exception",
                                                           "/_server_messages",
                                                           "/error"};

std::string one_line(std::string_view text) { return visible(fold_blanks(cut_at_character(text, words_bytes_max))); }

std::string shown(const Json& value) {
    if (value.is_scalar()) return value.kind == Json::Kind::null ? "" : value.text;
    std::string all;
    for (const Json& item : value.items) all += (all.empty() ? "" : "; ") + shown(item);
    for (const auto& [ignored, item] : value.members) all += (all.empty() ? "" : "; ") + shown(item);
    return all;
}

// What stands between two marks, in any case of letters.
std::string between(std::string_view text, std::string_view from, std::string_view to) {
    const std::string lower = ascii_lower(text);
    const std::size_t begin = lower.find(from);
    if (begin == std::string::npos) return {};
    const std::size_t end = lower.find(to, begin + from.size());
    return std::string(text.substr(begin + from.size(), end == std::string::npos ? 0 : end - begin - from.size()));
}

bool is_web_page(std::string_view body) {
    const std::string begin = ascii_lower(trim(body.substr(0, 200)));
    return begin.starts_with("<!doctype html") || begin.starts_with("<html") || begin.starts_with("<head");
}

std::string words_of(const Json* json, std::string_view body, const std::vector<Pointer>& places) {
    if (json != nullptr) {
        for (const Pointer& place : places)
            if (const Json* said = json->at(place); said != nullptr && !shown(*said).empty()) return one_line(shown(*said));
        for (const std::string_view place : usual_places)
            if (const Json* said = json->at(*Pointer::parse(place)); said != nullptr && !shown(*said).empty())
                return one_line(shown(*said));
    }
    if (is_web_page(body)) return "a web page came instead of JSON: " + one_line(between(body, "<title>", "</title>"));
    return one_line(body);
}

bool says_something(const Json& value) {
    if (!value.is_scalar()) return !value.items.empty() || !value.members.empty();
    return value.kind != Json::Kind::null && value.text != "false" && value.text != "0" && !value.text.empty();
}

bool fits(const FaultRule& rule, long status, const Json* json) {
    if (!rule.statuses.empty() && std::ranges::find(rule.statuses, std::to_string(status)) == rule.statuses.end()) return false;
    if (!rule.at) return true;
    const Json* const found = json == nullptr ? nullptr : json->at(*rule.at);
    if (found == nullptr) return false;
    const std::string text = shown(*found);
    if (!rule.contains.empty() && !text.contains(rule.contains)) return false;
    if (!rule.is.empty()) return std::ranges::find(rule.is, text) != rule.is.end();
    if (!rule.is_not.empty()) return std::ranges::find(rule.is_not, text) == rule.is_not.end();
    return says_something(*found);
}

Meaning meaning_of_status(long status, bool sessions) {
    switch (status) {
    case 401:
        return sessions ? Meaning::session_lost : Meaning::access_denied;
    case 403:
    case 407:
        return Meaning::access_denied;
    case 408:
    case 425:
    case 429:
    case 503:
        return Meaning::wait;
    default:
        return status >= 500 ? Meaning::unavailable : Meaning::refused;
    }
}

} // namespace

Verdict judge(const Answer& answer, std::span<const FaultRule> rules, bool sessions) {
    constexpr long good_first = 200, good_last = 299, redirect_first = 300, redirect_last = 399;
    Verdict verdict;
    auto parsed = parse_json(answer.body);
    const Json* const json = parsed ? &*parsed : nullptr;
    for (const FaultRule& rule : rules)
        if (fits(rule, answer.status, json)) {
            verdict.fault = rule.meaning, verdict.words = words_of(json, answer.body, rule.words);
            return verdict;
        }
    if (answer.status >= redirect_first && answer.status <= redirect_last) {
        verdict.fault = Meaning::refused;
        verdict.said = false;
        verdict.words = "it sends us on to " + one_line(answer.location.substr(0, answer.location.find('?')));
    } else if (answer.status < good_first || answer.status > good_last) {
        verdict.fault = meaning_of_status(answer.status, sessions), verdict.words = words_of(json, answer.body, {});
    } else if (json != nullptr) {
        verdict.json = std::move(*parsed);
    } else {
        verdict.fault = Meaning::unavailable, verdict.said = false;
        verdict.words = answer.body.empty()        ? "nothing came, where JSON was expected"
                        : is_web_page(answer.body) ? words_of(nullptr, answer.body, {})
                                                   : parsed.error().message;
    }
    return verdict;
}

Error fault_error(const Verdict& verdict, const Answer& answer) {
    constexpr long redirect_first = 300, redirect_last = 399, not_found = 404;
    const std::string said = "HTTP " + std::to_string(answer.status) +
                             (verdict.words.empty() ? ", without a word"
                              : verdict.said        ? ", the service says: " + verdict.words
                                                    : ", but " + verdict.words + "; nothing of it is used");
    if (answer.status >= redirect_first && answer.status <= redirect_last)
        return {SETTLED_INVALID_CONFIG, said + ". Redirects are not followed, because they could carry the password elsewhere; "
                                               "write the final address as url"};
    switch (*verdict.fault) {
    case Meaning::session_lost:
        return {SETTLED_ACCESS_DENIED,
                said + ". The session is lost, and a new login did not help; is the account used elsewhere, or its key revoked?"};
    case Meaning::access_denied:
        return {SETTLED_ACCESS_DENIED, said + ". Check the account and its secret (settled secret set) and the rights that the "
                                              "connector's README names"};
    case Meaning::wait:
        return {SETTLED_UNAVAILABLE, said + ". It is tried again at the next run; fewer requests_per_minute help"};
    case Meaning::unavailable:
        return {SETTLED_UNAVAILABLE, said + ". It is tried again at the next run"};
    case Meaning::refused:
        break;
    }
    return {SETTLED_INVALID_CONFIG,
            said + (answer.status == not_found
                        ? ". Is url the address of this interface, and is it switched on?"
                        : ". The request is not understood: compare parameters and the version of the ERP with the "
                          "connector's README")};
}

std::optional<std::int64_t> retry_seconds(const std::string& header, std::int64_t now_unix_ms) {
    if (header.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, trouble] = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (trouble == std::errc() && end == header.data() + header.size()) return std::max<std::int64_t>(seconds, 0);
    constexpr std::int64_t thousand = 1000;
    const time_t moment = curl_getdate(header.c_str(), nullptr);
    if (moment < 0) return std::nullopt;
    return std::max<std::int64_t>(static_cast<std::int64_t>(moment) - now_unix_ms / thousand, 0);
}

} // namespace settled::ledger_http
