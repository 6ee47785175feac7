// Plugins in children: the whole answer arrives, and whatever goes wrong over there is a clear
// Error here, with no process, no descriptor and no half-told file left behind.
#include "collecting.hpp"
#include "support/temporary_folder.hpp"
#include "world/child_process.hpp"
#include "world/files.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <sys/wait.h>

namespace settled::abi_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr bool under_address_sanitizer =
#if defined(__SANITIZE_ADDRESS__)
    true;
#else
    false;
#endif

std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

// A fault, and what it is called by whom: what the plugin did is told, never guessed.
struct Fault {
    std::string name;
    settled_code ledger_code;
    std::string ledger_words;
    settled_code file_code;
    std::string file_words;
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

const std::vector<Fault> nine_faults = {
    {"segv", SETTLED_INTERNAL, "killed by signal 11", SETTLED_BAD_DATA, "the reader died on it (signal 11)"},
    {"abort", SETTLED_INTERNAL, "killed by signal 6", SETTLED_BAD_DATA, "the reader died on it (signal 6)"},
    {"throw", SETTLED_INTERNAL, "mistake of its own: thrown on purpose", SETTLED_INTERNAL,
     "mistake of its own: thrown on purpose"},
    {"loop", SETTLED_UNAVAILABLE, "", SETTLED_BAD_DATA, ""},
    {"deadlock", SETTLED_UNAVAILABLE, "was stopped after 2 s", SETTLED_BAD_DATA, "was stopped after 2 s"},
    {"memory", SETTLED_INTERNAL, "needed more than", SETTLED_BAD_DATA, "needed more than 512 MB"},
    {"close", SETTLED_INTERNAL, "exit status 3 before it was done", SETTLED_INTERNAL, "exit status 3 before it was done"},
    {"garbage", SETTLED_INTERNAL, "nonsense", SETTLED_INTERNAL, "nonsense"},
    {"exit", SETTLED_INTERNAL, "exit status 0 before it was done", SETTLED_INTERNAL, "exit status 0 before it was done"},
};

class Faults : public ::testing::TestWithParam<Fault> {
  protected:
    void SetUp() override {
        if (GetParam().name == "memory" && under_address_sanitizer)
            GTEST_SKIP() << "AddressSanitizer needs address space without a limit";
        // Under AddressSanitizer a fault of memory ends with a report and an exit status instead of a signal.
        if (GetParam().name == "segv" && under_address_sanitizer) ::setenv("ASAN_OPTIONS", "handle_segv=0", 1);
    }
    std::size_t descriptors_before = open_descriptors();
    void TearDown() override {
        EXPECT_FALSE(has_children()) << "a zombie, or a child that still runs";
        EXPECT_EQ(open_descriptors(), descriptors_before);
    }
    support::TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Nine, Faults, ::testing::ValuesIn(nine_faults), [](const auto& info) { return info.param.name; });

TEST_P(Faults, OfALedgerPluginAreErrorsAndTheNextPullWorks) {
    const auto clients = clients_on(abi_folder("faulty"), false);
    {
        auto faulty = clients->ledger(block("ledger_faulty", {{"fault", GetParam().name}, {"items", "5000"}})).value();
        LedgerCollector pulled;
        const auto done = faulty->pull(Date::parse_iso("2026-10-31").value(), pulled);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, GetParam().ledger_code) << done.error().message;
        EXPECT_THAT(done.error().message, HasSubstr(GetParam().ledger_words));
        EXPECT_FALSE(pulled.committed.contains("open_items")) << "half a ledger was called whole";
    }
    auto sound = clients->ledger(block("ledger_faulty")).value();
    LedgerCollector pulled;
    const auto done = sound->pull(Date::parse_iso("2026-10-31").value(), pulled);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(pulled.committed["open_items"], 3);
}

TEST_P(Faults, OfAStatementReaderAreErrorsAndTheNextFileIsRead) {
    const auto clients = clients_on(abi_folder("faulty"), false);
    ASSERT_TRUE(world::write_file(folder / "bad.txt", "FAULT " + GetParam().name));
    ASSERT_TRUE(world::write_file(folder / "good.txt", "FAULT entries 3"));
    StatementCollector bad, good;
    const auto refused = clients->statements().read({(folder / "bad.txt").string(), "bad.txt", "auto", {}}, bad);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, GetParam().file_code) << refused.error().message;
    EXPECT_THAT(refused.error().message, HasSubstr(GetParam().file_words));
    EXPECT_EQ(bad.ended, 0);
    const auto parser = clients->statements().read({(folder / "good.txt").string(), "good.txt", "statement_faulty", {}}, good);
    ASSERT_TRUE(parser) << parser.error().message;
    EXPECT_EQ(good.entries.size(), 3u);
}

TEST_P(Faults, OfAFetchPluginAreErrorsAndTheSameClientGoesOnWithANewChild) {
    const auto clients = clients_on(abi_folder("faulty"), false);
    auto fetch = clients->fetch(block("fetch_faulty", {{"fault", GetParam().name}})).value();
    const auto ignore = [](std::string_view) { return Status{}; };
    const auto done = fetch->read("fault", ignore);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, GetParam().ledger_code) << done.error().message;
    const auto files = fetch->list();
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_EQ(files->size(), 1u);
    fetch.reset();
}

class Both : public ::testing::TestWithParam<bool> {
  protected:
    std::vector<std::pair<int, std::string>> log;
    std::unique_ptr<host::Clients> clients =
        clients_on(abi_folder("faulty"), GetParam(), [this](int level, std::string_view line) { log.emplace_back(level, line); });
    support::TemporaryFolder folder;

    Result<std::string> read(std::string_view text, StatementCollector& into, std::string parser = "auto",
                             host::OptionPairs options = {}) {
        const auto file = folder / "file.txt";
        EXPECT_TRUE(world::write_file(file, text));
        return clients->statements().read({file.string(), "file.txt", std::move(parser), std::move(options)}, into);
    }
    Status pull(host::OptionPairs options, LedgerCollector& into) {
        return clients->ledger(block("ledger_faulty", std::move(options)))
            .value()
            ->pull(Date::parse_iso("2026-10-31").value(), into);
    }
};
INSTANTIATE_TEST_SUITE_P(Ways, Both, ::testing::Values(true, false),
                         [](const auto& info) { return info.param ? "InProcess" : "InAChild"; });

TEST_P(Both, ALedgerArrivesWholeWithItsWords) {
    LedgerCollector pulled;
    const auto done = pull({{"items", "2000"}}, pulled);
    ASSERT_TRUE(done) << done.error().message;
    const auto& customer = pulled.rows["customers"].at(0);
    EXPECT_EQ(customer.at("name"), "华东精密机械有限公司");
    EXPECT_EQ(customer.at("credit_limit"), "5000000");
    EXPECT_EQ(customer.at("payment_terms_days"), "30");
    EXPECT_EQ(customer.at("related_party"), "0");
    ASSERT_EQ(pulled.rows["open_items"].size(), 2000u);
    const auto& last = pulled.rows["open_items"].back();
    EXPECT_EQ(last.at("item_id"), "1999");
    EXPECT_EQ(last.at("open_amount"), "199901");
    EXPECT_EQ(last.at("doc_type"), "invoice");
    EXPECT_EQ(last.at("rate"), "1.08");
    EXPECT_EQ(last.at("tax_invoice_numbers"), "100;200");
    EXPECT_EQ(pulled.committed["open_items"], 2000);
}

TEST_P(Both, OptionsTablesTheClockAndTheLogReachThePlugin) {
    auto ledger = clients->ledger(block("ledger_faulty", {{"parameters.city", "Köln"}})).value();
    const auto findings = ledger->check();
    ASSERT_TRUE(findings) << findings.error().message;
    EXPECT_EQ(findings->at(0).found, "Köln");
    EXPECT_GT(std::stoll(findings->at(1).found), 1'700'000'000'000);
    ASSERT_EQ(log.size(), 1u);
    EXPECT_EQ(log[0], std::pair(static_cast<int>(SETTLED_LOG_WARNING), std::string("checked")));
}

TEST_P(Both, WhatAPluginReturnsAsAnErrorIsItsOwnWordAndTheClientStaysUsable) {
    auto ledger = clients->ledger(block("ledger_faulty", {{"fault", "down"}})).value();
    for (int i = 0; i < 2; ++i) {
        const auto checked = ledger->check();
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error(), (Error{SETTLED_UNAVAILABLE, "the ERP is down"}));
    }
}

TEST_P(Both, ABadRowIsRefusedWithEntityIdAndColumn) {
    const std::map<std::string, std::vector<std::string>> expected = {
        {"date", {"open_items \"0\"", "due_date", "20260230"}},
        {"currency", {"open_items \"0\"", "currency", "\"cny\"", "three capitals"}},
        {"utf8", {"open_items \"0\"", "document_number", "not UTF-8 from byte 5 on"}},
        {"amount", {"open_items \"0\"", "open_amount", "is missing"}},
        {"unfinished", {"open_items", "was begun and not finished"}},
    };
    for (const auto& [fault, words] : expected) {
        LedgerCollector pulled;
        const auto done = pull({{"fault", fault}}, pulled);
        ASSERT_FALSE(done) << fault;
        EXPECT_EQ(done.error().code, SETTLED_BAD_DATA);
        for (const std::string& word : words) EXPECT_THAT(done.error().message, HasSubstr(word)) << fault;
        EXPECT_FALSE(pulled.committed.contains("open_items"));
    }
}

TEST_P(Both, AReceiverThatRefusesEndsThePullWithItsOwnWords) {
    LedgerCollector pulled;
    pulled.stop_after = 100;
    const auto done = pull({{"items", "1000000"}}, pulled);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error(), (Error{SETTLED_UNAVAILABLE, "the store is locked"}));
    EXPECT_EQ(pulled.records, 100);
}

TEST_P(Both, AStatementArrivesWholeWithChargesDetailsAndOriginal) {
    StatementCollector got;
    const auto parser = read("FAULT entries 1000", got, "auto", {{"layout", "icbc"}});
    ASSERT_TRUE(parser) << parser.error().message;
    EXPECT_EQ(*parser, "statement_faulty");
    EXPECT_EQ(got.account, "TEST-0001");
    EXPECT_EQ(got.number, "icbc");
    ASSERT_EQ(got.entries.size(), 1000u);
    const auto& entry = got.entries[907];
    EXPECT_EQ(entry.amount, 125);
    EXPECT_EQ(entry.original, 135);
    EXPECT_EQ(entry.rate, "1.08");
    EXPECT_EQ(entry.charge_kind, "fee");
    EXPECT_EQ(entry.reference, "R907");
    EXPECT_EQ(entry.line, 908);
    ASSERT_EQ(entry.details.size(), 1u);
    EXPECT_EQ(entry.details[0].remittance, "first part");
    EXPECT_EQ(entry.details[0].charges, 1u);
    EXPECT_EQ(got.entries[908].details.size(), 0u);
    EXPECT_EQ(got.closing, 100'000 + 125 * 1000);
    EXPECT_THAT(got.diagnostics, ::testing::ElementsAre("seen"));
}

TEST_P(Both, AReadersRefusalKeepsItsLine) {
    StatementCollector got;
    const auto parser = read("FAULT bad", got);
    ASSERT_FALSE(parser);
    EXPECT_EQ(parser.error(), (Error{SETTLED_BAD_DATA, "line 7 is not a line", 7}));
}

TEST_P(Both, AnImpossibleEntryIsRefusedWithItsLine) {
    StatementCollector got;
    const auto parser = read("FAULT date", got);
    ASSERT_FALSE(parser);
    EXPECT_EQ(parser.error().line, 1);
    EXPECT_THAT(parser.error().message, AllOf(HasSubstr("value_date"), HasSubstr("20261301")));
    EXPECT_TRUE(got.entries.empty());
}

TEST_P(Both, AReaderThatEndsWithinAStatementIsNotBelieved) {
    StatementCollector got;
    const auto parser = read("FAULT open", got);
    ASSERT_FALSE(parser);
    EXPECT_THAT(parser.error().message, HasSubstr("ended within a statement"));
}

TEST_P(Both, AFileThatNobodyKnowsNamesWhoWasAsked) {
    StatementCollector got;
    const auto parser = read("hello", got);
    // statement_rival is a little sure of everything, so the two are told apart by it alone.
    ASSERT_TRUE(parser) << parser.error().message;
    EXPECT_EQ(*parser, "statement_rival");
}

TEST_P(Both, ATieIsAnErrorThatNamesTheScores) {
    StatementCollector got;
    const auto parser = read("TIE", got);
    ASSERT_FALSE(parser);
    EXPECT_EQ(parser.error().code, SETTLED_BAD_DATA);
    EXPECT_THAT(parser.error().message,
                AllOf(HasSubstr("statement_faulty 50"), HasSubstr("statement_rival 50"), HasSubstr("Name its parser")));
}

TEST_P(Both, AnOptionThatNoReaderKnowsIsRefused) {
    StatementCollector got;
    EXPECT_THAT(read("FAULT entries 1", got, "auto", {{"lay out", "x"}}).error().message, HasSubstr("\"lay out\""));
    EXPECT_THAT(read("FAULT entries 1", got, "statement_faulty", {{"layuot", "x"}}).error().message,
                HasSubstr("did you mean \"layout\"?"));
}

TEST_P(Both, FilesAreListedReadAndDisposedOf) {
    auto fetch = clients->fetch(block("fetch_faulty", {{"bytes", "1000000"}})).value();
    const auto files = fetch->list();
    ASSERT_TRUE(files) << files.error().message;
    ASSERT_EQ(files->size(), 1u);
    EXPECT_EQ(files->front().name, "一月.sta");
    EXPECT_EQ(files->front().sender, "bank@example.org");
    std::size_t bytes = 0;
    ASSERT_TRUE(fetch->read("1", [&](std::string_view piece) { return bytes += piece.size(), Status{}; }));
    EXPECT_EQ(bytes, 1'000'000u);
    EXPECT_TRUE(fetch->imported("1", std::string(64, 'a')));
    EXPECT_EQ(fetch->refused("1", std::string(64, 'a'), "no balance").error(),
              (Error{SETTLED_ACCESS_DENIED, "cannot move 1: no balance"}));
}

TEST_P(Both, AFetchedFileHasALimitAndAPlainName) {
    auto large = clients->fetch(block("fetch_faulty", {{"bytes", "60000000"}})).value();
    EXPECT_THAT(large->read("1", [](std::string_view) { return Status{}; }).error().message, HasSubstr("larger than 50 MB"));
    auto strange = clients->fetch(block("fetch_faulty", {{"fault", "name"}})).value();
    EXPECT_THAT(strange->list().error().message, HasSubstr("is not a plain file name"));
}

TEST(Children, WhatAPluginPrintsDoesNotFallAmongTheRows) {
    std::vector<std::string> log;
    const auto clients = clients_on(abi_folder("faulty"), false, [&](int, std::string_view line) { log.emplace_back(line); });
    auto ledger = clients->ledger(block("ledger_faulty", {{"fault", "print"}})).value();
    LedgerCollector pulled;
    const auto done = ledger->pull(Date::parse_iso("2026-10-31").value(), pulled);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(pulled.rows["open_items"].size(), 3u);
}

TEST(Children, ASecretIsNeitherAnArgumentNorInTheEnvironment) {
    ::setenv("SETTLED_SECRET_BANK", "canary-in-environment", 1);
    host::ChildOptions options;
    const support::TemporaryFolder folder;
    const auto spy = folder / "spy.sh"; // stands in for the program: writes down all that it can see of itself
    ASSERT_TRUE(world::write_file(spy, "#!/bin/sh\nls /proc/self/fd | wc -l > " + (folder / "fds").string() +
                                           "\ntr '\\0' '\\n' < /proc/$$/cmdline > " + (folder / "seen").string() + "\nenv >> " +
                                           (folder / "seen").string() + "\n"));
    std::filesystem::permissions(spy, std::filesystem::perms::owner_all);
    options.executable = spy;
    const auto clients = host::make_clients(host::Catalog({abi_folder("faulty")}), options);
    auto ledger = clients->ledger(block("ledger_faulty", {{"key", "canary-in-options"}})).value();
    const auto checked = ledger->check();
    ASSERT_FALSE(checked);
    const std::string seen = world::read_file(folder / "seen", 1 << 20).value();
    EXPECT_THAT(seen, AllOf(HasSubstr("child\nledger\n"), HasSubstr("PATH="), Not(HasSubstr("canary"))));
    EXPECT_EQ(world::read_file(folder / "fds", 100).value(), "4\n"); // its three streams, and ls's own view of the folder
    ::unsetenv("SETTLED_SECRET_BANK");
}

TEST(Children, AProgramThatIsNotOursIsNotTakenForAChild) {
    host::ChildOptions options;
    options.executable = "/bin/cat"; // answers with what it was asked
    const auto clients = host::make_clients(host::Catalog({abi_folder("faulty")}), options);
    const auto checked = clients->ledger(block("ledger_faulty")).value()->check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, SETTLED_INTERNAL);
    options.executable = "/nowhere/settled";
    const auto nowhere = host::make_clients(host::Catalog({abi_folder("faulty")}), options);
    EXPECT_THAT(nowhere->ledger(block("ledger_faulty")).value()->check().error().message,
                HasSubstr("cannot start /nowhere/settled"));
}

TEST(Children, AnInterruptionEndsAHangingChildAtOnce) {
    std::atomic<bool> interrupted = false;
    host::ChildOptions options;
    options.executable = CHILD_PROGRAM;
    options.interrupted = &interrupted;
    const auto clients = host::make_clients(host::Catalog({abi_folder("faulty")}), options);
    auto ledger = clients->ledger(block("ledger_faulty", {{"fault", "deadlock"}})).value();
    std::thread person([&] { interrupted = true; });
    const auto checked = ledger->check();
    person.join();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, SETTLED_STOPPED);
    EXPECT_FALSE(has_children());
}

// Linux ties the death signal to the thread that started the child, not to its process.
TEST(Children, AChildOutlivesTheThreadThatStartedIt) {
    const auto clients = clients_on(abi_folder("faulty"), false);
    auto fetch = clients->fetch(block("fetch_faulty")).value();
    std::thread([&] { EXPECT_TRUE(fetch->list()); }).join();
    for (int i = 0; i < 3; ++i) {
        const auto files = fetch->list();
        ASSERT_TRUE(files) << files.error().message;
    }
}

TEST(Children, TheCommandIsNotForPeople) {
    auto child = world::ChildProcess::start({CHILD_PROGRAM, {"child", "nonsense"}, {}, nullptr}).value();
    EXPECT_EQ(child.end().exit_status, 2);
}

TEST(Children, AChildDiesWithItsParent) {
    const support::TemporaryFolder folder;
    // A parent that starts a child and is killed while the child waits for a question.
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t parent = ::fork();
    if (parent == 0) {
        auto child = world::ChildProcess::start({CHILD_PROGRAM, {"child", "ledger"}, {}, nullptr});
        const int pid = child ? child->pid() : 0;
        static_cast<void>(::write(ready[1], &pid, sizeof pid) < 0);
        ::pause();
        ::_exit(0);
    }
    int grandchild = 0;
    ASSERT_EQ(::read(ready[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
    ASSERT_GT(grandchild, 0);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    ::close(ready[0]), ::close(ready[1]);
    const auto alive = [&] {
        std::ifstream stat("/proc/" + std::to_string(grandchild) + "/stat");
        std::string pid, name, state;
        return static_cast<bool>(stat >> pid >> name >> state) && state != "Z";
    };
    for (int i = 0; i < 1000 && alive(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_FALSE(alive());
}

} // namespace
} // namespace settled::abi_test
