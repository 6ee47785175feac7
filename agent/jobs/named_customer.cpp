#include "jobs/named_customer.hpp"

#include "ledger/named_rows.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

namespace settled::jobs {

Result<NamedCustomer> named_customer(JobContext& context, const Scope& scope, const std::string& name) {
    Error last{SETTLED_INVALID_CONFIG, fmt::format("no customer \"{}\"; settled aging lists them", visible(name)), 0};
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto picture = look(context, *company, *day);
        if (!picture) {
            last = picture.error();
            continue;
        }
        auto customer = ledger::customer_named((*picture)->book, name);
        if (customer) return NamedCustomer{company, std::move(*picture), *customer};
        last = customer.error();
    }
    return std::unexpected(last);
}

} // namespace settled::jobs
