#include "store/store.hpp"

#include "store/database/parts.hpp"
#include "store/database/safety.hpp"
#include "store/database/schema.hpp"

namespace settled::store {
namespace {

class DatabaseStore final : public Store {
  public:
    explicit DatabaseStore(const SharedDatabase& database)
        : database_(database), ledgers_(make_ledgers(database)), entries_(make_entries(database)),
          matches_(make_matches(database)), outbox_(make_outbox(database)), facts_(make_facts(database)),
          audit_(make_audit(database)), locks_(make_locks(database)), reports_(make_reports(database)),
          erasure_(make_erasure(database)) {}

    Ledgers& ledgers() override { return *ledgers_; }
    Entries& entries() override { return *entries_; }
    Matches& matches() override { return *matches_; }
    Outbox& outbox() override { return *outbox_; }
    Facts& facts() override { return *facts_; }
    Audit& audit() override { return *audit_; }
    Locks& locks() override { return *locks_; }
    Reports& reports() override { return *reports_; }
    Erasure& erasure() override { return *erasure_; }

    Status copy_to(const std::filesystem::path& file) override { return copy_database(*database_, file); }
    Status check_pages() override { return store::check_pages(*database_); }
    Result<std::vector<std::string>> damage() override { return damage_of(*database_, *audit_); }

  private:
    SharedDatabase database_;
    std::unique_ptr<Ledgers> ledgers_;
    std::unique_ptr<Entries> entries_;
    std::unique_ptr<Matches> matches_;
    std::unique_ptr<Outbox> outbox_;
    std::unique_ptr<Facts> facts_;
    std::unique_ptr<Audit> audit_;
    std::unique_ptr<Locks> locks_;
    std::unique_ptr<Reports> reports_;
    std::unique_ptr<Erasure> erasure_;
};

} // namespace

Result<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
    auto database = Database::open(options);
    if (!database) return pass(database);
    if (Status current = migrate(**database, options.create); !current) return pass(current);
    return std::make_unique<DatabaseStore>(*database);
}

} // namespace settled::store
