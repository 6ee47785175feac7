#include "store/database/document_reader.hpp"

#include "store/database/item_identities.hpp"
#include "store/database/ledger_rows.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace settled::store {
namespace {

struct Part { // one item of the ERP, in its latest form
    KnownDocument document;
    std::string instalment;
    std::int64_t first = 0, until = 0; // generations; until 0: still there
};

using DocumentName = std::tuple<std::uint8_t, std::string, Date, Currency>;

// The same item under another id: the one went with the very pull that brought the other.
bool was_renumbered(const Part& part, const std::vector<Part>& all) {
    return part.until != 0 && std::ranges::any_of(all, [&](const Part& other) {
               return &other != &part && other.first == part.until && other.instalment == part.instalment &&
                      other.document.amount == part.document.amount;
           });
}

std::map<std::string, Part> read_parts(Database& database, const std::string& company, const std::string& ledger,
                                       const std::string& customer_id, std::int64_t generation) {
    std::map<std::string, Part> parts; // by the ERP's id
    Rows rows = database.ask("SELECT item_id, item_id_2, item_id_3, valid_from, valid_to, instalment, document_number, "
                             "reference, tax_invoice_numbers, "
                             "contract_number, customer_reference, doc_type, document_date, currency, amount, open_amount FROM "
                             "ledger_open_items WHERE "
                             "company = ? AND ledger = ? AND customer_id = ? AND valid_from <= ? ORDER BY valid_from, id",
                             {company, ledger, customer_id, generation}, "tttiittttttiitii");
    while (rows.next()) {
        std::string id, second, third;
        rows >> id >> second >> third;
        Part& part = parts[joined_id(id, second, third)];
        const std::int64_t known_first = part.first, known_amount = part.document.amount;
        KnownDocument& document = part.document;
        std::optional<std::int64_t> amount, open;
        rows >> part.first >> part.until >> part.instalment >> document.number >> document.reference >>
            document.tax_invoice_numbers >> document.contract_number >> document.customer_reference >> document.doc_type >>
            document.document_date >> document.currency >> amount >> open;
        if (known_first != 0) part.first = known_first;
        if (part.until > generation) part.until = 0;
        document.open_amount = part.until == 0 ? open.value_or(0) : 0;
        // A ledger that keeps only what is open: as issued is what was open at first.
        document.amount = amount ? *amount : known_first != 0 ? known_amount : open.value_or(0);
        if (document.number.empty()) part.instalment = id;
    }
    return parts;
}

} // namespace

std::vector<KnownDocument> read_documents(Database& database, const std::string& company, const std::string& ledger,
                                          const std::string& customer_id, Date as_of) {
    const std::int64_t generation = generation_on(database, company, ledger, as_of);
    if (generation == 0) return {};
    std::map<DocumentName, std::vector<Part>> by_document;
    for (auto& [id, part] : read_parts(database, company, ledger, customer_id, generation)) {
        const KnownDocument& said = part.document;
        by_document[{said.doc_type, said.number.empty() ? id : said.number, said.document_date, said.currency}].push_back(part);
    }
    std::vector<KnownDocument> documents;
    for (const auto& [name, parts] : by_document) {
        KnownDocument whole = parts.back().document;
        whole.amount = whole.open_amount = 0;
        for (const Part& part : parts) {
            if (was_renumbered(part, parts)) continue;
            whole.amount = checked_add(whole.amount, part.document.amount).value_or(whole.amount);
            whole.open_amount = checked_add(whole.open_amount, part.document.open_amount).value_or(whole.open_amount);
        }
        documents.push_back(std::move(whole));
    }
    return documents;
}

} // namespace settled::store
