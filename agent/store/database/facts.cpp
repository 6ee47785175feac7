#include "store/database/item_identities.hpp"
#include "store/database/json_text.hpp"
#include "store/database/parts.hpp"

namespace settled::store {
namespace {

class DatabaseFacts final : public Facts {
  public:
    explicit DatabaseFacts(SharedDatabase database) : database_(std::move(database)) {}

    Result<std::int64_t> tell(const std::string& company, const ledger::Fact& fact, const Stamp& stamp) override {
        return database_->write([&] {
            if (fact.kind == ledger::FactKind::revoke) require_fact(company, fact.revokes);
            return database_->insert(
                "INSERT INTO fact (company, kind, ledger, customer_id, item_key, date, until, amount, currency, "
                "text, detail, source_match, revokes, known_on, at, actor) VALUES (" +
                    marks(16) + ") RETURNING id",
                {company, ledger::name(fact.kind), fact.ledger, fact.customer_id, fact.item_key, fact.date, fact.until,
                 fact.amount.minor_units, fact.amount.currency, fact.text, fact.detail, fact.source_match, fact.revokes,
                 stamp.known_on, stamp.at, stamp.actor});
        });
    }

    Result<std::vector<ledger::Fact>> load(const std::string& company, Date as_of) override {
        return database_->read([&] {
            std::vector<ledger::Fact> facts;
            {
                Rows rows =
                    database_->ask("SELECT id, kind, ledger, customer_id, item_key, date, until, amount, currency, text, detail, "
                                   "source_match, revokes, known_on, at, actor FROM fact WHERE company = ? AND known_on <= ? "
                                   "ORDER BY id",
                                   {company, as_of}, "ittttiiitttiiitt");
                while (rows.next()) {
                    ledger::Fact& fact = facts.emplace_back();
                    rows >> fact.id;
                    fact.kind = ledger::fact_kind(rows.text());
                    rows >> fact.ledger >> fact.customer_id >> fact.item_key >> fact.date >> fact.until >>
                        fact.amount.minor_units >> fact.amount.currency >> fact.text >> fact.detail >> fact.source_match >>
                        fact.revokes >> fact.known_on >> fact.at >> fact.actor;
                }
            }
            const ItemNames names = ItemNames::on(*database_, company, as_of);
            for (ledger::Fact& fact : facts) fact.item_key = names.current(fact.ledger, fact.item_key);
            return facts;
        });
    }

    Result<std::vector<Task>> tasks(const std::string& company, bool with_done) override {
        return database_->read([&] {
            std::vector<Task> tasks;
            {
                Rows rows =
                    database_->ask("SELECT id, task_key, company, ledger, customer_id, item_key, dunning_procedure, step, kind, "
                                   "owner, why, due, created_on, state, note, role, told, changed_at, changed_by FROM task WHERE "
                                   "company = ? AND (state = 'open' OR ? = 1) ORDER BY id",
                                   {company, with_done}, "ittttttttttiitttttt");
                while (rows.next()) {
                    Task& task = tasks.emplace_back();
                    std::string item_keys, told;
                    rows >> task.id >> task.key >> task.company >> task.ledger >> task.customer_id >> item_keys >>
                        task.procedure >> task.step >> task.kind >> task.owner >> task.why >> task.due >> task.created_on >>
                        task.state >> task.note >> task.role >> told >> task.changed_at >> task.changed_by;
                    if (!told.empty()) task.told = texts_of(told);
                    // One key as it is: a row of a store that was made before tasks kept lists.
                    if (!item_keys.empty())
                        task.item_keys = item_keys.front() == '[' ? texts_of(item_keys) : std::vector{item_keys};
                }
            }
            const ItemNames names = ItemNames::now(*database_, company);
            for (Task& task : tasks)
                for (std::string& key : task.item_keys) key = names.current(task.ledger, key);
            return tasks;
        });
    }

    Result<std::int64_t> add_tasks(const std::string& company, std::span<const Task> tasks, const Stamp& stamp) override {
        return database_->write([&] {
            std::int64_t added = 0;
            for (const Task& task : tasks)
                added += database_->change(
                    "INSERT INTO task (company, task_key, ledger, customer_id, item_key, dunning_procedure, step, "
                    "kind, owner, why, due, created_on, state, note, changed_at, changed_by, role, told) VALUES (" +
                        marks(18) + ") ON CONFLICT DO NOTHING",
                    {company, task.key, task.ledger, task.customer_id, json_of(task.item_keys), task.procedure, task.step,
                     task.kind, task.owner, task.why, task.due, stamp.known_on, task.state, task.note, stamp.at, stamp.actor,
                     task.role, json_of(task.told)});
            return added;
        });
    }

    Status change_task(std::int64_t task, const TaskChange& change, const Stamp& stamp) override {
        return database_->write([&] {
            if (change.state && *change.state != "open" && *change.state != "done")
                refuse(SETTLED_INVALID_CONFIG, "task " + std::to_string(task) + ": a task is open or done, not " + *change.state);
            std::string columns = "changed_at = ?, changed_by = ?";
            Values values = {stamp.at, stamp.actor};
            const auto set = [&](const char* column, const auto& value) {
                if (!value) return;
                columns += std::string(", ") + column + " = ?";
                values.emplace_back(*value);
            };
            set("owner", change.owner);
            set("state", change.state);
            set("note", change.note);
            set("due", change.due);
            values.emplace_back(task);
            if (database_->change("UPDATE task SET " + columns + " WHERE id = ?", values) != 1)
                refuse(SETTLED_INVALID_CONFIG, "task " + std::to_string(task) + ": does not exist; settled task lists them");
        });
    }

  private:
    void require_fact(const std::string& company, std::int64_t fact) {
        Rows rows = database_->ask("SELECT COUNT(*) FROM fact WHERE id = ? AND company = ?", {fact, company}, "i");
        std::int64_t count = 0;
        if (rows.next()) rows >> count;
        if (count == 0) refuse(SETTLED_INVALID_CONFIG, "fact " + std::to_string(fact) + ": does not exist");
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Facts> make_facts(SharedDatabase database) { return std::make_unique<DatabaseFacts>(std::move(database)); }

} // namespace settled::store
