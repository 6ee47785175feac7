#include <settled/testing_statement.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace settled::testing {
namespace {

std::string text(settled_text value) { return std::string(std::string_view(value)); }

std::string amount(settled_amount value, settled_currency currency) {
    return value.present ? amount_text(value.minor_units, Currency::from_abi(currency), value.finer_digits) : std::string();
}

std::optional<SeenBalance> balance(const settled_balance& value, settled_currency currency) {
    if (!value.present) return std::nullopt;
    return SeenBalance{Date::from_abi(value.date).iso(), amount(value.amount, currency)};
}

std::string status_name(std::int32_t status) {
    constexpr std::array<std::string_view, 4> names = {"", "booked", "pending", "neutral"};
    return std::string(names.at(static_cast<std::size_t>(status)));
}

SeenEntry seen(const settled_entry& entry) {
    SeenEntry made;
    made.line = entry.line;
    made.status = status_name(entry.status);
    made.booking_date = Date::from_abi(entry.booking_date).iso();
    made.value_date = Date::from_abi(entry.value_date).iso();
    made.amount = amount(entry.amount, entry.currency);
    made.currency = entry.currency.code;
    made.finer_digits = entry.amount.finer_digits;
    made.reversal = entry.reversal != 0;
    made.counterparty_name = text(entry.counterparty_name);
    made.counterparty_account = text(entry.counterparty_account);
    made.counterparty_bank = text(entry.counterparty_bank);
    made.ultimate_party = text(entry.ultimate_party);
    made.remittance = text(entry.remittance);
    made.structured_reference = text(entry.structured_reference);
    made.end_to_end_id = text(entry.end_to_end_id);
    made.mandate_id = text(entry.mandate_id);
    made.bank_reference = text(entry.bank_reference);
    made.customer_reference = text(entry.customer_reference);
    made.transaction_code = text(entry.transaction_code);
    made.return_reason = text(entry.return_reason);
    made.original_amount = amount(entry.original_amount, entry.original_currency);
    made.original_currency = entry.original_currency.code;
    made.original_rate = text(entry.original_rate);
    for (std::uint32_t i = 0; i < entry.charge_count; ++i) {
        const settled_charge& charge = entry.charges[i];
        made.charges.push_back({amount(charge.amount, charge.currency), charge.currency.code, text(charge.kind),
                                charge.included.present ? std::optional(charge.included.value != 0) : std::nullopt});
    }
    for (std::uint32_t i = 0; i < entry.detail_count; ++i) made.details.push_back(seen(entry.details[i]));
    return made;
}

SeenFile& file_of(void* context) { return *static_cast<SeenFile*>(context); }

} // namespace

settled_input MemoryFile::abi() {
    return {sizeof(settled_input), 0, this,
            [](void* self, char* buffer, std::size_t capacity) -> std::int64_t {
                auto& file = *static_cast<MemoryFile*>(self);
                if (file.broken) return -1;
                const std::string_view piece = file.left.substr(0, std::min(capacity, file.read_bytes));
                if (!piece.empty()) std::memcpy(buffer, piece.data(), piece.size());
                file.left.remove_prefix(piece.size());
                return static_cast<std::int64_t>(piece.size());
            },
            name};
}

settled_statement_sink SeenFile::abi() {
    return {sizeof(settled_statement_sink),
            0,
            this,
            [](void* self, const settled_statement_begin* begin) -> std::int32_t {
                SeenStatement made;
                made.line = begin->line;
                made.account = text(begin->account);
                made.account_name = text(begin->account_name);
                made.account_bank = text(begin->account_bank);
                made.currency = begin->currency.code;
                made.number = text(begin->number);
                made.opening = balance(begin->opening, begin->currency);
                made.interim = begin->interim != 0;
                made.details_only = begin->details_only != 0;
                file_of(self).statements.push_back(std::move(made));
                return 0;
            },
            [](void* self, const settled_entry* entry) -> std::int32_t {
                SeenFile& file = file_of(self);
                if (file.statements.empty() || file.statements.back().ended)
                    throw std::logic_error("an entry outside a statement");
                file.statements.back().entries.push_back(seen(*entry));
                return file.statements.back().entries.size() >= file.stop_after_entries ? 1 : 0;
            },
            [](void* self, const settled_statement_end* end) -> std::int32_t {
                SeenFile& file = file_of(self);
                if (file.statements.empty() || file.statements.back().ended) throw std::logic_error("an end without a begin");
                SeenStatement& statement = file.statements.back();
                const settled_currency currency = Currency::parse(statement.currency).value_or(Currency()).abi();
                statement.closing = balance(end->closing, currency);
                statement.closing_available = balance(end->closing_available, currency);
                statement.ended = true;
                return 0;
            },
            [](void* self, const settled_diagnostic* found) -> std::int32_t {
                file_of(self).diagnostics.push_back({found->severity, found->line, text(found->code), text(found->message)});
                return 0;
            }};
}

const SeenDiagnostic* SeenFile::diagnostic(std::string_view code) const {
    const auto hit = std::ranges::find(diagnostics, code, &SeenDiagnostic::code);
    return hit == diagnostics.end() ? nullptr : &*hit;
}

OpenParser::OpenParser(const settled_plugin& plugin, const std::vector<std::pair<std::string, std::string>>& settings)
    : operations_(*static_cast<const settled_statement_operations*>(plugin.operations)), host_abi_(host_.abi()),
      settings_(plugin, settings), settings_abi_(settings_.abi()) {
    settled_error error{.size = sizeof error};
    self_ = operations_.open(&host_abi_, &settings_abi_, &error);
    if (!self_) refused_ = error_of(error);
}

OpenParser::~OpenParser() {
    if (self_) operations_.close(self_);
}

SeenFile OpenParser::parse(MemoryFile file) const {
    SeenFile found;
    found.error = refused_;
    if (!self_) return found;
    const settled_input input = file.abi();
    const settled_statement_sink sink = found.abi();
    settled_error error{.size = sizeof error};
    if (operations_.parse(self_, &input, &sink, &error) != SETTLED_OK) found.error = error_of(error);
    return found;
}

int OpenParser::sniff(std::string_view head, std::string_view name) const {
    if (!self_) return -1;
    const settled_text head_abi(head), name_abi(name);
    return operations_.sniff(self_, &head_abi, &name_abi);
}

SeenFile parse_with(const settled_plugin& plugin, MemoryFile file,
                    const std::vector<std::pair<std::string, std::string>>& settings) {
    return OpenParser(plugin, settings).parse(std::move(file));
}

SeenFile parse_with(const settled_plugin& plugin, std::string_view bytes) { return parse_with(plugin, MemoryFile{bytes}); }

int sniff_with(const settled_plugin& plugin, std::string_view head, std::string_view name) {
    return OpenParser(plugin).sniff(head, name);
}

} // namespace settled::testing
