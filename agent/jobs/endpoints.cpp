#include "jobs/endpoints.hpp"

#include <formats/connection_string.hpp>
#include <settled/loopback.hpp>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace settled::jobs {
namespace {

struct Scheme {
    std::string_view name, port, protocol;
    bool by_proxy = false; // HTTP only: mail and SFTP never go through the proxy
};

// Ports of RFC 9110, 8314, 3207, 4253 and PostgreSQL's manual.
constexpr std::array schemes = {
    Scheme{"https", "443", "https", true},
    Scheme{"http", "80", "http", true},
    Scheme{"smtps", "465", "smtp in TLS"},
    Scheme{"smtp", "25", "smtp with STARTTLS"},
    Scheme{"imaps", "993", "imap in TLS"},
    Scheme{"imap", "143", "imap with STARTTLS"},
    Scheme{"sftp", "22", "ssh"},
    Scheme{"postgresql", "5432", "PostgreSQL"},
    Scheme{"postgres", "5432", "PostgreSQL"},
};

// What an ODBC driver's name says about its server, and the port where nothing else stands.
struct Driver {
    std::string_view part, port, protocol;
};
constexpr std::array drivers = {
    Driver{"sql server", "1433", "SQL Server"}, Driver{"msodbcsql", "1433", "SQL Server"},
    Driver{"freetds", "1433", "SQL Server"},    Driver{"mariadb", "3306", "MySQL"},
    Driver{"mysql", "3306", "MySQL"},           Driver{"postgres", "5432", "PostgreSQL"},
    Driver{"psqlodbc", "5432", "PostgreSQL"},   Driver{"oracle", "1521", "Oracle Net"},
    Driver{"hdb", "30015", "SAP HANA"},
};

std::string_view port_of_url(std::string_view url) {
    const std::string_view host = host_of_url(url);
    std::string_view rest = url.substr(static_cast<std::size_t>(host.data() - url.data()) + host.size());
    if (!rest.starts_with(':')) return {};
    rest.remove_prefix(1);
    return rest.substr(0, rest.find_first_not_of("0123456789"));
}

const Scheme* scheme_of(std::string_view url) {
    const std::size_t mark = url.find("://");
    const auto found = mark == std::string_view::npos
                           ? schemes.end()
                           : std::ranges::find(schemes, ascii_lower(url.substr(0, mark)), &Scheme::name);
    return found == schemes.end() ? nullptr : &*found;
}

bool goes_directly(std::string_view host, const std::vector<std::string>& no_proxy) {
    return std::ranges::any_of(no_proxy, [&](const std::string& each) {
        const std::string_view name = trim(each);
        if (name.empty()) return false;
        if (equal_ignoring_ascii_case(host, name)) return true;
        const std::string_view tail = name.starts_with('.') ? name.substr(1) : name;
        return host.size() > tail.size() && host[host.size() - tail.size() - 1] == '.' &&
               equal_ignoring_ascii_case(host.substr(host.size() - tail.size()), tail);
    });
}

// The first of these keywords that the connection has.
std::optional<std::string_view> first_of(const formats::ConnectionString& connection,
                                         std::initializer_list<std::string_view> keywords) {
    for (const std::string_view keyword : keywords)
        if (auto value = connection.find(keyword)) return value;
    return std::nullopt;
}

class Gatherer {
  public:
    Gatherer(const config::Settings& settings, const ServiceAddress& service_address)
        : settings_(settings), service_address_(service_address) {}

    void add_url(std::string_view purpose, const std::string& where, std::string_view url, const config::Block* block) {
        if (url.empty()) return;
        if (url.starts_with("secret:")) return add({std::string(purpose), where, std::string(url), "", "", ""});
        const Scheme* scheme = scheme_of(url);
        if (scheme == nullptr) return;
        Endpoint made{std::string(purpose),          where, std::string(host_of_url(url)), std::string(port_of_url(url)),
                      std::string(scheme->protocol), ""};
        if (made.port.empty()) made.port = scheme->port;
        if (made.host.empty()) return; // a socket of this machine
        if (scheme->by_proxy) made.through = proxy_for(made.host, block);
        add(std::move(made));
    }

    void add_block(std::string_view purpose, const config::Block& block) {
        const std::string own = block.option("url");
        bool is_named = false;
        for (const auto& [key, value] : block.options) {
            if (key != "url" && !key.ends_with("_url")) continue;
            if (key == "report_url") continue; // the other side calls it
            add_url(purpose, block.where, value, &block);
            is_named = true;
        }
        if (own.empty()) add_url(purpose, block.where, service_address_(block), &block);
        if (!is_named) add_database(purpose, block);
    }

    void add_proxy() {
        if (!settings_.network.proxy.empty()) add_url("is the way out", "[network]", settings_.network.proxy, nullptr);
        if (!made_.empty()) made_.back().through.clear();
    }

    std::vector<Endpoint> take() { return std::move(made_); }

  private:
    std::string proxy_for(std::string_view host, const config::Block* block) const {
        std::string proxy = block != nullptr ? block->option("proxy") : std::string();
        std::vector<std::string> no_proxy = settings_.network.no_proxy;
        if (block != nullptr)
            if (const std::string own = block->option("no_proxy"); !own.empty()) {
                no_proxy.clear();
                for (const std::string_view each : split(own, ',')) no_proxy.emplace_back(each);
            }
        if (proxy.empty()) proxy = settings_.network.proxy;
        if (proxy.empty() || goes_directly(host, no_proxy) || is_loopback_host(host)) return {};
        const std::string_view port = port_of_url(proxy);
        return fmt::format("{}{}{}", host_of_url(proxy), port.empty() ? "" : ":", port);
    }

    void add_database(std::string_view purpose, const config::Block& block) {
        if (const std::string source = block.option("dsn"); !source.empty())
            return add({std::string(purpose), block.where, fmt::format("data source {} (odbc.ini)", source), "", "ODBC", ""});
        const auto connection = formats::ConnectionString::parse(block.option("connection"));
        if (!connection) return; // the ledger's own check says why
        const std::string driver_name = ascii_lower(connection->find("driver").value_or(""));
        const auto driver = std::ranges::find_if(drivers, [&](const Driver& each) { return driver_name.contains(each.part); });
        Endpoint made{
            std::string(purpose), block.where, "", "", driver == drivers.end() ? "ODBC" : std::string(driver->protocol), ""};
        std::string server(
            first_of(*connection, {"server", "servername", "servernode", "host", "address", "addr", "dbq"}).value_or(""));
        if (server.empty()) return; // a file of this machine
        if (server.starts_with("tcp:")) server.erase(0, 4);
        const std::size_t mark = server.find_first_of(",:");
        made.host = server.substr(0, mark);
        if (mark != std::string::npos) made.port = server.substr(mark + 1);
        if (const auto port = connection->find("port"); port && made.port.empty()) made.port = *port;
        const bool is_named_instance = made.host.contains('\\');
        if (is_named_instance && made.port.empty()) {
            // Microsoft: a named instance's port is asked of the SQL Server Browser, unless it is set and given.
            const std::string host = made.host.substr(0, made.host.find('\\'));
            add({made.purpose, made.where, host, "1434 udp", "SQL Server Browser", ""});
            made.port = "the instance's";
        }
        made.host = made.host.substr(0, made.host.find('\\'));
        if (made.port.empty() && driver != drivers.end()) made.port = driver->port;
        add(std::move(made));
    }

    void add(Endpoint made) {
        const bool known = std::ranges::any_of(made_, [&](const Endpoint& each) {
            return each.where == made.where && each.host == made.host && each.port == made.port;
        });
        if (!known) made_.push_back(std::move(made));
    }

    const config::Settings& settings_;
    const ServiceAddress& service_address_;
    std::vector<Endpoint> made_;
};

} // namespace

std::vector<Endpoint> endpoints(const config::Settings& settings, const ServiceAddress& service_address) {
    Gatherer all(settings, service_address);
    all.add_proxy();
    all.add_url("is the store", "[store]", settings.store.url, nullptr);
    for (const config::Ledger& ledger : settings.ledgers) all.add_block("reads the ledger", ledger.block);
    for (const config::StatementSource& source : settings.sources) all.add_block("fetches bank statements", source.block);
    for (const config::Gateway& gateway : settings.gateways) all.add_block("sends messages", gateway.block);
    for (const config::Feedback& feedback : settings.feedbacks) all.add_block("reads what came back", feedback.block);
    all.add_url("hears that a cycle is done", "heartbeat_url", settings.heartbeat_url, nullptr);
    return all.take();
}

} // namespace settled::jobs
