#include <messaging/provider.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::messaging {
namespace {

using nlohmann::json;

constexpr std::size_t words_max = 200;

std::string scalar_text(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_null() || value.is_structured() ? std::string() : value.dump();
}

const json* found_at(const json& answer, const std::string& pointer) {
    const json::json_pointer place(pointer);
    return answer.contains(place) ? &answer.at(place) : nullptr;
}

bool fits(const Condition& condition, long status, std::string_view body, const json& answer) {
    if (!condition.status.empty() && std::ranges::find(condition.status, static_cast<int>(status)) == condition.status.end())
        return false;
    if (condition.equals.empty() && condition.begins.empty()) return condition.at.empty() && !condition.status.empty();
    std::string text(trim(body));
    if (!condition.at.empty()) {
        const json* const value = answer.is_structured() ? found_at(answer, condition.at) : nullptr;
        if (value == nullptr || value->is_structured()) return false;
        text = scalar_text(*value);
    }
    return std::ranges::find(condition.equals, text) != condition.equals.end() ||
           std::ranges::any_of(condition.begins, [&](const std::string& begin) { return text.starts_with(begin); });
}

std::string text_at(const json& answer, const std::string& pointer) {
    if (pointer.empty() || !answer.is_structured()) return {};
    const json* const value = found_at(answer, pointer);
    return value == nullptr ? std::string() : std::string(cut_at_character(scalar_text(*value), words_max));
}

// What one answer, or one entry of its list, says. A status that by itself settles the matter counts where no rule fits.
Meaning meaning_of(const Provider& provider, long status, std::string_view body, const json& answer) {
    for (const Condition& refusal : provider.refusals)
        if (fits(refusal, status, body, answer)) return refusal.means;
    if (fits(provider.success, status, body, answer)) return Meaning::sent;
    constexpr long too_many = 429, server_error_first = 500, client_error_first = 400, redirect_first = 300;
    if (status == too_many) return Meaning::later;
    if (status >= server_error_first) return Meaning::unknown; // it may have taken the message before it stumbled
    if (status >= redirect_first && status < client_error_first) return Meaning::gateway;
    if (status >= client_error_first) return Meaning::gateway;
    // An answer in the service's own form that names no success: it says no. Anything else could mean either.
    const json* const verdict =
        !provider.success.at.empty() && answer.is_structured() ? found_at(answer, provider.success.at) : nullptr;
    return verdict != nullptr && !verdict->is_structured() ? Meaning::gateway : Meaning::unknown;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    });
}

// What a service said that answers in words, not in JSON, as Kannel does; of a page of HTML only that it is one.
std::string plain_words(const json& answer, std::string_view body) {
    if (!answer.is_discarded()) return {};
    const std::string_view said = trim(body);
    if (said.empty()) return {};
    return said.starts_with('<') ? ", a page of HTML" : ": " + std::string(cut_at_character(said, words_max));
}

} // namespace

Verdict judge(const Provider& provider, long status, std::string_view body) {
    const json answer = json::parse(body, nullptr, false);
    Verdict made;
    made.words = text_at(answer, provider.words_at), made.id = text_at(answer, provider.id_at);
    if (provider.each.empty()) {
        made.meaning = meaning_of(provider, status, body, answer);
    } else {
        const json* const list = answer.is_structured() ? found_at(answer, provider.each) : nullptr;
        if (list == nullptr || !list->is_array() || list->empty()) {
            made.meaning = meaning_of(provider, status, body, answer);
            if (made.meaning == Meaning::sent) made.meaning = Meaning::unknown;
        } else {
            made.meaning = Meaning::sent;
            for (const json& entry : *list) {
                const Meaning one = meaning_of(provider, status, {}, entry);
                if (made.words.empty() || one != Meaning::sent) made.words = text_at(entry, provider.words_at);
                if (made.id.empty()) made.id = text_at(entry, provider.id_at);
                if (one != Meaning::sent) made.meaning = one;
            }
        }
    }
    if (made.words.empty()) made.words = "HTTP " + std::to_string(status) + plain_words(answer, body);
    return made;
}

Result<ReportPage> reports_in(const Reports& how, std::string_view body) {
    constexpr long ok = 200;
    const json answer = json::parse(body, nullptr, false);
    const json* const list = answer.is_structured() ? found_at(answer, how.each) : nullptr;
    if (list == nullptr || !list->is_array())
        return fail(SETTLED_BAD_DATA, "the answer has no list at " + how.each + " (" +
                                          std::string(cut_at_character(visible(trim(body)), words_max)) + ")");
    ReportPage page;
    for (const json& entry : *list) {
        const auto fate = std::ranges::find_if(how.fates, [&](const auto& one) { return fits(one.first, ok, {}, entry); });
        std::string id = text_at(entry, how.id_at);
        if (fate == how.fates.end() || id.empty()) continue;
        page.reports.push_back({std::move(id), text_at(entry, how.words_at), fate->second});
    }
    if (!how.next_at.empty())
        if (const json* const next = found_at(answer, how.next_at); next != nullptr) page.next = scalar_text(*next);
    return page;
}

Result<std::string> filled(std::string_view text, const Bindings& bindings) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find('{', at);
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos || !is_name(text.substr(open + 1, close - open - 1))) {
            const std::size_t end = open == std::string_view::npos ? text.size() : open + 1;
            made += text.substr(at, end - at);
            at = end;
            continue;
        }
        const std::string_view name = text.substr(open + 1, close - open - 1);
        const auto bound = bindings.find(name);
        if (bound == bindings.end())
            return fail(SETTLED_INVALID_CONFIG, "{" + std::string(name) + "} is nothing that a message has");
        made += text.substr(at, open - at);
        made += bound->second;
        at = close + 1;
    }
    return made;
}

Result<json> filled_json(const json& value, const Bindings& bindings) {
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        const bool whole = text.starts_with('{') && (text.ends_with(":list}") || text.ends_with(":object}"));
        auto made = filled(text, bindings);
        if (!made) return pass(made);
        if (!whole) return json(*made);
        json parsed = json::parse(*made, nullptr, false);
        if (parsed.is_discarded()) return fail(SETTLED_INTERNAL, text + " is bound to what is no JSON");
        return parsed;
    }
    if (!value.is_structured()) return value;
    json made = value;
    for (auto& part : made) {
        auto inner = filled_json(part, bindings);
        if (!inner) return pass(inner);
        part = std::move(*inner);
    }
    return made;
}

} // namespace settled::messaging
