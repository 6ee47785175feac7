// commands.hpp -- the commands of settled, one file each; here is only how they are gathered.
#pragma once

#include "cli/session.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace settled::cli {

// The command line being built. A command adds its options and says what runs when it is chosen.
class Commands {
  public:
    explicit Commands(CLI::App& app) : app_(&app) {}

    // Options that live as long as the command line: `auto& o = commands.keep<Options>();`
    template <class Options> Options& keep() {
        auto made = std::make_shared<Options>();
        kept_.push_back(made);
        return *made;
    }
    CLI::App& add(const std::string& name, const std::string& help, std::function<int(Session&)> run);
    CLI::App& add_group(const std::string& name, const std::string& help); // a command of commands
    CLI::App& add_to(CLI::App& group, const std::string& name, const std::string& help, std::function<int(Session&)> run);

    int run(Session& session) const { return chosen_(session); }

  private:
    CLI::App* app_;
    std::vector<std::shared_ptr<void>> kept_;
    std::function<int(Session&)> chosen_;
};

void add_init(Commands&);
void add_check(Commands&);
void add_config(Commands&);
void add_secret(Commands&);
void add_plugins(Commands&);
void add_connectors(Commands&);
void add_connectors_new(Commands&, CLI::App& connectors);
void add_banks(Commands&);
void add_parse(Commands&);
void add_pull(Commands&);
void add_import(Commands&);
void add_reconcile(Commands&);
void add_remind(Commands&);
void add_report(Commands&);
void add_deliver(Commands&);
void add_feedback(Commands&);
void add_cycle(Commands&);
void add_job(Commands&);
void add_status(Commands&);
void add_matches(Commands&);
void add_review(Commands&);
void add_undo(Commands&);
void add_explain(Commands&);
void add_aging(Commands&);
void add_forecast(Commands&);
void add_measures(Commands&);
void add_balance(Commands&);
void add_compare(Commands&);
void add_erase(Commands&);
void add_facts(Commands&); // hold, unhold, dispute, promise, contact, forget
void add_items(Commands&);
void add_task(Commands&);
void add_log(Commands&);
void add_case(Commands&);
void add_outbox(Commands&);
void add_notify(Commands&);
void add_support(Commands&);
void add_letters(Commands&);
void add_mode(Commands&);
void add_audit(Commands&);
void add_procedures(Commands&);
void add_service(Commands&); // run, service stop|reload
void add_health(Commands&);
void add_store(Commands&); // backup, store backup|restore|verify

} // namespace settled::cli
