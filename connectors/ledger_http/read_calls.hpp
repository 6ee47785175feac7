// read_calls.hpp -- the calls that only read. An ERP is never written to, whatever a connector's file says.
//
// A GET reads by definition (RFC 9110, 9.2.1), unless its path says otherwise. A POST reads only where it is
// one of the query calls below, or where the operator has named its path in allow_posts.
#pragma once

#include "list_request.hpp"

#include <settled/result.hpp>

#include <string>
#include <vector>

namespace settled::ledger_http {

// Nothing, or why this request might write.
Status only_reads(const RequestTemplate& request, const std::vector<std::string>& allowed_posts);

// The one request that may carry credentials and be no query.
Status only_logs_in(const RequestTemplate& request);
Status only_logs_out(const RequestTemplate& request);

// A path as it would be sent: begins with '/', stays on its host, has no dot segments.
Status stays_on_host(std::string_view path);

} // namespace settled::ledger_http
