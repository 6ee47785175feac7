// endpoints.hpp -- every server that this configuration makes settled talk to: what whoever keeps the firewall has to allow.
//
// Read from the configuration alone; nothing is reached. Plugins that are not ours may talk to more: what they name by an option
// `url` or `…_url` is here, the rest is not.
#pragma once

#include "config/settings.hpp"

#include <settled/result.hpp>

#include <functional>
#include <string>
#include <vector>

namespace settled::jobs {

struct Endpoint {
    std::string purpose;  // "reads the ledger"
    std::string where;    // "[ledger.u8]"
    std::string host;     // or, where the configuration does not say it, who knows it: "data source ERP (odbc.ini)"
    std::string port;     // "" where it is not known here
    std::string protocol; // "https", "smtp with STARTTLS", "SQL Server"
    std::string through;  // the proxy's HOST:PORT; "" directly
};

// The address that a file of config/gateways gives its service, by the options of the gateway's block; "" where it gives none.
using ServiceAddress = std::function<std::string(const config::Block& block)>;

// In the configuration's order, each host, port and purpose once.
std::vector<Endpoint> endpoints(const config::Settings& settings, const ServiceAddress& service_address);

} // namespace settled::jobs
