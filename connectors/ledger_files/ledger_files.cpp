// ledger_files.cpp -- a ledger whose tables are CSV files and workbooks in a folder.
//
// For an ERP that can export but not be asked, and for the tables that people keep beside it. A file is named after
// its table and has CONTRACT's columns, or mapping.toml says what stands where (tables/mapping.hpp). Files that change
// while they are read are refused, so a half-written export never becomes a ledger.
#include "column_map.hpp"
#include "ledger_folder.hpp"

#include <formats/connector_folder.hpp>
#include <formats/record_reader.hpp>
#include <settled/plugin.hpp>
#include <settled/reading_limits.hpp>
#include <settled/text.hpp>
#include <tables/read_table.hpp>
#include <tables/table_file.hpp>
#include <workbook/native_cell.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace settled::ledger_files {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t rows_between_questions = 1000; // how often the agent's stop signal is looked at
constexpr std::size_t left_out_named = 5;
constexpr const char* usual_mapping = "mapping.toml";

fs::path utf8_path(std::string_view text) { return {std::u8string(text.begin(), text.end())}; }

std::string name_of(const fs::path& file) {
    const std::u8string name = file.filename().u8string();
    return {name.begin(), name.end()};
}

// "; left out: row 30 (合计), row 31 (制表人：…)"
std::string left_out_words(const tables::TableRead& read) {
    std::string words;
    for (const tables::LeftOut& row : read.left_out) {
        if (&row - read.left_out.data() == left_out_named) break;
        words += (words.empty() ? "; left out: row " : ", row ") + std::to_string(row.line) + " (" + visible(row.text) + ")";
    }
    if (read.left_out_count > static_cast<std::int64_t>(left_out_named))
        words += " and " + std::to_string(read.left_out_count - static_cast<std::int64_t>(left_out_named)) + " more";
    return words;
}

class LedgerFiles final : public LedgerSource {
  public:
    static constexpr Info info = {"ledger_files", "1.1.0", "Reads a ledger from CSV files and workbooks in a folder",
                                  "从文件夹中的 CSV 文件和 Excel 工作簿读取台账"};
    static constexpr Option options[] = {
        option("folder", "",
               "The folder that holds customers.csv, open_items.csv and, as far as they exist, receipts.csv, "
               "bank_book.csv and the other tables; or files of your own and a mapping.toml.",
               "存放 customers.csv、open_items.csv 以及（如有）receipts.csv、bank_book.csv 等表的文件夹；或自有表格及 "
               "mapping.toml。",
               SETTLED_REQUIRED),
        option("home_currency", "", "ISO 4217 code of rows that name no currency.", "未写币种的行所用币种（ISO 4217）。"),
        option("encoding", "", "Character set of files without a byte order mark; empty: by their bytes (UTF-8, GBK, …).",
               "无字节序标记的文件的字符集；留空则自动识别（UTF-8、GBK 等）。"),
        option("mapping", usual_mapping,
               "What stands where in your own tables: a file in the folder, written by settled connectors map.",
               "自有表格的列对应关系：文件夹中的文件，由 settled connectors map 生成。"),
        option("connector", "", "A folder of connector_folder whose mapping.toml is taken where the folder has none.",
               "文件夹中没有映射文件时，采用 connector_folder 下该目录的 mapping.toml。"),
        option("connector_folder", "./connectors/erp", "Where the folders of mappings are.", "存放各映射的文件夹。"),
        option("map.*", "", "Headings of your files: \"open_items.document_number\" = \"单据号\".",
               "文件中的列名：\"open_items.document_number\" = \"单据号\"。"),
        limit_option::nesting,
        limit_option::unpacked_mb,
        limit_option::unpack_ratio,
        limit_option::parts};

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
        const fs::path folder = utf8_path(settings["folder"]);
        auto columns = ColumnMap::read(settings, folder);
        if (!columns) return pass(columns);
        auto mapping = mapping_of(settings, folder);
        if (!mapping) return pass(mapping);
        auto made = std::unique_ptr<LedgerFiles>(
            new LedgerFiles(host, folder, std::move(rules), std::move(*columns), std::move(*mapping), encoding));
        auto limits = limits_of(settings);
        if (!limits) return pass(limits);
        made->limits_.workbook = *limits;
        return made;
    }

    Status check(const Findings& findings) override {
        if (Status there = folder_.there(); !there) return there;
        findings.info("folder", folder_.path().string());
        for (const Entity& entity : entities()) {
            tables::UniqueKeys keys(entity);
            auto sources = folder_.sources(entity);
            if (!sources) return pass(sources);
            for (const TableSource& source : *sources)
                if (Status read = read_file(entity, source, keys, [](const void*) { return Status{}; }, &findings); !read)
                    return read;
        }
        return {};
    }

    Status pull(const settled_pull_request&, LedgerSink& sink) override {
        if (Status there = folder_.there(); !there) return there;
        const FileStates before = folder_.states();
        for (const Entity& entity : entities()) {
            auto sources = folder_.sources(entity);
            if (!sources) return pass(sources);
            if (sources->empty()) continue;
            if (Status begun = sink.begin(entity.id); !begun) return begun;
            tables::UniqueKeys keys(entity);
            for (const TableSource& source : *sources)
                if (Status read =
                        read_file(entity, source, keys, [&](const void* record) { return sink.add(entity.id, record); });
                    !read)
                    return blamed(read, before);
            if (Status committed = sink.commit(); !committed) return committed;
        }
        return folder_.unchanged(before);
    }

    Status reread(const std::vector<std::string_view>& item_ids, LedgerSink& sink) override {
        if (Status there = folder_.there(); !there) return there;
        const Entity& items = entity(SETTLED_OPEN_ITEMS);
        auto sources = folder_.sources(items);
        if (!sources) return pass(sources);
        const FileStates before = folder_.states();
        std::vector<std::string_view> wanted = item_ids;
        std::ranges::sort(wanted);
        if (Status begun = sink.begin(items.id); !begun) return begun;
        tables::UniqueKeys keys(items);
        for (const TableSource& source : *sources) {
            const Status read = read_file(items, source, keys, [&](const void* record) {
                const auto& item = *static_cast<const settled_open_item*>(record);
                return std::ranges::binary_search(wanted, std::string_view(item.item_id)) ? sink.add(SETTLED_OPEN_ITEMS, record)
                                                                                          : Status{};
            });
            if (!read) return blamed(read, before);
        }
        if (Status same = folder_.unchanged(before); !same) return same;
        return sink.commit();
    }

  private:
    LedgerFiles(Host host, const fs::path& folder, formats::RecordRules rules, ColumnMap columns, tables::Mapping mapping,
                std::optional<formats::Encoding> encoding)
        : host_(host), mapping_(std::move(mapping)), folder_(folder, mapping_),
          rules_(tables::rules_of(mapping_, std::move(rules))), columns_(std::move(columns)), encoding_(encoding) {}

    static Result<workbook::WorkbookLimits> limits_of(const Settings& settings) {
        constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
        auto unpacked = limit_of(settings, limit_option::unpacked_mb, mebibyte);
        auto ratio = limit_of(settings, limit_option::unpack_ratio), parts = limit_of(settings, limit_option::parts),
             nesting = limit_of(settings, limit_option::nesting);
        for (auto* const one : {&unpacked, &ratio, &parts, &nesting})
            if (!*one) return pass(*one);
        return workbook::WorkbookLimits{
            .unpacked_bytes = *unpacked, .unpack_ratio = *ratio, .parts = *parts, .nesting = *nesting};
    }

    // The folder's own mapping, else the connector's, else none.
    static Result<tables::Mapping> mapping_of(const Settings& settings, const fs::path& folder) {
        const std::string_view name = settings["mapping"];
        std::error_code absent;
        fs::path file;
        Words currencies;
        if (const std::string_view connector = settings["connector"]; !connector.empty()) {
            auto head = formats::read_connector_head(utf8_path(settings["connector_folder"]), connector, "ledger_files");
            if (!head) return pass(head);
            auto mapping = formats::connector_file(head->folder, usual_mapping);
            if (!mapping)
                return fail(SETTLED_INVALID_CONFIG, (head->folder / usual_mapping).string() + " " + mapping.error().message);
            file = *mapping, currencies = head->currencies;
        }
        if (!name.empty()) {
            auto own = formats::connector_file(folder, name);
            if (!own) return fail(SETTLED_INVALID_CONFIG, "mapping = \"" + visible(name) + "\": " + own.error().message);
            if (fs::exists(*own, absent))
                file = *own;
            else if (name != usual_mapping)
                return fail(SETTLED_INVALID_CONFIG,
                            "mapping = \"" + visible(name) + "\": there is no such file in " + folder.string());
        }
        if (file.empty()) return tables::Mapping();
        auto text = formats::connector_text(file);
        if (!text) return pass(text);
        auto mapping = tables::read_mapping(*text, file.string());
        if (mapping) mapping->currencies.insert(currencies.begin(), currencies.end());
        return mapping;
    }

    using Words = tables::Words;

    // What went wrong in a file that is being written is not the file's fault.
    Status blamed(const Status& found, const FileStates& before) const {
        if (found.error().code != SETTLED_BAD_DATA && found.error().code != SETTLED_INVALID_CONFIG) return found;
        const Status same = folder_.unchanged(before);
        return same ? found : same;
    }

    using Take = std::function<Status(const void*)>;

    Status read_file(const Entity& entity, const TableSource& source, tables::UniqueKeys& keys, const Take& take,
                     const Findings* findings = nullptr) const {
        tables::TextForm form = source.mapping == nullptr ? tables::TextForm() : source.mapping->text;
        if (!form.encoding) form.encoding = encoding_;
        const std::string name = name_of(source.file);
        auto file = tables::TableFile::open(source.file, form, limits_);
        if (!file) return fail(file.error().code, name + ": " + file.error().message);
        if (source.mapping == nullptr) return read_plain(entity, **file, name, keys, take, findings);
        const auto sheets = tables::sheets_of(*source.mapping, **file);
        if (!sheets) return fail(sheets.error().code, name + ": " + sheets.error().message);
        for (const std::size_t sheet : *sheets) {
            const tables::SheetName& called = (*file)->sheets()[sheet];
            const std::string place = tables::place_of(name, called.name);
            std::int64_t rows = 0;
            const auto read =
                tables::read_table(**file, sheet, place, *source.mapping, rules_, keys, [&](const void* record, std::int64_t) {
                    if (++rows % rows_between_questions == 0 && host_.cancelled()) return Status(stopped());
                    return take(record);
                });
            if (!read) return std::unexpected(read.error());
            const std::string words = std::to_string(read->rows) + " rows of " + std::string(entity.name) + left_out_words(*read);
            if (findings == nullptr) {
                host_.info(place + ": " + words);
                continue;
            }
            findings->info(place, words);
            if (called.hidden)
                findings->warning(place, "the sheet is hidden and read all the same, because the mapping names it");
        }
        return {};
    }

    // Headings in the first row, in the contract's words or those of columns.toml.
    Status read_plain(const Entity& entity, tables::TableFile& file, const std::string& name, tables::UniqueKeys& keys,
                      const Take& take, const Findings* findings) const {
        const auto at = [&](const Error& error) {
            return fail(error.code, name + (error.line > 0 ? ":" + std::to_string(error.line) : "") + ": " + error.message,
                        error.line);
        };
        auto rows = file.rows(0);
        if (!rows) return at(rows.error());
        auto heading = (*rows)->next();
        if (!heading) return at(heading.error());
        if (!*heading)
            return fail(SETTLED_BAD_DATA, (folder_.path() / name).string() + " is empty; its first line must hold the headings");
        auto columns = columns_.columns(entity, (*rows)->cells());
        if (!columns) return at(columns.error());
        auto reader = formats::RecordReader::create(entity, *columns, rules_);
        if (!reader) return at(reader.error());
        std::vector<std::string_view> values;
        while (true) {
            auto row = (*rows)->next();
            if (!row) return at(row.error());
            if (!*row) break;
            values.clear();
            for (const std::string_view cell : (*rows)->cells()) values.push_back(workbook::without_native_mark(cell));
            if (file.is_workbook()) values.resize(columns->size()); // empty cells at the end of a row are not written
            if (values.size() != columns->size())
                return at({SETTLED_BAD_DATA,
                           "the row has " + std::to_string(values.size()) + " values, the headings " +
                               std::to_string(columns->size()) + "; is a quote or mark missing?",
                           (*rows)->line()});
            auto record = reader->read(values);
            if (!record) return at({record.error().code, record.error().message, (*rows)->line()});
            if (auto is_new = keys.add(*record, name, (*rows)->line(), false); !is_new) return pass(is_new);
            if (Status taken = take(*record); !taken) return taken;
            if (reader->rows() % rows_between_questions == 0 && host_.cancelled()) return stopped();
        }
        if (findings != nullptr) findings->info(name, std::to_string(reader->rows()) + " rows");
        return {};
    }

    Host host_;
    tables::Mapping mapping_;
    LedgerFolder folder_; // of mapping_
    formats::RecordRules rules_;
    ColumnMap columns_;
    std::optional<formats::Encoding> encoding_; // nothing: by the bytes
    tables::TableLimits limits_;
};

} // namespace
} // namespace settled::ledger_files

SETTLED_PLUGIN(settled::ledger_files::LedgerFiles)
