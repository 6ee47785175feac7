#include "jobs/picture.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

// "u8:C001" or a bare id that is meant in every ledger which has it.
std::vector<ledger::Row> customers_named(const ledger::Book& book, std::string_view name) {
    std::vector<ledger::Row> found;
    for (ledger::Row row = 0; row < book.customers.size(); ++row)
        if (book[book.customers[row].id] == name || book.qualified(book.customers[row]) == name) found.push_back(row);
    return found;
}

// "2" → 200, "2.5" → 250; configuration has checked that it is a decimal with two decimals at most.
int basis_points(std::string_view percent) {
    auto parsed = parse_money(percent, Currency());
    return parsed ? static_cast<int>(parsed->minor_units) : 0;
}

matching::Path path(config::MatchPath path) {
    switch (path) {
    case config::MatchPath::domestic:
        return matching::Path::domestic;
    case config::MatchPath::foreign:
        return matching::Path::foreign;
    case config::MatchPath::any:
        break;
    }
    return matching::Path::any;
}

void learn(matching::Rules& rules, const ledger::BookIndex& index, const ledger::Fact& fact) {
    const ledger::Row customer = index.customer(fact.ledger, fact.customer_id);
    if (fact.kind == ledger::FactKind::payer_account) rules.payer_accounts.push_back({fact.text, customer, fact.id});
    if (fact.kind == ledger::FactKind::payer_name) rules.payer_names.push_back({fact.text, customer, fact.id});
    if (fact.kind == ledger::FactKind::not_receivable)
        rules.patterns.push_back({fact.text, matching::class_of(fact.detail), fact.id});
}

} // namespace

matching::Rules rules_of(const config::Settings& settings, const config::Company& company, const ledger::Book& book,
                         const std::vector<ledger::Fact>& facts) {
    matching::Rules rules;
    rules.home_currency = company.currency;
    for (const config::ResidualLimit& limit : settings.matching.residuals)
        rules.residuals.push_back({matching::residual(limit.reason), limit.currency, path(limit.path), limit.limit});
    for (const std::string& percent : settings.matching.early_payment_discount_percent)
        rules.discount_basis_points.push_back(basis_points(percent));
    for (const config::Convention& convention : settings.matching.conventions)
        if (convention.rule == "oldest_first")
            for (const std::string& name : convention.customers)
                std::ranges::copy(customers_named(book, name), std::back_inserter(rules.oldest_first));
    rules.first_third_party_settles = settings.matching.first_third_party_settles;
    for (const config::BankAccount& account : settings.bank_accounts) {
        rules.own_accounts.push_back(account.account);
        std::ranges::copy(account.aliases, std::back_inserter(rules.own_accounts));
    }
    for (const auto& [language, name] : company.legal_name) rules.own_names.push_back(name);
    if (facts.empty()) return rules;
    const ledger::BookIndex index(book);
    for (const ledger::Fact& fact : facts) learn(rules, index, fact);
    return rules;
}

Result<std::unique_ptr<Picture>> look(JobContext& context, const config::Company& company, Date as_of) {
    auto picture = std::make_unique<Picture>();
    picture->company = &company, picture->as_of = as_of;
    std::vector<std::string> ledgers;
    for (const config::Ledger* ledger : context.settings.ledgers_of(company.name)) {
        auto current = context.store.ledgers().current(company.name, ledger->name, as_of);
        if (!current) return pass(current);
        if (!*current)
            return fail(SETTLED_UNAVAILABLE,
                        fmt::format("[ledger.{}] was not pulled up to {}; run settled pull --ledger {} first", ledger->name,
                                    as_of.iso(), ledger->name));
        ledgers.push_back(ledger->name);
    }
    auto book = context.store.ledgers().load(company.name, ledgers, as_of);
    if (!book) return pass(book);
    picture->book = std::move(*book);
    for (ledger::LedgerRow& row : picture->book.ledgers)
        for (const config::Ledger* ledger : context.settings.ledgers_of(company.name))
            if (ledger->name == row.name && ledger->opening_day) row.opening_day = ledger->opening_day;

    std::vector<statement::AccountRow> accounts;
    for (const config::BankAccount* account : context.settings.accounts_of(company.name))
        accounts.push_back({account->name, account->account, account->ledger_account, account->currency});
    auto entries = context.store.entries().load(company.name, accounts, as_of);
    if (!entries) return pass(entries);
    picture->entries = std::move(*entries);
    auto matches = context.store.matches().load(company.name, as_of);
    if (!matches) return pass(matches);
    picture->matches = std::move(*matches);
    auto taken_back = context.store.matches().taken_back(company.name, as_of);
    if (!taken_back) return pass(taken_back);
    auto facts = context.store.facts().load(company.name, as_of);
    if (!facts) return pass(facts);
    picture->facts = ledger::standing(*facts);

    picture->rules = rules_of(context.settings, company, picture->book, picture->facts);
    picture->rows = std::make_unique<MatchRows>(picture->book, picture->entries);
    picture->history = picture->rows->history(picture->matches);
    picture->history.taken_back = picture->rows->history(*taken_back).decisions;
    return picture;
}

std::string customer_name(const Picture& picture, const std::string& ledger, const std::string& id) {
    const ledger::Row row = picture.rows->index().customer(ledger, id);
    return row == ledger::no_row ? id : std::string(picture.book[picture.book.customers[row].name]);
}

Result<ledger::Positions> positions_of(const Picture& picture) {
    return ledger::positions(picture.book, matching::known_money(picture.book, picture.entries, picture.history, picture.rules));
}

Status each_picture(JobContext& context, const Scope& scope, const std::function<Status(const Picture&)>& take) {
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto picture = look(context, *company, *day);
        if (!picture) return pass(picture);
        if (Status taken = take(**picture); !taken) return taken;
    }
    return {};
}

} // namespace settled::jobs
