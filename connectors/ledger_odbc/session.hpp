// session.hpp -- one connection to one ERP, with the connector's variant that fits it chosen.
//
// Lives for one check, pull or reread. Refuses what the rules forbid: an account that can write, a
// line that is not encrypted, unless the operator allowed it in words.
#pragma once

#include "connector.hpp"
#include "database.hpp"
#include "diagnosis.hpp"
#include "rows.hpp"
#include "secured_connection.hpp"

#include <formats/record_reader.hpp>
#include <formats/rows_digest.hpp>
#include <settled/date.hpp>
#include <settled/host.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_odbc {

struct SessionOptions {
    ConnectionOptions connection;
    bool allow_writable_account = false;
    unsigned statement_timeout_seconds = 120;
    unsigned lock_timeout_seconds = 5;
    FetchOptions fetch;
    bool wide_text_by_driver = true;                            // else as fetch.wide_text says
    std::map<std::string, std::string, std::less<>> parameters; // every one the connector declares
    formats::RecordRules rules;
};

using formats::RowsDigest;

class Session {
  public:
    static Result<std::unique_ptr<Session>> open(const Connector& connector, const SessionOptions& options);

    const Facts& facts() const { return database_->facts(); }
    const Variant& variant() const { return *variant_; }
    const std::string& writable() const { return writable_; } // what the account could do; empty: only read
    // The variant's queries whose tables exist here; `absent` those that do not and need not.
    const std::vector<const Query*>& queries() const { return queries_; }
    const std::vector<const Query*>& absent() const { return absent_; }
    const Query& open_items() const;

    // Prepares a query and checks that its columns make records.
    Status check(const Query& query);
    formats::RecordRules rules_of(const Query& query) const;
    // True: what is read until end_reading() is one moment's state.
    Result<bool> begin_reading();
    void end_reading() { database_->end_reading(); }
    // Every row as a record (nothing where only the digest is wanted). With a snapshot the digest is
    // the count alone.
    Result<RowsDigest> read(const Query& query, Date as_of, const Host& host, const std::function<Status(const void*)>& take);
    // What the other queries leave out, and why; nothing where the connector does not say.
    struct LeftOut {
        std::string reason;
        std::int64_t documents = 0;
    };
    Result<std::vector<LeftOut>> left_out(Date as_of);
    // Only the rows with these item_ids, composed ones too.
    Status read_items(const std::vector<std::string_view>& item_ids, Date as_of, const Host& host,
                      const std::function<Status(const void*)>& take);

  private:
    Session(const Connector& connector, const SessionOptions& options) : connector_(&connector), options_(&options) {}
    Status connect();
    Status choose_variant();
    Status find_absent();
    struct Bound {
        std::string sql;
        std::vector<std::string> values;
    };
    Bound bind(const CheckedSql& sql, Date as_of) const;
    void append(Bound& bound, const Mark& mark, Date as_of) const;
    Result<RowsDigest> run(const Query& query, const Bound& bound, const Host& host,
                           const std::function<Status(const void*)>& take);
    std::unexpected<Error> failed(const Diagnostics& said, const std::string& where) const;
    std::string where(const Query& query) const;

    const Connector* connector_;
    const SessionOptions* options_;
    std::string shown_connection_, writable_;
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<Database> database_;
    FetchOptions fetch_;
    bool compare_ = false; // without a snapshot the digest of the rows is made, else only their count
    const Variant* variant_ = nullptr;
    std::vector<const Query*> queries_, absent_;
};

} // namespace settled::ledger_odbc
