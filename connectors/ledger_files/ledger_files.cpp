// ledger_files.cpp -- a ledger whose tables are CSV files in a folder, in CONTRACT's columns.
//
// For an ERP that can export but not be asked: customers.csv, open_items.csv, receipts.csv, … Files
// that change while they are read are refused, so a half-written export never becomes a ledger.
#include "column_map.hpp"
#include "csv_file.hpp"

#include <formats/record_reader.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace settled::ledger_files {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t rows_between_questions = 1000; // how often the agent's stop signal is looked at

bool required(const Entity& entity) { return entity.id == SETTLED_CUSTOMERS || entity.id == SETTLED_OPEN_ITEMS; }

struct FileState {
    std::uintmax_t size = 0;
    fs::file_time_type changed;
    friend bool operator==(const FileState&, const FileState&) = default;
};

class LedgerFiles final : public LedgerSource {
  public:
    static constexpr Info info = {"ledger_files", "1.0.0", "Reads a ledger from CSV files in a folder",
                                  "从文件夹中的 CSV 文件读取台账"};
    static constexpr Option options[] = {
        option("folder", "",
               "The folder that holds customers.csv, open_items.csv and, as far as they exist, receipts.csv, "
               "bank_book.csv and the other tables.",
               "存放 customers.csv、open_items.csv 以及（如有）receipts.csv、bank_book.csv 等表的文件夹。", SETTLED_REQUIRED),
        option("home_currency", "", "ISO 4217 code of rows that name no currency.", "未写币种的行所用币种（ISO 4217）。"),
        option("encoding", "", "Character set of files without a byte order mark; empty: by their bytes (UTF-8, GBK, …).",
               "无字节序标记的文件的字符集；留空则自动识别（UTF-8、GBK 等）。"),
        option("map.*", "", "Headings of your files: \"open_items.document_number\" = \"单据号\".",
               "文件中的列名：\"open_items.document_number\" = \"单据号\"。"),
    };

    static Result<std::unique_ptr<LedgerFiles>> open(Host host, Settings settings) {
        formats::RecordRules rules;
        if (const std::string_view code = settings["home_currency"]; !code.empty()) {
            const auto home = Currency::parse(code);
            if (!home)
                return fail(SETTLED_INVALID_CONFIG,
                            "home_currency = \"" + std::string(code) + "\" is not an ISO 4217 code such as CNY");
            rules.home_currency = *home;
        }
        std::optional<formats::Encoding> encoding;
        if (const std::string_view name = settings["encoding"]; !name.empty()) {
            encoding = formats::encoding_named(name);
            if (!encoding)
                return fail(SETTLED_INVALID_CONFIG,
                            "encoding = \"" + std::string(name) + "\" is unknown; expected UTF-8, GBK, windows-1252 …");
        }
        const fs::path folder(std::u8string(settings["folder"].begin(), settings["folder"].end()));
        auto map = ColumnMap::read(settings, folder);
        if (!map) return pass(map);
        return std::unique_ptr<LedgerFiles>(new LedgerFiles(host, folder, std::move(rules), std::move(*map), encoding));
    }

    Status check(const Findings& findings) override {
        if (Status there = folder_there(); !there) return there;
        findings.info("folder", folder_.string());
        for (const Entity& entity : entities()) {
            if (!fs::exists(file_of(entity))) {
                if (required(entity)) return missing(entity);
                continue;
            }
            std::int64_t rows = 0;
            const Status read = read_file(entity, [&](const void*) { return ++rows, Status{}; });
            if (!read) return read;
            findings.info(file_of(entity).filename().string(), std::to_string(rows) + " rows");
        }
        return {};
    }

    Status pull(const settled_pull_request&, LedgerSink& sink) override {
        if (Status there = folder_there(); !there) return there;
        const auto before = states();
        for (const Entity& entity : entities()) {
            if (!fs::exists(file_of(entity))) {
                if (required(entity)) return missing(entity);
                continue;
            }
            if (Status begun = sink.begin(entity.id); !begun) return begun;
            if (Status read = read_file(entity, [&](const void* record) { return sink.add(entity.id, record); }); !read)
                return read;
            if (Status committed = sink.commit(); !committed) return committed;
        }
        return unchanged(before);
    }

    Status reread(const std::vector<std::string_view>& item_ids, LedgerSink& sink) override {
        if (Status there = folder_there(); !there) return there;
        const Entity& items = entity(SETTLED_OPEN_ITEMS);
        if (!fs::exists(file_of(items))) return missing(items);
        const auto before = states();
        std::vector<std::string_view> wanted = item_ids;
        std::ranges::sort(wanted);
        if (Status begun = sink.begin(items.id); !begun) return begun;
        const Status read = read_file(items, [&](const void* record) {
            const auto& item = *static_cast<const settled_open_item*>(record);
            return std::ranges::binary_search(wanted, std::string_view(item.item_id)) ? sink.add(SETTLED_OPEN_ITEMS, record)
                                                                                      : Status{};
        });
        if (!read) return read;
        if (Status same = unchanged(before); !same) return same;
        return sink.commit();
    }

  private:
    LedgerFiles(Host host, fs::path folder, formats::RecordRules rules, ColumnMap map, std::optional<formats::Encoding> encoding)
        : host_(host), folder_(std::move(folder)), rules_(std::move(rules)), map_(std::move(map)), encoding_(encoding) {}

    fs::path file_of(const Entity& entity) const { return folder_ / (std::string(entity.name) + ".csv"); }

    Status folder_there() const {
        std::error_code trouble;
        if (fs::is_directory(folder_, trouble)) return {};
        return fail(SETTLED_UNAVAILABLE, "folder " + folder_.string() + " cannot be reached" +
                                             (trouble ? ": " + trouble.message() : "") +
                                             "; is the disk or share there, and readable?");
    }

    Status missing(const Entity& entity) const {
        return fail(SETTLED_UNAVAILABLE, file_of(entity).string() +
                                             " is missing; a ledger needs customers.csv and open_items.csv, with "
                                             "their headings even where there are no rows");
    }

    std::map<fs::path, FileState> states() const {
        std::map<fs::path, FileState> found;
        std::error_code vanished;
        for (const Entity& entity : entities())
            if (const fs::path file = file_of(entity); fs::exists(file, vanished))
                found[file] = {fs::file_size(file, vanished), fs::last_write_time(file, vanished)};
        return found;
    }

    // One export, not the halves of two.
    Status unchanged(const std::map<fs::path, FileState>& before) const {
        if (states() == before) return {};
        return fail(SETTLED_UNAVAILABLE,
                    "files in " + folder_.string() +
                        " changed while they were read; let the export write elsewhere and move the files in");
    }

    Status read_file(const Entity& entity, const std::function<Status(const void*)>& take) const {
        const fs::path file = file_of(entity);
        const auto at = [&](const Error& error) {
            return fail(error.code,
                        file.filename().string() + (error.line > 0 ? ":" + std::to_string(error.line) : "") + ": " +
                            error.message,
                        error.line);
        };
        auto opened = CsvFile::open(file, encoding_);
        if (!opened) return at(opened.error());
        CsvFile& rows = **opened;
        auto heading = rows.next();
        if (!heading) return at(heading.error());
        if (!*heading) return fail(SETTLED_BAD_DATA, file.string() + " is empty; its first line must hold the headings");
        auto columns = map_.columns(entity, rows.values());
        if (!columns) return at(columns.error());
        auto reader = formats::RecordReader::create(entity, *columns, rules_);
        if (!reader) return at(reader.error());
        while (true) {
            auto row = rows.next();
            if (!row) return at(row.error());
            if (!*row) return {};
            if (rows.values().size() != columns->size())
                return at({SETTLED_BAD_DATA,
                           "the row has " + std::to_string(rows.values().size()) + " values, the headings " +
                               std::to_string(columns->size()) + "; is a quote or mark missing?",
                           rows.line()});
            auto record = reader->read(rows.values());
            if (!record) return at({record.error().code, record.error().message, rows.line()});
            if (Status taken = take(*record); !taken) return taken;
            if (reader->rows() % rows_between_questions == 0 && host_.cancelled()) return stopped();
        }
    }

    Host host_;
    fs::path folder_;
    formats::RecordRules rules_;
    ColumnMap map_;
    std::optional<formats::Encoding> encoding_; // nothing: by the bytes
};

} // namespace
} // namespace settled::ledger_files

SETTLED_PLUGIN(settled::ledger_files::LedgerFiles)
