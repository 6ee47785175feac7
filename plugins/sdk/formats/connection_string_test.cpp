#include <formats/connection_string.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

TEST(ConnectionString, ReadsBracesAndRefusesWhatIsNotAConnectionString) {
    const auto parsed = ConnectionString::parse(" Driver = {a }} b;c} ;; Server=x ; ");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->find("driver"), "a } b;c");
    EXPECT_EQ(parsed->find("SERVER"), "x");
    for (const char* text : {"Driver", "=x", "Driver={x", "Driver={x}y;", "Driver=x;driver=y"})
        EXPECT_FALSE(ConnectionString::parse(text)) << text;
}

} // namespace
} // namespace settled::formats
