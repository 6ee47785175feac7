// Who acts and who is told, in the three modes and their combinations.
#include "dunning/actors.hpp"

#include "dunning/scene_test.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace settled::dunning {
namespace {

using ledger::Row;

// 华东 and 华南 have a manager each, spare parts a person of their own; li is finance head, guo does credit, he is the lawyer.
struct Office {
    Scene scene{"2026-11-20"};
    Row east = scene.customer("C001"), south = scene.customer("C002");

    Office() {
        add(east, "华东", "zhao@house.example"), add(south, "华南", "qian@house.example");
        auto& people = scene.input.people_of_role;
        people["ar_manager"] = {{"wang", {}, {{}, {}, {"华东"}, {}}}, {"zhou", {}, {{}, {}, {"华南"}, {}}}, {"sun", {}, {}}};
        people["ar_clerk"] = {{"wu", {}, {{}, {}, {}, {"spare_parts"}}}};
        people["finance_head"] = {{"li", {}, {}}}, people["credit"] = {{"guo", {}, {}}}, people["legal"] = {{"he", {}, {}}};
    }
    void add(Row customer, std::string_view region, std::string_view salesperson) {
        scene.book.customers[customer].region = scene.book.text.add(region);
        scene.book.customers[customer].salesperson_email = scene.book.text.add(salesperson);
    }
    Acting who(std::string_view mode, std::string_view role, Row customer, std::vector<std::string> copied = {}) {
        scene.input.book = &scene.book;
        return acting(scene.input, mode, role, copied, {customer, {}, {}});
    }
};

std::string in_words(const Acting& acting) {
    std::string text = acting.owner;
    for (const std::string& told : acting.told) text += " +" + told;
    return text;
}

TEST(Actors, EachModeGivesEachStepToWhoActs) {
    struct Case {
        std::string_view mode, role;
        bool south;
        std::string_view expected;
    };
    const std::vector<Case> cases = {
        {"centralised", "sales", false, "wang"},
        {"centralised", "ar_clerk", false, "wang"},
        {"centralised", "ar_manager", true, "zhou"},
        {"centralised", "credit", false, "guo +wang"},
        {"centralised", "finance_head", true, "li +zhou"},
        {"centralised", "legal", false, "he +wang"},
        {"segmented", "sales", false, "zhao@house.example"},
        {"segmented", "sales", true, "qian@house.example"},
        {"segmented", "ar_manager", false, "wang"},
        {"segmented", "credit", true, "guo"},
        {"segmented", "legal", true, "he"},
        {"segmented", "cashier", true, "role:cashier"},
        {"matrix", "sales", false, "zhao@house.example +wang"},
        {"matrix", "ar_manager", false, "wang +zhao@house.example"},
        {"matrix", "finance_head", true, "li +qian@house.example +zhou"},
        {"matrix", "legal", false, "he +zhao@house.example +wang"},
    };
    Office office;
    for (const Case& each : cases)
        EXPECT_EQ(in_words(office.who(each.mode, each.role, each.south ? office.south : office.east)), each.expected)
            << each.mode << ' ' << each.role;
    std::cout << cases.size() << " cases of role and mode\n";
}

TEST(Actors, WhoIsResponsibleForTheBusinessLineIsToldInTheMatrix) {
    Office office;
    const Row item = office.scene.item(office.east, "INV-1", "2026-11-01", 98500);
    office.scene.book.own_handling(item).business_line = office.scene.book.text.add("spare_parts");
    office.scene.input.book = &office.scene.book;
    const Acting found = acting(office.scene.input, "matrix", "sales", {}, {office.east, {item}, {money(98500)}});
    EXPECT_EQ(in_words(found), "zhao@house.example +wang +wu");
}

TEST(Actors, AStepTellsWhomItNamesAndNobodyTwice) {
    Office office;
    EXPECT_EQ(in_words(office.who("segmented", "sales", office.east, {"ar_manager", "finance_head"})),
              "zhao@house.example +wang +li");
    EXPECT_EQ(in_words(office.who("matrix", "ar_manager", office.east, {"ar_manager", "sales"})), "wang +zhao@house.example");
}

TEST(Actors, BeyondTheLimitOfOnesOwnPeopleItGoesToWhoMayDecide) {
    Office office;
    office.scene.input.people_of_role["ar_manager"][0].limits = {{*Currency::parse("CNY"), 50'000}};
    office.scene.input.book = &office.scene.book;
    EXPECT_EQ(owner_of(office.scene.input, "ar_manager", {office.east, {}, {money(50'000)}}), "wang");
    EXPECT_EQ(owner_of(office.scene.input, "ar_manager", {office.east, {}, {money(50'001)}}), "sun");
}

TEST(Actors, WhoActsForASalespersonThatIsAwayGetsHerTasks) {
    Office office;
    office.scene.input.stand_ins = {{"zhao@house.example", "chen"}};
    EXPECT_EQ(in_words(office.who("segmented", "sales", office.east)), "chen");
    EXPECT_EQ(in_words(office.who("segmented", "sales", office.south)), "qian@house.example");
}

// Key accounts in the matrix, everybody else centralised: the assignment combines the modes.
TEST(Actors, AssignmentsCombineTheModes) {
    Office office;
    office.scene.book.customers[office.south].group = office.scene.book.text.add("KA");
    Procedure central = office.scene.input.procedures.front(), matrix = central;
    central.collaboration = "centralised", matrix.name = "key_accounts", matrix.collaboration = "matrix";
    office.scene.input.procedures = {central, matrix};
    office.scene.input.assignments = {{"key_accounts", {"KA"}, {}, {}, {}, {}}};
    office.scene.item(office.east, "INV-1", "2026-11-01", 98500);
    office.scene.item(office.south, "INV-2", "2026-11-01", 98500);
    const Plan plan = office.scene.planned();
    ASSERT_EQ(plan.tasks.size(), 2u); // the call of overdue-15, which the step gives to sales
    EXPECT_EQ(plan.tasks[0].owner, "wang");
    EXPECT_TRUE(plan.tasks[0].told.empty());
    EXPECT_EQ(plan.tasks[1].owner, "qian@house.example");
    EXPECT_EQ(plan.tasks[1].told, std::vector<std::string>{"zhou"});
}

TEST(Actors, ALettersCopyGoesToWhomTheStepAndTheModeName) {
    Office office;
    Procedure& procedure = office.scene.input.procedures.front();
    procedure.collaboration = "segmented";
    for (Step& step : procedure.steps) step.copy = {"sales"};
    office.scene.item(office.east, "INV-1", "2026-11-16", 98500);
    Plan plan = office.scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].told, std::vector<std::string>{"zhao@house.example"});
    for (Step& step : procedure.steps) step.copy.clear();
    plan = office.scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_TRUE(plan.messages[0].told.empty());
}

TEST(Actors, ATaskNobodyDidInTimeGoesUpWithItsItems) {
    Office office;
    const Row item = office.scene.item(office.east, "INV-1", "2026-11-01", 98500);
    KnownTask known;
    known.customer = office.east, known.key = "promise/7", known.kind = "promise_broken", known.owner = "wang";
    known.items = {item}, known.created_on = day("2026-11-16"), known.due = day("2026-11-17");
    office.scene.input.tasks = {known};
    office.scene.input.procedures.front().steps.clear();
    const Plan plan = office.scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].owner, "li");
    EXPECT_EQ(plan.tasks[0].told, std::vector<std::string>{"wang"});
    EXPECT_EQ(plan.tasks[0].kind, "promise_broken");
    ASSERT_EQ(plan.tasks[0].items.size(), 1u);
    EXPECT_EQ(plan.tasks[0].items[0].open, 98500);
}

} // namespace
} // namespace settled::dunning
