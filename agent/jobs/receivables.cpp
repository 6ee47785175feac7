#include "jobs/receivables.hpp"

namespace settled::jobs {
namespace {

bool is_money_on_its_way(ledger::PositionReason reason) {
    return reason == ledger::PositionReason::matched_not_booked || reason == ledger::PositionReason::draft_receipt ||
           reason == ledger::PositionReason::bill_held;
}

std::int64_t aged_amount(const ledger::ItemPosition& position) {
    std::int64_t open = position.erp_open;
    for (const ledger::PositionPart& part : position.parts)
        if (is_money_on_its_way(part.reason) && !part.doubtful) open -= part.amount;
    return open;
}

} // namespace

Result<credit::Aging> aged(const Picture& picture, const ledger::Positions& positions, credit::AgingBasis basis) {
    credit::AgingInput input{
        .book = &picture.book, .as_of = picture.as_of, .basis = basis, .open = {}, .retention_not_due = {}, .on_account = {}};
    input.open.reserve(positions.items.size());
    for (const ledger::ItemPosition& position : positions.items) input.open.push_back(aged_amount(position));
    for (const ledger::CustomerPosition& customer : positions.customers)
        if (customer.on_account != 0) input.on_account.push_back({customer.customer, {customer.on_account, customer.currency}});
    return credit::aging(input);
}

Result<CompanyAging> aging_of(const Picture& picture, credit::AgingBasis basis) {
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    auto all = aged(picture, *positions, basis);
    if (!all) return pass(all);
    CompanyAging made{picture.book.company, std::move(*all), {}};
    for (const credit::CustomerAging& customer : made.aging.customers) {
        const ledger::CustomerRow& row = picture.book.customers[customer.customer];
        made.customers.push_back({picture.book.qualified(row), std::string(picture.book[row.name]), customer});
    }
    return made;
}

Result<AgingReport> aging(JobContext& context, const Scope& scope, credit::AgingBasis basis) {
    AgingReport report;
    report.basis = basis;
    const Status done = each_picture(context, scope, [&](const Picture& picture) -> Status {
        report.as_of = picture.as_of;
        auto aged = aging_of(picture, basis);
        if (!aged) return pass(aged);
        report.companies.push_back(std::move(*aged));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return report;
}

} // namespace settled::jobs
