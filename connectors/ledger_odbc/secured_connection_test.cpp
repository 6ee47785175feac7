#include "secured_connection.hpp"

#include <gtest/gtest.h>

namespace settled::ledger_odbc {
namespace {

std::string text_of(const ConnectionOptions& options) {
    const auto made = secured_connection(options);
    return made ? made->text() : "refused: " + made.error().message;
}

TEST(SecuredConnection, PutsUserAndPasswordInBraces) {
    EXPECT_EQ(text_of({.connection = "Driver={MariaDB Unicode};Server=erp01", .user = "settled_ro", .password = "p;UID=sa}x"}),
              "Driver={MariaDB Unicode};Server=erp01;UID=settled_ro;PWD={p;UID=sa}}x};");
    EXPECT_EQ(text_of({.dsn = "U8;UID=sa"}), "DSN={U8;UID=sa};");
}

TEST(SecuredConnection, RefusesAPasswordInTheOptionConnectionWhateverItsCase) {
    for (const char* text : {"Driver=x;PWD=abc", "Driver=x; pwd = abc", "Driver=x;Password={a;b}"})
        EXPECT_TRUE(text_of({.connection = text}).contains("write password = \"secret:NAME\" instead")) << text;
    EXPECT_FALSE(text_of({.connection = "Driver=x;PWD=hunter2"}).contains("hunter2"));
}

TEST(SecuredConnection, ASqlServerIsEncryptedAndVerifiedUnlessAllowedOtherwise) {
    const std::string driver = "Driver={ODBC Driver 17 for SQL Server};Server=erp01";
    EXPECT_TRUE(text_of({.connection = driver}).contains(";Encrypt=yes;"));
    EXPECT_TRUE(text_of({.connection = driver + ";Encrypt=no"}).contains("insecure_plain_sql = true"));
    EXPECT_TRUE(text_of({.connection = driver + ";encrypt=Optional"}).contains("insecure_plain_sql = true"));
    EXPECT_TRUE(text_of({.connection = driver + ";Encrypt=no", .insecure_plain_sql = true}).contains(";Encrypt=no;"));
    EXPECT_TRUE(text_of({.connection = driver + ";TrustServerCertificate=yes"}).contains("insecure_server_certificate = true"));
    EXPECT_TRUE(text_of({.connection = driver, .insecure_server_certificate = true}).contains(";TrustServerCertificate=yes;"));
}

TEST(SecuredConnection, ASqliteFileThatIsNotThereIsNotMade) {
    EXPECT_EQ(text_of({.connection = "Driver=SQLite3;Database=/srv/books.gnucash"}),
              "Driver=SQLite3;Database=/srv/books.gnucash;NoCreat=1;StepAPI=1;");
}

TEST(SecuredConnection, RefusesContradictions) {
    EXPECT_TRUE(text_of({}).starts_with("refused: give connection"));
    EXPECT_TRUE(text_of({.connection = "Driver=x", .dsn = "y"}).starts_with("refused: connection and dsn"));
    EXPECT_TRUE(text_of({.dsn = "y", .user = "u", .integrated = true}).starts_with("refused: integrated"));
    EXPECT_TRUE(text_of({.connection = "Driver=x;UID=a", .user = "b"}).starts_with("refused: the user stands"));
    EXPECT_TRUE(text_of({.dsn = "y", .integrated = true}).contains("Trusted_Connection=yes"));
}

TEST(SecuredConnection, WhatIsShownHoldsNoPassword) {
    const auto made = secured_connection({.connection = "Driver=x;Server=erp01", .user = "u", .password = "geheim"});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->shown(), "Driver=x;Server=erp01;UID=u");
}

} // namespace
} // namespace settled::ledger_odbc
