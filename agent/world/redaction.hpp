// redaction.hpp -- what a line says without its secrets: the one place that every log line passes.
//
// Secrets reach a line by the words of libraries and servers: a URL with a user and password or a token in its query, an ODBC
// connection string, a request's header as libcurl's debugging writes it. Told by their shape, not by their value, because
// whoever writes a log does not know the values.
#pragma once

#include <string>
#include <string_view>

namespace settled::world {

// "https://user:***@host/x?access_token=***", "Driver=X;PWD=***;", "Authorization: ***".
std::string redacted(std::string_view line);

} // namespace settled::world
