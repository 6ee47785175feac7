#include "store/database/parts.hpp"
#include "store/database/process_identity.hpp"

namespace settled::store {
namespace {

class HeldLock final : public Lock {
  public:
    HeldLock(SharedDatabase database, std::int64_t id) : database_(std::move(database)), id_(id) {}
    ~HeldLock() override {
        // A lock that cannot be given back now is taken over when this process has ended.
        static_cast<void>(database_->write([&] { database_->change("DELETE FROM job_lock WHERE id = ?", {id_}); }));
    }
    HeldLock(const HeldLock&) = delete;
    HeldLock& operator=(const HeldLock&) = delete;

  private:
    SharedDatabase database_;
    std::int64_t id_;
};

class DatabaseLocks final : public Locks {
  public:
    explicit DatabaseLocks(SharedDatabase database) : database_(std::move(database)) {}

    Result<std::unique_ptr<Lock>> take(const std::string& name, const std::string& owner, const Stamp& stamp) override {
        const ProcessIdentity self = process_of(owner);
        auto id = database_->write([&] {
            replace_dead(name);
            return database_->insert(
                "INSERT INTO job_lock (name, owner, since, host, process, process_start) VALUES (?, ?, ?, ?, ?, ?) "
                "RETURNING id",
                {name, owner, stamp.at, self.host, self.process, self.start});
        });
        if (!id) return pass(id);
        return std::make_unique<HeldLock>(database_, *id);
    }

    Result<std::vector<LockHolder>> holders() override {
        return database_->read([&] {
            std::vector<LockHolder> all;
            Rows rows = database_->ask("SELECT name, owner, since FROM job_lock ORDER BY name", {}, "ttt");
            while (rows.next()) {
                LockHolder& holder = all.emplace_back();
                rows >> holder.name >> holder.owner >> holder.since;
            }
            return all;
        });
    }

  private:
    // Inside the writing transaction that takes the lock.
    void replace_dead(const std::string& name) {
        std::int64_t id = 0;
        {
            Rows rows = database_->ask("SELECT id, owner, since, host, process, process_start FROM job_lock WHERE name = ?",
                                       {name}, "itttit");
            if (!rows.next()) return;
            std::string owner, since;
            ProcessIdentity holder;
            rows >> id >> owner >> since >> holder.host >> holder.process >> holder.start;
            if (!gone(holder))
                refuse(SETTLED_UNAVAILABLE,
                       "lock " + name + ": held by " + owner + " since " + since + "; wait for it, or use --wait");
        }
        database_->change("DELETE FROM job_lock WHERE id = ?", {id});
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Locks> make_locks(SharedDatabase database) { return std::make_unique<DatabaseLocks>(std::move(database)); }

} // namespace settled::store
