#include "store/database/parts.hpp"
#include "world/digest.hpp"

#include <algorithm>

namespace settled::store {
namespace {

// Every field with its length, so that text cannot move from one field to the next unseen.
std::string chained(const std::string& previous, const AuditRow& row) {
    world::Sha256 digest;
    for (const std::string& field : {previous, std::to_string(row.number), row.at, row.company, row.actor, row.event, row.detail})
        digest.add(std::to_string(field.size())).add(":").add(field).add(";");
    return digest.hex();
}

class DatabaseAudit final : public Audit {
  public:
    explicit DatabaseAudit(SharedDatabase database) : database_(std::move(database)) {}

    Result<AuditHead> append(const std::string& company, const std::string& event, const std::string& detail_json,
                             const Stamp& stamp) override {
        return database_->write([&] {
            const AuditHead last = last_row();
            AuditRow row{last.count + 1, stamp.at, company, stamp.actor, event, detail_json, ""};
            row.hash = chained(last.hash, row);
            database_->change("INSERT INTO audit (number, at, company, actor, event, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                              {row.number, row.at, row.company, row.actor, row.event, row.detail, row.hash});
            database_->change("UPDATE audit_head SET row_count = ?, hash = ? WHERE id = 1", {row.number, row.hash});
            return AuditHead{row.number, row.hash};
        });
    }

    Result<AuditHead> head() override {
        return database_->read([&] { return last_row(); });
    }

    Result<AuditHead> verify() override {
        return database_->read([&] {
            AuditHead seen;
            {
                Rows rows = database_->ask("SELECT number, at, company, actor, event, detail, hash FROM audit ORDER BY number",
                                           {}, "itttttt");
                while (rows.next()) {
                    const AuditRow row = read_row(rows);
                    if (row.number != seen.count + 1)
                        refuse(SETTLED_BAD_DATA, "audit row " + std::to_string(seen.count + 1) +
                                                     ": is missing; the next one is " + std::to_string(row.number) +
                                                     ". Compare with the head in an earlier daily mail");
                    if (row.hash != chained(seen.hash, row))
                        refuse(SETTLED_BAD_DATA, "audit row " + std::to_string(row.number) + " of " + row.at +
                                                     ": was changed or moved; its hash does not follow from the row before");
                    seen = {row.number, row.hash};
                }
            }
            AuditHead kept;
            Rows rows = database_->ask("SELECT row_count, hash FROM audit_head WHERE id = 1", {}, "it");
            if (rows.next()) rows >> kept.count >> kept.hash;
            if (kept.count != seen.count || kept.hash != seen.hash)
                refuse(SETTLED_BAD_DATA, "audit row " + std::to_string(std::min(kept.count, seen.count) + 1) + ": is missing; " +
                                             std::to_string(kept.count) + " rows were written, " + std::to_string(seen.count) +
                                             " are there");
            return seen;
        });
    }

    Result<std::vector<AuditRow>> rows(const std::string& company, std::int64_t after, int count_max) override {
        return database_->read([&] {
            std::vector<AuditRow> found;
            Rows rows = database_->ask(
                "SELECT number, at, company, actor, event, detail, hash FROM audit WHERE (? = '' OR company = ?) AND number > ? "
                "ORDER BY number LIMIT ?",
                {company, company, after, count_max}, "itttttt");
            while (rows.next()) found.push_back(read_row(rows));
            return found;
        });
    }

  private:
    static AuditRow read_row(Rows& rows) {
        AuditRow row;
        rows >> row.number >> row.at >> row.company >> row.actor >> row.event >> row.detail >> row.hash;
        return row;
    }

    AuditHead last_row() {
        AuditHead last;
        Rows rows = database_->ask("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", {}, "it");
        if (rows.next()) rows >> last.count >> last.hash;
        return last;
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Audit> make_audit(SharedDatabase database) { return std::make_unique<DatabaseAudit>(std::move(database)); }

} // namespace settled::store
