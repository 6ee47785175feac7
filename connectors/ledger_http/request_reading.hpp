// request_reading.hpp -- a request as connector.toml and *.request.toml write it.
#pragma once

#include "list_request.hpp"
#include "toml_section.hpp"

namespace settled::ledger_http {

enum class Purpose { read, log_in, log_out };

// method, path, headers, query, body and form of a section. Refuses what could write, a secret in an
// address, and values that nobody provides.
RequestTemplate read_request(Section& section, const RequestRules& rules, Purpose purpose);

std::vector<std::pair<std::string, TextTemplate>> read_headers(Section& section, const RequestRules& rules);

JsonTemplate read_document(ConnectorSource& source, const toml::node& node, const std::string& where);

void check_names(ConnectorSource& source, const TextTemplate& text, const RequestRules& rules, bool may_hold_secrets);

} // namespace settled::ledger_http
