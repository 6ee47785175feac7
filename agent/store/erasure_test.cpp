// What is erased is nowhere in the database's bytes any more, what is kept is whole, and nothing looks damaged for it.
#include "store/erasure.hpp"

#include "store/store_fixture.hpp"

#include <sqlite3.h>

#include <fstream>

namespace settled::store::test {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;

// Each stands in its own part; none may be left.
constexpr const char* full_name = "Rosalinde Quittenbaum";
constexpr const char* street_mail = "rosalinde@quittenbaum.example";
constexpr const char* telephone = "0561-7788991";
constexpr const char* bank_account = "DE02500105170137075030";
constexpr const char* spoken = "Frau Quittenbaum ruft zurueck";
constexpr const char* payer_words = "QUITTENBAUM MIETE LAGER";

class ErasureTest : public StoreTest {
  protected:
    static settled_customer customer_row(const char* id, const char* of_name, const char* email) {
        settled_customer row{};
        row.size = sizeof row, row.currency = {{'C', 'N', 'Y', '\0'}};
        row.customer_id = id, row.name = of_name, row.email = email;
        return row;
    }
    // Two customers; the items of the first are open or paid.
    void pull_ledger(std::int32_t known_on, bool open) {
        auto writer = store_->ledgers().begin("demo", "u8", on(known_on));
        ASSERT_TRUE(writer) << words(writer);
        ASSERT_TRUE((*writer)->begin(SETTLED_CUSTOMERS));
        settled_customer first = customer_row("C001", full_name, street_mail),
                         second = customer_row("C002", "ACME", "ap@acme.example");
        first.phone = telephone, first.bank_accounts = bank_account;
        ASSERT_TRUE((*writer)->add(SETTLED_CUSTOMERS, &first));
        ASSERT_TRUE((*writer)->add(SETTLED_CUSTOMERS, &second));
        ASSERT_TRUE((*writer)->commit({SETTLED_CUSTOMERS, 2, {}}));
        ASSERT_TRUE((*writer)->begin(SETTLED_OPEN_ITEMS));
        std::int64_t count = 0;
        for (const char* id : {"C001", "C002"}) {
            if (id == std::string("C001") && !open) continue;
            settled_open_item item{};
            item.size = sizeof item, item.currency = {{'C', 'N', 'Y', '\0'}}, item.doc_type = SETTLED_DOC_INVOICE;
            item.item_id = id, item.document_number = id, item.customer_id = id;
            item.document_date = 20140301, item.due_date = 20140401, item.amount = {10000, 1, 0},
            item.open_amount = {10000, 1, 0};
            item.reference = id == std::string("C001") ? "Lager Quittenbaum" : "";
            ASSERT_TRUE((*writer)->add(SETTLED_OPEN_ITEMS, &item));
            ++count;
        }
        ASSERT_TRUE((*writer)->commit({SETTLED_OPEN_ITEMS, count, {cny(count * 10000)}}));
        auto published = (*writer)->publish();
        ASSERT_TRUE(published) << words(published);
    }
    std::int64_t send(const std::string& key, const std::string& audience, std::int32_t known_on, bool leaves = true) {
        Message message;
        message.company = "demo", message.key = key, message.audience = audience, message.kind = "reminder";
        message.channel = "email", message.gateway = "mail";
        message.recipients = {audience == "customer" ? street_mail : "wang@demo.example"};
        message.subject = full_name, message.content = "Subject: x\r\n\r\n" + std::string(full_name) + std::string(9000, 'x');
        if (audience == "customer") message.ledger = "u8", message.customer_id = "C001";
        message.state = MessageState::due, message.planned_for = day(known_on);
        auto added = store_->outbox().add(message, {}, on(known_on));
        EXPECT_TRUE(added) << words(added);
        if (leaves) {
            EXPECT_TRUE(store_->outbox().arm(added->message, on(known_on)));
            EXPECT_TRUE(store_->outbox().finish(added->message, MessageState::sent,
                                                {"250 ok for " + std::string(street_mail), "", "", 250, ""}, on(known_on)));
        }
        return added->message;
    }
    void say(ledger::FactKind kind, const std::string& text, const std::string& detail = "") {
        ledger::Fact fact;
        fact.kind = kind, fact.ledger = "u8", fact.customer_id = "C001", fact.text = text, fact.detail = detail;
        auto told = store_->facts().tell("demo", fact, on(20140501));
        ASSERT_TRUE(told) << words(told);
    }
    // A life of the customer in 2014; afterwards it owes nothing.
    void fill() {
        pull_ledger(20140302, true);
        say(ledger::FactKind::log_line, spoken, "phone");
        say(ledger::FactKind::dispute, spoken);
        say(ledger::FactKind::payer_account, bank_account);
        say(ledger::FactKind::accept_contact, street_mail);
        Task task;
        task.key = "t1", task.ledger = "u8", task.customer_id = "C001", task.kind = "call", task.owner = "wang",
        task.why = spoken;
        ASSERT_TRUE(store_->facts().add_tasks("demo", std::vector{task}, on(20140501)));
        letter_ = send("letter", "customer", 20140601);
        send("daily", "finance", 20140602);
        auto entry_of = [](std::int64_t amount, const std::string& text) {
            statement::Entry made = entry(20140701, amount, text);
            made.counterparty_name = full_name, made.counterparty_account = bank_account;
            return made;
        };
        const std::vector<AccountStatement> july = {
            statement({entry_of(10000, payer_words), entry_of(20000, std::string(payer_words) + " 2"),
                       entry(20140701, 5, "somebody else")})};
        ASSERT_TRUE(store_->entries().publish(file("july"), july, on(20140702)));
        auto book = store_->entries().load("demo", accounts(), day(20140702));
        ASSERT_TRUE(book) << words(book);
        StoredMatch match;
        match.entry = book->entries.front().id, match.account = "main", match.counterparty_name = full_name;
        match.date = day(20140701), match.amount = cny(10000), match.state = matching::State::settled;
        match.best.grade = matching::Grade::certain;
        match.best.allocations = {{"u8", "C001", "key", "1", "C001", 10000, 10000, 1, 0}};
        StoredEvidence evidence;
        evidence.kind = matching::EvidenceKind::number_in_text, evidence.document_number = payer_words;
        match.best.evidence = {evidence};
        ASSERT_TRUE(store_->matches().save("demo", std::vector{match}, {}, on(20140702)));
        ASSERT_TRUE(store_->audit().append("demo", "test", "{\"fact\":1}", on(20140702)));
        pull_ledger(20140801, false);
    }
    std::vector<ErasureCut> everything() const {
        std::vector<ErasureCut> cuts;
        for (const PersonalPart part : {PersonalPart::contact, PersonalPart::letters, PersonalPart::vouchers, PersonalPart::bank,
                                        PersonalPart::name, PersonalPart::mails, PersonalPart::reports})
            cuts.push_back({part, 2014});
        return cuts;
    }
    // Is it in any byte of the files, or in any row of the server's tables?
    bool is_left(const std::string& text) {
        if (!schema_.empty()) {
            const Status looked =
                sql("DO $$ DECLARE t text; n bigint; BEGIN FOR t IN SELECT table_name FROM information_schema.tables WHERE "
                    "table_schema "
                    "= '" +
                    schema_ + "' LOOP EXECUTE format('SELECT COUNT(*) FROM %I r WHERE r::text LIKE %L', t, '%" + text +
                    "%') INTO n; IF n > 0 THEN RAISE EXCEPTION 'left in %', t; END IF; END LOOP; END $$");
            return !looked;
        }
        for (const auto& each : std::filesystem::directory_iterator(folder_.path())) {
            std::ifstream stream(each.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            if (bytes.contains(text)) return true;
        }
        return false;
    }

    const CustomerId first_{"u8", "C001"};
    std::int64_t letter_ = 0;
};

TEST_P(ErasureTest, LeavesNoByteOfTheWordsAndNoDamage) {
    fill();
    for (const char* text : {full_name, street_mail, telephone, bank_account, spoken, payer_words})
        ASSERT_TRUE(is_left(text)) << text;
    auto done = store_->erasure().erase("demo", first_, everything(), "salt", on(20260101));
    ASSERT_TRUE(done) << words(done);
    const Status written = store_->erasure().rewrite();
    ASSERT_TRUE(written) << written.error().message;
    for (const char* text : {full_name, street_mail, telephone, bank_account, spoken, payer_words, "Quittenbaum", "QUITTENBAUM"})
        EXPECT_FALSE(is_left(text)) << text;
    const auto damage = store_->damage();
    ASSERT_TRUE(damage) << words(damage);
    EXPECT_THAT(*damage, IsEmpty());
    EXPECT_TRUE(store_->audit().verify());
}

TEST_P(ErasureTest, KeepsAmountsDaysAndDecisions) {
    fill();
    ASSERT_TRUE(store_->erasure().erase("demo", first_, everything(), "salt", on(20260101)));
    auto book = store_->entries().load("demo", accounts(), day(20260101));
    ASSERT_TRUE(book) << words(book);
    ASSERT_THAT(book->entries, SizeIs(3));
    EXPECT_EQ(book->entries[0].amount + book->entries[1].amount + book->entries[2].amount, 30005);
    auto matches = store_->matches().load("demo", day(20260101));
    ASSERT_TRUE(matches) << words(matches);
    ASSERT_THAT(*matches, SizeIs(1));
    EXPECT_EQ(matches->front().best.allocations.front().amount, 10000);
    auto letter = store_->outbox().find(letter_);
    ASSERT_TRUE(letter && *letter) << words(letter);
    EXPECT_EQ((*letter)->content, "");
    EXPECT_EQ((*letter)->content_sha256.size(), 64U) << "what left can still be proved to whoever holds it";
    EXPECT_EQ((*letter)->state, MessageState::sent);
    auto facts = store_->facts().load("demo", day(20260101));
    ASSERT_TRUE(facts) << words(facts);
    for (const ledger::Fact& fact : ledger::standing(*facts))
        EXPECT_TRUE(fact.kind != ledger::FactKind::payer_account && fact.kind != ledger::FactKind::accept_contact)
            << "what was learned is forgotten: an empty account is nobody's";
}

TEST_P(ErasureTest, TheSameStatementAgainAddsNothingBesideWhatIsNotErased) {
    fill();
    ASSERT_TRUE(store_->erasure().erase("demo", first_, everything(), "salt", on(20260101)));
    const std::vector<AccountStatement> again = {statement({entry(20140701, 5, "somebody else")})};
    ASSERT_TRUE(store_->entries().publish(file("july again"), again, on(20260102)));
    auto book = store_->entries().load("demo", accounts(), day(20260102));
    ASSERT_TRUE(book) << words(book);
    EXPECT_THAT(book->entries, SizeIs(3));
}

TEST_P(ErasureTest, TakesOnlyTheYearsAndPartsItIsGiven) {
    fill();
    send("later", "customer", 20200101);
    const std::vector<ErasureCut> cuts = {{PersonalPart::letters, 2019}};
    auto done = store_->erasure().erase("demo", first_, cuts, "salt", on(20260101));
    ASSERT_TRUE(done) << words(done);
    EXPECT_EQ((*store_->outbox().find_key("letter"))->content, "");
    EXPECT_NE((*store_->outbox().find_key("later"))->content, "");
    EXPECT_NE((*store_->outbox().find_key("daily"))->content, "");
    EXPECT_TRUE(is_left(telephone));
    const auto held = store_->erasure().holdings("demo", first_);
    ASSERT_TRUE(held) << words(held);
    EXPECT_EQ(held->last_letter_year, 2020);
    EXPECT_EQ(held->last_voucher_year, 2014);
    EXPECT_EQ(held->last_entry_year, 2014);
    for (const PersonalRows& rows : held->rows) EXPECT_TRUE(rows.part != PersonalPart::letters || rows.year == 2020);
}

TEST_P(ErasureTest, StopsWhereAMessageIsOnItsWayAndKnowsOpenItems) {
    fill();
    send("waiting", "customer", 20260101, false);
    EXPECT_EQ(store_->erasure().erase("demo", first_, everything(), "salt", on(20260101)).error().code, SETTLED_REJECTED);
    EXPECT_TRUE(is_left(telephone));
    EXPECT_EQ(store_->erasure().holdings("demo", first_)->waiting_messages, 1);
    EXPECT_EQ(store_->erasure().holdings("demo", first_)->open_items, 0);
    EXPECT_EQ(store_->erasure().holdings("demo", {"u8", "C002"})->open_items, 1);
}

TEST_P(ErasureTest, ALaterPullBringsNothingBackUntilSomebodySaysSo) {
    fill();
    ledger::Fact erased;
    erased.kind = ledger::FactKind::erased, erased.ledger = "u8", erased.customer_id = "C001";
    auto told = store_->facts().tell("demo", erased, on(20260101));
    ASSERT_TRUE(told) << words(told);
    ASSERT_TRUE(store_->erasure().erase("demo", first_, everything(), "salt", on(20260101)));
    pull_ledger(20260102, false);
    ASSERT_TRUE(store_->erasure().rewrite());
    EXPECT_FALSE(is_left(full_name));
    EXPECT_FALSE(is_left(telephone));
    EXPECT_TRUE(is_left("ap@acme.example")) << "the others are as they were";
    auto customers = store_->erasure().customers("demo");
    ASSERT_TRUE(customers) << words(customers);
    EXPECT_THAT(*customers, Contains(first_));
    ledger::Fact back;
    back.kind = ledger::FactKind::revoke, back.revokes = *told;
    ASSERT_TRUE(store_->facts().tell("demo", back, on(20260103)));
    pull_ledger(20260103, true);
    EXPECT_TRUE(is_left(full_name));
}

TEST_P(ErasureTest, SaysSoWhileSomebodyStillReadsTheOldPages) {
    if (GetParam() != "sqlite") GTEST_SKIP() << "a server's readers wait in its own way";
    fill();
    sqlite3* reader = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "settled.db").c_str(), &reader), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT COUNT(*) FROM fact", nullptr, nullptr, nullptr), SQLITE_OK);
    ASSERT_TRUE(store_->erasure().erase("demo", first_, everything(), "salt", on(20260101)));
    const Status hindered = store_->erasure().rewrite();
    ASSERT_FALSE(hindered);
    EXPECT_EQ(hindered.error().code, SETTLED_UNAVAILABLE) << hindered.error().message;
    sqlite3_close(reader);
    const Status written = store_->erasure().rewrite();
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_FALSE(is_left(full_name));
}

INSTANTIATE_TEST_SUITE_P(Both, ErasureTest, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
