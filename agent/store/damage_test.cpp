// Bytes that change on the disk, pages that another program wrote, stores that were made before pages bore sums: nothing of a
// damaged store is used unseen. SETTLED_ROUNDS chooses how many bytes are flipped and processes killed; 400 and 30 are the full
// measure.
#include "store/database/checked_files.hpp"
#include "store/store_fixture.hpp"

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

namespace settled::store::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

int rounds(int usual) {
    const char* const wanted = std::getenv("SETTLED_ROUNDS");
    return wanted != nullptr ? static_cast<int>(std::strtol(wanted, nullptr, 10)) : usual;
}

StoreOptions options_of(const fs::path& file) {
    StoreOptions options;
    options.url = "sqlite:" + file.string(), options.wait_seconds = 5;
    return options;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

// A month of a small company: items, bank entries, decisions, letters with their claims, an audit.
void fill(Store& store) {
    std::vector<Item> items;
    for (int i = 0; i < 400; ++i)
        items.push_back(
            {.id = std::to_string(i), .customer = "C" + std::to_string(i % 40), .number = "INV-" + std::to_string(i)});
    ASSERT_TRUE(pull(store, "demo", "u8", items, on(20261030)));
    std::vector<statement::Entry> entries;
    for (int i = 0; i < 150; ++i)
        entries.push_back(entry(20261001 + i % 28, 10000, "INV-" + std::to_string(i), "R" + std::to_string(i)));
    std::ranges::stable_sort(entries, {}, &statement::Entry::booking_date);
    ASSERT_TRUE(store.entries().publish(file("october"), std::vector{statement(entries, 0)}, on(20261030)));
    auto book = store.entries().load("demo", accounts(), day(20261030));
    ASSERT_TRUE(book) << words(book);
    std::vector<StoredMatch> decided;
    for (const statement::EntryRow& row : book->entries) {
        StoredMatch match;
        match.entry = row.id, match.account = "main", match.counterparty_name = "ACME", match.date = day(20261030);
        match.amount = cny(10000), match.state = matching::State::settled, match.best.grade = matching::Grade::certain;
        match.best.allocations = {{"u8", "C1", "key", "1", "INV-1", 10000, 10000, 1, 0}};
        decided.push_back(match);
    }
    ASSERT_TRUE(store.matches().save("demo", decided, {}, on(20261030)));
    for (int i = 0; i < 40; ++i) {
        Message letter;
        letter.company = "demo", letter.key = "m" + std::to_string(i), letter.audience = "customer", letter.kind = "reminder";
        letter.channel = "email", letter.gateway = "mail", letter.recipients = {"ap@acme.example"};
        letter.content = "Subject: x\r\n\r\n" + std::string(6000, static_cast<char>('a' + i % 26)); // on pages of its own
        letter.state = MessageState::due, letter.planned_for = day(20261101);
        Claim claim;
        claim.company = "demo", claim.ledger = "u8", claim.item_key = "K" + std::to_string(i), claim.procedure = "standard";
        claim.step = "overdue-7", claim.channel = "email", claim.audience = "customer", claim.open_amount = cny(985);
        ASSERT_TRUE(store.outbox().add(letter, std::vector{claim}, on(20261101)));
        ASSERT_TRUE(store.audit().append("demo", "test", "{}", on(20261101)));
    }
}

// Everything with money, as the agent reads it.
Result<std::string> read_all(Store& store) {
    std::string all;
    const auto note = [&](const auto&... values) { (all.append(std::to_string(values)).append(" "), ...); };
    const std::vector<std::string> u8 = {"u8"};
    auto book = store.ledgers().load("demo", u8, day(20261130));
    if (!book) return pass(book);
    for (const ledger::ItemRow& item : book->items)
        note(item.amount, item.open_amount, item.due_date.number()), all.append((*book)[item.document_number]);
    auto entries = store.entries().load("demo", accounts(), day(20261130));
    if (!entries) return pass(entries);
    for (const statement::EntryRow& row : entries->entries)
        note(row.id, row.amount, row.booking_date.number()), all.append((*entries)[row.remittance]);
    auto matches = store.matches().load("demo", day(20261130));
    if (!matches) return pass(matches);
    for (const StoredMatch& match : *matches) {
        note(match.entry, match.amount.minor_units);
        for (const StoredAllocation& one : match.best.allocations)
            note(one.amount, one.open_at_decision), all.append(one.item_key);
    }
    auto messages = store.outbox().list("demo", {});
    if (!messages) return pass(messages);
    for (const Message& message : *messages) {
        all.append(message.key).append(message.content).append(message.recipients.empty() ? "" : message.recipients.front());
        note(static_cast<int>(message.state));
        auto claims = store.outbox().claims_of(message.id);
        if (!claims) return pass(claims);
        for (const Claim& claim : *claims) all.append(claim.item_key), note(claim.open_amount.minor_units);
    }
    auto steps = store.outbox().claimed_steps("demo", day(20261130));
    if (!steps) return pass(steps);
    note(steps->size());
    auto chain = store.audit().verify();
    if (!chain) return pass(chain);
    return all.append(chain->hash);
}

TEST(Damage, OfAllFlippedBytesNoMoneyIsUsedUnseen) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db", hurt = folder / "hurt.db";
    std::string truth;
    {
        auto store = open_store(options_of(file));
        ASSERT_TRUE(store) << words(store);
        fill(**store);
        auto read = read_all(**store);
        ASSERT_TRUE(read) << words(read);
        truth = *read;
    }
    const std::string whole = bytes_of(file);
    std::mt19937 random(7310);
    const int flips = rounds(100);
    std::map<std::string, int> seen;
    for (int round = 0; round < flips; ++round) {
        // One in eight at the head of a page, where the b-tree says what the page is.
        std::size_t at = random() % whole.size();
        if (round % 8 == 0) at = at / 4096 * 4096 + random() % 112;
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ (1U << (random() % 8)));
        write(hurt, bytes);
        for (const char* ending : {"-wal", "-shm"}) fs::remove(hurt.string() + ending);
        auto store = open_store(options_of(hurt));
        if (!store) {
            EXPECT_EQ(store.error().code, SETTLED_BAD_DATA) << words(store);
            ++seen[words(store).contains("changed since settled wrote it") ? "refused at opening by a page's sum"
                                                                           : "refused by SQLite"];
            continue;
        }
        const Status pages = (*store)->check_pages();
        EXPECT_FALSE(pages) << "byte " << at << " of " << whole.size() << " changed and no page tells";
        auto damage = (*store)->damage();
        ASSERT_TRUE(damage) << words(damage);
        EXPECT_THAT(*damage, Contains(HasSubstr("page " + std::to_string(at / 4096 + 1))));
        auto read = read_all(**store);
        if (!read) {
            EXPECT_EQ(read.error().code, SETTLED_BAD_DATA) << words(read);
            ++seen["refused when read by a page's sum"];
        } else if (*read == truth) {
            ++seen["in what was not asked for, told by check_pages"];
        } else {
            ++seen["USED UNSEEN"];
            ADD_FAILURE() << "byte " << at << " changed what is read";
        }
    }
    int told = 0;
    for (const auto& [what, count] : seen) std::printf("%d flips: %s\n", count, what.c_str()), told += count;
    std::printf("damaged money used unseen: %d of %d\n", seen["USED UNSEEN"], flips);
    EXPECT_EQ(told, flips);
}

// What a job has committed and nobody has moved into the file yet is in the log; another process reads it there.
// What does not fit into SQLite's memory is written before the copy's first page, which says that the pages bear sums.
TEST(Damage, ACopyLargerThanTheMemoryOfPagesIsWhole) {
    const support::TemporaryFolder folder;
    auto store = open_store(options_of(folder / "a.db"));
    ASSERT_TRUE(store) << words(store);
    fill(**store);
    for (int i = 0; i < 200; ++i) {
        Message letter;
        letter.company = "demo", letter.key = "large" + std::to_string(i), letter.audience = "customer", letter.kind = "reminder";
        letter.channel = "email", letter.gateway = "mail", letter.recipients = {"ap@acme.example"};
        letter.content = std::string(100'000, static_cast<char>('a' + i % 26));
        letter.state = MessageState::due, letter.planned_for = day(20261101);
        ASSERT_TRUE((*store)->outbox().add(letter, {}, on(20261101)));
    }
    auto truth = read_all(**store);
    ASSERT_TRUE(truth) << words(truth);
    const Status copied = (*store)->copy_to(folder / "copy.db");
    ASSERT_TRUE(copied) << words(copied);
    auto copy = open_store(options_of(folder / "copy.db"));
    ASSERT_TRUE(copy) << words(copy);
    const Status whole = (*copy)->check_pages();
    EXPECT_TRUE(whole) << words(whole);
    auto read = read_all(**copy);
    ASSERT_TRUE(read) << words(read);
    EXPECT_EQ(*read, *truth);
}

TEST(Damage, AFlippedByteOfTheWriteAheadLogIsNotUsedEither) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db", log = file.string() + "-wal";
    auto store = open_store(options_of(file));
    ASSERT_TRUE(store) << words(store);
    fill(**store);
    const std::string truth = read_all(**store).value_or("");
    std::fstream stream(log, std::ios::in | std::ios::out | std::ios::binary);
    std::mt19937 random(20);
    const auto size = static_cast<std::int64_t>(fs::file_size(log));
    int refused = 0, same = 0, unseen = 0;
    const int flips = rounds(40);
    for (int round = 0; round < flips; ++round) {
        const std::int64_t at = static_cast<std::int64_t>(random()) % size;
        const auto flip = [&] {
            char byte = 0;
            stream.seekg(at).get(byte);
            stream.seekp(at).put(static_cast<char>(byte ^ 1)).flush();
        };
        flip();
        auto other = open_store(options_of(file));
        auto read = other ? read_all(**other) : Result<std::string>(pass(other));
        (!read ? refused : *read == truth ? same : unseen)++;
        flip();
    }
    std::printf("write-ahead log: %d flips, %d refused, %d in pages written again since, %d used unseen\n", flips, refused, same,
                unseen);
    EXPECT_EQ(unseen, 0);
    EXPECT_GT(refused, flips / 10);
}

TEST(Damage, APageThatStandsInAnothersPlaceIsSeenAndItsRowsAreNamed) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    {
        auto store = open_store(options_of(file));
        ASSERT_TRUE(store) << words(store);
        fill(**store);
    }
    sqlite3* plain = nullptr;
    ASSERT_EQ(sqlite3_open_v2(file.c_str(), &plain, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(plain, "SELECT pageno FROM dbstat WHERE name = 'claim' AND pagetype = 'leaf' LIMIT 1", -1,
                                 &statement, nullptr),
              SQLITE_OK);
    ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
    const auto page = static_cast<std::size_t>(sqlite3_column_int(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(plain);
    std::string bytes = bytes_of(file);
    bytes.replace((page - 1) * 4096, 4096, bytes, page * 4096, 4096); // its neighbour, whole
    write(file, bytes);
    auto store = open_store(options_of(file));
    ASSERT_TRUE(store) << words(store);
    const Status told = (*store)->check_pages();
    ASSERT_FALSE(told);
    EXPECT_THAT(told.error().message, AllOf(HasSubstr("page " + std::to_string(page)), HasSubstr("store verify")));
    auto damage = (*store)->damage();
    ASSERT_TRUE(damage) << words(damage);
    EXPECT_THAT(*damage, Contains(AllOf(HasSubstr("claim: rows"), HasSubstr("cannot be read"))));
}

TEST(Damage, ARowThatAnotherProgramChangedIsSeen) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    {
        auto store = open_store(options_of(file));
        ASSERT_TRUE(store) << words(store);
        fill(**store);
    }
    sqlite3* plain = nullptr;
    ASSERT_EQ(sqlite3_open_v2(file.c_str(), &plain, SQLITE_OPEN_READWRITE, "unix"), SQLITE_OK);
    EXPECT_EQ(
        sqlite3_exec(plain, "UPDATE match_allocation SET amount = amount + 100 WHERE match_id = 7", nullptr, nullptr, nullptr),
        SQLITE_OK);
    sqlite3_close(plain);
    auto store = open_store(options_of(file));
    ASSERT_TRUE(store) << words(store);
    EXPECT_EQ((*store)->matches().load("demo", day(20261130)).error().code, SETTLED_BAD_DATA);
    EXPECT_FALSE((*store)->check_pages());
}

// ---- stores that were made before pages bore sums, and those of an older schema ------------------

// The same tables and rows in a file without sums, as an earlier settled made it.
void without_sums(const fs::path& from, const fs::path& to) {
    sqlite3* plain = nullptr;
    ASSERT_EQ(sqlite3_open_v2(to.c_str(), &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix"), SQLITE_OK);
    const auto run = [&](const std::string& sql) {
        EXPECT_EQ(sqlite3_exec(plain, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql << sqlite3_errmsg(plain);
    };
    const auto ask = [&](const std::string& sql) {
        std::vector<std::string> found;
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(plain, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(plain);
        while (sqlite3_step(statement) == SQLITE_ROW)
            found.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        sqlite3_finalize(statement);
        return found;
    };
    run("PRAGMA journal_mode = WAL");
    run("ATTACH '" + from.string() + "' AS whole");
    run("BEGIN");
    for (const std::string& sql : ask("SELECT sql FROM whole.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        run(sql);
    for (const std::string& table : ask("SELECT name FROM main.sqlite_master WHERE type = 'table'"))
        run((table == "sqlite_sequence" ? "INSERT INTO main.sqlite_sequence" : "INSERT INTO main." + table) +
            " SELECT * FROM whole." + table);
    for (const std::string& sql :
         ask("SELECT sql FROM whole.sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"))
        run(sql);
    run("COMMIT");
    sqlite3_close(plain);
}

// A process of its own that opens the store, and is killed after so many microseconds; false: it was done before.
bool killed_while_opening(const fs::path& file, std::int64_t microseconds) {
    const pid_t child = fork();
    if (child == 0) {
        const bool opened = open_store(options_of(file)).has_value();
        _exit(opened ? 0 : 1);
    }
    usleep(static_cast<useconds_t>(microseconds));
    kill(child, SIGKILL);
    int end = 0;
    waitpid(child, &end, 0);
    EXPECT_TRUE(WIFSIGNALED(end) || WEXITSTATUS(end) == 0) << "it could not open the store";
    return WIFSIGNALED(end);
}

// How long opening takes where nobody kills it.
std::int64_t microseconds_to_open(const fs::path& file) {
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) _exit(open_store(options_of(file)).has_value() ? 0 : 1);
    int end = 0;
    waitpid(child, &end, 0);
    EXPECT_TRUE(WIFEXITED(end) && WEXITSTATUS(end) == 0);
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
}

TEST(Damage, AStoreWithoutSumsIsWrittenAnewOnceAndAKillLeavesTheOldOrTheNew) {
    const support::TemporaryFolder folder;
    const fs::path made = folder / "made.db", old = folder / "old.db", file = folder / "a.db";
    std::string truth;
    {
        auto store = open_store(options_of(made));
        ASSERT_TRUE(store) << words(store);
        fill(**store);
        truth = read_all(**store).value_or("");
    }
    without_sums(made, old);
    ASSERT_EQ(bytes_of(old)[20], 0) << "nothing is reserved in its pages";
    fs::copy_file(old, file);
    const std::int64_t whole = microseconds_to_open(file);
    ASSERT_EQ(bytes_of(file)[20], page_sum_bytes);
    int before = 0, after = 0, done = 0;
    const int kills = rounds(10);
    for (int round = 0; round < kills; ++round) {
        for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(file.string() + ending);
        fs::copy_file(old, file);
        if (!killed_while_opening(file, whole * round / kills)) ++done;
        (bytes_of(file)[20] == page_sum_bytes ? after : before)++;
        auto store = open_store(options_of(file));
        ASSERT_TRUE(store) << words(store);
        EXPECT_EQ(read_all(**store).value_or("unreadable"), truth);
        EXPECT_TRUE((*store)->check_pages());
        auto beside = open_store(options_of(file));
        ASSERT_TRUE(beside) << "who wrote it anew lets others in: " << words(beside);
        EXPECT_TRUE((*beside)->audit().append("demo", "test", "{}", on(20261101)));
        beside->reset();
        EXPECT_THAT((*store)->damage().value_or(std::vector<std::string>{"?"}), IsEmpty());
        EXPECT_EQ((*store)->audit().head()->count, 41);
    }
    EXPECT_EQ(bytes_of(file)[20], page_sum_bytes);
    std::printf("%d kills while pages get their sums: %d left the old file, %d the new one, %d were done; between 0\n", kills,
                before, after - done, done);
}

std::string schema_of(const fs::path& file) {
    sqlite3* plain = nullptr;
    sqlite3_open_v2(file.c_str(), &plain, SQLITE_OPEN_READWRITE, nullptr);
    sqlite3_stmt* statement = nullptr;
    std::string schema;
    if (sqlite3_prepare_v2(plain, "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1", -1,
                           &statement, nullptr) == SQLITE_OK)
        while (sqlite3_step(statement) == SQLITE_ROW)
            schema.append(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))).append("\n");
    sqlite3_finalize(statement);
    if (sqlite3_prepare_v2(plain, "SELECT COUNT(*) FROM schema_migration", -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        schema.append("migrations ").append(std::to_string(sqlite3_column_int(statement, 0)));
    sqlite3_finalize(statement);
    sqlite3_close(plain);
    return schema;
}

TEST(Damage, AKillDuringTheMigrationsLeavesOneOfTheSchemasAndNothingBetween) {
    const support::TemporaryFolder folder;
    const fs::path file = folder / "a.db";
    const auto fresh = [&] {
        for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(file.string() + ending);
    };
    // What may be found: the schema after each migration, as a watcher of the transactions sees it.
    std::vector<std::string> known = {""};
    StoreOptions watched = options_of(file);
    watched.watch = [&](TransactionPoint point) -> Status {
        if (point == TransactionPoint::after_commit) known.push_back(schema_of(file));
        return {};
    };
    ASSERT_TRUE(open_store(watched));
    ASSERT_GE(known.size(), 9U) << "one for each migration";
    fresh();
    const std::int64_t whole = microseconds_to_open(file);
    std::map<std::size_t, int> found;
    const int kills = rounds(10);
    for (int round = 0; round < kills; ++round) {
        fresh();
        killed_while_opening(file, whole * round / kills);
        const std::string schema = fs::exists(file) ? schema_of(file) : "";
        const auto hit = std::ranges::find(known, schema);
        EXPECT_NE(hit, known.end()) << schema;
        ++found[static_cast<std::size_t>(hit - known.begin())];
        auto store = open_store(options_of(file));
        ASSERT_TRUE(store) << words(store);
        EXPECT_TRUE((*store)->check_pages());
        EXPECT_EQ(schema_of(file), known.back());
    }
    int old_or_new = 0;
    for (const auto& [schema, count] : found) old_or_new += schema < known.size() ? count : 0;
    std::printf("%d kills during the migrations: %d found old or new, over %zu schemas\n", kills, old_or_new, found.size());
    EXPECT_EQ(old_or_new, kills);
    EXPECT_GT(found.size(), 1U) << "the kills fell into different migrations";
}

} // namespace
} // namespace settled::store::test
