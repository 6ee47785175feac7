// store_limit FILE ROWS -- the bare database beside `store`: the same invoices into the same tables, columns and indexes, by
// SQLite's own interface.
//
// The schema is the store's own. Prepared statements, a commit after every thousand invoices, the same durability and cache;
// nothing is compared, counted again or hashed. Prints the processor seconds.
#include "invoices.hpp"

#include "store/store.hpp"

#include <sqlite3.h>

#include <ctime>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

using settled::bench::Invoice;

constexpr std::int64_t rows_of_a_commit = 1000;
constexpr std::string_view row_hash = "0123456789abcdef0123456789abcdef";

class Insert {
  public:
    // One value for each column: those named, in their order; the others nothing, or empty where they must not be.
    Insert(sqlite3* database, const std::string& table, const std::vector<std::string>& named) {
        std::string columns, marks;
        sqlite3_stmt* about = nullptr;
        sqlite3_prepare_v2(database, ("PRAGMA table_info(" + table + ")").c_str(), -1, &about, nullptr);
        std::vector<bool> text;
        std::vector<std::string> names;
        while (sqlite3_step(about) == SQLITE_ROW) {
            const std::string name = reinterpret_cast<const char*>(sqlite3_column_text(about, 1));
            if (name == "id") continue;
            columns += (columns.empty() ? "\"" : ", \"") + name + '"';
            marks += marks.empty() ? "?" : ", ?";
            text.push_back(std::string_view(reinterpret_cast<const char*>(sqlite3_column_text(about, 2))) == "TEXT");
            names.push_back(name);
        }
        sqlite3_finalize(about);
        sqlite3_prepare_v2(database, ("INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")").c_str(), -1,
                           &statement_, nullptr);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (text[i])
                sqlite3_bind_text(statement_, static_cast<int>(i + 1), "", 0, SQLITE_STATIC);
            else
                sqlite3_bind_int64(statement_, static_cast<int>(i + 1), 0);
        }
        for (const std::string& name : named) {
            const auto at = std::ranges::find(names, name);
            if (at == names.end()) std::fprintf(stderr, "store_limit: no column %s\n", name.c_str()), std::exit(1);
            places_.push_back(static_cast<int>(at - names.begin()) + 1);
        }
    }
    Insert(const Insert&) = delete;
    Insert& operator=(const Insert&) = delete;
    ~Insert() { sqlite3_finalize(statement_); }

    Insert& operator<<(std::string_view text) {
        sqlite3_bind_text(statement_, places_.at(next_++), text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        return *this;
    }
    Insert& operator<<(std::int64_t number) {
        sqlite3_bind_int64(statement_, places_.at(next_++), number);
        return *this;
    }
    void run() {
        if (sqlite3_step(statement_) != SQLITE_DONE)
            std::fprintf(stderr, "store_limit: %s\n", sqlite3_errmsg(sqlite3_db_handle(statement_))), std::exit(1);
        sqlite3_reset(statement_);
        next_ = 0;
    }

  private:
    sqlite3_stmt* statement_ = nullptr;
    std::vector<int> places_;
    std::size_t next_ = 0;
};

void run(sqlite3* database, const char* sql) { sqlite3_exec(database, sql, nullptr, nullptr, nullptr); }

} // namespace

int main(int count, char** words) {
    if (count != 3) return std::fputs("usage: store_limit FILE ROWS\n", stderr), 2;
    const std::string file = words[1];
    const std::int64_t rows = std::atoll(words[2]);
    for (const char* const part : {"", "-wal", "-shm"}) std::filesystem::remove(file + part);
    if (!settled::store::open_store({.url = "sqlite:" + file})) return std::fputs("store_limit: cannot create it\n", stderr), 1;
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) return std::fputs("store_limit: cannot open it\n", stderr), 1;
    run(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768");
    const std::clock_t before = std::clock();
    {
        Insert customer(database, "ledger_customers",
                        {"company", "ledger", "valid_from", "row_hash", "customer_id", "name", "currency"});
        Insert item(database, "ledger_open_items",
                    {"company", "ledger", "valid_from", "row_hash", "item_id", "customer_id", "doc_type", "document_number",
                     "document_date", "due_date", "currency", "amount", "open_amount", "reference", "po_number"});
        Insert identity(database, "item_identity",
                        {"company", "ledger", "valid_from", "item_key", "document_key", "erp_id", "customer_id", "doc_type",
                         "document_number", "document_date", "due_date", "currency", "amount"});
        run(database, "BEGIN IMMEDIATE");
        for (std::int64_t i = 0; i < std::min(rows, Invoice::customers); ++i) {
            const std::string id = "C" + Invoice::padded(i), name = "Northwind Trading " + id;
            (customer << "demo" << "bench" << std::int64_t{1} << row_hash << id << name << "CNY").run();
            if (i % rows_of_a_commit == 0) run(database, "COMMIT; BEGIN IMMEDIATE");
        }
        Invoice invoice;
        for (std::int64_t i = 1; i <= rows; ++i) {
            invoice.set(i);
            (item << "demo" << "bench" << std::int64_t{1} << row_hash << invoice.id << invoice.customer << std::int64_t{1}
                  << invoice.number << std::int64_t{invoice.document_date} << std::int64_t{invoice.due_date} << "CNY"
                  << invoice.cents << invoice.cents << invoice.reference << invoice.note)
                .run();
            const std::string key =
                invoice.customer + "|invoice|" + invoice.number + '|' + std::to_string(invoice.document_date) + '|';
            (identity << "demo" << "bench" << std::int64_t{1} << key << key << invoice.id << invoice.customer << std::int64_t{1}
                      << invoice.number << std::int64_t{invoice.document_date} << std::int64_t{invoice.due_date} << "CNY"
                      << invoice.cents)
                .run();
            if (i % rows_of_a_commit == 0) run(database, "COMMIT; BEGIN IMMEDIATE");
        }
        run(database, "COMMIT");
    }
    std::printf("limit cpu=%.2f\n", static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    sqlite3_close(database);
    return 0;
}
