// No message counts as not sent when it may have left, whatever the plugin does.
#include "collecting.hpp"

#include <gmock/gmock.h>

namespace settled::abi_test {
namespace {

using ::testing::HasSubstr;

struct Sent {
    Status done;
    host::SendOutcome outcome;
    int asked = 0;
};

Sent send(const std::string& where, const Status& release = {}) {
    const auto clients = clients_on(abi_folder("faulty"), true);
    auto notifier = clients->notify(block("notify_throws", {{"where", where}}));
    if (!notifier) return {std::unexpected(notifier.error()), {}, 0};
    Sent sent;
    sent.done = (*notifier)->send(
        {"key", "a@example.org", "words", "", {"b@example.org"}, {}}, [&] { return ++sent.asked, release; }, sent.outcome);
    return sent;
}

TEST(Notify, AnExceptionStopsAtTheWall) {
    EXPECT_THAT(send("open").done.error().message, HasSubstr("thrown in open"));
    const auto clients = clients_on(abi_folder("faulty"), true);
    const auto checked = clients->notify(block("notify_throws", {{"where", "check"}})).value()->check();
    EXPECT_EQ(checked.error().code, SETTLED_INTERNAL);
    EXPECT_THAT(checked.error().message, HasSubstr("unknown exception"));
}

TEST(Notify, BrokenBeforeTheReleaseIsKnownNotToHaveLeft) {
    const Sent sent = send("before");
    EXPECT_EQ(sent.done.error().code, SETTLED_INTERNAL);
    EXPECT_FALSE(sent.outcome.after_hand_over);
    EXPECT_EQ(sent.asked, 0);
}

TEST(Notify, BrokenAfterTheReleaseNobodyCanKnow) {
    const Sent sent = send("after");
    EXPECT_EQ(sent.done.error().code, SETTLED_INTERNAL);
    EXPECT_TRUE(sent.outcome.after_hand_over);
    EXPECT_EQ(sent.asked, 1);
}

TEST(Notify, SentWithoutAskingForTheReleaseIsAnErrorAndUnknown) {
    const Sent sent = send("unasked");
    EXPECT_EQ(sent.done.error().code, SETTLED_INTERNAL);
    EXPECT_THAT(sent.done.error().message, HasSubstr("without asking for its release"));
    EXPECT_TRUE(sent.outcome.after_hand_over);
}

TEST(Notify, SentAlthoughTheReleaseWasRefusedIsAnErrorAndUnknown) {
    const Status refusal = fail(SETTLED_STOPPED, "not due any more");
    const Sent sent = send("unheeded", refusal);
    EXPECT_EQ(sent.done.error().code, SETTLED_INTERNAL);
    EXPECT_THAT(sent.done.error().message, HasSubstr("although its release was refused"));
    EXPECT_TRUE(sent.outcome.after_hand_over);
    const Sent heeded = send("nowhere", refusal);
    EXPECT_EQ(heeded.done.error().code, SETTLED_STOPPED);
    EXPECT_FALSE(heeded.outcome.after_hand_over) << "it is known that it did not leave";
}

TEST(Notify, TheReleaseIsAskedForOnceHoweverOftenThePluginAsks) {
    const Sent sent = send("twice");
    EXPECT_TRUE(sent.done);
    EXPECT_EQ(sent.asked, 1);
    EXPECT_EQ(sent.outcome.provider_id, "id-1");
    EXPECT_EQ(sent.outcome.reply_code, 250);
}

TEST(Notify, APluginWithoutAnOperationThatItsKindNeedsIsRefused) {
    const auto clients = clients_on(abi_folder("twins"), true);
    EXPECT_THAT(clients->notify(block("notify_no_send")).error().message, HasSubstr("does not offer \"send\""));
}

TEST(Notify, AnOlderTableWithoutLookUpCannotTell) {
    const auto clients = clients_on(abi_folder("twins"), true);
    auto notifier = clients->notify(block("notify_plain")).value();
    EXPECT_EQ(notifier->look_up("key").value(), std::nullopt);
    host::SendOutcome outcome;
    EXPECT_TRUE(notifier->send({"key", "", "", "", {}, {}}, [] { return Status{}; }, outcome));
}

} // namespace
} // namespace settled::abi_test
