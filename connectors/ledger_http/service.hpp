// service.hpp -- an ERP's HTTP interface under the rules of its connector: logged in, faults understood, lost
// sessions renewed, waits kept.
#pragma once

#include "connector.hpp"
#include "fault.hpp"
#include "transport.hpp"

#include <settled/host.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace settled::ledger_http {

struct Credentials {
    std::string user, password, token, client_id, client_secret;
    std::string ticket_file; // holds an app ticket that the platform pushed; read anew at each login
};

struct ServiceOptions {
    std::string url;       // of the ledger block, without '/' at its end
    std::string token_url; // instead of the login's path: another host that hands out tokens
    Credentials credentials;
    Bindings parameters;
    TransportOptions transport;
    std::int64_t wait_seconds_max = 120; // that a service may ask for before this run gives up
    std::int64_t retry_seconds = 1;      // before the second attempt, twice as long before the next
};

// Waits, and says STOPPED when the agent does not want to wait any more.
using Pause = std::function<Status(std::chrono::milliseconds)>;
Pause real_pause(Host host);

// A service's own words where the next page is, and the path they are written as seen from; "": the request's.
struct Link {
    std::string text, base;
};

class Service {
  public:
    Service(const ServiceRules& rules, const Login& login, ServiceOptions options, Host host, Pause pause);
    ~Service(); // logs out where the connector says how

    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    Status log_in();
    // The answer's JSON. `where` stands in messages: "open_items (invoices.request.toml)".
    Result<Json> ask(const RequestTemplate& request, const Bindings& more, const std::string& where);
    // What a service's own next link names, seen from the request that began: only on the same host, and only
    // what reads.
    Result<Json> follow(const RequestTemplate& request, const Bindings& more, const Link& at, const std::string& where);

    // What the last answer meant, where it was no data: a probe tells "not understood" from "not reached" by it.
    std::optional<Meaning> last_fault() const { return last_fault_; }

  private:
    using Make = std::function<Result<Exchange>()>;
    Result<Exchange> exchange_of(const RequestTemplate& request, const Bindings& values, const std::string& url) const;
    Result<Exchange> login_exchange() const;
    Result<Json> converse(const Make& make, const std::string& where, bool for_login);
    Status ensure_session();
    Status take_session(const Json& answer);
    Result<Answer> send(const Exchange& exchange);
    Status wait(const std::string& retry_after, int attempt, const std::string& where);
    Bindings values(const Bindings& more) const;
    std::unexpected<Error> failed(Error error, const std::string& where) const;
    std::string scrubbed(std::string words) const;
    bool has_session() const { return login_->kind == Login::Kind::call || login_->kind == Login::Kind::oauth2; }

    const ServiceRules* rules_;
    const Login* login_;
    ServiceOptions options_;
    Host host_;
    Pause pause_;
    Transport transport_;
    Bindings session_;
    bool in_session_ = false;
    int logins_ = 0;
    std::optional<std::chrono::steady_clock::time_point> session_ends_;
    std::chrono::steady_clock::time_point next_request_;
    std::optional<Meaning> last_fault_;
};

} // namespace settled::ledger_http
