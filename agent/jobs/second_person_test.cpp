// What one person may say alone (finance 6), as a table.
#include "jobs/second_person.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace settled::jobs {
namespace {

using ledger::Fact;
using ledger::FactKind;

config::Settings office() {
    config::Settings settings;
    const auto add = [&](std::string name, std::vector<std::string> roles) {
        config::Person person;
        person.name = std::move(name), person.roles = std::move(roles);
        settings.people.push_back(std::move(person));
    };
    add("wang", {"ar_manager"}), add("li", {"finance_head"}), add("guo", {"credit"}), add("sun", {"sales"}),
        add("kai", {"cashier"});
    settings.people.front().limits = {{*Currency::parse("CNY"), 5'000'000}};
    return settings;
}

Fact said(FactKind kind, std::string by, std::vector<std::string> confirmed = {}) {
    Fact fact;
    fact.id = 1, fact.kind = kind, fact.actor = std::move(by), fact.confirmed_by = std::move(confirmed);
    fact.known_on = *Date::parse_iso("2026-11-18");
    return fact;
}

Fact hold(std::string by, std::string_view until, std::vector<std::string> confirmed = {}) {
    Fact fact = said(FactKind::hold, std::move(by), std::move(confirmed));
    fact.until = *Date::parse_iso(until);
    return fact;
}

Fact promise(std::string by, std::string_view date, std::int64_t amount, std::vector<std::string> confirmed = {}) {
    Fact fact = said(FactKind::promise, std::move(by), std::move(confirmed));
    fact.date = *Date::parse_iso(date), fact.amount = {amount, *Currency::parse("CNY")};
    return fact;
}

TEST(SecondPerson, WhatCountsAndWhatWaits) {
    struct Case {
        Fact fact;
        SecondPerson expected;
        std::string_view role;
    };
    using enum SecondPerson;
    const std::vector<Case> cases = {
        {hold("wang", "2026-12-18"), none, ""},
        {hold("wang", "2026-12-19"), more_than_thirty_days, "finance_head"},
        {hold("wang", "2026-12-19", {"li"}), none, ""},
        {hold("wang", "2026-12-19", {"kai"}), more_than_thirty_days, "finance_head"},
        {hold("wang", "2026-12-19", {"sun"}), more_than_thirty_days, "finance_head"},
        {hold("sun", "2026-11-20"), sales_alone, "ar_manager"},
        {hold("sun", "2026-11-20", {"wang"}), none, ""},
        {promise("wang", "2026-11-30", 5'000'000), none, ""},
        {promise("wang", "2026-11-30", 5'000'001), above_limit, "finance_head"},
        {promise("wang", "2026-11-30", 5'000'001, {"li"}), none, ""},
        {promise("wang", "2027-01-15", 100), more_than_thirty_days, "finance_head"},
        {promise("guo", "2026-11-30", 900'000'000), none, ""},
        {said(FactKind::write_off, "wang"), write_off, "finance_head"},
        {said(FactKind::write_off, "wang", {"guo"}), write_off, "finance_head"},
        {said(FactKind::write_off, "wang", {"li"}), none, ""},
        {said(FactKind::write_off, "li"), write_off, "finance_head"},
        {said(FactKind::stop_supply, "guo"), both_roles, "sales"},
        {said(FactKind::stop_supply, "guo", {"li"}), both_roles, "sales"},
        {said(FactKind::stop_supply, "guo", {"sun"}), none, ""},
        {said(FactKind::stop_supply, "sun"), both_roles, "credit"},
        {said(FactKind::stop_supply, "wang", {"guo"}), both_roles, "sales"},
        {said(FactKind::stop_supply, "wang", {"guo", "sun"}), none, ""},
        {said(FactKind::dispute, "sun"), none, ""},
    };
    const config::Settings settings = office();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        EXPECT_EQ(waits_for_second(settings, cases[i].fact), cases[i].expected) << "case " << i;
        EXPECT_EQ(missing_role(settings, cases[i].fact), cases[i].role) << "case " << i;
    }
    std::cout << cases.size() << " cases of makers and checkers\n";
}

TEST(SecondPerson, ALongHoldCountsForThirtyDaysUntilItIsConfirmed) {
    const config::Settings settings = office();
    const auto alone = in_force(settings, {hold("wang", "2027-01-31")});
    ASSERT_EQ(alone.size(), 1u);
    EXPECT_EQ(alone[0].until.iso(), "2026-12-18");
    EXPECT_EQ(in_force(settings, {hold("wang", "2027-01-31", {"li"})})[0].until.iso(), "2027-01-31");
    EXPECT_TRUE(in_force(settings, {hold("sun", "2026-11-20")}).empty());
}

TEST(SecondPerson, WhatStillNeedsSomebodySaysToWhenItCountsAndUnderWhichNumber) {
    const config::Settings settings = office();
    Fact waits = hold("wang", "2027-01-31");
    waits.id = 7;
    EXPECT_EQ(confirmation_words(settings, waits, false),
              "more than 30 days: it counts to 2026-12-18 until a second person confirms it (settled approvals, number 7)");
    EXPECT_EQ(confirmation_words(settings, waits, true), "超过 30 天，复核前只计至 2026-12-18（settled approvals 第 7 号）");
    EXPECT_EQ(confirmation_words(settings, hold("wang", "2027-01-31", {"li"}), false), "confirmed by li");
    EXPECT_EQ(confirmation_words(settings, hold("wang", "2026-11-20"), false), "");
}

TEST(SecondPerson, WithOnePersonInTheHouseEverythingCountsAtOnce) {
    config::Settings settings = office();
    settings.access.two_people = false;
    EXPECT_EQ(waits_for_second(settings, hold("sun", "2027-11-20")), SecondPerson::none);
    EXPECT_EQ(waits_for_second(settings, said(FactKind::stop_supply, "sun")), SecondPerson::none);
}

TEST(SecondPerson, SupplyResumesWhenBothSaySoAgain) {
    const config::Settings settings = office();
    Fact stop = said(FactKind::stop_supply, "guo", {"sun"}), resume = said(FactKind::stop_supply, "sun");
    stop.ledger = resume.ledger = "u8", stop.customer_id = resume.customer_id = "C1", resume.detail = "resume";
    std::vector<Fact> facts{stop, resume};
    Supply now = supply_of(settings, facts, "u8", "C1");
    EXPECT_NE(now.stopped, nullptr);
    EXPECT_NE(now.waiting, nullptr);
    facts[1].confirmed_by = {"guo"};
    now = supply_of(settings, facts, "u8", "C1");
    EXPECT_EQ(now.stopped, nullptr);
    EXPECT_EQ(now.waiting, nullptr);
    EXPECT_EQ(supply_of(settings, facts, "u8", "C2").stopped, nullptr);
}

TEST(SecondPerson, SalesTakesBackOnlyWhatItSaid) {
    const config::Settings settings = office();
    EXPECT_TRUE(may_take_back(settings, "wang", hold("li", "2026-11-20")));
    EXPECT_TRUE(may_take_back(settings, "sun", hold("sun", "2026-11-20")));
    const Status refused = may_take_back(settings, "sun", hold("wang", "2026-11-20"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, SETTLED_ACCESS_DENIED);
}

} // namespace
} // namespace settled::jobs
