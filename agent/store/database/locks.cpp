#include "store/database/dialect.hpp"
#include "store/database/parts.hpp"
#include "store/database/process_identity.hpp"

namespace settled::store {
namespace {

class HeldLock final : public Lock {
  public:
    HeldLock(SharedDatabase database, std::int64_t id) : database_(std::move(database)), id_(id) { database_->fence().add(id_); }
    ~HeldLock() override {
        database_->fence().remove(id_);
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
            replace_dead(name, self.host);
            return database_->insert("INSERT INTO job_lock (name, owner, since, host, process, process_start, lease_until) "
                                     "VALUES (?, ?, ?, ?, ?, ?, " +
                                         lease_end() + ") RETURNING id",
                                     {name, owner, stamp.at, self.host, self.process, self.start});
        });
        if (!id) return pass(id);
        return std::make_unique<HeldLock>(database_, *id);
    }

    Result<std::vector<LockHolder>> holders() override {
        return database_->read([&] {
            std::vector<LockHolder> all;
            Rows rows = database_->ask("SELECT name, owner, since, id FROM job_lock ORDER BY name", {}, "ttti");
            while (rows.next()) {
                LockHolder& holder = all.emplace_back();
                rows >> holder.name >> holder.owner >> holder.since >> holder.number;
            }
            return all;
        });
    }

    bool are_leases() const override { return database_->dialect().is_shared(); }

    Status renew() override {
        if (!are_leases()) return {};
        return database_->beside_writers([&] {
            for (const std::int64_t number : database_->fence().held())
                if (database_->change("UPDATE job_lock SET lease_until = " + lease_end() + " WHERE id = ?", {number}) == 0)
                    refuse(SETTLED_STOPPED, "lock number " + std::to_string(number) + " was taken over by another agent");
        });
    }

  private:
    // 0: never by itself.
    std::string lease_end() const {
        if (!are_leases()) return "0";
        return std::string(database_->dialect().now_ms()) + " + " + std::to_string(database_->lease_ms());
    }

    // Inside the writing transaction that takes the lock.
    void replace_dead(const std::string& name, const std::string& our_host) {
        std::int64_t id = 0, lease_until = 0;
        {
            Rows rows = database_->ask("SELECT id, owner, since, host, process, process_start, lease_until, " +
                                           std::string(database_->dialect().now_ms()) + " FROM job_lock WHERE name = ?",
                                       {name}, "itttitii");
            if (!rows.next()) return;
            std::string owner, since;
            ProcessIdentity holder;
            std::int64_t now = 0;
            rows >> id >> owner >> since >> holder.host >> holder.process >> holder.start >> lease_until >> now;
            const bool silent = are_leases() && holder.host != our_host && lease_until > 0 && lease_until < now;
            if (!silent && !gone(holder))
                refuse(SETTLED_UNAVAILABLE,
                       "lock " + name + ": held by " + owner + " since " + since + "; wait for it, or use --wait");
        }
        // Who says at this very moment that he lives, keeps it.
        if (database_->change("DELETE FROM job_lock WHERE id = ? AND lease_until = ?", {id, lease_until}) == 0)
            refuse(SETTLED_UNAVAILABLE, "lock " + name + ": its holder lives; wait for it, or use --wait");
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Locks> make_locks(SharedDatabase database) { return std::make_unique<DatabaseLocks>(std::move(database)); }

} // namespace settled::store
