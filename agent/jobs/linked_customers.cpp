#include "jobs/linked_customers.hpp"

#include <algorithm>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;

// "u8:C0017"; the company is that of the ledger.
CustomerName customer_name(const config::Settings& settings, const std::string& qualified) {
    CustomerName name;
    const std::size_t colon = std::min(qualified.find(':'), qualified.size());
    name.ledger = qualified.substr(0, colon);
    name.customer_id = colon < qualified.size() ? qualified.substr(colon + 1) : std::string();
    if (const auto hit = std::ranges::find(settings.ledgers, name.ledger, &config::Ledger::name); hit != settings.ledgers.end())
        name.company = hit->company;
    return name;
}

std::vector<CustomerName> names_of(const config::Settings& settings, const config::CustomerLink& link) {
    std::vector<CustomerName> names;
    for (const std::string& qualified : link.customers) names.push_back(customer_name(settings, qualified));
    return names;
}

// Another company's: what it planned for today and did not take back.
Result<int> messages_of(JobContext& context, const CustomerName& name, Date today) {
    auto messages = context.store.outbox().list(
        name.company,
        {.states = {}, .kind = "reminder", .ledger = name.ledger, .customer_id = name.customer_id, .with_content = false});
    if (!messages) return pass(messages);
    return static_cast<int>(std::ranges::count_if(*messages, [&](const store::Message& message) {
        return message.planned_for == today && message.state != store::MessageState::failed &&
               message.state != store::MessageState::cancelled;
    }));
}

bool is_contact(const ledger::Fact& fact, const CustomerName& name) {
    return fact.kind == ledger::FactKind::log_line && fact.ledger == name.ledger && fact.customer_id == name.customer_id;
}

} // namespace

std::vector<CustomerName> names_of_firm(const config::Settings& settings, const CustomerName& name) {
    std::vector<CustomerName> firm{name};
    for (const config::CustomerLink& link : settings.customer_links) {
        std::vector<CustomerName> names = names_of(settings, link);
        if (std::ranges::find(names, name) == names.end()) continue;
        for (CustomerName& one : names)
            if (std::ranges::find(firm, one) == firm.end()) firm.push_back(std::move(one));
    }
    return firm;
}

Status share_contacts(JobContext& context, const Picture& picture, dunning::PlannerInput& input) {
    int contact = 0;
    for (const config::CustomerLink& link : context.settings.customer_links) {
        ++contact;
        const std::vector<CustomerName> names = names_of(context.settings, link);
        std::vector<Row> here;
        int messages = 0;
        std::vector<ledger::Fact> said;
        for (const CustomerName& name : names) {
            const bool ours = name.company == picture.company->name;
            const Row row = ours ? picture.rows->index().customer(name.ledger, name.customer_id) : no_row;
            if (row != no_row) here.push_back(row), messages += input.customers[row].messages_today;
            if (!ours) {
                auto others = messages_of(context, name, picture.as_of);
                if (!others) return pass(others);
                messages += *others;
            }
            auto facts =
                ours ? Result<std::vector<ledger::Fact>>(picture.facts) : context.store.facts().load(name.company, picture.as_of);
            if (!facts) return pass(facts);
            std::ranges::copy_if(ledger::standing(*facts), std::back_inserter(said),
                                 [&](const ledger::Fact& fact) { return is_contact(fact, name); });
        }
        for (const Row row : here) {
            const ledger::CustomerRow& customer = picture.book.customers[row];
            const std::string &ledger = picture.book.ledger_of(customer).name, id(picture.book[customer.id]);
            input.customers[row].contact = contact;
            input.customers[row].messages_today = messages;
            for (ledger::Fact fact : said) {
                if (fact.ledger == ledger && fact.customer_id == id) continue;
                fact.ledger = ledger, fact.customer_id = id, fact.item_key.clear();
                input.facts.push_back(std::move(fact));
            }
        }
    }
    return {};
}

} // namespace settled::jobs
