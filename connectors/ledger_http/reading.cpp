#include "reading.hpp"

#include "paging.hpp"

#include <algorithm>

namespace settled::ledger_http {
namespace {

std::string where_of(const Query& query, const ListRequest& list) {
    return std::string(query.entity->name) + " (" + list.file + ")";
}

std::vector<formats::RowsDigest> digests_of(const LedgerRows& rows) {
    std::vector<formats::RowsDigest> all;
    for (const TableRows& table : rows)
        for (const ListRows& list : table.lists) all.push_back(list.rows.digest());
    return all;
}

std::size_t bytes_of(const LedgerRows& rows) {
    std::size_t bytes = 0;
    for (const TableRows& table : rows)
        for (const ListRows& list : table.lists) bytes += list.rows.bytes();
    return bytes;
}

// Which table differed, for people.
std::string first_difference(const LedgerRows& rows, const std::vector<formats::RowsDigest>& before,
                             const std::vector<formats::RowsDigest>& after) {
    std::size_t i = 0;
    for (const TableRows& table : rows)
        for (const ListRows& list : table.lists) {
            if (i >= before.size() || before[i] != after[i])
                return where_of(*table.query, *list.list) + ", " +
                       (i < before.size() ? std::to_string(before[i].count) : std::string("?")) + " rows, then " +
                       std::to_string(after[i].count);
            ++i;
        }
    return "a list that is offered only now and then";
}

} // namespace

Result<LedgerRows> LedgerReading::settled_rows(const Pause& pause) {
    auto rows = read_once();
    if (!rows) return rows;
    auto before = digests_of(*rows);
    std::string why;
    for (int reading = 2; reading <= readings_max; ++reading) {
        rows = read_once();
        if (!rows) return rows;
        auto after = digests_of(*rows);
        if (after == before) return rows;
        why = first_difference(*rows, before, after);
        before = std::move(after);
        if (reading < readings_max)
            if (Status waited = pause(options_->quiet); !waited) return pass(waited);
    }
    return fail(SETTLED_UNAVAILABLE, "the ledger changed in each of " + std::to_string(readings_max) + " readings (last: " + why +
                                         "); nothing of it is used. It is tried again; a quieter hour helps");
}

Result<LedgerRows> LedgerReading::read_once() {
    LedgerRows all;
    for (const Query& query : variant_->queries) {
        TableRows table{&query, {}};
        for (const ListRequest& list : query.lists) {
            std::int64_t ignored = 0;
            auto rows = read_rows(query, list, false, ignored);
            if (!rows && query.optional && service_->last_fault() == Meaning::refused) continue; // not offered at this site
            if (!rows) return pass(rows);
            table.lists.push_back({&list, std::move(*rows)});
        }
        if (!table.lists.empty()) all.push_back(std::move(table));
        if (bytes_of(all) > kept_bytes_max)
            return fail(SETTLED_BAD_DATA, where_of(query, query.lists.front()) + ": the ledger is larger than " +
                                              std::to_string(kept_bytes_max >> 20) +
                                              " MiB; is a filter missing in the connector?");
    }
    return all;
}

Result<std::vector<JoinedRows>> LedgerReading::read_joins(const Query& query, const ListRequest& list, bool try_only) {
    std::vector<JoinedRows> all;
    for (const Join& join : list.joins) {
        const ListRequest& joined = join.list.front();
        JoinedRows rows;
        const auto take = [&](const Json& row) -> Status {
            std::string key;
            for (const Pointer& pointer : join.key)
                if (const Json* part = row.at(pointer)) key += (key.empty() ? "" : "\x1f") + part->text;
            rows.try_emplace(std::move(key), row);
            return {};
        };
        const ListTaker taker{take, [](const Json&) { return Result<bool>(true); }, [&] { rows.clear(); }};
        const std::string where = where_of(query, joined);
        if (try_only) {
            if (auto tried = try_list(*service_, joined, where, taker); !tried) return pass(tried);
        } else if (Status read = read_list(*service_, joined, where, taker); !read) {
            return pass(read);
        }
        all.push_back(std::move(rows));
    }
    return all;
}

Result<CellRows> LedgerReading::read_rows(const Query& query, const ListRequest& list, bool try_only, std::int64_t& rows) {
    auto joined = read_joins(query, list, try_only);
    if (!joined) return pass(joined);
    RowMaker maker(list, *query.entity, options_->forms, options_->parameters, *joined);
    const std::string where = where_of(query, list);
    const auto take = [&](const Json& row) -> Status {
        if (host_->cancelled()) return stopped();
        if (Status added = maker.add(row); !added) return fail(added.error().code, where + ": " + added.error().message);
        return {};
    };
    const ListTaker taker{take, [&](const Json& row) { return maker.keeps(row); }, [&] { maker.forget(); }};
    if (try_only) {
        auto tried = try_list(*service_, list, where, taker);
        if (!tried) return pass(tried);
        rows = *tried;
    } else if (Status read = read_list(*service_, list, where, taker); !read) {
        return pass(read);
    }
    if (Status whole = maker.finish(); !whole) return fail(whole.error().code, where + ": " + whole.error().message);
    return maker.rows();
}

Result<formats::RecordReader> LedgerReading::reader_of(const Query& query, const ListRequest& list) const {
    std::vector<std::string> names;
    for (const Column& column : list.columns) names.push_back(column.name);
    auto reader = formats::RecordReader::create(*query.entity, names, options_->rules);
    if (!reader) return fail(reader.error().code, list.file + ": " + reader.error().message);
    return reader;
}

Status LedgerReading::records_of(const TableRows& table, const std::function<Status(const void*)>& take) const {
    for (const ListRows& list : table.lists) {
        auto reader = reader_of(*table.query, *list.list);
        if (!reader) return pass(reader);
        for (std::size_t i = 0; i < list.rows.rows(); ++i) {
            auto record = reader->read(list.rows.row(i));
            if (!record) return fail(record.error().code, list.list->file + ": " + record.error().message, record.error().line);
            if (Status taken = take(*record); !taken) return taken;
        }
    }
    return {};
}

Status LedgerReading::send(const LedgerRows& rows, LedgerSink& sink) const {
    for (const TableRows& table : rows) {
        const settled_entity entity = table.query->entity->id;
        if (Status begun = sink.begin(entity); !begun) return begun;
        const auto add = [&](const void* record) { return sink.add(entity, record); };
        if (Status sent = records_of(table, add); !sent) return sent;
        if (Status committed = sink.commit(); !committed) return committed;
    }
    return {};
}

Result<std::vector<LedgerReading::Tried>> LedgerReading::try_all() {
    std::vector<Tried> all;
    for (const Query& query : variant_->queries)
        for (const ListRequest& list : query.lists) {
            auto reader = reader_of(query, list);
            if (!reader) return pass(reader);
            std::int64_t rows = 0;
            auto cells = read_rows(query, list, true, rows);
            const std::string name(query.entity->name);
            if (!cells && query.optional && service_->last_fault() == Meaning::refused) {
                all.push_back({name, list.file + ": not offered at this site (" + cells.error().message + ")", true});
                continue;
            }
            if (!cells) return pass(cells);
            for (std::size_t i = 0; i < cells->rows(); ++i)
                if (auto record = reader->read(cells->row(i)); !record)
                    return fail(record.error().code, list.file + ": " + record.error().message);
            all.push_back({name,
                           rows == 0
                               ? list.file + ": answers; it has no rows, so that its fields could not be looked at"
                               : list.file + ": answers, fields and columns fit (" + std::to_string(rows) + " rows looked at)",
                           rows == 0});
        }
    return all;
}

} // namespace settled::ledger_http
