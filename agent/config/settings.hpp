// settings.hpp -- the whole configuration, checked and typed: what every job reads.
//
// Values only. Built by check.hpp from a TOML document; whatever may be absent has its default
// here, in one place. Amounts are kept per currency; a currency not named has no limit of its own.
#pragma once

#include "dunning/calendar.hpp"
#include "dunning/interest.hpp"
#include "dunning/procedure.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::config {

using Amounts = std::map<Currency, std::int64_t>; // minor units
using Texts = std::map<std::string, std::string>; // language → text; "" where only one was given

// What a block says to its plugin: the keys of the plugin's option rows only.
struct Block {
    std::string where;                                        // "[ledger.u8]", for messages
    std::string plugin;                                       // "ledger_odbc"
    std::vector<std::pair<std::string, std::string>> options; // secrets still written secret:NAME

    std::string option(std::string_view key) const; // as written; "" where it is absent
};

enum class Mode : std::uint8_t { shadow, approve, automatic };

struct Company {
    std::string name;
    Texts legal_name;
    Currency currency;
    std::string time_zone = "UTC";
    std::string calendar;
    std::string country; // two letters: whose law says how long what is kept; "": not told
    Mode mode = Mode::shadow;
    Date go_live;                             // none: no first day
    std::vector<std::string> pilot_customers; // empty: all
    std::string procedure = "standard";
    Texts gateways;                     // channel → gateway
    int cost_of_money_basis_points = 0; // a year; 0: not told

    // The legal name in this language, else in another one that it is known in, else the block's name.
    std::string name_in(const std::string& language) const;
};

struct Ledger {
    std::string name, company, connector;
    Block block;
    int max_age_hours = 24;
    int reread_after_minutes = 60;
    Date opening_day; // none: the day of the first pull
};

struct BankAccount {
    std::string name, company, bank, account, ledger_account, source;
    std::vector<std::string> aliases;
    Currency currency;
    bool show_in_letters = false;
    int max_age_banking_days = 1;
};

struct StatementSource {
    std::string name;
    Block block;
    std::string parser = "auto", layout, then = "archive"; // then: archive | leave | delete
    std::vector<std::pair<std::string, std::string>> parser_options;
    bool require_balances = false;
    bool empty_day_is_covered = false;
};

struct Gateway {
    std::string name;
    Block block;
    Texts from; // language → header value with name and address
    std::string reply_to, archive_to;
    int messages_per_minute = 60;
    int messages_per_day = 500;
    int connections = 1; // at once, each with a message in hand
};

struct Feedback {
    std::string name, gateway; // whose bounces and answers it reads
    Block block;
};

struct Person {
    std::string name, display_name, email, language = "en", substitute;
    std::vector<std::string> roles, companies;
    Amounts limits;
    Date away_until; // the substitute acts up to and including that day
    std::vector<std::string> customers, customer_groups, regions, business_lines; // is responsible for these; empty: all

    bool works_for(std::string_view company) const; // one who names no company works for all
    bool has_role(std::string_view role) const;
};

struct Report {
    std::string name, kind = "daily", company, language = "en", gateway, deliver_as = "mail";
    std::vector<std::string> to; // addresses, or role:NAME
};

struct CustomerLink {
    std::vector<std::string> customers; // "u8:C0017"
};

struct Assignment {
    std::string company, procedure;
    std::vector<std::string> customer_groups, customers, grades, regions, business_lines;
};

struct Sending {
    int window_from_minute = 9 * 60, window_to_minute = 18 * 60; // of the recipient's day
    int quiet_from_minute = 22 * 60, quiet_to_minute = 8 * 60;
    int messages_per_contact_per_day = 2;
    int hold_above_usual_times = 3;
    int hold_above_messages = 20;
    bool hold_new_address = true;
    int approval_valid_hours = 24;
};

enum class MatchPath : std::uint8_t { any, domestic, foreign };

struct ResidualLimit {
    std::string reason;
    Currency currency;
    MatchPath path = MatchPath::any;
    std::int64_t limit = 0;
};

struct Convention {
    std::vector<std::string> customers;
    std::string rule; // oldest_first | by_contract | by_list | none
};

struct Matching {
    std::vector<ResidualLimit> residuals;                    // bank_fee and cent_difference tables land here too
    std::vector<std::string> early_payment_discount_percent; // decimal texts
    std::vector<Convention> conventions;
    bool first_third_party_settles = true;
};

struct ScheduleEntry {
    std::string name, job, days = "all";
    std::vector<std::string> at, companies;
    int every_minutes = 0;
    std::optional<std::pair<std::string, std::string>> between;
};

struct StoreSettings {
    std::string url = "sqlite:settled.db", password, backup_folder, sent_log_copy;
    int backup_keep = 14;
    int retention_years = 0; // at least so long, where the law asks for less; 0: the law alone
    int lease_seconds = 60;  // PostgreSQL: an agent that is silent for so long has died

    bool is_shared() const { return url.starts_with("postgres"); } // several agents may work on it
};

struct LogSettings {
    std::string folder, level = "info";
    int max_file_mb = 20, keep_files = 30;
    bool system_log = false;
};

struct Network {
    std::string proxy, proxy_password, ca_file;
    std::vector<std::string> no_proxy;
};

struct Access {
    std::vector<std::string> view, decide, release, operate;
    bool two_people = true;
    std::string decisions_folder;
    std::string socket = "/run/settled/settled.sock"; // where people reach the running service
};

struct Alerts {
    std::vector<std::string> to, also;
    std::string gateway;
};

struct Limits {
    int statement_file_mb = 50;
    int statement_entries = 200000;
    int field_kb = 4;
    int nesting = 64;
    int unpacked_mb = 200; // of a workbook, all its parts
    int unpack_ratio = 100;
    int parts = 1000;
    int file_seconds = 10;
    int file_memory_mb = 512;
    int job_seconds = 3600;
    int job_memory_mb = 4096; // address space
};

struct TestSettings {
    bool clock = false;
    std::string actor;
};

struct Settings {
    std::filesystem::path file, folder; // folder: relative paths start here
    std::string language = "en";
    StoreSettings store;
    LogSettings log;
    Network network;
    Access access;
    Alerts alerts;
    Sending sending;
    Matching matching;
    Limits limits;
    TestSettings test;
    std::vector<Company> companies;
    std::vector<Ledger> ledgers;
    std::vector<CustomerLink> customer_links;
    std::vector<BankAccount> bank_accounts;
    std::vector<StatementSource> sources;
    std::vector<Gateway> gateways;
    std::vector<Feedback> feedbacks;
    std::vector<Person> people;
    std::vector<Report> reports;
    std::vector<dunning::Procedure> procedures;         // of the file and the shipped ones it did not replace
    std::vector<dunning::InterestRule> interest_rules;  // shipped, and the company's own of the same name
    std::map<std::string, dunning::Calendar> calendars; // by name; the ones the companies use
    std::vector<Assignment> assignments;
    std::vector<ScheduleEntry> schedule;
    std::map<std::string, std::string> allowed_plugins; // name → "sha256:…"; empty: all packaged ones
    std::string metrics_listen, heartbeat_url;

    // Where the agent keeps what is its own: beside the embedded database, else `state` beside the configuration.
    std::filesystem::path data_folder() const;
    const Company* company(std::string_view name) const;
    const StatementSource* source(std::string_view name) const;
    const Gateway* gateway(std::string_view name) const;
    const dunning::Procedure* procedure(std::string_view name) const;
    const dunning::InterestRule* interest_rule(std::string_view name) const; // nothing for "none"
    const dunning::Calendar& calendar_of(const Company& company) const;      // weekends only where none is named
    std::vector<const Ledger*> ledgers_of(std::string_view company) const;
    std::vector<const BankAccount*> accounts_of(std::string_view company) const;
    const Gateway* gateway_of(const Company& company, const std::string& channel) const; // none: nullptr
    const Person* person(std::string_view name) const;
    std::vector<const Person*> people_with(std::string_view role, std::string_view company) const; // as configured, in order
};

} // namespace settled::config
