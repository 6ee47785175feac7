#include "jobs/pull.hpp"

#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>

namespace settled::jobs {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::chrono::seconds patience{30};

// ERPs of which each answers only when as many are asked as `together` says, so that reading one after another fails.
class Erps final : public host::Clients {
  public:
    std::size_t together = 1;
    std::map<std::string, int> invoices;                       // by ledger
    std::map<std::string, Error> broken;                       // in the middle of its items
    std::size_t most_at_once() const { return most_at_once_; } // once the pull has ended

    Result<std::unique_ptr<host::LedgerClient>> ledger(const host::PluginBlock& block) override {
        return std::make_unique<Client>(*this, block.where);
    }
    Result<std::unique_ptr<host::FetchClient>> fetch(const host::PluginBlock&) override { return absent(); }
    Result<std::unique_ptr<host::NotifyClient>> notify(const host::PluginBlock&) override { return absent(); }
    host::StatementClient& statements() override { return *nothing_; }

  private:
    static std::unexpected<Error> absent() { return fail(SETTLED_UNSUPPORTED, "not in this test"); }

    class Client final : public host::LedgerClient {
      public:
        Client(Erps& erps, std::string name) : erps_(&erps), name_(std::move(name)) {}
        Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
        Status reread(const std::vector<std::string>&, host::LedgerReceiver&) override { return absent(); }

        Status pull(Date, host::LedgerReceiver& receiver) override {
            if (!erps_->come_together()) return fail(SETTLED_UNAVAILABLE, "the others were never asked");
            Status done = rows(receiver);
            erps_->leave();
            return done;
        }

      private:
        Status rows(host::LedgerReceiver& receiver) const {
            settled_customer customer{};
            customer.size = sizeof customer, customer.customer_id = "C1", customer.name = "Customer";
            if (Status begun = receiver.begin(SETTLED_CUSTOMERS); !begun) return begun;
            if (Status taken = receiver.record(SETTLED_CUSTOMERS, &customer); !taken) return taken;
            if (Status done = commit(receiver, SETTLED_CUSTOMERS, 1, 0); !done) return done;
            if (Status begun = receiver.begin(SETTLED_OPEN_ITEMS); !begun) return begun;
            const int count = erps_->invoices.at(name_);
            for (int number = 1; number <= count; ++number) {
                const std::string id = "INV-" + std::to_string(number);
                settled_open_item item{};
                item.size = sizeof item, item.item_id = id, item.customer_id = "C1", item.document_number = id;
                item.doc_type = SETTLED_DOC_INVOICE, item.document_date = 20261001, item.due_date = 20261031;
                item.currency = {{'C', 'N', 'Y', '\0'}}, item.amount = item.open_amount = {100, 1, 0};
                if (Status taken = receiver.record(SETTLED_OPEN_ITEMS, &item); !taken) return taken;
                if (const auto hit = erps_->broken.find(name_); hit != erps_->broken.end()) return std::unexpected(hit->second);
            }
            return commit(receiver, SETTLED_OPEN_ITEMS, count, std::int64_t{count} * 100);
        }
        static Status commit(host::LedgerReceiver& receiver, settled_entity entity, std::int64_t count, std::int64_t sum) {
            settled_sum total{};
            total.minor_units = sum, total.currency = {{'C', 'N', 'Y', '\0'}};
            settled_commit made{};
            made.size = sizeof made, made.entity = entity, made.count = count;
            made.sums = &total, made.sum_count = entity == SETTLED_OPEN_ITEMS && count > 0 ? 1 : 0;
            return receiver.commit(made);
        }

        Erps* erps_;
        std::string name_;
    };

    bool come_together() {
        std::unique_lock lock(guard_);
        most_at_once_ = std::max(most_at_once_, ++inside_);
        if (++come_ == together) all_here_.notify_all();
        return all_here_.wait_for(lock, patience, [&] { return come_ >= together; });
    }
    void leave() {
        const std::scoped_lock lock(guard_);
        --inside_;
    }

    std::mutex guard_;
    std::condition_variable all_here_;
    std::size_t come_ = 0, inside_ = 0, most_at_once_ = 0;
    host::StatementClient* nothing_ = nullptr; // a pull reads no statement
};

class LastErrors final : public Journal {
  public:
    void info(std::string_view) override {}
    void warning(std::string_view) override {}
    void error(std::string_view) override {}
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
};

class Pull : public ::testing::Test {
  protected:
    Pull() {
        config::Company company;
        company.name = "demo", company.currency = *Currency::parse("CNY"), company.time_zone = "UTC";
        settings_.companies = {company};
        store_ = another();
    }
    void ledgers(int count) {
        for (int number = 1; number <= count; ++number) {
            config::Ledger ledger;
            ledger.name = "u" + std::to_string(number), ledger.company = "demo";
            ledger.block = {"[ledger." + ledger.name + "]", "fake", {}};
            settings_.ledgers.push_back(ledger);
            erps_.invoices[ledger.block.where] = number;
        }
    }
    std::unique_ptr<store::Store> another() {
        auto opened = store::open_store({.url = "sqlite:" + (folder_ / "settled.db").string(), .password = {}});
        EXPECT_TRUE(opened) << opened.error().message;
        return opened ? std::move(*opened) : nullptr;
    }
    PullReport run(bool dry_run = false) {
        JobContext context{settings_, clock_, random_, *store_, erps_, executor_, journal_, interrupted_, {}, "settled", {}};
        context.another_store = [this]() -> Result<std::unique_ptr<store::Store>> { return another(); };
        auto report = pull(context, {{}, {}, {}, dry_run});
        EXPECT_TRUE(report) << report.error().message;
        return report ? std::move(*report) : PullReport();
    }
    std::int64_t generation(const std::string& ledger) {
        auto current = store_->ledgers().current("demo", ledger, *Date::of(2026, 11, 18));
        return current && *current ? (*current)->number : 0;
    }

    support::TemporaryFolder folder_;
    config::Settings settings_;
    world::TestClock clock_{*world::parse_moment("2026-11-18T10:00:00+00:00")};
    world::SeededRandom random_{1};
    std::unique_ptr<store::Store> store_;
    Erps erps_;
    InOrderExecutor executor_;
    LastErrors journal_;
    std::atomic<bool> interrupted_ = false;
};

TEST_F(Pull, SeveralLedgersAreReadSideBySideAndEachIsItsOwn) {
    ledgers(4);
    erps_.together = 4;
    erps_.broken["[ledger.u3]"] = {SETTLED_UNAVAILABLE, "the line is cut", 0};
    const PullReport report = run();
    ASSERT_EQ(report.ledgers.size(), 4u);
    for (const int number : {1, 2, 4}) {
        const PulledLedger& pulled = report.ledgers[static_cast<std::size_t>(number - 1)];
        EXPECT_FALSE(pulled.error) << pulled.error->message;
        EXPECT_EQ(pulled.totals.currencies.at(*Currency::parse("CNY")).open_items, number);
        EXPECT_EQ(generation("u" + std::to_string(number)), 1);
    }
    ASSERT_TRUE(report.ledgers[2].error);
    EXPECT_EQ(report.ledgers[2].error->message, "[ledger.u3]: the line is cut");
    EXPECT_EQ(generation("u3"), 0);
    std::map<std::string, std::string> outcomes;
    for (const store::JobRun& one : store_->reports().latest("demo").value_or(std::vector<store::JobRun>()))
        outcomes[one.scope] = one.outcome;
    EXPECT_EQ(outcomes, (std::map<std::string, std::string>{{"u1", "ok"}, {"u2", "ok"}, {"u3", "failed"}, {"u4", "ok"}}));
}

TEST_F(Pull, NoMoreErpsAreAskedAtOnceThanTheLimitSays) {
    ledgers(11);
    erps_.together = limit::ledgers_at_once_max;
    EXPECT_FALSE(run().failed());
    EXPECT_EQ(erps_.most_at_once(), limit::ledgers_at_once_max);
}

TEST_F(Pull, ADryRunRefusesAnEmptyLedgerAsTheRealOneDoes) {
    ledgers(1);
    ASSERT_FALSE(run().failed());
    erps_.invoices["[ledger.u1]"] = 0;
    const PullReport dry = run(true), real = run();
    ASSERT_TRUE(dry.failed() && real.failed());
    EXPECT_EQ(dry.ledgers[0].error->message, real.ledgers[0].error->message);
    EXPECT_THAT(dry.ledgers[0].error->message, HasSubstr("0 open_items came where there were 1"));
    EXPECT_EQ(generation("u1"), 1);
}

TEST_F(Pull, ADryRunLeavesNothingBehind) {
    ledgers(2);
    erps_.together = 2;
    EXPECT_FALSE(run(true).failed());
    EXPECT_EQ(generation("u1"), 0);
    EXPECT_THAT(store_->reports().latest("demo").value_or(std::vector<store::JobRun>()), IsEmpty());
}

} // namespace
} // namespace settled::jobs
