// reading.hpp -- one reading of the whole ledger, kept until it is proved.
//
// HTTP interfaces offer no snapshot. So everything is read until two readings that follow each other are the
// same: then nothing was different between them, and what was read is one moment's state. Only then does the
// agent get its first row.
#pragma once

#include "row_maker.hpp"
#include "service.hpp"

#include <formats/record_reader.hpp>
#include <settled/ledger.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace settled::ledger_http {

inline constexpr int readings_max = 5;
inline constexpr std::size_t kept_bytes_max = std::size_t{1} << 30;

struct ListRows {
    const ListRequest* list;
    CellRows rows;
};

struct TableRows {
    const Query* query;
    std::vector<ListRows> lists;
};

using LedgerRows = std::vector<TableRows>;

struct ReadingOptions {
    Forms forms;
    Bindings parameters;
    formats::RecordRules rules;
    std::chrono::milliseconds quiet; // between readings that differ
};

class LedgerReading {
  public:
    LedgerReading(Service& service, const Variant& variant, const ReadingOptions& options, const Host& host)
        : service_(&service), variant_(&variant), options_(&options), host_(&host) {}

    // The ledger of one moment. UNAVAILABLE when it did not hold still.
    Result<LedgerRows> settled_rows(const Pause& pause);
    Status send(const LedgerRows& rows, LedgerSink& sink) const;

    // One reading, unproved: for looking at.
    Result<LedgerRows> read_once();
    Status records_of(const TableRows& table, const std::function<Status(const void*)>& take) const;

    // The first rows of every list: are request, fields and columns understood? Answers one line a list, and what
    // this site does not offer.
    struct Tried {
        std::string entity, words;
        bool warning = false;
    };
    Result<std::vector<Tried>> try_all();

  private:
    Result<CellRows> read_rows(const Query& query, const ListRequest& list, bool try_only, std::int64_t& rows);
    Result<std::vector<JoinedRows>> read_joins(const Query& query, const ListRequest& list, bool try_only);
    Result<formats::RecordReader> reader_of(const Query& query, const ListRequest& list) const;

    Service* service_;
    const Variant* variant_;
    const ReadingOptions* options_;
    const Host* host_;
};

} // namespace settled::ledger_http
