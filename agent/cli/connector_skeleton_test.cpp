#include "cli/connector_skeleton.hpp"

#include "world/files.hpp"

#include <settled/columns.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace settled::cli {
namespace {

std::string shipped_views() {
    auto text = world::read_file(SETTLED_SOURCE_DIR "/connectors/erp/sql_template/views.postgresql.sql", 1 << 20);
    return text ? *text : std::string();
}

const SkeletonFile* file_of(const std::vector<SkeletonFile>& files, std::string_view name) {
    const auto hit = std::ranges::find(files, name, &SkeletonFile::name);
    return hit == files.end() ? nullptr : &*hit;
}

TEST(ConnectorSkeleton, HasAQueryForEveryTableThatNamesItsRequiredColumns) {
    const auto files = connector_skeleton("my_erp", shipped_views());
    ASSERT_TRUE(files);
    for (const Entity& entity : entities()) {
        const SkeletonFile* query = file_of(*files, std::string(entity.name) + ".sql");
        ASSERT_NE(query, nullptr) << entity.name;
        EXPECT_TRUE(query->text.contains("SELECT")) << entity.name;
        EXPECT_FALSE(query->text.contains("CREATE")) << entity.name;
        EXPECT_FALSE(query->text.contains(";\n")) << entity.name; // one statement, and no more
        for (const Field& field : entity.fields) {
            if (!field.required) continue;
            EXPECT_TRUE(query->text.contains(" AS " + std::string(field.name)) ||
                        query->text.contains(" AS \"" + std::string(field.name) + '"'))
                << entity.name << '.' << field.name;
        }
    }
}

TEST(ConnectorSkeleton, OnlyWhatEveryErpHasIsLive) {
    const auto files = connector_skeleton("my_erp", shipped_views());
    ASSERT_TRUE(files);
    const SkeletonFile* toml = file_of(*files, "connector.toml");
    ASSERT_NE(toml, nullptr);
    EXPECT_TRUE(toml->text.contains("\nname = \"my_erp\"\n"));
    EXPECT_TRUE(
        toml->text.contains("\ncustomers = \"customers.sql\"\nopen_items = \"open_items.sql\"\n# receipts = \"receipts.sql\"\n"));
}

TEST(ConnectorSkeleton, SaysWhenTheInstallationIsNotWhole) {
    const auto files = connector_skeleton("my_erp", "-- nothing here\n");
    ASSERT_FALSE(files);
    EXPECT_TRUE(files.error().message.contains("settled_customers"));
}

TEST(ConnectorSkeleton, ANameIsWhatAFolderAndABlockMayBeCalled) {
    for (const char* good : {"my_erp", "k3", "a"}) EXPECT_TRUE(is_connector_name(good)) << good;
    for (const char* bad : {"", "My", "3k", "a/b", "../x", "_a", "a b", "用友"}) EXPECT_FALSE(is_connector_name(bad)) << bad;
    EXPECT_FALSE(is_connector_name(std::string(41, 'a')));
}

} // namespace
} // namespace settled::cli
