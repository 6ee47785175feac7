#include "store/store_fixture.hpp"

#include <algorithm>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace settled::store::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Audit : public StoreTest {
  protected:
    void grow(int rows) {
        for (int i = 1; i <= rows; ++i)
            ASSERT_TRUE(store_->audit().append(i % 2 == 0 ? "demo" : "", "test.event", R"({"n":)" + std::to_string(i) + "}",
                                               on(20261101, "li.na")));
    }
    // Removes what keeps honest programs from changing rows, as a thief with the file would.
    void break_open() {
        if (schema_.empty()) {
            ASSERT_TRUE(sql("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete"));
        } else {
            ASSERT_TRUE(sql("DROP TRIGGER audit_no_change ON audit"));
        }
    }
    std::string verdict() {
        auto verified = store_->audit().verify();
        return verified ? "" : verified.error().message;
    }
};

TEST_P(Audit, TheChainGrowsAndIsProved) {
    EXPECT_EQ(store_->audit().head()->count, 0);
    EXPECT_EQ(store_->audit().verify()->count, 0);
    grow(5);
    const AuditHead head = *store_->audit().head();
    EXPECT_EQ(head.count, 5);
    EXPECT_THAT(head.hash, SizeIs(64));
    EXPECT_EQ(verdict(), "");
    EXPECT_EQ(store_->audit().verify()->hash, head.hash);
    auto rows = store_->audit().rows("demo", 2, 10);
    ASSERT_TRUE(rows) << words(rows);
    ASSERT_THAT(*rows, SizeIs(1));
    EXPECT_EQ(rows->front().number, 4);
    EXPECT_EQ(rows->front().actor, "li.na");
    EXPECT_EQ(rows->front().detail, R"({"n":4})");
}

TEST_P(Audit, TheDatabaseRefusesToChangeOrRemoveRows) {
    grow(3);
    EXPECT_FALSE(sql("UPDATE audit SET actor = 'nobody' WHERE number = 2"));
    EXPECT_FALSE(sql("DELETE FROM audit WHERE number = 2"));
    if (!schema_.empty()) {
        EXPECT_FALSE(sql("TRUNCATE audit"));
    }
    EXPECT_EQ(verdict(), "");
}

TEST_P(Audit, AChangedRowIsFound) {
    for (const std::string column : {"at", "company", "actor", "event", "detail", "hash"}) {
        SCOPED_TRACE(column);
        if (store_->audit().head()->count == 0) {
            grow(4);
            break_open();
        }
        ASSERT_TRUE(sql("CREATE TABLE kept AS SELECT * FROM audit"));
        ASSERT_TRUE(sql("UPDATE audit SET " + column + " = " + column + " || 'x' WHERE number = 2"));
        EXPECT_THAT(verdict(), HasSubstr("audit row 2"));
        ASSERT_TRUE(sql("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept"));
        EXPECT_EQ(verdict(), "");
    }
}

TEST_P(Audit, AMissingRowIsFound) {
    grow(4);
    break_open();
    ASSERT_TRUE(sql("DELETE FROM audit WHERE number = 3"));
    EXPECT_THAT(verdict(), HasSubstr("audit row 3"));
}

TEST_P(Audit, AMissingLastRowIsFound) {
    grow(4);
    break_open();
    ASSERT_TRUE(sql("DELETE FROM audit WHERE number = 4"));
    EXPECT_THAT(verdict(), HasSubstr("audit row 4"));
}

TEST_P(Audit, ReorderedRowsAreFound) {
    grow(4);
    break_open();
    ASSERT_TRUE(sql("UPDATE audit SET number = 99 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3; "
                    "UPDATE audit SET number = 3 WHERE number = 99"));
    EXPECT_THAT(verdict(), HasSubstr("audit row 2"));
}

INSTANTIATE_TEST_SUITE_P(Both, Audit, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

class Locks : public StoreTest {};

TEST_P(Locks, ASecondCallerIsToldWhoHoldsIt) {
    auto held = store_->locks().take("job demo reconcile", "settled reconcile, pid 17", on(20261101));
    ASSERT_TRUE(held) << words(held);
    auto second = another()->locks().take("job demo reconcile", "somebody else", on(20261102));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(second.error().message, HasSubstr("settled reconcile, pid 17"));
    EXPECT_TRUE(store_->locks().take("job demo remind", "another job", on(20261101)));
    auto holders = store_->locks().holders();
    ASSERT_TRUE(holders) << words(holders);
    ASSERT_THAT(*holders, SizeIs(1));
    EXPECT_EQ(holders->front().name, "job demo reconcile");
    EXPECT_EQ(holders->front().since, on(20261101).at);
    held->reset();
    EXPECT_THAT(*store_->locks().holders(), IsEmpty());
    EXPECT_TRUE(another()->locks().take("job demo reconcile", "somebody else", on(20261102)));
}

TEST_P(Locks, AHolderThatDiedIsReplaced) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) { // takes the lock and is gone without giving it back
        auto own = open_store(options_);
        if (!own) _exit(1);
        auto taken = (*own)->locks().take("job", "the one that dies", on(20261101));
        _exit(taken ? 0 : 2);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 0);
    ASSERT_THAT(*store_->locks().holders(), SizeIs(1));
    auto taken = store_->locks().take("job", "the next one", on(20261102));
    EXPECT_TRUE(taken) << words(taken);
    EXPECT_EQ(store_->locks().holders()->at(0).owner, "the next one");
}

// In a container whose first process is slow to collect the dead, this is how a killed holder stays for seconds.
TEST_P(Locks, AHolderThatDiedAndWasNotYetCollectedByItsParentIsReplaced) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto own = open_store(options_);
        if (!own) _exit(1);
        auto taken = (*own)->locks().take("job", "the one that dies", on(20261101));
        _exit(taken ? 0 : 2);
    }
    siginfo_t how{};
    ASSERT_EQ(waitid(P_PID, static_cast<id_t>(child), &how, WEXITED | WNOWAIT), 0); // it ended, and stays a zombie
    ASSERT_EQ(how.si_status, 0);
    auto taken = store_->locks().take("job", "the next one", on(20261102));
    EXPECT_TRUE(taken) << words(taken);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
}

TEST_P(Locks, AProcessNumberGivenOutAgainIsAnotherProcess) {
    auto held = store_->locks().take("job", "old", on(20261101));
    ASSERT_TRUE(held);
    ASSERT_TRUE(sql("UPDATE job_lock SET process_start = 'another:1'"));
    EXPECT_TRUE(another()->locks().take("job", "new", on(20261102)));
}

TEST_P(Locks, AHolderOnAnotherMachineIsNeverReplaced) {
    ASSERT_TRUE(sql("INSERT INTO job_lock (name, owner, since, host, process, process_start) VALUES ('job', 'elsewhere', '', "
                    "'no-such-host', 1, 'x')"));
    EXPECT_FALSE(store_->locks().take("job", "new", on(20261102)));
}

// What a machine that is gone, or was cut off for a while, leaves behind.
TEST_P(Locks, OnPostgresqlASilentHolderElsewhereIsReplacedAndWritesNothingAnyMore) {
    options_.fence = std::make_shared<Fence>(); // of one run with two connections
    auto run = another();
    auto same_run = another();
    options_.fence = nullptr;
    auto lease = run->locks().take("job", "the first", on(20261101));
    ASSERT_TRUE(lease) << words(lease);
    ASSERT_TRUE(run->locks().renew());
    ASSERT_TRUE(sql("UPDATE job_lock SET host = 'no-such-host'"));
    EXPECT_FALSE(store_->locks().take("job", "too early", on(20261102))) << "it spoke a moment ago";
    ASSERT_TRUE(sql("UPDATE job_lock SET lease_until = 1"));
    auto next = store_->locks().take("job", "the next one", on(20261102));
    if (!run->locks().are_leases()) {
        EXPECT_FALSE(next) << "one machine has the file: its processes are known";
        return;
    }
    ASSERT_TRUE(next) << words(next);
    EXPECT_EQ(run->locks().renew().error().code, SETTLED_STOPPED);
    for (Store* each : {run.get(), same_run.get()}) {
        const Status late = each->reports().set("demo", "key", "written too late", on(20261103));
        ASSERT_FALSE(late);
        EXPECT_EQ(late.error().code, SETTLED_STOPPED);
        EXPECT_THAT(late.error().message, HasSubstr("another agent has taken its work over"));
    }
    EXPECT_EQ(store_->reports().setting("demo", "key").value(), "");
    EXPECT_TRUE(store_->reports().set("demo", "key", "by the next one", on(20261103)));
    lease->reset(); // gives back nothing that is not its own
    EXPECT_THAT(*store_->locks().holders(), SizeIs(1));
    EXPECT_TRUE(run->reports().set("demo", "key", "holds nothing, so nothing stands in its way", on(20261104)));
}

TEST_P(Locks, WhoSaysThatHeLivesKeepsHisLeaseWhileAnotherWrites) {
    options_.lease_seconds = 2;
    auto run = another();
    auto lease = run->locks().take("job", "the first", on(20261101));
    ASSERT_TRUE(lease);
    ASSERT_TRUE(sql("UPDATE job_lock SET host = 'no-such-host'"));
    for (int turn = 0; turn < 3; ++turn) {
        EXPECT_TRUE(run->locks().renew());
        EXPECT_TRUE(store_->reports().set("demo", "key", std::to_string(turn), on(20261103)));
        EXPECT_FALSE(store_->locks().take("job", "the next one", on(20261102)));
    }
}

// Eight agents that all want the same lease of a dead one, again and again: the number tells who has it.
TEST_P(Locks, OfEightThatWantADeadOnesLeaseOneGetsIt) {
    constexpr int rounds = 20;
    std::vector<std::unique_ptr<Store>> agents(8);
    for (auto& agent : agents) agent = another();
    std::int64_t last = 0;
    for (int round = 0; round < rounds; ++round) {
        ASSERT_TRUE(sql("DELETE FROM job_lock"));
        ASSERT_TRUE(
            sql("INSERT INTO job_lock (name, owner, since, host, process, process_start, lease_until) VALUES ('job', 'dead', "
                "'', " +
                std::string(store_->locks().are_leases() ? "'no-such-host', 1, 'x', 1)" : "'', 4194399, 'x', 0)")));
        if (!store_->locks().are_leases()) { // there the dead are known by their process
            std::string host(256, '\0');
            ASSERT_EQ(gethostname(host.data(), host.size() - 1), 0);
            ASSERT_TRUE(sql("UPDATE job_lock SET host = '" + host.substr(0, host.find('\0')) + "'"));
        }
        std::vector<std::unique_ptr<Lock>> taken(agents.size());
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < agents.size(); ++i)
                threads.emplace_back([&, i] {
                    if (auto got = agents[i]->locks().take("job", "agent " + std::to_string(i), on(20261102)))
                        taken[i] = std::move(*got);
                });
        }
        EXPECT_EQ(std::ranges::count_if(taken, [](const auto& one) { return one != nullptr; }), 1);
        const auto holders = store_->locks().holders().value();
        ASSERT_THAT(holders, SizeIs(1));
        EXPECT_GT(holders[0].number, last) << "a number is never given twice";
        last = holders[0].number;
    }
}

TEST_P(Locks, AnOwnerThatNamesItsProcessIsThatProcess) {
    std::string host(256, '\0');
    ASSERT_EQ(gethostname(host.data(), host.size() - 1), 0);
    host.resize(host.find('\0'));
    ASSERT_TRUE(store_->locks().take("job", host + " " + std::to_string(getpid()) + " settled run", on(20261101)));
    auto dead = store_->locks().take("job", host + " 4194399 settled run", on(20261101)); // beyond Linux's largest
    ASSERT_TRUE(dead);
    EXPECT_TRUE(another()->locks().take("job", "new", on(20261102)));
}

INSTANTIATE_TEST_SUITE_P(Both, Locks, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

class Reports : public StoreTest {};

TEST_P(Reports, TheLatestRunOfEachJobAndScopeIsKnown) {
    JobRun run{0, "demo", "pull", "u8", "2026-11-01T10:00:00+08:00", "", "", ""};
    ASSERT_TRUE(store_->reports().started(run));
    auto id = store_->reports().started(run);
    ASSERT_TRUE(id) << words(id);
    run.id = *id, run.outcome = "ok", run.finished_at = "2026-11-01T10:01:00+08:00", run.summary = "45 customers";
    ASSERT_TRUE(store_->reports().finished(run));
    run.scope = "odoo";
    ASSERT_TRUE(store_->reports().started(run));
    auto latest = store_->reports().latest("demo");
    ASSERT_TRUE(latest) << words(latest);
    ASSERT_THAT(*latest, SizeIs(2));
    EXPECT_EQ((*latest)[1].id, *id);
    EXPECT_EQ((*latest)[1].outcome, "ok");
    EXPECT_EQ((*latest)[1].summary, "45 customers");
    EXPECT_THAT(*store_->reports().latest("other"), IsEmpty());
    run.id = 999;
    EXPECT_EQ(store_->reports().finished(run).error().code, SETTLED_INTERNAL);
}

TEST_P(Reports, ASettingIsWhatWasSetLast) {
    EXPECT_EQ(store_->reports().setting("demo", "mode").value_or("?"), "");
    ASSERT_TRUE(store_->reports().set("demo", "mode", "shadow", on(20261101)));
    ASSERT_TRUE(store_->reports().set("demo", "mode", "approve", on(20261102)));
    EXPECT_EQ(store_->reports().setting("demo", "mode").value_or("?"), "approve");
    EXPECT_EQ(store_->reports().setting("other", "mode").value_or("?"), "");
}

INSTANTIATE_TEST_SUITE_P(Both, Reports, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
