// statement_csv -- delimited statements of banks and wallets, by layouts that are data.
//
// A layout (config/banks/NAME.toml) is found by the header line of the table, or named by the source.
#include "layout_choice.hpp"
#include "layout_file.hpp"
#include "row_reader.hpp"
#include "spreadsheet_damage.hpp"
#include "statements_of_rows.hpp"

#include <formats/table_csv.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::csv {
namespace {

constexpr std::int64_t rows_between_checks = 1024;

} // namespace

class StatementCsv final : public StatementParser {
  public:
    static constexpr Info info = {"statement_csv", "1.0.0", "Reads delimited statements by layouts in config/banks",
                                  "按 config/banks 中的版式读取分隔文本对账单"};
    static constexpr Option options[] = {
        option("layouts_folder", "./config/banks", "Folder of the layouts (*.toml).", "版式文件夹（*.toml）。"),
        option("layout", "", "Name of the layout; empty: found by the header line.", "版式名称；留空则按表头识别。"),
        option("encoding", "", "Encoding of the files; empty: the layout's, else recognised.",
               "文件编码；留空则用版式的设置或自动识别。")};

    StatementCsv(Host host, std::vector<Layout> layouts, std::optional<formats::Encoding> encoding)
        : host_(host), layouts_(std::move(layouts)), encoding_(encoding) {}

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
        return std::make_unique<StatementCsv>(host, std::move(*layouts), known);
    }

    int sniff(std::string_view head, std::string_view name) override {
        const settled_input abi = {sizeof abi, 0, &head,
                                   [](void* context, char* buffer, std::size_t capacity) -> std::int64_t {
                                       auto& left = *static_cast<std::string_view*>(context);
                                       const std::size_t given = left.copy(buffer, capacity);
                                       left.remove_prefix(given);
                                       return static_cast<std::int64_t>(given);
                                   },
                                   name};
        const Input input(abi);
        formats::TableCsv table(input, encoding_);
        auto text = table.head();
        if (text && choose_layout(*text, layouts_)) return 85;
        return equal_ignoring_ascii_case(name.substr(std::min(name.size(), name.rfind('.'))), ".csv") ? 5 : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        formats::TableCsv table(input, encoding_);
        auto head = table.head();
        if (!head) return pass(head);
        if (head->empty()) return fail(SETTLED_BAD_DATA, "the file is empty; expected a table with a header line", 1);
        auto choice = choose_layout(*head, layouts_);
        if (!choice) return pass(choice);
        table.start(choice->table_offset, choice->layout->delimiter);

        RowReader reader(*choice);
        SpreadsheetDamage damage(*choice);
        StatementsOfRows statements(reader, *choice, sink);
        formats::CsvRow cells;
        for (std::int64_t rows = 0;; ++rows) {
            auto more = table.next(cells);
            if (!more) return pass(more);
            if (!*more) break;
            if (rows % rows_between_checks == 0 && host_.cancelled()) return stopped();
            auto row = reader.read(cells);
            if (!row) return pass(row);
            if (row->kind == RowKind::end) break;
            if (row->kind == RowKind::nothing) continue;
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

  private:
    Host host_;
    std::vector<Layout> layouts_;
    std::optional<formats::Encoding> encoding_;
};

} // namespace settled::csv

using settled::csv::StatementCsv;
SETTLED_PLUGIN(StatementCsv)
