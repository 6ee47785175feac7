#include "agent.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace settled::identity {
namespace {

const Date today = *Date::of(2028, 4, 1); // behind every history

config::Settings settings_of(const std::vector<Account>& accounts, const std::filesystem::path& folder, bool require_balances) {
    config::Settings made;
    config::Company company;
    company.name = "demo", company.time_zone = "UTC", company.currency = *Currency::parse("EUR");
    made.companies.push_back(company);
    for (const Account& account : accounts) {
        config::BankAccount own;
        own.name = account.name, own.company = "demo", own.account = account.number, own.currency = account.currency;
        own.source = "inbox";
        made.bank_accounts.push_back(own);
    }
    config::StatementSource source;
    source.name = "inbox", source.require_balances = require_balances;
    source.block = {"[statement_source.inbox]",
                    "fetch_folder",
                    {{"folder", (folder / "inbox").string()}, {"settle_seconds", "0"}, {"then", "delete"}}};
    source.parser_options = {{"layouts_folder", (folder / "banks").string()}};
    made.sources.push_back(source);
    made.test.clock = true;
    return made;
}

} // namespace

Agent::Folder::Folder() {
    const bool in_memory = ::access("/dev/shm", W_OK) == 0;
    std::string name =
        (in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path()) / "settled-identity.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
}

Agent::Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

Agent::Agent(const std::vector<Account>& accounts, bool require_balances)
    : settings_(settings_of(accounts, folder_.path, require_balances)), clock_(world::Moment(today.days())) {
    for (const char* name : {"inbox", "spool", "banks"}) std::filesystem::create_directories(folder_.path / name);
    // All the shipped ones would be read for every file, which is most of the time.
    for (const char* layout : {"cn_income_expense.toml", "plain.toml", "dkb.toml"})
        std::filesystem::copy_file(std::filesystem::path(SETTLED_SOURCE_DIR "/config/banks") / layout,
                                   folder_.path / "banks" / layout);
    auto opened = store::open_store({"sqlite::memory:", "", true});
    if (!opened) std::abort();
    store_ = std::move(*opened);
    host::ChildOptions options;
    options.in_process = true, options.clock = &clock_;
    clients_ = host::make_clients(host::Catalog({std::filesystem::path(SETTLED_BINARY_DIR) / "plugins"}), options);
}

void Agent::put(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path / "inbox" / name, std::ios::binary) << bytes;
}

Result<jobs::ImportReport> Agent::import() {
    jobs::JobContext context{
        settings_, clock_, random_, *store_, *clients_, executor_, journal_, interrupted_, folder_.path / "spool", "settled"};
    return jobs::import(context, {});
}

Result<Agent::Book> Agent::book() {
    std::vector<statement::AccountRow> accounts;
    for (const config::BankAccount& account : settings_.bank_accounts)
        accounts.push_back({account.name, account.account, "", account.currency});
    auto loaded = store_->entries().load("demo", accounts, today);
    if (!loaded) return pass(loaded);
    Book book;
    for (const statement::EntryRow& row : loaded->entries) {
        const bool booked = row.status == static_cast<std::uint8_t>(statement::EntryStatus::booked);
        (booked ? book.booked : book.waiting)
            .push_back({loaded->accounts[row.account].name, row.booking_date.number(), row.value_date.number(), row.amount,
                        std::string((*loaded)[row.counterparty_name]), std::string((*loaded)[row.bank_reference])});
    }
    std::ranges::sort(book.booked);
    return book;
}

} // namespace settled::identity
