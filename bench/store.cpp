// store FILE ROWS -- what keeping a ledger costs: ROWS invoices into a new SQLite file, the same ledger again, and once more with
// one invoice in a hundred changed.
//
// The whole of a pull but the ERP: typed records go in, are checked, compared with the generation before, written with their
// identities in batches, counted again and made current. Prints for each pull the processor seconds, what was written, and how
// large the write-ahead log grew.
#include "invoices.hpp"

#include "store/store.hpp"

#include <settled/plugin_abi.h>

#include <ctime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

using namespace settled;

constexpr std::int64_t log_looked_at_every = 10'000; // rows
constexpr std::int64_t one_changed_in = 100;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::uintmax_t size_of(const std::string& path) {
    std::error_code absent;
    const std::uintmax_t size = std::filesystem::file_size(path, absent);
    return absent ? 0 : size;
}

struct Pull {
    std::uintmax_t largest_log = 0;
    store::Generation generation;
};

Result<Pull> pull(store::Store& store, const std::string& file, std::int64_t rows, Date day, bool some_changed) {
    auto writer = store.ledgers().begin("demo", "bench", {day.iso() + "T10:00:00+08:00", day, "settled"});
    if (!writer) return pass(writer);
    const settled_currency currency{{'C', 'N', 'Y', '\0'}};
    if (Status begun = (*writer)->begin(SETTLED_CUSTOMERS); !begun) return pass(begun);
    const std::int64_t customers = std::min(rows, bench::Invoice::customers);
    for (std::int64_t i = 0; i < customers; ++i) {
        const std::string id = "C" + bench::Invoice::padded(i), name = "Northwind Trading " + id;
        settled_customer customer{};
        customer.size = sizeof customer;
        customer.currency = currency;
        customer.customer_id = id;
        customer.name = name;
        if (Status added = (*writer)->add(SETTLED_CUSTOMERS, &customer); !added) return pass(added);
    }
    if (Status done = (*writer)->commit({SETTLED_CUSTOMERS, customers, {}}); !done) return pass(done);
    if (Status begun = (*writer)->begin(SETTLED_OPEN_ITEMS); !begun) return pass(begun);
    Pull made;
    std::int64_t sum = 0;
    bench::Invoice invoice;
    for (std::int64_t i = 1; i <= rows; ++i) {
        invoice.set(i);
        settled_open_item item{};
        item.size = sizeof item;
        item.doc_type = SETTLED_DOC_INVOICE;
        item.item_id = invoice.id;
        item.customer_id = invoice.customer;
        item.document_number = invoice.number;
        item.document_date = invoice.document_date;
        item.due_date = invoice.due_date;
        item.currency = currency;
        item.amount = {invoice.cents, 1, 0};
        item.open_amount = {some_changed && i % one_changed_in == 0 ? invoice.cents / 2 : invoice.cents, 1, 0};
        item.reference = invoice.reference;
        item.po_number = invoice.note;
        sum += item.open_amount.minor_units;
        if (Status added = (*writer)->add(SETTLED_OPEN_ITEMS, &item); !added) return pass(added);
        if (i % log_looked_at_every == 0) made.largest_log = std::max(made.largest_log, size_of(file + "-wal"));
    }
    const store::EntityTotals claimed{SETTLED_OPEN_ITEMS, rows, {{sum, *Currency::parse("CNY")}}};
    if (Status done = (*writer)->commit(claimed); !done) return pass(done);
    auto published = (*writer)->publish();
    if (!published) return pass(published);
    made.largest_log = std::max(made.largest_log, size_of(file + "-wal"));
    made.generation = std::move(*published);
    return made;
}

} // namespace

int main(int count, char** words) {
    if (count != 3) return std::fputs("usage: store FILE ROWS\n", stderr), 2;
    const std::string file = words[1];
    const std::int64_t rows = std::atoll(words[2]);
    for (const char* const part : {"", "-wal", "-shm"}) std::filesystem::remove(file + part);
    auto store = store::open_store({.url = "sqlite:" + file});
    if (!store) return std::fprintf(stderr, "store: %s\n", store.error().message.c_str()), 1;
    struct Step {
        const char* name;
        std::int32_t day;
        bool some_changed;
    };
    for (const Step& step :
         {Step{"first", 20261118, false}, Step{"unchanged", 20261119, false}, Step{"changed", 20261120, true}}) {
        const double before = cpu_seconds();
        const auto done = pull(**store, file, rows, Date::from_abi(step.day), step.some_changed);
        if (!done) return std::fprintf(stderr, "store: %s\n", done.error().message.c_str()), 1;
        std::printf("%s cpu=%.2f new=%lld changed=%lld same=%lld log_mib=%.1f\n", step.name, cpu_seconds() - before,
                    static_cast<long long>(done->generation.rows_new), static_cast<long long>(done->generation.rows_changed),
                    static_cast<long long>(done->generation.rows_same), static_cast<double>(done->largest_log) / (1 << 20));
    }
    return 0;
}
