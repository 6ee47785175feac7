#include <workbook/workbook_xlsx.hpp>

#include <formats/xml_pieces.hpp>
#include <settled/text.hpp>
#include <workbook/sheet_lines.hpp>
#include <workbook/spreadsheet_number.hpp>
#include <workbook/xlsx_parts.hpp>

#include <charconv>

namespace settled::workbook {
namespace {

constexpr std::size_t row_bytes_max = std::size_t{4} << 20;

// "AB12" is column 27; nothing where there are no letters.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0, letters = 0;
    for (; letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z'; ++letters) {
        column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A') + 1;
        if (column > sheet_columns_max) return std::nullopt;
    }
    if (letters == 0) return std::nullopt;
    return column - 1;
}

template <class Number> std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

struct Shared {
    SharedStrings strings;
    std::vector<bool> day_formats;
    bool epoch_1904 = false;
};

class SheetText final : public formats::TextSource {
  public:
    SheetText(std::unique_ptr<ZipParts::Part> part, const Shared& shared, const WorkbookLimits& limits)
        : part_(std::move(part)), input_(part_->input()), shared_(shared),
          pieces_(input_, {.piece_bytes = row_bytes_max, .depth = limits.nesting}) {}

    Result<bool> append_next(std::string& out) override {
        constexpr std::size_t chunk_bytes = 65536;
        const std::size_t before = out.size();
        while (!done_ && out.size() - before < chunk_bytes) {
            const auto step = pieces_.next();
            if (!step) return part_error(*part_, step.error());
            if (*step == formats::XmlPieces::Step::end_of_document) {
                done_ = true;
                lines_.finish(out);
            }
            if (*step != formats::XmlPieces::Step::element || pieces_.name() != "row") continue;
            const auto piece = pieces_.take();
            if (!piece) return part_error(*part_, piece.error());
            if (Status told = tell(*piece, out); !told) return pass(told);
        }
        return out.size() != before;
    }

  private:
    std::unexpected<Error> refuse(std::string message) const { return fail(SETTLED_BAD_DATA, std::move(message), row_); }

    Status tell(std::string_view piece, std::string& out) {
        pugi::xml_document tree;
        if (!tree.load_buffer(piece.data(), piece.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8))
            return refuse("a row of the sheet is no XML");
        const pugi::xml_node row = tree.first_child();
        row_ = number_of<std::int64_t>(row.attribute("r").value()).value_or(row_ + 1);
        std::size_t next = 0;
        for (const pugi::xml_node& cell : row.children()) {
            if (formats::local_name(cell.name()) != "c") continue;
            const std::size_t column = column_of(cell.attribute("r").value()).value_or(next);
            auto value = value_of(cell);
            if (!value) return pass(value);
            if (!lines_.put(out, row_, column, value->text, value->native))
                return refuse("the rows and cells of the sheet do not follow each other");
            next = column + 1;
        }
        return {};
    }

    struct Value {
        std::string text;
        bool native = false;
    };

    Result<Value> value_of(const pugi::xml_node& cell) const {
        const std::string_view type = cell.attribute("t").value();
        const std::string_view value = child_named(cell, "v").child_value();
        if (type == "inlineStr") return Value{text_of_runs(child_named(cell, "is"))};
        if (value.empty()) return Value{};
        if (type == "s") {
            const auto index = number_of<std::size_t>(value);
            if (!index || *index >= shared_.strings.size()) return refuse("a cell names a shared string that is not there");
            return Value{std::string(shared_.strings[*index])};
        }
        if (type == "str" || type == "e") return Value{std::string(value)};
        if (type == "d") return Value{std::string(value), true};
        auto plain = plain_number(value);
        if (!plain) return refuse("a cell holds \"" + visible(cut_at_character(value, 40)) + "\" as a number");
        const auto style = number_of<std::size_t>(cell.attribute("s").value()).value_or(0);
        if (style < shared_.day_formats.size() && shared_.day_formats[style])
            if (auto day = day_of_serial(*plain, shared_.epoch_1904)) return Value{std::move(*day), true};
        return Value{std::move(*plain), true};
    }

    std::unique_ptr<ZipParts::Part> part_;
    Input input_;
    const Shared& shared_;
    formats::XmlPieces pieces_;
    SheetLines lines_;
    std::int64_t row_ = 0;
    bool done_ = false;
};

class Xlsx final : public Workbook {
  public:
    Xlsx(std::unique_ptr<ZipParts> parts, XlsxBook book, Shared shared, const WorkbookLimits& limits)
        : parts_(std::move(parts)), book_(std::move(book)), shared_(std::move(shared)), limits_(limits) {}

    std::size_t sheets() const override { return book_.sheets.size(); }
    std::string name(std::size_t sheet) const override { return book_.sheets[sheet].name; }
    bool hidden(std::size_t sheet) const override { return book_.sheets[sheet].hidden; }
    bool epoch_1904() const override { return book_.epoch_1904; }
    Result<std::unique_ptr<formats::TextSource>> sheet(std::size_t sheet) override {
        auto part = parts_->part(book_.sheets[sheet].part);
        if (!part) return pass(part);
        return std::make_unique<SheetText>(std::move(*part), shared_, limits_);
    }

  private:
    std::unique_ptr<ZipParts> parts_;
    XlsxBook book_;
    Shared shared_;
    WorkbookLimits limits_;
};

} // namespace

Result<std::unique_ptr<Workbook>> open_xlsx(std::string bytes, const WorkbookLimits& limits) {
    auto parts = ZipParts::open(std::move(bytes), limits);
    if (!parts) return pass(parts);
    if (!(*parts)->has("xl/workbook.xml"))
        return fail(SETTLED_BAD_DATA,
                    "the file is a zip and no workbook (xl/workbook.xml is missing); unpack it, or save it as XLSX", 1);
    auto book = read_book(**parts, limits);
    if (!book) return pass(book);
    Shared shared;
    shared.epoch_1904 = book->epoch_1904;
    auto strings = read_strings(**parts, limits);
    if (!strings) return pass(strings);
    shared.strings = std::move(*strings);
    auto days = read_day_formats(**parts, limits);
    if (!days) return pass(days);
    shared.day_formats = std::move(*days);
    return std::make_unique<Xlsx>(std::move(*parts), std::move(*book), std::move(shared), limits);
}

} // namespace settled::workbook
