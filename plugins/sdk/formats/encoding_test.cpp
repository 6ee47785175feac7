#include <formats/encoding.hpp>

#include <gtest/gtest.h>

#include <random>

namespace settled::formats {
namespace {

using namespace std::string_view_literals;

// What iconv writes in the encoding, so that the data of a test is readable here.
std::string in(Encoding encoding, std::string_view utf8_bytes) {
    static constexpr std::pair<std::string_view, std::string_view> letters[] = {
        {"ü", "\x81\xFC"}, {"ä", "\x84\xE4"}, {"ö", "\x94\xF6"}, {"ß", "\xE1\xDF"}, {"é", "\x82\xE9"}, {"Ü", "\x9A\xDC"}};
    std::string made(utf8_bytes);
    for (const auto& [letter, bytes] : letters)
        for (std::size_t at; (at = made.find(letter)) != made.npos;)
            made.replace(at, letter.size(), 1, encoding == Encoding::cp850 ? bytes[0] : bytes[1]);
    return made;
}

TEST(Encoding, NamesAreFoundInEverySpelling) {
    EXPECT_EQ(encoding_named("utf8"), Encoding::utf8);
    EXPECT_EQ(encoding_named("gbk"), Encoding::gb18030);
    EXPECT_EQ(encoding_named("iso_8859-1"), Encoding::latin1);
    EXPECT_EQ(encoding_named("cp1252"), Encoding::windows1252);
    EXPECT_EQ(encoding_named("EBCDIC"), std::nullopt);
    EXPECT_EQ(name(Encoding::gb18030), "GB18030");
}

TEST(Encoding, ByteOrderMarks) {
    EXPECT_EQ(byte_order_mark("\xEF\xBB\xBF:20:").size, 3U);
    EXPECT_EQ(byte_order_mark("\xFF\xFE:\0"sv).encoding, Encoding::utf16le);
    EXPECT_EQ(byte_order_mark("\xFE\xFF\0:"sv).encoding, Encoding::utf16be);
    EXPECT_EQ(byte_order_mark(":20:").size, 0U);
}

TEST(Encoding, GuessedByStructure) {
    EXPECT_EQ(guess_encoding("plain ASCII"), Encoding::utf8);
    EXPECT_EQ(guess_encoding("Gebühr für Überweisung"), Encoding::utf8);
    EXPECT_EQ(guess_encoding("Gebühr f\xC3"), Encoding::utf8) << "cut inside a character";
    EXPECT_EQ(guess_encoding("A\0B\0C\0\r\0\n\0"sv), Encoding::utf16le);
    EXPECT_EQ(guess_encoding("\0A\0B\0C\0\r\0\n"sv), Encoding::utf16be);
    EXPECT_EQ(guess_encoding("\xBB\xF5\xBF\xEE 2026 \xC9\xCF\xBA\xA3\xBB\xAA\xD0\xC5"sv), Encoding::gb18030) << "货款 上海华信";
    EXPECT_EQ(guess_encoding("\xC9\xCF\xBA\xA3\xBB\xAA\xD0\xC5\xA3"sv), Encoding::gb18030) << "cut inside a character";
}

TEST(Encoding, PairsInsideLatinWordsAreNotChinese) {
    EXPECT_EQ(guess_encoding("Liquida\xE7\xE3o de cobran\xE7"
                             "a"),
              Encoding::windows1252)
        << "Liquidação de cobrança";
    EXPECT_EQ(guess_encoding("TRANSA\xC7\xC3O"), Encoding::windows1252) << "TRANSAÇÃO";
}

TEST(Encoding, OneByteSetsAreToldApartByTheLettersInsideWords) {
    for (const std::string_view words :
         {"Gebühr"sv, "Dauerauftrag Müller KG, Köln"sv, "Rückgabe wegen Überzahlung"sv, "Café Zürich"sv}) {
        EXPECT_EQ(guess_encoding(in(Encoding::windows1252, words)), Encoding::windows1252) << words;
        EXPECT_EQ(guess_encoding(in(Encoding::cp850, words)), Encoding::cp850) << words;
    }
    EXPECT_EQ(guess_encoding("Stra\xDF"
                             "e"),
              Encoding::windows1252);
    EXPECT_EQ(guess_encoding("100 \x80 bezahlt"), Encoding::windows1252) << "the euro sign stands beside no letter";
}

TEST(Encoding, CaseTellsTwoSetsApartWhereBothHaveALetter) {
    EXPECT_EQ(guess_encoding("COMISI\xE0N DE DEVOLUCI\xE0N"), Encoding::cp850) << "COMISIÓN, not COMISIàN";
    EXPECT_EQ(guess_encoding("COMISI\xD3N"), Encoding::windows1252);
    EXPECT_EQ(guess_encoding("pr\xE9l\xE8vement"), Encoding::windows1252) << "prélèvement, not prÚlÞvement";
}

TEST(Encoding, EverySetBecomesTheSameText) {
    const std::string_view wanted = "Gebühr für Käse, Größe";
    EXPECT_EQ(to_utf8(in(Encoding::windows1252, wanted), Encoding::windows1252), wanted);
    EXPECT_EQ(to_utf8(in(Encoding::windows1252, wanted), Encoding::latin1), wanted);
    EXPECT_EQ(to_utf8(in(Encoding::cp850, wanted), Encoding::cp850), wanted);
    EXPECT_EQ(to_utf8("\xEF\xBB\xBF"
                      "Gebühr",
                      Encoding::utf8),
              "Gebühr");
    EXPECT_EQ(to_utf8("\xFF\xFE"
                      "A\0\xFC\0"sv,
                      Encoding::utf16le),
              "Aü");
    EXPECT_EQ(to_utf8("\xBB\xF5\xBF\xEE", Encoding::gb18030), "货款");
    EXPECT_EQ(to_utf8("\x80", Encoding::windows1252), "€");
}

TEST(Encoding, BadBytesAreNamedWithTheirLine) {
    const auto text = to_utf8("one\ntwo\nthree \xC3( four\n", Encoding::utf8);
    ASSERT_FALSE(text.has_value());
    EXPECT_EQ(text.error().code, SETTLED_BAD_DATA);
    EXPECT_EQ(text.error().line, 3);
    EXPECT_NE(text.error().message.find("C3 28"), std::string::npos) << text.error().message;
    const auto chinese = to_utf8("\xBB\xF5\n\xBF\xFF\n", Encoding::gb18030);
    ASSERT_FALSE(chinese.has_value());
    EXPECT_EQ(chinese.error().line, 2);
}

TEST(Encoding, AStreamThatEndsInsideACharacterIsCut) {
    for (const auto& [bytes, encoding] :
         {std::pair{"a\n\xE8\xB4"sv, Encoding::utf8}, {"a\n\xBB"sv, Encoding::gb18030}, {"a\0\n\0b"sv, Encoding::utf16le}}) {
        const auto text = to_utf8(bytes, encoding);
        ASSERT_FALSE(text.has_value());
        EXPECT_EQ(text.error().line, 2) << text.error().message;
    }
}

TEST(Encoding, ChunksOfAnySizeGiveTheSameText) {
    std::string chinese, utf16;
    for (int i = 0; i < 300; ++i) {
        chinese += "\xBB\xF5\xBF\xEE INV-1\r\n";
        utf16 += "G\0\xFC\0\n\0"sv;
    }
    std::string utf8 = *to_utf8(chinese, Encoding::gb18030) + "ü😀";
    std::mt19937 random(7);
    for (const auto& [bytes, encoding] :
         {std::pair(chinese, Encoding::gb18030), {utf16, Encoding::utf16le}, {utf8, Encoding::utf8}}) {
        const std::string wanted = *to_utf8(bytes, encoding);
        for (int round = 0; round < 50; ++round) {
            Decoder decoder(encoding);
            std::string text;
            for (std::string_view left = bytes; !left.empty();) {
                const std::string_view chunk = left.substr(0, 1 + random() % 40);
                ASSERT_TRUE(decoder.append(chunk, text).has_value());
                left.remove_prefix(chunk.size());
            }
            ASSERT_TRUE(decoder.finish().has_value());
            ASSERT_EQ(text, wanted);
        }
    }
}

TEST(Encoding, ForeignBytesNeverBecomeInvalidUtf8) {
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes(random() % 60, '\0');
        for (char& c : bytes) c = static_cast<char>(random());
        const Encoding guess = guess_encoding(bytes);
        const auto text = to_utf8(bytes, guess);
        if (text) {
            EXPECT_EQ(*to_utf8(*text, Encoding::utf8), *text);
        }
    }
}

} // namespace
} // namespace settled::formats
