#include <formats/xml_pieces.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace settled::formats {
namespace {

using Step = XmlPieces::Step;

// A file in memory that comes in reads of a few bytes, so that every cut is in the middle of something.
struct Text {
    std::string bytes;
    std::size_t per_read;
    std::size_t given = 0;
    settled_input abi() {
        return {sizeof(settled_input), 0, this,
                [](void* context, char* buffer, std::size_t capacity) -> std::int64_t {
                    auto& self = *static_cast<Text*>(context);
                    const std::size_t size = self.bytes.copy(buffer, std::min(capacity, self.per_read), self.given);
                    self.given += size;
                    return static_cast<std::int64_t>(size);
                },
                "a.xml"};
    }
};

// What a walk sees: "+a@1" a start with its line, "-a" an end, "[…]" a piece, "!message@line" a refusal.
std::string walk(std::string bytes, const std::string& taken = "", XmlLimits limits = {}, std::size_t per_read = 7) {
    Text text{std::move(bytes), per_read};
    const settled_input abi = text.abi();
    const Input input(abi);
    XmlPieces pieces(input, limits);
    std::string seen;
    const auto refused = [&](const Error& error) { return seen + "!" + error.message + "@" + std::to_string(error.line); };
    for (;;) {
        auto step = pieces.next();
        if (!step) return refused(step.error());
        if (*step == Step::end_of_document) return seen;
        if (*step == Step::end_of_element) {
            seen += "-" + std::string(pieces.name()) + " ";
        } else if (pieces.name() == taken) {
            auto piece = pieces.take();
            if (!piece) return refused(piece.error());
            seen += "[" + std::string(*piece) + "]@" + std::to_string(pieces.line()) + " ";
        } else {
            seen += "+" + std::string(pieces.name()) + "@" + std::to_string(pieces.line()) + " ";
        }
    }
}

TEST(XmlPieces, WalksIntoElementsAndNamesTheirLines) {
    EXPECT_EQ(walk("<?xml version=\"1.0\"?>\n<a>\n <b/>\n <c>x</c>\n</a>\n"), "+a@2 +b@3 -b +c@4 -c -a ");
}

TEST(XmlPieces, AnElementEndsAtItsOwnEndTagWhateverElseBearsItsName) {
    for (const std::string piece : {
             "<n>n n> /n> a<nn>x</nn></n>",                     // in a text, and as the beginning of a longer name
             "<n><!-- </n> --><![CDATA[</n>]]><?x </n>?>y</n>", // in a comment, in CDATA, in an instruction
             "<n><a b='n>'/></n >",                             // in an attribute; a blank in the end tag
             "<p:n><n>x</n><p:n>y</p:n></p:n>",                 // with a prefix, inside itself
         })
        for (const std::size_t per_read : {1U, 5U, 4096U}) {
            EXPECT_EQ(walk("<a>" + piece + "<b/></a>", "n", {}, per_read), "+a@1 [" + piece + "]@1 +b@1 -b -a ") << per_read;
        }
}

TEST(XmlPieces, TagsBehindEachOtherAreNotDeepAndTagsInsideEachOtherAre) {
    std::string beside = "<n>", inside = "<n>", ends;
    for (int i = 0; i < 40; ++i) beside += "<x>1</x>", inside += "<x>", ends += "</x>";
    beside += "</n>", inside += ends + "</n>";
    EXPECT_EQ(walk("<a>" + beside + "</a>", "n", {.depth = 8}, 4096), "+a@1 [" + beside + "]@1 -a ");
    EXPECT_TRUE(walk("<a>" + inside + "</a>", "n", {.depth = 8}, 4096).contains("!")) << "deeper than 8";
    EXPECT_EQ(walk("<a>" + inside + "</a>", "n", {.depth = 64}, 4096), "+a@1 [" + inside + "]@1 -a ");
}

TEST(XmlPieces, TakesAnElementWhole) {
    EXPECT_EQ(walk("<a>\n<n i=\"1\"><n>x</n></n><n/></a>", "n"), "+a@1 [<n i=\"1\"><n>x</n></n>]@2 [<n/>]@2 -a ");
}

TEST(XmlPieces, IsNotFooledByMarksInsideOtherMarkup) {
    EXPECT_EQ(walk("<!-- <a> --><a><n k='>' l=\"</n>\"><!-- </n> --><![CDATA[</n>]]><?p </n>?></n></a>", "n"),
              "+a@1 [<n k='>' l=\"</n>\"><!-- </n> --><![CDATA[</n>]]><?p </n>?></n>]@1 -a ");
}

TEST(XmlPieces, GivesTheSameForEverySizeOfRead) {
    const std::string document =
        "<?xml version=\"1.0\"?><r xmlns:p=\"u\">\n<p:n q=\"a>b\">grün<!-- - -- > --><x/></p:n>\n<m/></r><!-- end -->";
    const std::string whole = walk(document, "n", {}, 1000);
    for (std::size_t size = 1; size < 40; ++size) EXPECT_EQ(walk(document, "n", {}, size), whole) << size;
    EXPECT_EQ(whole, "+r@1 [<p:n q=\"a>b\">grün<!-- - -- > --><x/></p:n>]@2 +m@3 -m -r ");
}

TEST(XmlPieces, SaysInWhichLineAFileWasCutOff) {
    EXPECT_EQ(walk("<a>\n<b>\n<n>", "n"), "+a@1 +b@2 !the file ends inside <n>; it was cut off, fetch it again@3");
    EXPECT_EQ(walk("<a>\n\n<b"), "+a@1 !the file ends inside <a>; it was cut off, fetch it again@3");
    EXPECT_EQ(walk(""), "!the file holds no XML; expected an XML document@1");
    EXPECT_EQ(walk("<!-- only this -->"), "!the file holds no XML; expected an XML document@1");
}

TEST(XmlPieces, RefusesWhatIsNotWellFormed) {
    EXPECT_EQ(walk("hello <a/>"), "!the file does not begin as XML; expected \"<\"@1");
    EXPECT_EQ(walk("<a></b>"), "+a@1 !</b> where </a> was expected@1");
    EXPECT_EQ(walk("<a/>\n<b/>"), "+a@1 -a !a second document <b> in one file; split the file, one document each@2");
    EXPECT_EQ(walk("<a/>tail"), "+a@1 -a !text after the end of the document@1");
    EXPECT_EQ(walk("<a>< b/></a>"), "+a@1 !\"<\" that begins no element@1");
    EXPECT_EQ(walk("</a>"), "!</a> ends an element that never began@1");
}

TEST(XmlPieces, RefusesADocumentThatDeclaresEntities) {
    EXPECT_NE(walk("<!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>").find("declares entities"), std::string::npos);
    EXPECT_EQ(walk("<!DOCTYPE a SYSTEM \"a.dtd\"><a/>"), "+a@1 -a "); // never fetched, declares nothing here
    EXPECT_EQ(walk("<a>\n<n><!DOCTYPE b></n></a>", "n"), "+a@1 !a DOCTYPE inside an element@2");
}

TEST(XmlPieces, LimitsDepthAndLength) {
    const XmlLimits limits{.piece_bytes = 1 << 20, .depth = 3};
    EXPECT_EQ(walk("<a><b><c/></b></a>", "", limits), "+a@1 +b@1 +c@1 -c -b -a ");
    EXPECT_NE(walk("<a><b><c><d/></c></b></a>", "", limits).find("more than 3 deep"), std::string::npos);
    EXPECT_NE(walk("<a><n><c><d></d></c></n></a>", "n", limits).find("more than 3 deep"), std::string::npos);
    EXPECT_NE(walk("<a><n>" + std::string(3 << 20, 'x') + "</n></a>", "n", limits, 65536).find("longer than 1 MiB"),
              std::string::npos);
}

TEST(XmlPieces, ReadsTheEncodingThatIsDeclared) {
    EXPECT_EQ(walk("<?xml version='1.0' encoding='ISO-8859-1'?><a><n>gr\xFCn</n></a>", "n"), "+a@1 [<n>grün</n>]@1 -a ");
    EXPECT_EQ(walk("\xEF\xBB\xBF<a><n>grün</n></a>", "n"), "+a@1 [<n>grün</n>]@1 -a ");
    EXPECT_EQ(walk("<?xml version=\"1.0\" encoding=\"GBK\"?><a><n>\xBB\xF5\xBF\xEE</n></a>", "n"), "+a@1 [<n>货款</n>]@1 -a ");
    EXPECT_EQ(walk(std::string("\xFF\xFE<\0a\0/\0>\0", 10)), "+a@1 -a ");
    EXPECT_NE(walk("<?xml version='1.0' encoding='klingon'?><a/>").find("encoding \"klingon\""), std::string::npos);
}

TEST(XmlPieces, NamesTheLineOfBytesThatAreNoText) {
    const std::string seen = walk("<a>\n\n<n>gr\xFCn</n></a>", "n");
    EXPECT_EQ(seen.back(), '3') << seen;
    EXPECT_NE(walk(std::string("<a>\n<n>\0</n></a>", 16), "n").find("a control character"), std::string::npos);
    EXPECT_EQ(walk(std::string("<a>\n<n>\0</n></a>", 16), "n").back(), '2');
}

TEST(XmlPieces, SkipsAnElement) {
    Text text{"<a><b><c/></b><d/></a>", 5};
    const settled_input abi = text.abi();
    const Input input(abi);
    XmlPieces pieces(input);
    ASSERT_TRUE(pieces.next());
    ASSERT_TRUE(pieces.next());
    EXPECT_EQ(pieces.name(), "b");
    EXPECT_EQ(pieces.depth(), 2u);
    ASSERT_TRUE(pieces.skip());
    ASSERT_TRUE(pieces.next());
    EXPECT_EQ(pieces.name(), "d");
}

} // namespace
} // namespace settled::formats
