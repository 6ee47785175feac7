#include <settled/testing_statement_text.hpp>

#include <array>

namespace settled::testing {
namespace {

void add(std::string& line, std::string_view name, std::string_view value) {
    if (!value.empty()) line.append(" ").append(name).append("=[").append(value).append("]");
}

void add(std::string& line, std::string_view name, const std::optional<SeenBalance>& balance) {
    if (balance) add(line, name, balance->amount + " on " + balance->date);
}

void add(std::string& text, const SeenEntry& entry, std::string_view indent) {
    std::string line = std::string(indent) + std::to_string(entry.line) + ": " + entry.booking_date + " " +
                       (entry.amount.empty() ? "no amount" : entry.amount) + " " + entry.currency + " " + entry.status;
    if (entry.reversal) line += " reversal";
    if (entry.value_date != entry.booking_date) add(line, "value_date", entry.value_date);
    using Field = std::pair<std::string_view, const std::string SeenEntry::*>;
    constexpr std::array<Field, 12> fields = {{{"name", &SeenEntry::counterparty_name},
                                               {"account", &SeenEntry::counterparty_account},
                                               {"bank", &SeenEntry::counterparty_bank},
                                               {"ultimate", &SeenEntry::ultimate_party},
                                               {"remittance", &SeenEntry::remittance},
                                               {"structured", &SeenEntry::structured_reference},
                                               {"end_to_end", &SeenEntry::end_to_end_id},
                                               {"mandate", &SeenEntry::mandate_id},
                                               {"bank_reference", &SeenEntry::bank_reference},
                                               {"customer_reference", &SeenEntry::customer_reference},
                                               {"code", &SeenEntry::transaction_code},
                                               {"returned", &SeenEntry::return_reason}}};
    for (const auto& [name, field] : fields) add(line, name, entry.*field);
    if (!entry.original_amount.empty()) {
        add(line, "original", entry.original_amount + " " + entry.original_currency);
        add(line, "rate", entry.original_rate);
    }
    text += line + "\n";
    for (const SeenCharge& charge : entry.charges) {
        std::string words = std::string(indent) + "  charge " + charge.amount + " " + charge.currency;
        if (charge.included) words += *charge.included ? " included" : " apart";
        add(words, "kind", charge.kind);
        text += words + "\n";
    }
    for (const SeenEntry& detail : entry.details) add(text, detail, std::string(indent) + "  part ");
}

} // namespace

std::string as_text(const SeenFile& file) {
    std::string text;
    for (const SeenStatement& statement : file.statements) {
        std::string line = "statement " + std::to_string(statement.line) + ": " + statement.account + " " + statement.currency;
        if (statement.interim) line += " interim";
        if (statement.details_only) line += " details-only";
        if (!statement.ended) line += " not-ended";
        add(line, "number", statement.number);
        add(line, "holder", statement.account_name);
        add(line, "bank", statement.account_bank);
        add(line, "opening", statement.opening);
        add(line, "closing", statement.closing);
        add(line, "available", statement.closing_available);
        text += line + "\n";
        for (const SeenEntry& entry : statement.entries) add(text, entry, "  ");
    }
    for (const SeenDiagnostic& found : file.diagnostics) {
        constexpr std::array<std::string_view, 4> severities = {"?", "info", "warning", "error"};
        text += std::string(severities.at(static_cast<std::size_t>(found.severity))) + " " + found.code + " line " +
                std::to_string(found.line) + ": " + found.message + "\n";
    }
    if (file.error)
        text += "refused (" + std::to_string(file.error->code) + ") line " + std::to_string(file.error->line) + ": " +
                file.error->message + "\n";
    return text;
}

} // namespace settled::testing
