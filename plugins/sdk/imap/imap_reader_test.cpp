// A server's answers as bytes, cut at every place: what a mail holds is never taken for the server's words.
#include <imap/imap_reader.hpp>
#include <imap/mailbox_name.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace settled::imap {
namespace {

using ::testing::HasSubstr;

// Hands the bytes out in pieces of this size, then ends.
Reader reader_of(std::string bytes, std::size_t piece) {
    auto left = std::make_shared<std::string>(std::move(bytes));
    return Reader([left, piece](std::span<char> buffer) -> Result<std::size_t> {
        if (left->empty()) return fail(SETTLED_UNAVAILABLE, "the end");
        const std::size_t count = std::min({piece, buffer.size(), left->size()});
        std::copy_n(left->begin(), count, buffer.begin());
        left->erase(0, count);
        return count;
    });
}

TEST(ImapReader, ALiteralIsCountedAndNotLookedInto) {
    const std::string literal = "From: x\r\n\r\ns1 OK done\r\n* BYE {9999999999}\r\n)\r\n";
    const std::string bytes = "* 3 FETCH (UID 7 BODY[] {" + std::to_string(literal.size()) + "}\r\n" + literal +
                              " FLAGS (\\Seen \"a \\\"b\"))\r\ns1 OK Fetch completed.\r\n";
    for (const std::size_t piece : {1UL, 2UL, 7UL, 10'000UL}) {
        Reader reader = reader_of(bytes, piece);
        auto fetched = reader.next();
        ASSERT_TRUE(fetched) << fetched.error().message;
        EXPECT_EQ(fetched->tag, "*");
        EXPECT_EQ(fetched->after("UID"), "7");
        EXPECT_EQ(fetched->after("body[]"), literal);
        EXPECT_EQ(fetched->tokens[fetched->tokens.size() - 3].value, "a \"b");
        auto done = reader.next();
        ASSERT_TRUE(done) << done.error().message;
        EXPECT_EQ(done->tag, "s1");
        EXPECT_EQ(done->words, "OK Fetch completed.");
        EXPECT_FALSE(reader.next());
    }
}

TEST(ImapReader, SectionsAndCodesInBracketsAreOneAtom) {
    Reader reader = reader_of("* OK [UIDVALIDITY 1795] UIDs valid\r\n* 1 FETCH (BODY[HEADER.FIELDS (FROM)] {2}\r\nab)\r\n"
                              "* NO it's a \"half quoted {12}\r\n",
                              100);
    EXPECT_EQ(reader.next()->tokens[1].value, "[UIDVALIDITY 1795]");
    EXPECT_EQ(reader.next()->after("BODY[HEADER.FIELDS (FROM)]"), "ab");
    EXPECT_EQ(reader.next()->words, "NO it's a \"half quoted {12}") << "words for people open nothing and announce nothing";
}

TEST(ImapReader, AServerBeyondTheLimitsIsGivenUp) {
    Reader endless = reader_of(std::string(line_bytes_max + 100'000, 'x'), 65'536);
    EXPECT_THAT(endless.next().error().message, HasSubstr("a line of more than"));
    Reader bomb = reader_of("* 1 FETCH (BODY[] {99999999999}\r\nx", 100);
    EXPECT_THAT(bomb.next().error().message, HasSubstr("beyond every limit"));
    Reader open = reader_of("* LIST \"half\r\n", 100);
    EXPECT_THAT(open.next().error().message, HasSubstr("does not end"));
}

// RFC 3501, 5.1.3.
TEST(MailboxName, IsWrittenInImapsOwnUtf7) {
    EXPECT_EQ(modified_utf7("INBOX.Bank & Co"), "INBOX.Bank &- Co");
    EXPECT_EQ(modified_utf7("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    EXPECT_EQ(modified_utf7("😀"), "&2D3eAA-");
}

TEST(MailboxName, NothingLeavesItsQuotationMarks) { EXPECT_EQ(quoted("a\"b\\c\r\nLOGOUT"), "\"a\\\"b\\\\cLOGOUT\""); }

} // namespace
} // namespace settled::imap
