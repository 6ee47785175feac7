#include "support/ledger_caller.hpp"

#include <algorithm>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::support {
namespace {

const auto& operations() { return *static_cast<const settled_ledger_operations*>(SETTLED_PLUGIN_SYMBOL.operations); }

Options with_defaults(Options options) {
    const auto given = [&](const char* key) {
        return std::ranges::any_of(options, [&](const auto& option) { return option.first == key; });
    };
    if (!given("connector_folder")) options.emplace_back("connector_folder", SETTLED_SOURCE_DIR "/connectors/erp");
    return options;
}

settled_error no_error() {
    settled_error error{};
    error.size = sizeof error;
    return error;
}

} // namespace

Ledger::Ledger(const Options& options) : host_abi_(host.abi()), settings_(SETTLED_PLUGIN_SYMBOL, with_defaults(options)) {
    settled_error error = no_error();
    const settled_settings settings = settings_.abi();
    self_ = operations().open(&host_abi_, &settings, &error);
    trouble_ = said(error);
}

Ledger::~Ledger() {
    if (self_ != nullptr) operations().close(self_);
}

std::string Ledger::said(const settled_error& error) {
    code = static_cast<settled_code>(error.code);
    return error.message;
}

std::string Ledger::check() {
    if (self_ == nullptr) return trouble_;
    settled_error error = no_error();
    findings.clear(), found.clear();
    const settled_check_sink sink{sizeof sink, 0, this, [](void* context, const settled_finding* finding) {
                                      auto& self = *static_cast<Ledger*>(context);
                                      self.found.push_back({static_cast<settled_severity>(finding->severity),
                                                            std::string(std::string_view(finding->what)),
                                                            std::string(std::string_view(finding->found))});
                                      self.findings.push_back(self.found.back().what + ": " + self.found.back().found);
                                  }};
    operations().check(self_, &sink, &error);
    return said(error);
}

std::string Ledger::pull(settled_ledger_sink sink) {
    if (self_ == nullptr) return trouble_;
    settled_error error = no_error();
    const settled_pull_request request{sizeof request, as_of, {}};
    operations().pull(self_, &request, &sink, &error);
    return said(error);
}

std::string Ledger::pull() {
    got = {};
    return pull(got.abi());
}

std::string Ledger::reread(const std::vector<std::string>& item_ids) {
    if (self_ == nullptr) return trouble_;
    settled_error error = no_error();
    const std::vector<settled_text> ids(item_ids.begin(), item_ids.end());
    const settled_reread_request request{sizeof request, static_cast<std::uint32_t>(ids.size()), ids.data()};
    got = {};
    const settled_ledger_sink sink = got.abi();
    operations().reread(self_, &request, &sink, &error);
    return said(error);
}

} // namespace settled::support
