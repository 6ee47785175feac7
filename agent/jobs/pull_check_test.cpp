#include "jobs/pull_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Status customer(PullCheck& check, std::string_view id) {
    settled_customer record{};
    record.size = sizeof record, record.customer_id = id;
    return check.add(SETTLED_CUSTOMERS, &record);
}

Status item(PullCheck& check, std::string_view id, std::string_view of_customer, std::string_view second = {}) {
    settled_open_item record{};
    record.size = sizeof record, record.item_id = id, record.item_id_2 = second, record.customer_id = of_customer;
    return check.add(SETTLED_OPEN_ITEMS, &record);
}

TEST(PullCheck, AnIdThatComesTwiceIsNamed) {
    PullCheck check;
    ASSERT_TRUE(customer(check, "C1"));
    EXPECT_EQ(customer(check, "C1").error().message,
              "customers: customer_id C1 came twice; the ids must be unique, look at the connector's query or file");
    ASSERT_TRUE(item(check, "7", "C1", "1"));
    ASSERT_TRUE(item(check, "7", "C1", "2")) << "a composite id is the id";
    EXPECT_EQ(item(check, "7", "C1", "2").error().message,
              "open_items: item_id 7/2 came twice; the ids must be unique, look at the connector's query or file");
    EXPECT_EQ(item(check, "7", "C1", "2").error().code, SETTLED_BAD_DATA);
}

TEST(PullCheck, OpenItemsOfACustomerWhomTheLedgerDoesNotListAreARemark) {
    PullCheck check;
    ASSERT_TRUE(item(check, "INV-9", "C9")); // items may come before customers
    ASSERT_TRUE(item(check, "INV-1", "C1"));
    ASSERT_TRUE(item(check, "INV-10", "C9"));
    ASSERT_TRUE(customer(check, "C1"));
    EXPECT_THAT(check.remarks("u8"),
                ElementsAre("ledger u8: 2 open items (INV-9 …) of customer \"C9\", which the ledger does not list; nobody is "
                            "reminded of it. Look at the filter of its customers"));
    ASSERT_TRUE(customer(check, "C9"));
    EXPECT_THAT(check.remarks("u8"), IsEmpty());
}

TEST(PullCheck, ManySuchCustomersAreNotAThousandLines) {
    PullCheck check;
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(item(check, std::to_string(i), "C" + std::to_string(i)));
    const std::vector<std::string> remarks = check.remarks("u8");
    ASSERT_EQ(remarks.size(), unlisted_customers_shown_max + 1);
    EXPECT_EQ(remarks.back(), "ledger u8: 990 more such customers");
}

} // namespace
} // namespace settled::jobs
