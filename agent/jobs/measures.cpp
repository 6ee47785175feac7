#include "jobs/measures.hpp"

#include <settled/plugin_abi.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace settled::jobs {

std::vector<CurrencyMeasures> measures_of(const Picture& picture, const PaymentHistory& history, int months) {
    std::vector<CurrencyMeasures> made;
    if (history.empty()) return made;
    std::map<Currency, std::vector<credit::StillOpen>> open;
    for (const Currency currency : history.currencies()) open[currency]; // also where nothing is open now
    for (const ledger::ItemRow& item : picture.book.items)
        if (item.doc_type != SETTLED_DOC_RECEIPT && item.open_amount > 0)
            open[item.currency].push_back({item.document_date, item.due_date, item.open_amount});
    for (const auto& [currency, items] : open)
        made.push_back({picture.company->name, currency, credit::measures(history.paid(currency), items, picture.as_of, months)});
    return made;
}

Result<Measured> measures(JobContext& context, const Scope& scope, int months) {
    Measured made;
    const Status done = each_picture(context, scope, [&](const Picture& picture) -> Status {
        PaymentHistory history(picture);
        if (Status read = history.read(context); !read) return read;
        std::vector<CurrencyMeasures> measured = measures_of(picture, history, months);
        if (measured.empty()) made.without_history.push_back(picture.company->name);
        std::ranges::move(measured, std::back_inserter(made.currencies));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return made;
}

} // namespace settled::jobs
