// kept_statements.hpp -- statements stay prepared from one use to the next; reading the SQL anew costs more than running it.
#pragma once

#include "store/database/dialect.hpp"
#include "store/database/prepared.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace settled::store {

// Of one connection, and gone before it: a statement outlives no connection.
class KeptStatements {
  public:
    explicit KeptStatements(const Dialect& dialect) : dialect_(&dialect) {}

    std::unique_ptr<Prepared> take(const std::string& key);
    void keep(const std::string& key, std::unique_ptr<Prepared> statement);
    const Dialect& dialect() const { return *dialect_; }
    void forget() { at_rest_.clear(); }

  private:
    static constexpr std::size_t statements_max = 300; // lists of many lengths would otherwise pile up
    const Dialect* dialect_;
    std::unordered_map<std::string, std::unique_ptr<Prepared>> at_rest_;
};

// A statement in use; two uses of the same one at once are two statements. One that failed is not kept.
class StatementInUse {
  public:
    StatementInUse(KeptStatements& kept, soci::session& session, std::string_view sql, const Values& values,
                   std::string_view shape);
    ~StatementInUse();
    StatementInUse(const StatementInUse&) = delete;
    StatementInUse& operator=(const StatementInUse&) = delete;

    bool run();
    bool fetch();
    Prepared* operator->() { return statement_.get(); }

  private:
    KeptStatements* kept_;
    std::string key_;
    std::unique_ptr<Prepared> statement_;
    bool sound_ = false; // what it did last went well
};

} // namespace settled::store
