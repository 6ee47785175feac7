#include <tables/table_file.hpp>

#include <formats/table_csv.hpp>
#include <settled/statement.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <utility>

namespace settled::tables {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t lines_looked_at = 200;
constexpr std::array<char, 4> marks = {',', ';', '\t', '|'};

std::string in_words(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

// Cells of each line under a mark, line breaks inside quotes respected.
std::vector<std::size_t> cells_of_lines(std::string_view text, char mark, std::size_t lines_max) {
    std::vector<std::size_t> counts;
    std::size_t cells = 1;
    bool quoted = false, filled = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '\n' || c == '\r')) {
            if (filled) counts.push_back(cells);
            cells = 1, filled = false;
            if (counts.size() == lines_max) return counts;
            continue;
        }
        filled = true;
        if (!quoted && c == mark) ++cells;
    }
    if (filled) counts.push_back(cells);
    return counts;
}

// Lines that have the same number of cells, more than one, times these cells.
std::size_t regularity(std::string_view text, char mark) {
    std::map<std::size_t, std::size_t> lines_by_cells;
    for (const std::size_t cells : cells_of_lines(text, mark, lines_looked_at))
        if (cells > 1) ++lines_by_cells[cells];
    std::size_t best = 0;
    for (const auto& [cells, lines] : lines_by_cells) best = std::max(best, lines * cells);
    return best;
}

char mark_of(std::string_view head, const TextForm& form) {
    if (form.mark != '\0') return form.mark;
    char best = ',';
    std::size_t most = 0;
    for (const char mark : marks) {
        if (form.rule == MarkRule::first_line && mark == '|') continue;
        const auto first = form.rule == MarkRule::first_line ? cells_of_lines(head, mark, 1) : std::vector<std::size_t>();
        const std::size_t found =
            form.rule == MarkRule::most_regular ? regularity(head, mark) : (first.empty() ? 0 : first.front() - 1);
        if (found > most) most = found, best = mark;
    }
    return best;
}

class CsvRows final : public TableRows {
  public:
    CsvRows(std::unique_ptr<formats::TableCsv> table, std::int64_t rows_max) : table_(std::move(table)), rows_max_(rows_max) {}

    Result<bool> next() override {
        while (true) {
            auto more = table_->next(row_);
            if (!more || !*more) return more;
            if (row_.blank()) continue;
            if (++rows_ > rows_max_)
                return fail(SETTLED_BAD_DATA,
                            "the table has more than " + std::to_string(rows_max_) +
                                " rows; split it, or keep less history in it",
                            row_.line);
            return true;
        }
    }
    std::span<const std::string_view> cells() const override { return row_.cells; }
    std::int64_t line() const override { return row_.line; }

  private:
    std::unique_ptr<formats::TableCsv> table_;
    formats::CsvRow row_;
    std::int64_t rows_max_, rows_ = 0;
};

std::int64_t read_bytes(void* self, char* buffer, std::size_t capacity) {
    auto& in = *static_cast<std::ifstream*>(self);
    in.read(buffer, static_cast<std::streamsize>(capacity));
    return in.bad() ? -1 : static_cast<std::int64_t>(in.gcount());
}

// A file on disk, as readers take it.
class DiskFile {
  public:
    explicit DiskFile(const fs::path& file)
        : in_(file, std::ios::binary), name_(file.filename().string()), abi_{sizeof abi_, 0, &in_, read_bytes, name_} {}
    DiskFile(const DiskFile&) = delete;
    bool good() const { return in_.good(); }
    Input input() const { return Input(abi_); }
    std::string head() {
        std::string bytes(head_bytes, '\0');
        in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(in_.gcount()));
        in_.clear();
        in_.seekg(0);
        return bytes;
    }

  private:
    static constexpr std::size_t head_bytes = 16384;
    std::ifstream in_;
    std::string name_;
    settled_input abi_;
};

std::unexpected<Error> cannot_open(const fs::path& file) {
    return fail(SETTLED_UNAVAILABLE, file.string() + " cannot be opened; may the service's account read it?");
}

class TextTable final : public TableFile {
  public:
    TextTable(fs::path file, const TextForm& form, const TableLimits& limits)
        : file_(std::move(file)), form_(form), limits_(limits) {}
    const std::vector<SheetName>& sheets() const override { return sheets_; }
    bool is_workbook() const override { return false; }
    bool epoch_1904() const override { return false; }
    Result<std::unique_ptr<TableRows>> rows(std::size_t) override {
        disk_ = std::make_unique<DiskFile>(file_);
        if (!disk_->good()) return cannot_open(file_);
        auto table = std::make_unique<formats::TableCsv>(disk_->input(), form_.encoding);
        auto head = table->head();
        if (!head) return pass(head);
        const char mark = mark_of(*head, form_);
        table->start(0, mark);
        return std::make_unique<CsvRows>(std::move(table), limits_.rows);
    }

  private:
    fs::path file_;
    TextForm form_;
    TableLimits limits_;
    std::vector<SheetName> sheets_{1};
    std::unique_ptr<DiskFile> disk_; // what the rows read from
};

class WorkbookTable final : public TableFile {
  public:
    WorkbookTable(std::unique_ptr<workbook::Workbook> book, const TableLimits& limits) : book_(std::move(book)), limits_(limits) {
        for (std::size_t i = 0; i < book_->sheets(); ++i) sheets_.push_back({book_->name(i), book_->hidden(i)});
    }
    const std::vector<SheetName>& sheets() const override { return sheets_; }
    bool is_workbook() const override { return true; }
    bool epoch_1904() const override { return book_->epoch_1904(); }
    Result<std::unique_ptr<TableRows>> rows(std::size_t sheet) override {
        auto source = book_->sheet(sheet);
        if (!source) return pass(source);
        auto table = std::make_unique<formats::TableCsv>(std::move(*source));
        if (auto head = table->head(); !head) return pass(head);
        table->start(0, workbook::sheet_delimiter);
        return std::make_unique<CsvRows>(std::move(table), limits_.rows);
    }

  private:
    std::unique_ptr<workbook::Workbook> book_;
    TableLimits limits_;
    std::vector<SheetName> sheets_;
};

} // namespace

Result<std::unique_ptr<TableFile>> TableFile::open(const fs::path& file, const TextForm& form, const TableLimits& limits) {
    std::error_code trouble;
    const std::uintmax_t size = fs::file_size(file, trouble);
    DiskFile disk(file);
    if (trouble || !disk.good()) return cannot_open(file);
    if (size > limits.file_bytes)
        return fail(SETTLED_BAD_DATA, "the file has more than " + in_words(limits.file_bytes) + "; split it");
    const workbook::Container container = workbook::container_of(disk.head());
    if (container == workbook::Container::text) return std::make_unique<TextTable>(file, form, limits);
    auto book = workbook::open_workbook(container, disk.input(), limits.workbook, form.encoding);
    if (!book) return pass(book);
    if ((*book)->sheets() > limits.sheets)
        return fail(SETTLED_BAD_DATA, "the workbook has more than " + std::to_string(limits.sheets) + " sheets");
    return std::make_unique<WorkbookTable>(std::move(*book), limits);
}

} // namespace settled::tables
