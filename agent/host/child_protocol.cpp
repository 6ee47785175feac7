#include "host/child_protocol.hpp"

#include <algorithm>

namespace settled::host {

void write_open(WireWriter& wire, const OpenRequest& request) {
    wire.number(child_protocol_version);
    wire.number(request.now_unix_ms);
    wire.text(request.where);
    wire.size(request.plugins.size());
    for (const PluginFile& plugin : request.plugins) {
        wire.text(plugin.name);
        wire.number(static_cast<std::uint32_t>(plugin.kind));
        wire.text(plugin.file.string());
        wire.text(plugin.sha256);
    }
    wire.size(request.options.size());
    for (const auto& [key, value] : request.options) wire.text(key), wire.text(value);
}

OpenRequest read_open(WireReader& wire) {
    OpenRequest request;
    if (wire.number<std::uint32_t>() != child_protocol_version) return request; // no plugins: refused by whoever reads it
    request.now_unix_ms = wire.number<std::int64_t>();
    request.where = wire.text();
    for (std::uint64_t left = wire.size(); left > 0 && wire.intact(); --left) {
        PluginFile plugin;
        plugin.name = wire.text();
        plugin.kind = static_cast<settled_kind>(
            std::clamp<std::uint32_t>(wire.number<std::uint32_t>(), SETTLED_KIND_LEDGER, SETTLED_KIND_FEEDBACK));
        plugin.file = std::string(wire.text());
        plugin.sha256 = wire.text();
        request.plugins.push_back(std::move(plugin));
    }
    for (std::uint64_t left = wire.size(); left > 0 && wire.intact(); --left) {
        std::string key(wire.text());
        request.options.emplace_back(std::move(key), std::string(wire.text()));
    }
    return request;
}

void write_strings(WireWriter& wire, const std::vector<std::string>& strings) {
    wire.size(strings.size());
    for (const std::string& string : strings) wire.text(string);
}

std::vector<std::string> read_strings(WireReader& wire) {
    std::vector<std::string> strings;
    for (std::uint64_t left = wire.size(); left > 0 && wire.intact(); --left) strings.emplace_back(wire.text());
    return strings;
}

void write_file(WireWriter& wire, const RemoteFile& file) {
    for (const std::string* const text : {&file.id, &file.name, &file.sender, &file.owner}) wire.text(*text);
    wire.number(file.byte_count);
}

RemoteFile read_file(WireReader& wire) {
    RemoteFile file;
    for (std::string* const text : {&file.id, &file.name, &file.sender, &file.owner}) *text = wire.text();
    file.byte_count = wire.number<std::int64_t>();
    return file;
}

void write_finding(WireWriter& wire, const Finding& finding) {
    wire.number(static_cast<std::uint8_t>(finding.severity));
    wire.text(finding.what);
    wire.text(finding.found);
}

Finding read_finding(WireReader& wire) {
    Finding finding;
    finding.severity =
        static_cast<statement::Severity>(std::clamp<int>(wire.number<std::uint8_t>(), SETTLED_INFO, SETTLED_ERROR));
    finding.what = wire.text();
    finding.found = wire.text();
    return finding;
}

void write_done(WireWriter& wire, const Done& done) {
    const Error error = done.status ? Error{SETTLED_OK, {}, 0} : done.status.error();
    wire.number(static_cast<std::int32_t>(error.code));
    wire.number(error.line);
    wire.text(error.message);
    wire.text(done.word);
}

Done read_done(WireReader& wire) {
    const auto code = wire.number<std::int32_t>();
    const auto line = wire.number<std::int64_t>();
    std::string message(wire.text());
    Done done{{}, std::string(wire.text())};
    if (code < SETTLED_OK || code > SETTLED_INTERNAL)
        done.status = fail(SETTLED_INTERNAL, std::move(message), line);
    else if (code != SETTLED_OK)
        done.status = fail(static_cast<settled_code>(code), std::move(message), line);
    return done;
}

} // namespace settled::host
