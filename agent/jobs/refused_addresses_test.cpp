#include "jobs/refused_addresses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

store::Message message(store::MessageState state, std::string reason, std::string finished_at,
                       std::vector<std::string> to = {"ap@acme.example"}) {
    store::Message made;
    made.ledger = "u8", made.customer_id = "C001", made.state = state, made.reason = std::move(reason);
    made.finished_at = std::move(finished_at), made.recipients = std::move(to);
    return made;
}

store::Message refused(std::string finished_at = "2026-11-18T10:00:00+08:00", std::vector<std::string> to = {"ap@acme.example"}) {
    return message(store::MessageState::failed, "bad_address: 550 5.1.1 no such mailbox", std::move(finished_at), std::move(to));
}

ledger::Fact accepted(std::string address, std::string at) {
    ledger::Fact fact;
    fact.kind = ledger::FactKind::accept_contact, fact.ledger = "u8", fact.customer_id = "C001";
    fact.text = std::move(address), fact.at = std::move(at);
    return fact;
}

std::vector<std::string> addresses(const std::vector<store::Message>& messages, const std::vector<ledger::Fact>& facts = {}) {
    std::vector<std::string> found;
    for (const RefusedAddress& each : refused_addresses(messages, facts)) found.push_back(each.address);
    return found;
}

TEST(RefusedAddresses, AServerThatRefusesTheRecipientForGoodMarksTheAddress) {
    EXPECT_THAT(addresses({refused()}), ElementsAre("ap@acme.example"));
}

TEST(RefusedAddresses, AnyOtherFailureSaysNothingAboutTheAddress) {
    using enum store::MessageState;
    const std::string at = "2026-11-18T10:00:00+08:00";
    EXPECT_THAT(addresses({message(failed, "smtp://mail: 552 too big", at), message(due, "", ""), message(unknown, "", at),
                           message(cancelled, "bad_address: taken back", at)}),
                IsEmpty());
}

TEST(RefusedAddresses, OnlyTheRecipientWhomTheServerNamedIsMarked) {
    store::Message one = refused("2026-11-18T10:00:00+08:00", {"AP@acme.example", "cfo@acme.example"});
    one.server_words = "the recipient <ap@acme.example> is refused for good";
    EXPECT_THAT(addresses({one}), ElementsAre("ap@acme.example"));
    one.server_words = "550 no";
    EXPECT_THAT(addresses({one}), ElementsAre("ap@acme.example", "cfo@acme.example"));
}

TEST(RefusedAddresses, AMessageThatArrivedLaterTakesItBack) {
    const store::Message sent = message(store::MessageState::sent, "", "2026-11-19T10:00:00+08:00");
    EXPECT_THAT(addresses({refused(), sent}), IsEmpty());
    EXPECT_THAT(addresses({message(store::MessageState::sent, "", "2026-11-17T10:00:00+08:00"), refused()}),
                ElementsAre("ap@acme.example"));
}

TEST(RefusedAddresses, APersonWhoAcceptsTheAddressAfterwardsTakesItBack) {
    EXPECT_THAT(addresses({refused()}, {accepted("AP@acme.example", "2026-11-18T11:00:00+08:00")}), IsEmpty());
    EXPECT_THAT(addresses({refused()}, {accepted("a@b.example; ap@acme.example", "2026-11-18T11:00:00+08:00")}), IsEmpty());
    EXPECT_THAT(addresses({refused()}, {accepted("ap@acme.example", "2026-11-17T11:00:00+08:00")}),
                ElementsAre("ap@acme.example"))
        << "accepted before it was refused";
    EXPECT_THAT(addresses({refused()}, {accepted("cfo@acme.example", "2026-11-19T11:00:00+08:00")}),
                ElementsAre("ap@acme.example"));
}

} // namespace
} // namespace settled::jobs
