#include "jobs/accept_statement.hpp"

#include "jobs/own_accounts.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

std::unexpected<Error> refuse(const ReadFile& file, std::int64_t line, std::string_view why) {
    return fail(SETTLED_BAD_DATA, fmt::format("statement {}{}: {}", file.name, line > 0 ? fmt::format(":{}", line) : "", why),
                line);
}

Status check_amount(const ReadFile& file, const statement::Amount& amount, Currency currency, std::int64_t line) {
    if (amount.finer_digits == 0) return {};
    return refuse(
        file, line,
        fmt::format("{} has more decimals than {} has; not imported. Ask the bank for amounts in full units of the currency",
                    amount_text(amount.minor_units, currency, amount.finer_digits),
                    currency.none() ? "an amount" : currency.code()));
}

Status check_amounts(const ReadFile& file, const statement::Statement& said) {
    for (const auto& balance : {said.opening, said.closing})
        if (balance)
            if (Status fine = check_amount(file, balance->amount, said.currency, said.line); !fine) return fine;
    for (const statement::Entry& entry : said.entries)
        if (Status fine = check_amount(file, entry.amount, entry.currency, entry.line); !fine) return fine;
    return {};
}

Result<const config::BankAccount*> account_of(const config::Settings& settings, const ReadFile& file,
                                              const statement::Statement& said) {
    const config::BankAccount* account = find_account(settings, said.account, said.currency);
    if (!account)
        return refuse(
            file, said.line,
            fmt::format(
                "account {} is not in the configuration; not imported. Add it as a [bank_account.NAME] with source = \"{}\", or "
                "find out who put the file here",
                masked_account(said.account), file.source.empty() ? "…" : file.source));
    if (!file.source.empty() && account->source != file.source)
        return refuse(
            file, said.line,
            fmt::format(
                "[bank_account.{}] takes its statements from source \"{}\" only, this one came from \"{}\"; not imported. Check "
                "who put it there",
                account->name, account->source, file.source));
    if (!said.currency.none() && said.currency != account->currency)
        return refuse(
            file, said.line,
            fmt::format("currency {} found, but [bank_account.{}] is in {}; not imported. Add an account of its own for {}",
                        said.currency.code(), account->name, account->currency.code(), said.currency.code()));
    return account;
}

} // namespace

bool asks_the_bank(std::string_view message) { return ascii_lower(message).contains("ask the bank"); }

Result<AcceptedFile> accept(const config::Settings& settings, ReadFile file) {
    for (const statement::Diagnostic& diagnostic : file.diagnostics)
        if (diagnostic.severity == statement::Severity::error)
            return refuse(file, diagnostic.line,
                          asks_the_bank(diagnostic.message)
                              ? fmt::format("{}; not imported", diagnostic.message)
                              : fmt::format("{}; not imported. Ask the bank for the file again", diagnostic.message));

    AcceptedFile accepted;
    for (statement::Statement& said : file.statements) {
        auto account = account_of(settings, file, said);
        if (!account) return pass(account);
        if (Status fine = check_amounts(file, said); !fine) return std::unexpected(fine.error());
        said.currency = (*account)->currency;
        for (statement::Entry& entry : said.entries)
            if (entry.currency.none()) entry.currency = said.currency;
        auto company = std::ranges::find(accepted.companies, (*account)->company,
                                         &std::pair<std::string, std::vector<store::AccountStatement>>::first);
        if (company == accepted.companies.end()) company = accepted.companies.insert(company, {(*account)->company, {}});
        company->second.push_back({(*account)->name, file.parser, std::move(said)});
    }
    return accepted;
}

} // namespace settled::jobs
