#include "matching/as_written.hpp"

#include "matching/fold.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::matching {
namespace {

char sign_of(char written) { return sign_in_number(lower(written)); } // 0 for anything else

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool separates(char c) { return is_blank(c) || std::string_view("-/._#").contains(c); }

// How many bytes at the beginning of the text spell these signs whole; 0 where it does not.
std::size_t spelled(std::string_view text, std::string_view signs) {
    std::size_t at = 0;
    for (std::size_t found = 0; found < signs.size(); ++at) {
        if (at == text.size()) return 0;
        const char sign = sign_of(text[at]);
        if (sign == 0 && separates(text[at]) && found > 0) continue;
        if (sign == 0 || sign != sign_of(signs[found])) return 0;
        ++found;
    }
    return at < text.size() && sign_of(text[at]) != 0 ? 0 : at;
}

std::string_view column(const ledger::Book& book, const ledger::ItemRow& item, EvidenceKind kind) {
    switch (kind) {
    case EvidenceKind::tax_invoice_in_text:
        return book[item.tax_invoice_numbers];
    case EvidenceKind::contract_in_text:
        return book[item.contract_number];
    case EvidenceKind::delivery_in_text:
        return book[item.delivery_numbers];
    case EvidenceKind::order_in_text:
        return book[item.po_number];
    case EvidenceKind::reference_in_text:
        return book[item.customer_reference];
    default:
        return book[item.document_number];
    }
}

} // namespace

std::string as_written(std::string_view text, std::string_view signs) {
    if (signs.empty()) return {};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at > 0 && sign_of(text[at - 1]) != 0) continue;
        const std::size_t size = spelled(text.substr(at), signs);
        if (size == 0) continue;
        std::string made(text.substr(at, size));
        std::erase_if(made, is_blank);
        return made;
    }
    return in_capitals(signs);
}

std::string as_written(const ledger::Book& book, ledger::Row item, EvidenceKind kind, std::string_view signs) {
    return as_written(column(book, book.items[item], kind), signs);
}

} // namespace settled::matching
