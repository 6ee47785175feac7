// The C++ face of a plugin, driven through the C tables as the agent drives it.
#include <settled/plugin.hpp>
#include <settled/testing.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>

namespace settled {
namespace {

// Does what its option `mood` says.
class Moody final : public LedgerSource {
  public:
    static constexpr Info info = {"ledger_moody", "1.2.3", "Has moods", "有情绪"};
    static constexpr Option options[] = {option("mood", "good", "The mood.", "情绪。")};
    static Result<std::unique_ptr<Moody>> open(Host host, Settings settings) {
        if (settings["mood"] == "refuses") return fail(SETTLED_INVALID_CONFIG, "mood = \"refuses\" is not possible");
        if (settings["mood"] == "throws at once") throw std::bad_alloc();
        return std::make_unique<Moody>(host, settings.text("mood"));
    }
    Moody(Host host, std::string mood) : host_(host), mood_(std::move(mood)) { ++alive; }
    Moody(const Moody&) = delete;
    Moody& operator=(const Moody&) = delete;
    ~Moody() override { --alive; }

    Status check(const Findings& findings) override {
        findings.warning("mood", mood_);
        host_.info("checked");
        if (mood_ == "long") return fail(SETTLED_UNAVAILABLE, std::string(1006, 'x') + "华");
        if (mood_ == "number") throw 42;
        return {};
    }
    Status pull(const settled_pull_request&, LedgerSink& sink) override {
        if (mood_ == "throws") throw std::runtime_error("thrown on purpose");
        if (auto sent = sink.begin(SETTLED_OPEN_ITEMS); !sent) return sent;
        for (std::int64_t i = 0; i < 3; ++i) {
            auto item = record<settled_open_item>();
            item.currency = i == 2 ? settled_currency{"JPY"} : settled_currency{"CNY"};
            item.open_amount = amount(mood_ == "rich" ? std::numeric_limits<std::int64_t>::max() : 100 * (i + 1));
            if (auto sent = sink.add(SETTLED_OPEN_ITEMS, &item); !sent) return sent;
        }
        return sink.commit();
    }

    static inline int alive = 0;

  private:
    Host host_;
    std::string mood_;
};

constexpr settled_plugin descriptor = wall::describe<Moody>();

struct Opened {
    explicit Opened(const std::string& mood) : settings(descriptor, {{"mood", mood}}) {
        host_table = host.abi();
        const settled_settings given = settings.abi();
        self = table().open(&host_table, &given, &error);
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() {
        if (self) table().close(self);
    }
    static const settled_ledger_operations& table() {
        return *static_cast<const settled_ledger_operations*>(descriptor.operations);
    }

    testing::TestHost host;
    testing::TestSettings settings;
    settled_host host_table{};
    settled_error error{};
    void* self = nullptr;
};

Error pull(const std::string& mood, testing::LedgerRows& rows) {
    Opened opened(mood);
    const settled_ledger_sink sink = rows.abi();
    const settled_pull_request request{sizeof request, 20261031, {}};
    const auto code = Opened::table().pull(opened.self, &request, &sink, &opened.error);
    EXPECT_EQ(code, opened.error.code) << "the answer and the error say the same";
    return testing::error_of(opened.error);
}

TEST(Wall, TheDescriptorIsDataAndSaysItsSizes) {
    EXPECT_EQ(descriptor.magic, SETTLED_PLUGIN_MAGIC);
    EXPECT_EQ(descriptor.abi, SETTLED_PLUGIN_ABI);
    EXPECT_EQ(descriptor.size, sizeof(settled_plugin));
    EXPECT_EQ(descriptor.kind, static_cast<std::uint32_t>(SETTLED_KIND_LEDGER));
    EXPECT_STREQ(descriptor.name, "ledger_moody");
    ASSERT_EQ(descriptor.option_count, 1u);
    EXPECT_EQ(descriptor.options[0].size, sizeof(settled_option));
    EXPECT_EQ(Opened::table().size, sizeof(settled_ledger_operations));
}

// The layout of generation 1 on its first day, on 64-bit machines. A change here is a new generation.
TEST(Wall, GenerationOneLiesWhereItLay) {
    EXPECT_EQ(offsetof(settled_plugin, operations), 64u);
    EXPECT_EQ(sizeof(settled_text), 16u);
    EXPECT_EQ(sizeof(settled_amount), 16u);
    EXPECT_EQ(sizeof(settled_number), 8u);
    EXPECT_EQ(sizeof(settled_currency), 4u);
    EXPECT_EQ(offsetof(settled_error, message), 16u);
    EXPECT_EQ(offsetof(settled_customer, updated_at) + sizeof(settled_text), sizeof(settled_customer));
    EXPECT_EQ(offsetof(settled_entry, charge_count), sizeof(settled_entry) - 8);
    EXPECT_EQ(offsetof(settled_ledger_operations, reread), 40u);
    EXPECT_EQ(offsetof(settled_statement_operations, parse), 32u);
    EXPECT_EQ(offsetof(settled_fetch_operations, dispose), 48u);
    EXPECT_EQ(offsetof(settled_notify_operations, look_up), 40u);
}

TEST(Wall, OpenGivesAnInstanceAndCloseEndsIt) {
    {
        const Opened opened("good");
        ASSERT_NE(opened.self, nullptr);
        EXPECT_EQ(Moody::alive, 1);
    }
    EXPECT_EQ(Moody::alive, 0);
}

TEST(Wall, ARefusedOptionIsAnErrorAndNoInstance) {
    const Opened opened("refuses");
    EXPECT_EQ(opened.self, nullptr);
    EXPECT_EQ(testing::error_of(opened.error), (Error{SETTLED_INVALID_CONFIG, "mood = \"refuses\" is not possible"}));
}

TEST(Wall, NothingIsThrownAcross) {
    EXPECT_EQ(Opened("throws at once").error.code, SETTLED_INTERNAL);
    testing::LedgerRows rows;
    EXPECT_EQ(pull("throws", rows), (Error{SETTLED_INTERNAL, "thrown on purpose"}));
    Opened opened("number");
    const settled_check_sink sink{sizeof sink, 0, nullptr, [](void*, const settled_finding*) {}};
    EXPECT_EQ(Opened::table().check(opened.self, &sink, &opened.error), SETTLED_INTERNAL);
    EXPECT_STREQ(opened.error.message, "unknown exception");
}

TEST(Wall, AMessageIsCutAtACharacter) {
    Opened opened("long");
    const settled_check_sink sink{sizeof sink, 0, nullptr, [](void*, const settled_finding*) {}};
    EXPECT_EQ(Opened::table().check(opened.self, &sink, &opened.error), SETTLED_UNAVAILABLE);
    EXPECT_EQ(std::string(opened.error.message), std::string(1006, 'x')) << "华 would take three bytes, one is left";
}

TEST(Wall, FindingsAndLogLinesArrive) {
    Opened opened("good");
    std::string found;
    const settled_check_sink sink{sizeof sink, 0, &found, [](void* context, const settled_finding* finding) {
                                      EXPECT_EQ(finding->severity, SETTLED_WARNING);
                                      *static_cast<std::string*>(context) += std::string_view(finding->found);
                                  }};
    EXPECT_EQ(Opened::table().check(opened.self, &sink, &opened.error), SETTLED_OK);
    EXPECT_EQ(found, "good");
    EXPECT_EQ(opened.host.log, std::vector<std::string>{"checked"});
}

TEST(Wall, CommitStatesCountAndSumsPerCurrency) {
    struct Committed {
        std::int64_t count = 0;
        std::map<std::string, std::int64_t> sums;
    } committed;
    Opened opened("good");
    const settled_ledger_sink sink{sizeof sink,
                                   0,
                                   &committed,
                                   [](void*, std::int32_t) { return 0; },
                                   [](void*, std::int32_t, const void*) { return 0; },
                                   [](void* context, const settled_commit* commit) {
                                       auto& into = *static_cast<Committed*>(context);
                                       into.count = commit->count;
                                       for (std::uint32_t i = 0; i < commit->sum_count; ++i)
                                           into.sums[commit->sums[i].currency.code] = commit->sums[i].minor_units;
                                       return 0;
                                   }};
    const settled_pull_request request{sizeof request, 20261031, {}};
    EXPECT_EQ(Opened::table().pull(opened.self, &request, &sink, &opened.error), SETTLED_OK);
    EXPECT_EQ(committed.count, 3);
    EXPECT_EQ(committed.sums, (std::map<std::string, std::int64_t>{{"CNY", 300}, {"JPY", 300}}));
}

TEST(Wall, ASumThatDoesNotFitIsBadData) {
    testing::LedgerRows rows;
    EXPECT_EQ(pull("rich", rows).code, SETTLED_BAD_DATA);
    EXPECT_TRUE(rows.committed.empty());
}

TEST(Wall, ASinkThatRefusesStopsThePlugin) {
    Opened opened("good");
    int records = 0;
    const settled_ledger_sink sink{
        sizeof sink,
        0,
        &records,
        [](void*, std::int32_t) { return 0; },
        [](void* context, std::int32_t, const void*) { return ++*static_cast<int*>(context) == 2 ? 1 : 0; },
        [](void*, const settled_commit*) { return 0; }};
    const settled_pull_request request{sizeof request, 20261031, {}};
    EXPECT_EQ(Opened::table().pull(opened.self, &request, &sink, &opened.error), SETTLED_STOPPED);
    EXPECT_EQ(records, 2);
}

TEST(Wall, RereadIsUnsupportedUnlessOffered) {
    Opened opened("good");
    testing::LedgerRows rows;
    const settled_ledger_sink sink = rows.abi();
    const settled_text id("1");
    const settled_reread_request request{sizeof request, 1, &id};
    EXPECT_EQ(Opened::table().reread(opened.self, &request, &sink, &opened.error), SETTLED_UNSUPPORTED);
}

TEST(Settings, NumbersFlagsAndTablesAreReadFromText) {
    const std::array<settled_pair, 4> pairs = {
        {{"days", "30"}, {"strict", "true"}, {"parameters.city", "宁波"}, {"bad", "30 days"}}};
    const Settings settings{std::span(pairs)};
    EXPECT_EQ(settings.whole_number("days", 1, 365), 30);
    EXPECT_TRUE(settings.flag("strict"));
    EXPECT_FALSE(settings.flag("days"));
    EXPECT_EQ(settings["nothing"], "");
    settings.for_each("parameters.", [](std::string_view key, std::string_view value) {
        EXPECT_EQ(key, "city");
        EXPECT_EQ(value, "宁波");
    });
    EXPECT_EQ(settings.whole_number("bad", 1, 365).error(),
              (Error{SETTLED_INVALID_CONFIG, "bad = \"30 days\" is not a whole number from 1 to 365"}));
    EXPECT_FALSE(settings.whole_number("days", 31, 365));
    EXPECT_FALSE(settings.whole_number("nothing", 0, 1));
}

} // namespace
} // namespace settled
