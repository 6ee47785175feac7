#include "store/database/parts.hpp"

namespace settled::store {
namespace {

class DatabaseReports final : public Reports {
  public:
    explicit DatabaseReports(SharedDatabase database) : database_(std::move(database)) {}

    Result<std::int64_t> started(const JobRun& run) override {
        return database_->write([&] {
            return database_->insert(
                "INSERT INTO job_run (company, job, scope, started_at, finished_at, outcome, summary) VALUES "
                "(?, ?, ?, ?, ?, ?, ?) RETURNING id",
                {run.company, run.job, run.scope, run.started_at, run.finished_at, run.outcome, run.summary});
        });
    }

    Status finished(const JobRun& run) override {
        return database_->write([&] {
            if (database_->change("UPDATE job_run SET finished_at = ?, outcome = ?, summary = ? WHERE id = ?",
                                  {run.finished_at, run.outcome, run.summary, run.id}) != 1)
                refuse(SETTLED_INTERNAL, "job run " + std::to_string(run.id) + " was never started");
        });
    }

    Result<std::vector<JobRun>> latest(const std::string& company) override {
        return database_->read([&] {
            std::vector<JobRun> runs;
            Rows rows = database_->ask(
                "SELECT id, company, job, scope, started_at, finished_at, outcome, summary FROM job_run WHERE id IN "
                "(SELECT MAX(id) FROM job_run WHERE company = ? GROUP BY job, scope) ORDER BY job, scope",
                {company}, "ittttttt");
            while (rows.next()) {
                JobRun& run = runs.emplace_back();
                rows >> run.id >> run.company >> run.job >> run.scope >> run.started_at >> run.finished_at >> run.outcome >>
                    run.summary;
            }
            return runs;
        });
    }

    Result<std::string> setting(const std::string& company, const std::string& key) override {
        return database_->read([&] {
            Rows rows = database_->ask("SELECT value FROM setting WHERE company = ? AND setting_key = ?", {company, key}, "t");
            return std::string(rows.next() ? rows.text() : std::string_view());
        });
    }

    Status set(const std::string& company, const std::string& key, const std::string& value, const Stamp& stamp) override {
        return database_->write([&] {
            database_->change(
                "INSERT INTO setting (company, setting_key, value, at, actor) VALUES (?, ?, ?, ?, ?) ON CONFLICT (company, "
                "setting_key) DO UPDATE SET value = excluded.value, at = excluded.at, actor = excluded.actor",
                {company, key, value, stamp.at, stamp.actor});
        });
    }

  private:
    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Reports> make_reports(SharedDatabase database) { return std::make_unique<DatabaseReports>(std::move(database)); }

} // namespace settled::store
