#include "store/store_fixture.hpp"

#include <sqlite3.h>

namespace settled::store::test {

Status StoreTest::sql(const std::string& statement) {
    if (!schema_.empty()) {
        auto done = support::PostgreSql::of_this_program().run_sql("postgres", "SET search_path = " + schema_ + "; " + statement);
        if (!done) return pass(done);
        return {};
    }
    sqlite3* connection = nullptr;
    sqlite3_open((folder_ / "settled.db").c_str(), &connection);
    char* trouble = nullptr;
    sqlite3_exec(connection, statement.c_str(), nullptr, nullptr, &trouble);
    const std::string words = trouble == nullptr ? "" : trouble;
    sqlite3_free(trouble);
    sqlite3_close(connection);
    if (!words.empty()) return fail(SETTLED_BAD_DATA, words);
    return {};
}

} // namespace settled::store::test
