#include "jobs/balance_statement.hpp"

#include "jobs/own_accounts.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace settled::jobs {
namespace {

using matching::two_sided::Line;

// A book that reaches further back than this before the bank's first statement is added up, not compared.
constexpr int days_before_the_bank = 92;

Result<const config::BankAccount*> find(const JobContext& context, const Scope& scope, const std::string& name) {
    std::vector<const config::BankAccount*> known, found;
    std::string choices;
    for (const config::Company* company : companies_of(context, scope))
        for (const config::BankAccount* account : context.settings.accounts_of(company->name)) {
            known.push_back(account);
            choices += (choices.empty() ? "" : ", ") + account->name;
        }
    for (const config::BankAccount* account : known)
        if (account->name == name) return account;
    const std::string key = account_key(name);
    for (const config::BankAccount* account : known)
        if (!key.empty() && (account_key(account->account) == key ||
                             std::ranges::any_of(account->aliases, [&](const auto& alias) { return account_key(alias) == key; })))
            found.push_back(account);
    if (found.size() == 1) return found.front();
    return fail(SETTLED_INVALID_CONFIG, fmt::format("{} bank account goes by \"{}\"; there are: {}",
                                                    found.empty() ? "no" : "more than one", visible(name), choices));
}

bool is_opening(std::string_view reference) {
    constexpr std::array<std::string_view, 5> words = {"opening balance", "期初余额", "上年结转", "anfangssaldo", "saldovortrag"};
    return std::ranges::find(words, ascii_lower(trim(reference))) != words.end();
}

class Builder {
  public:
    // `picture`: where there is one, its book is not read again.
    Builder(JobContext& context, const Scope& scope, const config::BankAccount& account, const BalanceStatementRequest& request,
            const Picture* picture = nullptr)
        : context_(context), scope_(scope), request_(request), picture_(picture) {
        made_.account = &account;
        made_.company = context.settings.company(account.company);
    }

    Result<BalanceStatement> run() {
        auto known = picture_ ? Result<Date>(picture_->as_of) : day_of(context_, *made_.company, scope_);
        if (!known) return pass(known);
        made_.known_on = *known;
        if (Status read = read_book(); !read) return pass(read);
        if (Status read = read_bank(); !read) return pass(read);
        choose_day();
        matching::BankReconciliationInput input;
        input.day = made_.day;
        input.bank = made_.bank, input.bank_parts = parts_;
        input.statements = statements_;
        input.book_balance = book_balance();
        input.book = made_.book;
        input.book_known_on = book_known_on_;
        input.book_is_shared = shared_;
        input.days_in_transit_max = request_.days_in_transit_max;
        input.working_days_uncovered = working_days_uncovered();
        made_.result = matching::reconcile_bank(input);
        return std::move(made_);
    }

    bool has_book() const { return !made_.book.empty() || stated_; } // after read_book()

    Status read_book() {
        if (book_) return {};
        if (picture_)
            book_ = &picture_->book;
        else if (Status loaded = load_book(); !loaded)
            return loaded;
        sort_out_book();
        return {};
    }

  private:
    Status read_bank() {
        const config::BankAccount& account = *made_.account;
        const std::vector<statement::AccountRow> rows = {
            {account.name, account.account, account.ledger_account, account.currency}};
        auto entries = context_.store.entries().load(made_.company->name, rows, made_.known_on);
        if (!entries) return pass(entries);
        made_.entries = std::make_unique<statement::EntryBook>(std::move(*entries));
        auto statements = context_.store.entries().statements(made_.company->name, account.name, made_.known_on);
        if (!statements) return pass(statements);
        for (const store::KeptStatement& kept : *statements)
            statements_.push_back({kept.first_day, kept.last_day, kept.opening, kept.closing});
        const statement::EntryBook& book = *made_.entries;
        std::int64_t last = 0;
        for (const statement::EntryRow& row : book.entries) { // the parts of one booking stand together
            if (row.status != static_cast<std::uint8_t>(statement::EntryStatus::booked)) continue;
            const std::string_view reference = row.bank_reference.empty() ? book[row.end_to_end_id] : book[row.bank_reference];
            const Line line{row.booking_date, row.amount,           row.currency.none() ? account.currency : row.currency,
                            reference,        book[row.remittance], book[row.counterparty_name]};
            if (row.part >= 0 && row.id == last && !made_.bank.empty()) {
                const auto sum = checked_add(made_.bank.back().amount, row.amount);
                if (!sum) return fail(SETTLED_BAD_DATA, fmt::format("account {}: a batch booking exceeds 64 bits", account.name));
                made_.bank.back().amount = *sum;
                made_.bank.back().text = made_.bank.back().counterpart = {};
            } else {
                made_.bank.push_back(line);
                parts_.emplace_back();
            }
            if (row.part >= 0) parts_.back().push_back(line);
            last = row.id;
        }
        return {};
    }

    Status load_book() {
        std::vector<std::string> ledgers;
        for (const config::Ledger* ledger : context_.settings.ledgers_of(made_.company->name))
            if (scope_.ledgers.empty() || std::ranges::find(scope_.ledgers, ledger->name) != scope_.ledgers.end())
                ledgers.push_back(ledger->name);
        auto book = context_.store.ledgers().load(made_.company->name, ledgers, made_.known_on);
        if (!book) return pass(book);
        made_.ledger_book = std::make_unique<ledger::Book>(std::move(*book));
        book_ = made_.ledger_book.get();
        return {};
    }

    void sort_out_book() {
        const ledger::Book& all = *book_;
        std::set<std::uint16_t> used;
        for (const ledger::BankBookRow& row : all.bank_book) {
            if (!is_ours(all[row.bank_account], row.currency)) continue;
            used.insert(row.ledger);
            if (is_opening(all[row.reference]) && !stated_) { // connectors give it as a line, so that the lines add up
                stated_ = {row.amount, row.date.plus_days(-1), 0};
                continue;
            }
            made_.book.push_back({row.date,
                                  row.amount,
                                  row.currency.none() ? made_.account->currency : row.currency,
                                  all[row.reference],
                                  {},
                                  all[row.counterparty]});
        }
        for (std::size_t ledger = 0; ledger < all.ledgers.size(); ++ledger) {
            if (!used.empty() && !used.contains(static_cast<std::uint16_t>(ledger))) continue;
            const Date known = all.ledgers[ledger].known_on;
            if (book_known_on_.none() || known < book_known_on_) book_known_on_ = known;
        }
        if (const auto stated = stated_balances(used); stated.size() == 1) stated_ = stated.front();
    }

    std::vector<matching::BookBalance> stated_balances(const std::set<std::uint16_t>& used) const {
        const ledger::Book& all = *book_;
        const std::string key = account_key(made_.account->ledger_account);
        std::vector<matching::BookBalance> stated;
        for (const ledger::ControlBalanceRow& row : all.control_balances) {
            if (key.empty() || account_key(all[row.account]) != key) continue;
            if (row.currency != made_.account->currency || (!used.empty() && !used.contains(row.ledger))) continue;
            stated.push_back({row.balance, row.as_of.none() ? all.ledgers[row.ledger].known_on : row.as_of, 0});
        }
        return stated;
    }

    // A line of the bank book belongs to the account by its number, or by the ledger account that it stands on.
    bool is_ours(std::string_view named, Currency currency) {
        const config::BankAccount& account = *made_.account;
        if (!currency.none() && currency != account.currency) return false;
        const std::string key = account_key(named);
        const auto goes_by_number = [&](const config::BankAccount& one) {
            return key == account_key(one.account) ||
                   std::ranges::any_of(one.aliases, [&](const auto& alias) { return account_key(alias) == key; });
        };
        if (!key.empty() && goes_by_number(account)) return true;
        const bool on_ledger_account = !key.empty() && key == account_key(account.ledger_account);
        if (!key.empty() && !on_ledger_account) return false;
        for (const config::BankAccount* other : context_.settings.accounts_of(account.company)) {
            if (other == &account || other->currency != account.currency) continue;
            if (key.empty() || account_key(other->ledger_account) == key) shared_ = true;
        }
        return true;
    }

    void choose_day() {
        made_.day = request_.day.none() ? scope_.as_of : request_.day;
        if (!made_.day.none()) return;
        for (const matching::StatedBalances& statement : statements_)
            made_.day = std::max(made_.day, std::min(statement.last, made_.known_on));
        if (made_.day.none()) made_.day = made_.known_on;
    }

    // What lies far behind the bank's first statement becomes one figure.
    std::optional<matching::BookBalance> book_balance() {
        Date first;
        for (const matching::StatedBalances& statement : statements_)
            if (first.none() || statement.first < first) first = statement.first;
        if (first.none()) return stated_;
        Date cut = first.plus_days(-days_before_the_bank);
        if (stated_) cut = std::min(cut, stated_->day);
        matching::BookBalance sum{0, cut, 0};
        bool overflow = false;
        for (const Line& line : made_.book) {
            if (line.date > cut) continue;
            const auto more = checked_add(sum.amount, line.amount);
            overflow = overflow || !more;
            sum.amount = more.value_or(0), ++sum.lines;
        }
        if (overflow || sum.lines == 0) return stated_;
        std::erase_if(made_.book, [&](const Line& line) { return line.date <= cut; });
        return stated_ ? stated_ : std::optional(sum);
    }

    int working_days_uncovered() const {
        std::vector<matching::DatedAmount> entries;
        for (const Line& line : made_.bank) entries.push_back({line.date, line.amount});
        const Date covered = matching::bank_balance(statements_, entries, made_.day).covered_to;
        return covered.none() ? 0 : context_.settings.calendar_of(*made_.company).working_days_between(covered, made_.day);
    }

    JobContext& context_;
    const Scope& scope_;
    const BalanceStatementRequest& request_;
    const Picture* picture_;
    const ledger::Book* book_ = nullptr;
    BalanceStatement made_;
    std::vector<matching::StatedBalances> statements_;
    std::vector<std::vector<Line>> parts_;
    std::optional<matching::BookBalance> stated_;
    Date book_known_on_;
    bool shared_ = false;
};

} // namespace

const Line& BalanceStatement::line(const matching::ItemInTransit& item) const {
    const bool of_bank = item.transit == matching::Transit::bank_received || item.transit == matching::Transit::bank_paid;
    return (of_bank ? bank : book)[item.line];
}

Result<BalanceStatement> balance_statement(JobContext& context, const Scope& scope, const BalanceStatementRequest& request) {
    auto account = find(context, scope, request.account);
    if (!account) return pass(account);
    return Builder(context, scope, **account, request).run();
}

Result<std::optional<BalanceStatement>> balance_statement(JobContext& context, const Picture& picture,
                                                          const config::BankAccount& account) {
    const Scope whole;
    const BalanceStatementRequest request;
    Builder builder(context, whole, account, request, &picture);
    if (Status read = builder.read_book(); !read) return pass(read);
    if (!builder.has_book()) return std::nullopt;
    auto made = builder.run();
    if (!made) return pass(made);
    return std::optional(std::move(*made));
}

reports::BalanceStatementView view_of(const BalanceStatement& made) {
    reports::BalanceStatementView view{made.company, made.account, made.day, made.known_on, &made.result, {}};
    for (const matching::ItemInTransit& item : made.result.items) view.lines.push_back(&made.line(item));
    return view;
}

} // namespace settled::jobs
