#include "jobs/measures.hpp"

#include "jobs/payment_history.hpp"

#include <settled/plugin_abi.h>

#include <map>

namespace settled::jobs {

Result<Measured> measures(JobContext& context, const Scope& scope, int months) {
    Measured made;
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto picture = look(context, *company, *day);
        if (!picture) return pass(picture);
        const ledger::Book& book = (*picture)->book;
        PaymentHistory history(**picture);
        if (Status read = history.read(context); !read) return std::unexpected(read.error());
        if (history.empty()) {
            made.without_history.push_back(company->name);
            continue;
        }
        std::map<Currency, std::vector<credit::StillOpen>> open;
        for (const Currency currency : history.currencies()) open[currency]; // also where nothing is open now
        for (const ledger::ItemRow& item : book.items)
            if (item.doc_type != SETTLED_DOC_RECEIPT && item.open_amount > 0)
                open[item.currency].push_back({item.document_date, item.due_date, item.open_amount});
        for (const auto& [currency, items] : open)
            made.currencies.push_back({company->name, currency, credit::measures(history.paid(currency), items, *day, months)});
    }
    return made;
}

} // namespace settled::jobs
