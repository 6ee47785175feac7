#include "diagnosis.hpp"

#include <gtest/gtest.h>

namespace settled::ledger_odbc {
namespace {

Error about(const std::string& state, std::int32_t native, const std::string& words) {
    return diagnose({{state, native, words}}, {"connecting to Server=erp01", "hunter2"});
}

TEST(Diagnosis, KeepsSqlstateAndTheDriversWords) {
    const Error error = about("HY000", 7, "[x]strange\n thing");
    EXPECT_EQ(error.message, "connecting to Server=erp01: HY000 [x]strange thing");
    EXPECT_EQ(error.code, SETTLED_UNAVAILABLE);
}

TEST(Diagnosis, NeverRepeatsTheSecret) {
    EXPECT_FALSE(about("28000", 0, "login with hunter2 failed, hunter2!").message.contains("hunter2"));
}

TEST(Diagnosis, TheCodeSaysWhatTheAgentDoesNext) {
    struct Case {
        const char* state;
        std::int32_t native;
        const char* words;
        settled_code code;
        const char* next;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"IM002", 0, "Data source name not found", SETTLED_INVALID_CONFIG, "installed drivers: "},
             {"01000", 0, "[unixODBC]Can't open lib 'Nope' : file not found", SETTLED_INVALID_CONFIG, "installed drivers: "},
             {"IM014", 0, "architecture mismatch", SETTLED_INVALID_CONFIG, "64-bit"},
             {"28000", 18456, "Login failed for user 'settled_ro'.", SETTLED_ACCESS_DENIED, "settled secret set"},
             {"28000", 18452, "Login failed. The login is from an untrusted domain", SETTLED_ACCESS_DENIED, "Windows account"},
             {"08001", -2146893019, "SSL Provider: The certificate chain was issued by an authority that is not trusted.",
              SETTLED_ACCESS_DENIED, "insecure_server_certificate"},
             {"08001", 0, "SSL Provider: [error:0A000102:SSL routines::unsupported protocol]", SETTLED_ACCESS_DENIED, "TLS 1.0"},
             {"42S02", 208, "Invalid object name 'Ar_Detail'.", SETTLED_INVALID_CONFIG, "the table is not there"},
             {"42S22", 207, "Invalid column name 'dGatheringDate'.", SETTLED_INVALID_CONFIG, "the column is not there"},
             {"08001", 17, "SQL Server does not exist or access denied.", SETTLED_UNAVAILABLE, "cannot be reached"},
             {"42S22", 207, "Invalid column name 'certificate'.", SETTLED_INVALID_CONFIG, "the column is not there"},
             {"HY000", 2026, "SSL connection error: certificate verify failed", SETTLED_ACCESS_DENIED,
              "insecure_server_certificate"},
             {"HYT00", 0, "Query timeout expired", SETTLED_UNAVAILABLE, "statement_timeout_seconds"},
             {"42000", 1222, "Lock request time out period exceeded.", SETTLED_UNAVAILABLE, "lock"},
             {"42000", 229, "The SELECT permission was denied", SETTLED_ACCESS_DENIED, "grants"},
             {"40001", 1205, "deadlocked on lock resources", SETTLED_UNAVAILABLE, "tried again"},
         }) {
        const Error error = about(c.state, c.native, c.words);
        EXPECT_EQ(error.code, c.code) << error.message;
        EXPECT_TRUE(error.message.contains(c.next)) << error.message;
        EXPECT_TRUE(error.message.contains(c.state)) << error.message;
    }
}

TEST(Diagnosis, TheSecondRecordMayBeTheOneThatExplains) {
    const Error error =
        diagnose({{"HY000", 1, "statement failed"}, {"42S02", 1146, "Table 'x' doesn't exist"}}, {"open_items", ""});
    EXPECT_EQ(error.code, SETTLED_INVALID_CONFIG);
}

} // namespace
} // namespace settled::ledger_odbc
