#include "service.hpp"

#include "read_calls.hpp"

#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <thread>

namespace settled::ledger_http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int attempts_max = 4; // of one request
constexpr int logins_max = 20;  // of one pull: sessions that are lost more often are lost for another reason
constexpr std::size_t ticket_bytes_max = 8192;
constexpr std::size_t scrubbed_bytes_min = 4;
constexpr std::int64_t session_margin_seconds = 30;
constexpr std::int64_t minute_milliseconds = 60'000;

Binding secret(const std::string& text) { return {text, false, false, true}; }

std::string moment_text(std::int64_t unix_ms) {
    const auto moment = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(unix_ms));
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(moment - day));
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), " %02d:%02d:%02d", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return Date::from_days(day).iso() + text.data();
}

Result<std::string> ticket_of(const std::string& file) {
    if (file.empty()) return std::string();
    std::ifstream in(file, std::ios::binary);
    std::string text(ticket_bytes_max, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (trim(text).empty())
        return fail(SETTLED_INVALID_CONFIG,
                    "ticket_file = \"" + file +
                        "\" cannot be read or is empty; whatever receives the platform's app tickets must "
                        "leave the newest one there");
    return std::string(trim(text));
}

std::string query_key(std::string_view key) {
    return (key.starts_with('$') ? "$" : "") + percent_encoded(key.substr(key.starts_with('$') ? 1 : 0));
}

} // namespace

Pause real_pause(Host host) {
    return [host](std::chrono::milliseconds time) -> Status {
        constexpr std::chrono::milliseconds slice(100);
        for (; time > std::chrono::milliseconds(0); time -= slice) {
            if (host.cancelled()) return stopped();
            std::this_thread::sleep_for(std::min(time, slice));
        }
        return {};
    };
}

Service::Service(const ServiceRules& rules, const Login& login, ServiceOptions options, Host host, Pause pause)
    : rules_(&rules), login_(&login), options_(std::move(options)), host_(host), pause_(std::move(pause)),
      transport_(options_.transport, host), next_request_(Clock::now()) {}

Service::~Service() {
    if (!in_session_ || !login_->logout || host_.cancelled()) return;
    const auto exchange = exchange_of(*login_->logout, values({}), options_.url);
    if (exchange) static_cast<void>(transport_.send(*exchange)); // the pull is done; a session that stays ends by itself
}

Bindings Service::values(const Bindings& more) const {
    const Credentials& own = options_.credentials;
    Bindings all = options_.parameters;
    all["user"] = {own.user}, all["client_id"] = {own.client_id}, all["now"] = {moment_text(host_.now_unix_ms())};
    all["password"] = secret(own.password), all["token"] = secret(own.token), all["client_secret"] = secret(own.client_secret);
    for (const auto& [name, value] : session_) all["session." + name] = value;
    for (const auto& [name, value] : more) all[name] = value;
    return all;
}

Result<Exchange> Service::exchange_of(const RequestTemplate& request, const Bindings& values, const std::string& url) const {
    Exchange made;
    made.post = request.post;
    auto path = request.path.fill(values);
    if (!path) return pass(path);
    if (Status there = stays_on_host(*path); !there) return pass(there);
    made.url = url + *path;
    char mark = '?';
    for (const auto& [key, document] : request.query) {
        auto value = document.kind == Json::Kind::text ? document.text.fill(values) : document.fill(values);
        if (!value) return pass(value);
        made.url += mark + query_key(key) + "=" + percent_encoded(*value);
        mark = '&';
    }
    for (const auto* headers : {&rules_->headers, &request.headers}) {
        if (headers == &rules_->headers && &request == &login_->request) continue; // they may need the session
        for (const auto& [name, text] : *headers) {
            auto value = text.fill(values);
            if (!value) return pass(value);
            made.headers.emplace_back(name, std::move(*value));
        }
    }
    if (request.body) {
        auto body = request.body->fill(values);
        if (!body) return pass(body);
        made.body = std::move(*body);
    }
    for (const auto& [key, text] : request.form) {
        auto value = text.fill(values);
        if (!value) return pass(value);
        made.body += (made.body.empty() ? "" : "&") + percent_encoded(key) + "=" + percent_encoded(*value);
    }
    if (made.post)
        made.headers.emplace_back("Content-Type",
                                  request.form.empty() ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded");
    if (login_->kind == Login::Kind::basic) made.user = options_.credentials.user, made.password = options_.credentials.password;
    if (const auto token = session_.find("access_token"); login_->kind == Login::Kind::oauth2 && token != session_.end())
        made.headers.emplace_back("Authorization", "Bearer " + token->second.text);
    return made;
}

Result<Exchange> Service::login_exchange() const {
    Bindings all = values({});
    auto ticket = ticket_of(options_.credentials.ticket_file);
    if (!ticket) return pass(ticket);
    all["ticket"] = secret(*ticket);
    auto made = exchange_of(login_->request, all, options_.url);
    if (!made) return made;
    if (!options_.token_url.empty()) made->url = options_.token_url;
    if (login_->kind != Login::Kind::oauth2 || !login_->request.form.empty() || login_->request.body) return made;
    // RFC 6749, 4.4.2 with 2.3.1: the client is proved by HTTP basic authentication.
    made->body = "grant_type=client_credentials";
    if (const auto scope = options_.parameters.find("scope"); scope != options_.parameters.end() && !scope->second.text.empty())
        made->body += "&scope=" + percent_encoded(scope->second.text);
    std::erase_if(made->headers, [](const auto& header) { return header.first == "Content-Type"; });
    made->headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    made->user = percent_encoded(options_.credentials.client_id),
    made->password = percent_encoded(options_.credentials.client_secret);
    return made;
}

Status Service::ensure_session() {
    if (!has_session() || (in_session_ && (!session_ends_ || Clock::now() < *session_ends_))) return {};
    return log_in();
}

Status Service::log_in() {
    if (!has_session()) return {};
    in_session_ = false, session_.clear();
    transport_.forget_cookies();
    if (++logins_ > logins_max)
        return failed(
            {SETTLED_UNAVAILABLE, "more than " + std::to_string(logins_max) +
                                      " logins in one pull; sessions are lost again and again. Does another program use the "
                                      "same account? Give settled one of its own"},
            "login");
    auto answer = converse([&] { return login_exchange(); }, "login", true);
    if (!answer) return pass(answer);
    return take_session(*answer);
}

Status Service::take_session(const Json& answer) {
    const auto refuse = [&](const std::string& words) {
        return failed({SETTLED_ACCESS_DENIED, words + ". Check the account, its secret (settled secret set) and the parameters"},
                      "login");
    };
    if (login_->success) {
        const Json* const found = answer.at(*login_->success);
        const std::string value = found != nullptr && found->is_scalar() ? found->text : std::string();
        const bool good = login_->success_is.empty() ? !value.empty() && value != "false" && value != "0"
                                                     : std::ranges::find(login_->success_is, value) != login_->success_is.end();
        if (!good) {
            for (const char* place : {"/Message", "/message", "/msg", "/error"})
                if (const Json* words = answer.at(*Pointer::parse(place)); words && words->is_scalar() && !words->text.empty())
                    return refuse("the login is refused: " + visible(fold_blanks(words->text)));
            return refuse("the login is refused (" + login_->success->text() + " is \"" + visible(value) + "\")");
        }
    }
    for (const std::string& cookie : login_->cookies)
        if (!transport_.has_cookie(cookie))
            return refuse("the login answered without the cookie " + cookie + "; does a proxy remove it?");
    auto places = login_->session;
    if (login_->kind == Login::Kind::oauth2) places.try_emplace("access_token", *Pointer::parse("/access_token"));
    for (const auto& [name, place] : places) {
        const Json* const found = answer.at(place);
        if (found == nullptr || !found->is_scalar() || found->text.empty())
            return refuse("the login's answer holds nothing at " + place.text());
        session_[name] = {found->text, found->kind == Json::Kind::number, false, true};
    }
    std::int64_t seconds = login_->valid_seconds_max;
    const Pointer usual = *Pointer::parse("/expires_in");
    const Pointer* const place = login_->valid_seconds                 ? &*login_->valid_seconds
                                 : login_->kind == Login::Kind::oauth2 ? &usual
                                                                       : nullptr;
    if (const Json* said = place == nullptr ? nullptr : answer.at(*place)) {
        std::int64_t lasts = 0;
        std::from_chars(said->text.data(), said->text.data() + said->text.size(), lasts);
        if (lasts > 0) seconds = seconds > 0 ? std::min(seconds, lasts) : lasts;
    }
    session_ends_.reset();
    if (seconds > 0)
        session_ends_ = Clock::now() + std::chrono::seconds(std::max<std::int64_t>(seconds - session_margin_seconds, 1));
    in_session_ = true;
    return {};
}

Result<Json> Service::ask(const RequestTemplate& request, const Bindings& more, const std::string& where) {
    return converse([&] { return exchange_of(request, values(more), options_.url); }, where, false);
}

Result<Json> Service::follow(const RequestTemplate& request, const Bindings& more, const Link& at, const std::string& where) {
    const std::string &link = at.text, &request_base = at.base;
    const auto make = [&]() -> Result<Exchange> {
        auto made = exchange_of(request, values(more), options_.url);
        if (!made) return made;
        const std::string& base = request_base.empty() ? made->url : options_.url + request_base;
        const auto next = resolved_url(base, link);
        if (!next || !same_origin(*next, options_.url))
            return fail(SETTLED_BAD_DATA,
                        "the next page is said to be at " + visible(cut_at_character(link, 200)) +
                            ", another host; the password is not sent there. If that is right, write that host as url");
        RequestTemplate reads;
        auto path = TextTemplate::parse(path_of_url(*next), Surroundings::path);
        if (!path) return pass(path);
        reads.path = std::move(*path);
        if (Status fine = only_reads(reads, {}); !fine) return pass(fine);
        made->url = *next;
        return made;
    };
    return converse(make, where, false);
}

Result<Answer> Service::send(const Exchange& exchange) {
    if (rules_->requests_per_minute > 0) {
        const auto now = Clock::now();
        if (next_request_ > now)
            if (Status waited = pause_(std::chrono::ceil<std::chrono::milliseconds>(next_request_ - now)); !waited)
                return pass(waited);
        next_request_ =
            std::max(now, next_request_) + std::chrono::milliseconds(minute_milliseconds / rules_->requests_per_minute);
    }
    return transport_.send(exchange);
}

Result<Json> Service::converse(const Make& make, const std::string& where, bool for_login) {
    bool renewed = false;
    for (int attempt = 1;; ++attempt) {
        if (host_.cancelled()) return stopped();
        if (!for_login)
            if (Status there = ensure_session(); !there) return pass(there);
        auto exchange = make();
        if (!exchange) return failed(exchange.error(), where);
        auto answer = send(*exchange);
        if (!answer) {
            last_fault_.reset();
            if (answer.error().code != SETTLED_UNAVAILABLE || attempt >= attempts_max) return failed(answer.error(), where);
            if (Status waited = wait({}, attempt, where); !waited) return pass(waited);
            continue;
        }
        Verdict verdict = judge(*answer, rules_->faults, has_session() && !for_login);
        last_fault_ = verdict.fault;
        if (!verdict.fault) return std::move(verdict.json);
        const bool again = *verdict.fault == Meaning::wait || *verdict.fault == Meaning::unavailable;
        if (*verdict.fault == Meaning::session_lost && has_session() && !for_login && !renewed) {
            renewed = true, in_session_ = false;
            continue;
        }
        // A login that is refused is refused for who asks, unless there is none at this address.
        constexpr long redirect_first = 300, redirect_last = 399, not_found = 404;
        const bool elsewhere =
            answer->status == not_found || (answer->status >= redirect_first && answer->status <= redirect_last);
        if (for_login && !elsewhere && (*verdict.fault == Meaning::session_lost || *verdict.fault == Meaning::refused))
            verdict.fault = Meaning::access_denied;
        if (!again || attempt >= attempts_max) return failed(fault_error(verdict, *answer), where);
        if (Status waited = wait(answer->retry_after, attempt, where); !waited) return pass(waited);
    }
}

Status Service::wait(const std::string& retry_after, int attempt, const std::string& where) {
    const std::int64_t seconds =
        retry_seconds(retry_after, host_.now_unix_ms()).value_or(options_.retry_seconds << (attempt - 1));
    if (seconds > options_.wait_seconds_max)
        return failed({SETTLED_UNAVAILABLE, "the service asks to wait " + std::to_string(seconds) +
                                                " s, more than wait_seconds_max (" + std::to_string(options_.wait_seconds_max) +
                                                "); it is tried again at the next run"},
                      where);
    return pause_(std::chrono::seconds(seconds));
}

std::unexpected<Error> Service::failed(Error error, const std::string& where) const {
    if (error.code == SETTLED_STOPPED) return std::unexpected(std::move(error));
    error.message = scrubbed(options_.url + ": " + where + ": " + error.message);
    return std::unexpected(std::move(error));
}

std::string Service::scrubbed(std::string words) const {
    const Credentials& own = options_.credentials;
    std::vector<std::string> secrets = {own.password, own.token, own.client_secret, options_.transport.proxy.password};
    for (const auto& [ignored, value] : session_) secrets.push_back(value.text);
    if (auto ticket = ticket_of(own.ticket_file); ticket) secrets.push_back(std::move(*ticket));
    for (const std::string& one : secrets) {
        if (one.size() < scrubbed_bytes_min) continue;
        for (std::size_t at = words.find(one); at != std::string::npos; at = words.find(one, at + 3))
            words.replace(at, one.size(), "***");
    }
    return words;
}

} // namespace settled::ledger_http
