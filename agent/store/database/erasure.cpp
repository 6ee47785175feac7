#include "store/erasure.hpp"

#include "store/database/dialect.hpp"
#include "store/database/parts.hpp"
#include "store/database/personal_entries.hpp"
#include "store/database/personal_places.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace settled::store {
namespace {

struct Known { // by what a customer goes, in every generation
    std::set<std::string> names, accounts;
};

class DatabaseErasure final : public Erasure {
  public:
    explicit DatabaseErasure(SharedDatabase database) : database_(std::move(database)) {}

    Result<std::vector<CustomerId>> customers(const std::string& company) override {
        return database_->read([&] {
            std::vector<CustomerId> found;
            Rows rows = database_->ask(
                R"(SELECT DISTINCT ledger, "customer_id" FROM ledger_customers WHERE company = ? ORDER BY ledger, "customer_id")",
                {company}, "tt");
            while (rows.next()) {
                CustomerId& customer = found.emplace_back();
                rows >> customer.ledger >> customer.customer_id;
            }
            return found;
        });
    }

    Result<PersonalHoldings> holdings(const std::string& company, const CustomerId& customer) override {
        return database_->read([&] {
            const Known known = known_by(company, customer);
            PersonalHoldings made;
            made.names.assign(known.names.begin(), known.names.end());
            std::map<std::pair<PersonalPart, int>, std::int64_t> counted;
            for (const PersonalPlace& place : personal_places()) {
                Rows rows = database_->ask("SELECT " + year_of(place) + ", COUNT(*) FROM " + std::string(place.table) +
                                               bearing_words(place) + " GROUP BY 1",
                                           {company, customer.ledger, customer.customer_id}, "ii");
                while (rows.next()) {
                    int year = 0;
                    std::int64_t count = 0;
                    rows >> year >> count;
                    counted[{place.part, year}] += count;
                }
            }
            for (const PersonalEntry& entry : personal_entries(*database_, company, customer, known.names, known.accounts)) {
                made.last_entry_year = std::max(made.last_entry_year, entry.year());
                if (entry.has_words) ++counted[{PersonalPart::bank, entry.year()}];
            }
            for (const auto& [what, count] : counted) made.rows.push_back({what.first, what.second, count});
            const auto number = [&](const std::string& sql) {
                Rows rows = database_->ask(sql, {company, customer.ledger, customer.customer_id}, "i");
                std::int64_t found = 0;
                if (rows.next()) rows >> found;
                return found;
            };
            const std::string of = R"( WHERE company = ? AND ledger = ? AND "customer_id" = ?)";
            for (const char* newest : {R"(SELECT COALESCE(MAX("document_date"), 0) FROM ledger_open_items)",
                                       R"(SELECT COALESCE(MAX("date"), 0) FROM ledger_receipts)",
                                       R"(SELECT COALESCE(MAX("settled_date"), 0) FROM ledger_settlements)"})
                made.last_voucher_year = std::max(made.last_voucher_year, static_cast<int>(number(newest + of) / 10000));
            made.last_voucher_year = std::max(
                made.last_voucher_year,
                static_cast<int>(number("SELECT COALESCE(MAX(\"received_date\"), 0) FROM ledger_bills WHERE company = ? AND "
                                        "ledger = ? AND \"from_customer_id\" = ?") /
                                 10000));
            made.last_letter_year = static_cast<int>(
                number("SELECT COALESCE(MAX(CASE WHEN handed_over_on > 0 THEN handed_over_on ELSE created_on END), 0) FROM "
                       "message" +
                       of + " AND audience = 'customer' AND state > 3") /
                10000);
            made.open_items = number("SELECT COUNT(*) FROM ledger_open_items" + of + " AND valid_to = 0");
            made.waiting_messages = waiting(company, customer);
            return made;
        });
    }

    Result<std::vector<PersonalRows>> erase(const std::string& company, const CustomerId& customer,
                                            std::span<const ErasureCut> cuts, const std::string& salt,
                                            const Stamp& stamp) override {
        database_->dialect().forget_for_good(database_->session());
        return database_->write([&] {
            if (waiting(company, customer) > 0)
                refuse(SETTLED_REJECTED, "customer " + customer.ledger + ":" + customer.customer_id +
                                             ": a message waits or is on its way; let it leave or cancel it (settled outbox)");
            const Known known = known_by(company, customer);
            std::vector<PersonalRows> done;
            const auto cut_of = [&](PersonalPart part) {
                const auto hit = std::ranges::find(cuts, part, &ErasureCut::part);
                return hit == cuts.end() ? nullptr : &*hit;
            };
            if (const ErasureCut* cut = cut_of(PersonalPart::bank)) {
                std::int64_t count = 0;
                for (const PersonalEntry& entry : personal_entries(*database_, company, customer, known.names, known.accounts)) {
                    if (!entry.has_words || entry.year() > cut->last_year) continue;
                    erase_entry(*database_, company, entry, salt);
                    ++count;
                }
                done.push_back({cut->part, cut->last_year, count});
            }
            if (const ErasureCut* cut = cut_of(PersonalPart::vouchers)) erase_by_name(company, customer.ledger, known, *cut);
            if (cut_of(PersonalPart::contact) != nullptr) take_learned_back(company, customer, stamp);
            for (const PersonalPlace& place : personal_places()) {
                const ErasureCut* cut = cut_of(place.part);
                if (cut == nullptr) continue;
                const std::int64_t count =
                    database_->change("UPDATE " + std::string(place.table) + " SET " + std::string(place.set) +
                                          bearing_words(place) + " AND " + year_of(place) + " <= ?",
                                      {company, customer.ledger, customer.customer_id, cut->last_year});
                const auto hit = std::ranges::find(done, place.part, &PersonalRows::part);
                if (hit == done.end())
                    done.push_back({place.part, cut->last_year, count});
                else
                    hit->rows += count;
            }
            database_->change(
                "UPDATE message_content SET content = '' WHERE message IN (SELECT id FROM message WHERE erased_on = -1)");
            database_->change("UPDATE message SET erased_on = ? WHERE erased_on = -1", {stamp.known_on});
            return done;
        });
    }

    Status rewrite() override {
        const std::scoped_lock one_at_a_time(database_->mutex());
        return database_->dialect().rewrite(database_->session());
    }

  private:
    static std::string year_of(const PersonalPlace& place) { return '(' + std::string(place.day) + ") / 10000"; }

    static std::string bearing_words(const PersonalPlace& place) {
        return " WHERE (" + std::string(place.rows) + ") AND (" + std::string(place.words) + ")";
    }

    Known known_by(const std::string& company, const CustomerId& customer) {
        Known known;
        Rows rows = database_->ask(R"(SELECT DISTINCT "name", "short_name", "bank_accounts" FROM ledger_customers
            WHERE company = ? AND ledger = ? AND "customer_id" = ?)",
                                   {company, customer.ledger, customer.customer_id}, "ttt");
        while (rows.next()) {
            std::string full_name, short_name, accounts;
            rows >> full_name >> short_name >> accounts;
            for (std::string& each : {std::ref(full_name), std::ref(short_name)})
                if (!each.empty() && each != erased_name) known.names.insert(std::move(each));
            for (const std::string_view account : split(accounts, ';'))
                if (!account.empty()) known.accounts.emplace(account);
        }
        return known;
    }

    std::int64_t waiting(const std::string& company, const CustomerId& customer) {
        Rows rows = database_->ask(
            "SELECT COUNT(*) FROM message WHERE company = ? AND ledger = ? AND customer_id = ? AND state IN (1, 2, 3, 5)",
            {company, customer.ledger, customer.customer_id}, "i");
        std::int64_t count = 0;
        if (rows.next()) rows >> count;
        return count;
    }

    // The company's bank book and the advices know no customer, only a name.
    void erase_by_name(const std::string& company, const std::string& ledger, const Known& known, const ErasureCut& cut) {
        for (const std::string& each : known.names) {
            database_->change(R"(UPDATE ledger_bank_book SET "counterparty" = '', "reference" = ''
                WHERE company = ? AND ledger = ? AND "counterparty" = ? AND "date" / 10000 <= ?)",
                              {company, ledger, each, cut.last_year});
            database_->change(R"(UPDATE ledger_advices SET "payer" = '', "reference" = '', "reason" = ''
                WHERE company = ? AND ledger = ? AND "payer" = ? AND "payment_date" / 10000 <= ?)",
                              {company, ledger, each, cut.last_year});
        }
    }

    // A payer whose name is gone must not be found again by an empty one.
    void take_learned_back(const std::string& company, const CustomerId& customer, const Stamp& stamp) {
        database_->change("INSERT INTO fact (company, kind, ledger, customer_id, item_key, date, until, amount, currency, text, "
                          "detail, source_match, revokes, known_on, at, actor) SELECT f.company, 'revoke', f.ledger, "
                          "f.customer_id, '', 0, 0, 0, '', '', '', 0, f.id, ?, ?, ? FROM fact f WHERE f.company = ? AND "
                          "f.ledger = ? AND f.customer_id = ? AND f.kind IN ('payer_account', 'payer_name', 'accept_contact') "
                          "AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.kind = 'revoke' AND r.revokes = f.id)",
                          {stamp.known_on, stamp.at, stamp.actor, company, customer.ledger, customer.customer_id});
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Erasure> make_erasure(SharedDatabase database) { return std::make_unique<DatabaseErasure>(std::move(database)); }

} // namespace settled::store
