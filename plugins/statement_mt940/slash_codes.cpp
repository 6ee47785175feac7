// Slash codes: "/TRTP/SEPA OVERBOEKING/IBAN/…/BIC/…/NAME/…/REMI/…/EREF/…", the structure of Dutch banks
// (and, with /BENM/account/name, of others). A code may be wrapped in its middle; words between
// slashes that are no known code are text ("A. Huibers en/of B. Huibers").
#include "information.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace settled::mt940 {
namespace {

enum class Code {
    account,
    bank,
    name,
    remittance,
    unstructured,
    structured,
    end_to_end,
    mandate,
    counterparty,
    party,
    ultimate,
    account_and_bank,
    creditor_reference,
    reference_part,
    original,
    charge,
    rate,
    return_reason,
    other,
};

struct Known {
    std::string_view word;
    Code code;
};

constexpr std::array<Known, 37> known_codes = {{
    {"IBAN", Code::account},
    {"BIC", Code::bank},
    {"NAME", Code::name},
    {"REMI", Code::remittance},
    {"USTD", Code::unstructured},
    {"STRD", Code::structured},
    {"EREF", Code::end_to_end},
    {"MARF", Code::mandate},
    {"CNTP", Code::counterparty},
    {"ORDP", Code::party},
    {"BENM", Code::party},
    {"ULTD", Code::ultimate},
    {"ULTC", Code::ultimate},
    {"ULTB", Code::ultimate},
    {"ACCW", Code::account_and_bank},
    {"CDTRREF", Code::creditor_reference},
    {"CDTRREFTP", Code::reference_part},
    {"CD", Code::reference_part},
    {"ISSR", Code::reference_part},
    {"OCMT", Code::original},
    {"CHGS", Code::charge},
    {"EXCH", Code::rate},
    {"RTRN", Code::return_reason},
    {"TRTP", Code::other},
    {"CSID", Code::other},
    {"ISDT", Code::other},
    {"PURP", Code::other},
    {"PREF", Code::other},
    {"ADDR", Code::other},
    {"ID", Code::other},
    {"SVCL", Code::other},
    {"BUSP", Code::other},
    {"TRCD", Code::other},
    {"SUM", Code::other},
    {"CREF", Code::other},
    {"RTYP", Code::other},
    {"NRTX", Code::other},
}};
constexpr std::size_t word_bytes_max = 9;

struct Found {
    Code code = Code::other;
    std::size_t start = 0; // of the slash in front
    std::size_t value = 0; // behind the second slash
};

std::optional<Found> code_at(std::string_view text, std::size_t slash) {
    const std::size_t end = text.find('/', slash + 1);
    if (end == text.npos || end - slash - 1 > word_bytes_max) return std::nullopt;
    const auto hit = std::ranges::find(known_codes, text.substr(slash + 1, end - slash - 1), &Known::word);
    if (hit == known_codes.end()) return std::nullopt;
    return Found{hit->code, slash, end + 1};
}

// The next code at or behind `at`. The slash that ends one code may begin the next.
std::optional<Found> next_code(std::string_view text, std::size_t at) {
    for (; at < text.size() && (at = text.find('/', at)) != text.npos; ++at)
        if (const auto found = code_at(text, at)) return found;
    return std::nullopt;
}

std::string_view without_slashes(std::string_view text) {
    text = trim(text);
    while (text.ends_with('/')) text = trim(text.substr(0, text.size() - 1));
    while (text.starts_with('/')) text = trim(text.substr(1));
    return text;
}

void set(std::string& into, std::string_view value) {
    if (into.empty()) into = fold_blanks(without_slashes(value));
}

// "/REMI/" reaches over the codes that structure it.
bool within_remittance(Code code) {
    return code == Code::unstructured || code == Code::structured || code == Code::creditor_reference ||
           code == Code::reference_part;
}

// "/CNTP/account/bank/name/town/"
void read_counterparty(std::string_view value, Information& information) {
    const auto parts = split(value, '/');
    if (!parts.empty()) set(information.counterparty_account, parts[0]);
    if (parts.size() > 1) set(information.counterparty_bank, parts[1]);
    if (parts.size() > 2) set(information.counterparty_name, parts[2]);
}

// "/BENM/account/name/…": the party's lines stand in the field itself, the rest of them is the purpose.
void read_party_lines(std::string_view value, Information& information) {
    const auto parts = split(value, '/');
    if (parts.size() < 2 || std::ranges::count_if(parts[0], [](char c) { return c >= '0' && c <= '9'; }) < 6) return;
    set(information.counterparty_account, parts[0]);
    set(information.counterparty_name, parts[1]);
    if (parts.size() > 2) set(information.remittance, value.substr(parts[0].size() + parts[1].size() + 2));
}

class Reader {
  public:
    explicit Reader(Information& information) : information_(information) {}

    void take(Code code, std::string_view value) {
        switch (code) {
        case Code::account:
            set(information_.counterparty_account, value);
            break;
        case Code::bank:
            set(information_.counterparty_bank, value);
            break;
        case Code::name:
            set(in_ultimate_ ? information_.ultimate_party : information_.counterparty_name, value);
            break;
        case Code::end_to_end:
            set(information_.end_to_end_id, value);
            break;
        case Code::mandate:
            set(information_.mandate_id, value);
            break;
        case Code::counterparty:
            read_counterparty(value, information_);
            break;
        case Code::account_and_bank:
            read_counterparty(value.find(',') == value.npos ? value : comma_as_slash(value), information_);
            break;
        case Code::original:
            set(information_.original_amount, value);
            break;
        case Code::charge:
            set(information_.charge, value);
            break;
        case Code::rate:
            set(information_.rate, value);
            break;
        case Code::return_reason:
            set(information_.return_reason, value);
            break;
        case Code::party:
            in_ultimate_ = false;
            read_party_lines(without_slashes(value), information_);
            break;
        case Code::ultimate:
            in_ultimate_ = true;
            set(information_.ultimate_party, value);
            break;
        default:
            break;
        }
    }

    // "USTD//text/", "STRD/CUR/9999…/", "CDTRREFTP//CD/SCOR/ISSR/CUR/CDTRREF/123", or plain text.
    void take_remittance(std::string_view value) {
        if (value.starts_with("USTD/")) value.remove_prefix(4);
        if (value.starts_with("STRD/")) {
            value = without_slashes(value.substr(4));
            value.remove_prefix(value.rfind('/') + 1); // behind the issuer
            set(information_.structured_reference, value);
        }
        if (const std::size_t at = value.find("CDTRREF/"); at != value.npos)
            set(information_.structured_reference, value.substr(at + 8, value.find('/', at + 8) - at - 8));
        const std::string text = fold_blanks(without_slashes(value));
        if (!information_.remittance.empty() && !text.empty()) information_.remittance += ' ';
        information_.remittance += text;
    }

  private:
    std::string_view comma_as_slash(std::string_view value) {
        scratch_ = value;
        std::ranges::replace(scratch_, ',', '/');
        return scratch_;
    }
    Information& information_;
    std::string scratch_;
    bool in_ultimate_ = false;
};

} // namespace

bool read_slash_codes(std::string_view field, Information& information) {
    const std::size_t first_byte = field.find_first_not_of(" \n");
    if (first_byte == field.npos || field[first_byte] != '/') return false;
    const std::string joined = joined_lines(field.substr(first_byte), 0);
    const std::string_view text = joined;
    std::optional<Found> found = code_at(text, 0);
    if (!found) return false;
    Reader reader(information);
    while (found) {
        const bool is_remittance = found->code == Code::remittance;
        std::optional<Found> next = next_code(text, found->value - 1);
        while (is_remittance && next && within_remittance(next->code)) next = next_code(text, next->value - 1);
        const std::size_t end = next ? std::max(next->start, found->value) : text.size();
        const std::string_view value = text.substr(found->value, end - found->value);
        if (is_remittance)
            reader.take_remittance(value);
        else
            reader.take(found->code, value);
        found = next;
    }
    return true;
}

} // namespace settled::mt940
