// session.hpp -- one command's way to the configuration, the store and the jobs.
//
// Nothing is opened before it is asked for: `parse` never touches the store. Findings in the
// configuration are printed at once, all of them.
#pragma once

#include "cli/globals.hpp"
#include "cli/tools.hpp"
#include "config/check.hpp"
#include "host/catalog.hpp"
#include "jobs/context.hpp"
#include "world/secrets.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::cli {

class Session {
  public:
    Session(Tools& tools, const Globals& globals);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    Tools& tools() { return *tools_; }
    const Globals& globals() const { return *globals_; }
    jobs::Journal& journal() { return *journal_; }

    // The configuration as checked. The error's words were printed already where there were several.
    Result<const config::Settings*> settings();
    Result<config::Settings> settings_as_they_stand(); // the file, read anew
    // For what nobody watches: this process is the account whose state it is from here on. INVALID_CONFIG: others could change
    // the file, or the state is not that account's; the words say how it is mended.
    Status take_service_account(const config::Settings& settings) const;
    std::string config_file() const;                // as chosen, or the usual one
    config::Checked checked();                      // every finding, for `check`
    const config::Settings* peek();                 // without a word about findings, which settings() says; null: not sound
    void acts_directly(const std::string& command); // past the service: noted in the audit where [access] names people
    host::Catalog catalog() const;                  // of the folders only: no allow list
    world::Secrets secrets() const;

    Result<jobs::Scope> scope();         // what --company, --ledger, --as-of choose; unknown names are INVALID_CONFIG
    Result<jobs::JobContext*> context(); // settings, clock, store and clients
    void close();                        // the store; the next context() opens it anew
    // The job lock of each chosen company, waited for as --wait says. UNAVAILABLE names the holder.
    Status lock(const std::string& job);
    // The same for a job of the whole installation or of one company.
    Status lock_name(const std::string& name);

  private:
    Result<config::Settings> load();
    Status open();
    Status note_direct_act();

    Tools* tools_;
    const Globals* globals_;
    struct Parts; // what is opened on demand
    std::unique_ptr<Parts> parts_;
    std::unique_ptr<jobs::Journal> journal_;
};

// What an option says a day is; `option` as the person wrote it: "--until".
Result<Date> day_named(std::string_view option, const std::string& text);
// The same where the option may be left out: none.
Result<Date> day_named_or_none(std::string_view option, const std::string& text);

// Prints the error as one line and gives the exit status that CONTRACT wants for it.
int report(Session& session, const Error& error);
int status_of(bool in_part);

} // namespace settled::cli
