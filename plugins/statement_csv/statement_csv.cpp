// statement_csv -- delimited statements of banks and wallets, by layouts that are data.
//
// A layout (config/banks/NAME.toml) is found by the header line of the table, or named by the source.
#include "layout_choice.hpp"
#include "layout_file.hpp"
#include "row_reader.hpp"
#include "spreadsheet_damage.hpp"
#include "statements_of_rows.hpp"

#include <formats/headed_input.hpp>
#include <formats/table_csv.hpp>
#include <settled/plugin.hpp>
#include <settled/reading_limits.hpp>
#include <settled/text.hpp>
#include <workbook/workbook.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::csv {
namespace {

constexpr std::int64_t rows_between_checks = 1024;

constexpr std::uint64_t kibibyte = 1024, mebibyte = kibibyte * kibibyte;

// How surely a file is ours.
constexpr int surely = 85, surely_a_workbook = 60, surely_by_shape = 40, perhaps = 5;

} // namespace

class StatementCsv final : public StatementParser {
  public:
    static constexpr Info info = {"statement_csv", "1.0.0", "Reads delimited statements by layouts in config/banks",
                                  "按 config/banks 中的版式读取分隔文本对账单"};
    static constexpr Option options[] = {
        option("layouts_folder", "./config/banks", "Folder of the layouts (*.toml).", "版式文件夹（*.toml）。"),
        option("layout", "", "Name of the layout; empty: found by the header line.", "版式名称；留空则按表头识别。"),
        option("encoding", "", "Encoding of the files; empty: the layout's, else recognised.",
               "文件编码；留空则用版式的设置或自动识别。"),
        limit_option::nesting,
        limit_option::field_kb,
        limit_option::unpacked_mb,
        limit_option::unpack_ratio,
        limit_option::parts};

    struct Limits {
        workbook::WorkbookLimits workbook;
        std::size_t field_bytes = 0;
    };

    StatementCsv(Host host, std::vector<Layout> layouts, std::optional<formats::Encoding> encoding, const Limits& limits)
        : host_(host), layouts_(std::move(layouts)), encoding_(encoding), limits_(limits) {}

    static Result<std::unique_ptr<StatementCsv>> open(Host host, Settings settings) {
        auto layouts = load_layouts(installed_layouts(settings.text("layouts_folder")));
        if (!layouts) return pass(layouts);
        if (const std::string wanted = settings.text("layout"); !wanted.empty()) {
            const auto hit = std::ranges::find(*layouts, wanted, &Layout::name);
            if (hit == layouts->end()) {
                std::vector<std::string_view> known;
                for (const Layout& layout : *layouts) known.push_back(layout.name);
                const std::string near(nearest(wanted, known));
                return fail(SETTLED_INVALID_CONFIG, "layout \"" + wanted + "\" is not in " + settings.text("layouts_folder") +
                                                        (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
            }
            Layout only = std::move(*hit);
            layouts->clear();
            layouts->push_back(std::move(only));
        }
        std::string encoding = settings.text("encoding");
        if (encoding.empty() && layouts->size() == 1) encoding = layouts->front().encoding;
        const auto known = formats::encoding_named(encoding);
        if (!encoding.empty() && !known)
            return fail(SETTLED_INVALID_CONFIG,
                        "encoding = \"" + encoding + "\" is not known; for example UTF-8, GB18030, windows-1252");
        Limits limits;
        auto parts = limit_of(settings, limit_option::parts), ratio = limit_of(settings, limit_option::unpack_ratio);
        auto unpacked = limit_of(settings, limit_option::unpacked_mb, mebibyte),
             field = limit_of(settings, limit_option::field_kb, kibibyte);
        auto nesting = limit_of(settings, limit_option::nesting);
        for (auto* const limit : {&parts, &ratio, &unpacked, &field, &nesting})
            if (!*limit) return pass(*limit);
        limits.workbook = {.unpacked_bytes = *unpacked, .unpack_ratio = *ratio, .parts = *parts, .nesting = *nesting};
        limits.field_bytes = *field;
        return std::make_unique<StatementCsv>(host, std::move(*layouts), known, limits);
    }

    int sniff(std::string_view head, std::string_view name) override {
        switch (workbook::container_of(head)) {
        case workbook::Container::zip:
            return head.contains("xl/") || has_ending(name, ".xlsx") ? surely_a_workbook : 0;
        case workbook::Container::compound:
            return has_ending(name, ".xls") || head.contains(std::string_view("W\0o\0r\0k\0b\0o\0o\0k", 15)) ? surely_a_workbook
                                                                                                             : perhaps;
        case workbook::Container::html:
            return surely_a_workbook;
        case workbook::Container::text:
            break;
        }
        const int surety = sniff_text(head, name);
        if (surety > perhaps) return surety;
        // What is handed here may end within its last line, and within a character of it.
        return std::max(surety, sniff_text(whole_lines(head), name));
    }

    Status parse(const Input& input, StatementSink& sink) override {
        formats::HeadedInput headed(input);
        auto head = headed.head();
        if (!head) return pass(head);
        if (head->empty()) return fail(SETTLED_BAD_DATA, "the file is empty; expected a table with a header line", 1);
        const workbook::Container container = workbook::container_of(*head);
        if (container != workbook::Container::text) return parse_workbook(container, headed.input(), sink);
        formats::TableCsv table(headed.input(), encoding_);
        auto text = table.head();
        if (!text) return pass(text);
        auto choice = choose_layout(*text, layouts_);
        if (!choice) return pass(choice);
        return read_table(table, *choice, sink);
    }

  private:
    static bool has_ending(std::string_view name, std::string_view ending) {
        return name.size() >= ending.size() && equal_ignoring_ascii_case(name.substr(name.size() - ending.size()), ending);
    }

    int sniff_text(std::string_view head, std::string_view name) const {
        const formats::HeadedInput headed(head);
        formats::TableCsv table(headed.input(), encoding_);
        auto text = table.head();
        if (!text || text->empty()) return 0;
        if (const auto choice = choose_layout(*text, layouts_)) return choice->by_shape ? surely_by_shape : surely;
        return has_ending(name, ".csv") ? perhaps : 0;
    }

    static std::string_view whole_lines(std::string_view head) {
        std::size_t size = head.rfind('\n') + 1;                          // 0 where there is none
        if (size > 0 && size < head.size() && head[size] == '\0') ++size; // of UTF-16
        return head.substr(0, size);
    }

    // Every sheet that has the header of a known layout is read; the others are named.
    Status parse_workbook(workbook::Container container, const Input& input, StatementSink& sink) {
        auto workbook = workbook::open_workbook(container, input, limits_.workbook, encoding_);
        if (!workbook) return pass(workbook);
        std::optional<Error> unknown;
        bool any = false;
        for (std::size_t i = 0; i < (*workbook)->sheets(); ++i) {
            auto sheet = (*workbook)->sheet(i);
            if (!sheet) return pass(sheet);
            formats::TableCsv table(std::move(*sheet));
            auto text = table.head();
            if (!text) return pass(text);
            auto choice = choose_layout(*text, layouts_, workbook::sheet_delimiter);
            if (choice) {
                any = true;
                if (Status done = read_table(table, *choice, sink); !done) return done;
                continue;
            }
            if (trim(*text).empty()) continue;
            sink.diagnostic(SETTLED_INFO, "NOTE", 0,
                            "the sheet " + visible((*workbook)->name(i)) + " is left out: " + choice.error().message);
            if (!unknown) unknown = std::move(choice.error());
        }
        if (any) return {};
        if (unknown) return std::unexpected(std::move(*unknown));
        return fail(SETTLED_BAD_DATA, "the workbook has no sheet with anything in it; expected a table with a header line", 1);
    }

    Status read_table(formats::TableCsv& table, const Choice& choice, StatementSink& sink) {
        if (choice.by_shape)
            sink.diagnostic(SETTLED_INFO, "NO_HEADER", 1,
                            "the table has no header line; read as " + choice.layout->name + " because its rows fit that layout");
        table.start(choice.table_offset, choice.delimiter);
        RowReader reader(choice, limits_.field_bytes);
        SpreadsheetDamage damage(choice);
        StatementsOfRows statements(reader, choice, sink);
        formats::CsvRow cells;
        bool totals_seen = false;
        for (std::int64_t rows = 0;; ++rows) {
            auto more = table.next(cells);
            if (!more) return pass(more);
            if (!*more) break;
            if (rows % rows_between_checks == 0 && host_.cancelled()) return stopped();
            // A sheet does not write the empty cells at the end of its rows.
            if (choice.from_workbook && cells.cells.size() < choice.width) cells.cells.resize(choice.width);
            auto row = reader.read(cells);
            if (!row) {
                if (reader.repeats_header(cells)) continue;
                // Behind the totals stand words for people; whatever has a day is still a row.
                if (!totals_seen || reader.has_day(cells)) return pass(row);
                row = Row{.kind = RowKind::note};
            }
            totals_seen = totals_seen || row->kind == RowKind::end;
            if (row->kind == RowKind::nothing || row->kind == RowKind::end) continue;
            if (row->kind == RowKind::note) {
                sink.diagnostic(SETTLED_INFO, "NOTE", cells.line, "a row without day and amount is left out");
                continue;
            }
            if (Status done = damage.look_at(cells); !done) return done;
            if (Status done = statements.add(*row, cells); !done) return done;
        }
        if (Status done = damage.verdict(); !done) return done;
        return statements.finish(table.line());
    }

    Host host_;
    std::vector<Layout> layouts_;
    std::optional<formats::Encoding> encoding_;
    Limits limits_;
};

} // namespace settled::csv

using settled::csv::StatementCsv;
SETTLED_PLUGIN(StatementCsv)
