#include "letters/frame.hpp"
#include "letters/letter_text.hpp"

#include <gtest/gtest.h>

namespace settled::letters {
namespace {

std::string refusal(std::string_view file) {
    const Result<LetterText> made = read_letter_text(file);
    return made ? "" : made.error().message;
}

TEST(LetterText, IsHeadsThenParagraphsAroundTheItems) {
    const Result<LetterText> made =
        read_letter_text("\xEF\xBB\xBFSubject: {{total}}: due\r\nTitle: Reminder\r\nTone: gentle\r\n\r\n"
                         "One.\r\nStill one.\r\n\r\nTwo.\r\n{{items}}\r\nThree.\r\n");
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->subject, "{{total}}: due");
    EXPECT_EQ(made->title, "Reminder");
    EXPECT_TRUE(made->gentle);
    ASSERT_EQ(made->opening.size(), 2u);
    EXPECT_EQ(made->opening[0].text, "One.\nStill one.");
    EXPECT_EQ(made->opening[0].line, 5);
    EXPECT_EQ(made->opening[1].text, "Two.");
    ASSERT_EQ(made->closing.size(), 1u);
    EXPECT_EQ(made->closing[0].text, "Three.");
}

TEST(LetterText, IsPlainWhereNothingIsSaidOfItsTone) {
    EXPECT_FALSE(read_letter_text("Title: b\nSubject: a\n\n{{items}}")->gentle);
    EXPECT_FALSE(read_letter_text("Title: b\nSubject: a\nTone: plain\n\n{{items}}")->gentle);
}

TEST(LetterText, SaysWhatIsMissingAndWhere) {
    EXPECT_EQ(refusal(""), "line 1: no \"Subject: …\" among the first lines");
    EXPECT_EQ(refusal("Subject: a\n\n{{items}}\n"), "line 2: no \"Title: …\" among the first lines");
    EXPECT_EQ(refusal("Subject: a\nTitle: b\n\nWords.\n"),
              "line 5: no line {{items}}; expected one where the items are to stand");
    EXPECT_EQ(refusal("Subject: a\nTitle: b\n\n{{items}}\n{{items}}\n"),
              "line 5: {{items}} stands here a second time; expected once");
    EXPECT_EQ(refusal("Subject: a\nSubject: b\n"), "line 2: Subject stands here a second time; expected once");
    EXPECT_EQ(refusal("Subject: a\nTone: angry\n"), "line 2: Tone: expected gentle or plain");
    EXPECT_EQ(refusal("Dear all,\n"), "line 1: \"Dear all,\"; expected Subject: …, Title: … or Tone: gentle, then an empty line");
}

TEST(LetterWords, HaveNamesAndKeepTheirBlanksInQuotes) {
    const Result<Words> words = read_words("# remark\r\ncolon = \": \"\r\ngreeting = a = b\r\nnothing =\r\n");
    ASSERT_TRUE(words) << words.error().message;
    EXPECT_EQ(words->at("colon"), ": ");
    EXPECT_EQ(words->at("greeting"), "a = b");
    EXPECT_EQ(words->at("nothing"), "");
    EXPECT_EQ(read_words("a = 1\na = 2").error().message, "line 2: \"a\" stands here a second time; expected once");
    EXPECT_EQ(read_words("words").error().message, "line 1: expected NAME = WORDS, or # before a remark");
}

TEST(LetterWords, ArePutIntoTheFrameForItsSink) {
    const Words words = {{"greeting", "A & B\\n{{x}} <c>"}, {"loop", "{{>loop}}"}};
    EXPECT_EQ(*put_words("-{{>greeting}}-", words, render::Escape::html), "-A &amp; B<br>{{x}} &lt;c&gt;-");
    EXPECT_EQ(*put_words("-{{> greeting }}-", words, render::Escape::none), "-A & B\n{{x}} <c>-");
    EXPECT_EQ(*put_words("{{>loop}}", words, render::Escape::none), "{{>loop}}")
        << "words do not name words; the filling refuses it";
    EXPECT_EQ(put_words("a\n{{>b}}", words, render::Escape::none).error().message,
              "line 2: \"b\" is not among the words of the language");
    EXPECT_EQ(put_words("{{>b", words, render::Escape::none).error().message, "line 1: a tag is not closed; expected }}");
}

} // namespace
} // namespace settled::letters
