#include "matching/two_sided.hpp"

#include "matching/line_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

namespace settled::matching::two_sided {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Currency cny = *Currency::parse("CNY");

Line line(std::int32_t day, std::int64_t amount, std::string_view reference = {}, std::string_view text = {},
          std::string_view counterpart = {}) {
    return {Date::from_abi(day), amount, cny, reference, text, counterpart};
}

using Lines = std::vector<Line>;

std::vector<std::uint32_t> numbers(const std::vector<Open>& open) {
    std::vector<std::uint32_t> lines;
    for (const Open& one : open) lines.push_back(one.line);
    return lines;
}

TEST(LineKeys, OneNumberHasOneSpelling) {
    for (const char* written : {"INV-007", "ＩＮＶ－7", "inv 0007", "INV/07"}) EXPECT_EQ(number_key(written), "inv7") << written;
    EXPECT_EQ(number_key("收-0012"), "收12");
    EXPECT_NE(number_key("收-0012"), number_key("付-0012"));
    EXPECT_EQ(number_key("0"), "0");
    EXPECT_EQ(number_key(" - "), "");
    EXPECT_THAT(quoted_keys("付INV-0007货款，INV-8；3月 12"), ElementsAre("inv7", "inv8"));
    EXPECT_THAT(quoted_keys("12 of 3"), IsEmpty());
}

TEST(TwoSided, TheSameNumberAndAmountIsThePairWhateverTheDay) {
    const Lines left = {line(20261001, 100, "INV-1"), line(20261002, 100, "INV-2")};
    const Lines right = {line(20261130, 100, "inv 002"), line(20261001, 100, "INV-0001")};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{0}, {1}, How::number}, Pair{{1}, {0}, How::number}));
    EXPECT_THAT(outcome.left, IsEmpty());
    EXPECT_THAT(outcome.right, IsEmpty());
}

TEST(TwoSided, ANumberInTheOtherSidesTextIsAPair) {
    const Lines left = {line(20261001, 100, "INV-0001"), line(20261002, 100, "INV-0002")};
    const Lines right = {line(20261120, 100, "V-77", "our invoice INV-0002, steel")};
    EXPECT_THAT(compare(left, right, {}).pairs, ElementsAre(Pair{{1}, {0}, How::number_in_text}));
}

TEST(TwoSided, ATextThatQuotesTwoNumbersOfOneAmountProvesNeither) {
    const Lines left = {line(20261001, 100, "INV-0001"), line(20261002, 100, "INV-0002")};
    const Lines right = {line(20270120, 100, "", "INV-0001 or INV-0002")};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, IsEmpty());
    EXPECT_THAT(numbers(outcome.left), ElementsAre(0, 1));
}

TEST(TwoSided, ANumberBookedInPartsPairsWhereThePartsAddUp) {
    const Lines left = {line(20261001, 1130, "INV-1")};
    const Lines right = {line(20261001, 1000, "INV-1", "net"), line(20261003, 130, "INV-1", "tax")};
    EXPECT_THAT(compare(left, right, {}).pairs, ElementsAre(Pair{{0}, {0, 1}, How::sum_of_number}));
}

TEST(TwoSided, AnAmountPairsWithinTheWindowOnly) {
    const Lines left = {line(20261001, 100), line(20261001, 200)};
    const Lines right = {line(20261011, 100), line(20261012, 200)};
    const Outcome outcome = compare(left, right, {.days_max = 10});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{0}, {0}, How::amount}));
    EXPECT_THAT(numbers(outcome.left), ElementsAre(1));
}

TEST(TwoSided, OppositeSignsAndOtherCurrenciesNeverPair) {
    const Lines left = {line(20261001, 100), line(20261001, 300)};
    Lines right = {line(20261001, -100), line(20261001, 300)};
    right[1].currency = *Currency::parse("EUR");
    EXPECT_THAT(compare(left, right, {}).pairs, IsEmpty());
}

TEST(TwoSided, EqualLinesPairAsManyAsThereAre) {
    const Lines left(5, line(20261001, 100, "", "rent"));
    const Lines right(3, line(20261001, 100, "", "rent"));
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, SizeIs(3));
    ASSERT_THAT(outcome.left, SizeIs(2));
    EXPECT_THAT(outcome.right, IsEmpty());
}

TEST(TwoSided, OfEqualAmountsTheNearestDayPairs) {
    const Lines left = {line(20261001, 100), line(20261006, 100)};
    const Lines right = {line(20261005, 100)};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{1}, {0}, How::amount}));
    ASSERT_THAT(outcome.left, SizeIs(1));
    EXPECT_FALSE(outcome.left[0].one_of_several) << "the other one is nearer";
}

TEST(TwoSided, WhereEitherCouldBeLeftTheEarlierPairsAndTheRestSaysSo) {
    const Lines left = {line(20261007, 100), line(20261003, 100)};
    const Lines right = {line(20261005, 100)};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{1}, {0}, How::amount}));
    EXPECT_THAT(outcome.left, ElementsAre(Open{0, false, true, Date::from_abi(20261003)}));
}

TEST(TwoSided, TheSameTextOrFirmGoesBeforeTheNearerDay) {
    const Lines left = {line(20261005, 100, "", "", "ACME Ltd."), line(20261005, 50, "", "rent October")};
    const Lines right = {line(20261005, 100, "", "", "Bolt GmbH"), line(20261009, 100, "", "", "Acme"),
                         line(20261005, 50, "", "rent November"), line(20261012, 50, "", "RENT  October")};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{0}, {1}, How::amount}, Pair{{1}, {3}, How::amount}));
}

TEST(TwoSided, OtherFirmsPairOnlyWhereTheAmountStandsAlone) {
    const Lines left = {line(20261005, 100, "", "", "华远集团"), line(20261005, 77, "", "", "Acme")};
    const Lines right = {line(20261006, 100, "", "", "Huayuan Group"), line(20261006, 77, "", "", "Bolt"),
                         line(20261007, 77, "", "", "Crane")};
    EXPECT_THAT(compare(left, right, {}).pairs, ElementsAre(Pair{{0}, {0}, How::amount}));
}

TEST(TwoSided, TwoInvoicesWithDifferentNumbersAreTwoThings) {
    const Lines left = {line(20261001, 100, "INV-1"), line(20261001, 200, "INV-2"), line(20261001, 500, "INV-3")};
    const Lines right = {line(20261001, 100, "INV-1"), line(20261001, 200, "INV-2"), line(20261001, 500, "INV-9")};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, SizeIs(2));
    EXPECT_THAT(numbers(outcome.left), ElementsAre(2)) << "INV-3 is missing there";
    EXPECT_THAT(numbers(outcome.right), ElementsAre(2)) << "and INV-9 here";
}

TEST(TwoSided, NumbersOfTwoSystemsDoNotKeepAnAmountApart) {
    const Lines left = {line(20261001, -100, "SK-1"), line(20261101, -100, "SK-2")};
    const Lines right = {line(20261002, -100, "付-33"), line(20261102, -100, "付-41")};
    EXPECT_THAT(compare(left, right, {}).pairs, SizeIs(2));
}

TEST(TwoSided, ANumberWithAnotherAmountDiffers) {
    const Lines left = {line(20261001, 1000, "INV-1")};
    const Lines right = {line(20261001, 900, "INV-1"), line(20261001, 1000, "INV-5")};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{0}, {0}, How::amount_differs, 100}));
    EXPECT_THAT(numbers(outcome.right), ElementsAre(1));
}

TEST(TwoSided, ANumberOnceMoreIsBookedTwice) {
    const Lines left = {line(20261001, 100, "INV-1"), line(20261005, 100, "INV-1")};
    const Lines right = {line(20261001, 100, "INV-1")};
    const Outcome outcome = compare(left, right, {});
    ASSERT_THAT(outcome.left, SizeIs(1));
    EXPECT_TRUE(outcome.left[0].twice);
    EXPECT_EQ(outcome.left[0].line, 1U);
}

TEST(TwoSided, OneLineThatIsTheOnlySumOfSeveralPairsWithThem) {
    const Lines left = {line(20261005, 60331)};
    const Lines right = {line(20261004, 10117), line(20261005, 50214), line(20261005, 7777)};
    EXPECT_THAT(compare(left, right, {}).pairs, ElementsAre(Pair{{0}, {0, 1}, How::sum}));
    EXPECT_THAT(compare(right, left, {}).pairs, ElementsAre(Pair{{0, 1}, {0}, How::sum}));
    EXPECT_THAT(compare(left, right, {.sums = false}).pairs, IsEmpty());
}

TEST(TwoSided, TwoSumsThatFitProveNothing) {
    const Lines left = {line(20261005, 300)};
    const Lines right = {line(20261005, 100), line(20261005, 200), line(20261005, 50), line(20261005, 250)};
    EXPECT_THAT(compare(left, right, {}).pairs, IsEmpty());
}

TEST(TwoSided, WhatTwoSumsWantStaysOpen) {
    const Lines left = {line(20261005, 60331), line(20261006, 57991)};
    const Lines right = {line(20261005, 10117), line(20261005, 50214), line(20261006, 7777)};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, IsEmpty()) << "50214 would be a part of both";
    EXPECT_THAT(outcome.left, SizeIs(2));
}

TEST(TwoSided, BeyondTheLimitSumsAreNotSearchedAndItSaysSo) {
    Lines left, right;
    for (int i = 0; i < 1500; ++i) {
        left.push_back(line(20261005, 1000003 + 2 * i));
        right.push_back(line(20261005, 3000000 + 2 * i));
    }
    EXPECT_TRUE(compare(left, right, {}).sums_not_searched);
    EXPECT_FALSE(compare({}, right, {.sums = false}).sums_not_searched);
}

TEST(TwoSided, ALineWithoutADayPairsByItsNumberOnly) {
    const Lines left = {line(0, 100, "INV-1"), line(0, 200)};
    const Lines right = {line(20261001, 100, "INV-1"), line(20261001, 200)};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, SizeIs(1));
    EXPECT_THAT(numbers(outcome.left), ElementsAre(1));
}

TEST(TwoSided, TheLargestAmountsAreNoTrouble) {
    const Lines left = {line(20261001, INT64_MAX, "A"), line(20261001, INT64_MIN, "B"), line(20261001, INT64_MAX, "C")};
    const Lines right = {line(20261001, INT64_MIN, "A"), line(20261001, INT64_MAX, "C"), line(20271001, INT64_MIN, "D")};
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, ElementsAre(Pair{{2}, {1}, How::number}));
    EXPECT_THAT(outcome.left, SizeIs(2));
}

// ---- histories

struct History {
    std::vector<std::string> texts; // the lines' texts live here
    Lines left, right;
};

// Two parties who write down the same thing, with everything that goes wrong.
History history(std::mt19937& random) {
    const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
    History made;
    made.texts.reserve(2000);
    const auto text = [&](std::string words) -> std::string_view { return made.texts.emplace_back(std::move(words)); };
    const int events = 5 + static_cast<int>(random() % 60);
    for (int i = 0; i < events; ++i) {
        const auto day = Date::from_abi(20260101 + 100 * static_cast<int>(random() % 3) + static_cast<int>(random() % 28));
        std::int64_t amount =
            chance(40) ? 100 * static_cast<std::int64_t>(1 + random() % 5) : 1 + static_cast<std::int64_t>(random() % 1'000'000);
        if (chance(40)) amount = -amount;
        const std::string_view number = chance(60) ? text("INV-" + std::to_string(i)) : std::string_view();
        const std::string_view firm = chance(50) ? text(chance(50) ? "Acme" : "Bolt") : std::string_view();
        const std::string_view quoted = chance(20) ? text("for INV-" + std::to_string(1000 + i)) : std::string_view();
        const Line one{day, amount, cny, number, quoted, firm};
        Line other = one;
        if (chance(30)) other.reference = text("INV-" + std::to_string(1000 + i)), other.text = {};
        other.date = day.plus_days(static_cast<int>(random() % 9) - 3);
        if (chance(20)) other.reference = text("V" + std::to_string(1000 + i));
        if (chance(10)) other.amount += 7;
        if (!chance(8)) made.left.push_back(one);
        if (!chance(8)) made.right.push_back(other);
        if (chance(5)) made.left.push_back(one);
        if (chance(5)) made.right.push_back(other);
    }
    return made;
}

// What an outcome says, without the numbers of lines.
std::vector<std::string> told(const Outcome& outcome, const Lines& left, const Lines& right) {
    const auto of = [](const Line& one) {
        return one.date.iso() + " " + std::to_string(one.amount) + " " + std::string(one.reference) + "|" +
               std::string(one.counterpart) + ";";
    };
    const auto all = [&](const std::vector<std::uint32_t>& lines, const Lines& side) {
        std::vector<std::string> words;
        for (const std::uint32_t at : lines) words.push_back(of(side[at]));
        std::ranges::sort(words);
        return std::accumulate(words.begin(), words.end(), std::string());
    };
    std::vector<std::string> sentences;
    for (const Pair& pair : outcome.pairs)
        sentences.push_back(all(pair.left, left) + "=" + all(pair.right, right) + std::to_string(pair.difference) + "/" +
                            std::to_string(static_cast<int>(pair.how)));
    for (const auto& [open, side, name] : {std::tuple(&outcome.left, &left, "left "), {&outcome.right, &right, "right "}})
        for (const Open& one : *open)
            sentences.push_back(name + of((*side)[one.line]) + (one.twice ? "twice" : "") +
                                (one.one_of_several ? "several" : "") + one.since.iso());
    std::ranges::sort(sentences);
    return sentences;
}

Outcome mirrored(Outcome outcome) {
    for (Pair& pair : outcome.pairs) std::swap(pair.left, pair.right), pair.difference = -pair.difference;
    std::swap(outcome.left, outcome.right);
    return outcome;
}

TEST(TwoSidedHistories, EveryLineStandsInOnePlaceAndTheBridgeIsExact) {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        const History world = history(random);
        const Outcome outcome = compare(world.left, world.right, {});
        std::vector<int> on_left(world.left.size()), on_right(world.right.size());
        std::int64_t bridge = 0;
        for (const Pair& pair : outcome.pairs) {
            std::int64_t difference = 0;
            for (const std::uint32_t at : pair.left) ++on_left[at], difference += world.left[at].amount;
            for (const std::uint32_t at : pair.right) ++on_right[at], difference -= world.right[at].amount;
            EXPECT_EQ(difference, pair.difference) << seed;
            EXPECT_EQ(pair.difference != 0, pair.how == How::amount_differs) << seed;
            bridge += difference;
        }
        for (const Open& open : outcome.left) ++on_left[open.line], bridge += world.left[open.line].amount;
        for (const Open& open : outcome.right) ++on_right[open.line], bridge -= world.right[open.line].amount;
        EXPECT_THAT(on_left, testing::Each(1)) << seed;
        EXPECT_THAT(on_right, testing::Each(1)) << seed;
        std::int64_t truth = 0;
        for (const Line& one : world.left) truth += one.amount;
        for (const Line& one : world.right) truth -= one.amount;
        EXPECT_EQ(bridge, truth) << seed;
    }
}

TEST(TwoSidedHistories, NeitherTheOrderOfTheLinesNorTheSidesChangeTheAnswer) {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        History world = history(random);
        const Outcome first = compare(world.left, world.right, {});
        const auto expected = told(first, world.left, world.right);
        EXPECT_EQ(told(mirrored(compare(world.right, world.left, {})), world.left, world.right), expected) << seed;
        std::ranges::shuffle(world.left, random);
        std::ranges::shuffle(world.right, random);
        EXPECT_EQ(told(compare(world.left, world.right, {}), world.left, world.right), expected) << seed;
    }
}

TEST(TwoSidedHistories, TheSameListTwiceLeavesNothingOpen) {
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
        std::mt19937 random(seed);
        const History world = history(random);
        const Outcome outcome = compare(world.left, world.left, {});
        EXPECT_THAT(outcome.left, IsEmpty()) << seed;
        EXPECT_THAT(outcome.right, IsEmpty()) << seed;
    }
}

TEST(TwoSidedHistories, AHundredThousandLinesOfOneAmountPair) {
    Lines left, right;
    for (int i = 0; i < 100'000; ++i) {
        left.push_back(line(20260101 + i % 28, 500));
        right.push_back(line(20260101 + i % 28, 500));
    }
    right.pop_back();
    const Outcome outcome = compare(left, right, {});
    EXPECT_THAT(outcome.pairs, SizeIs(99'999));
    EXPECT_THAT(outcome.left, SizeIs(1));
    EXPECT_THAT(outcome.right, IsEmpty());
}

} // namespace
} // namespace settled::matching::two_sided
