#include "workbook_xls.hpp"

#include "biff_strings.hpp"
#include "compound_file.hpp"
#include "little_endian.hpp"
#include "sheet_lines.hpp"
#include "spreadsheet_number.hpp"

#include <formats/encoding.hpp>

#include <map>
#include <vector>

namespace settled::workbook {
namespace {

// [MS-XLS] 2.3: the records that are read.
enum Record : std::uint16_t {
    formula = 0x06,
    end_of_part = 0x0A,
    day_epoch = 0x22,
    file_pass = 0x2F,
    code_page = 0x42,
    bound_sheet = 0x85,
    mul_rk = 0xBD,
    rich_label = 0xD6,
    cell_format = 0xE0,
    shared_string_table = 0xFC,
    label_shared = 0xFD,
    number = 0x203,
    label = 0x204,
    string_result = 0x207,
    rk_number = 0x27E,
    number_format = 0x41E,
    begin_of_part = 0x809
};

constexpr std::uint16_t biff8 = 0x600;

struct Globals {
    std::string stream;
    bool unicode = true; // BIFF 8
    bool epoch_1904 = false;
    formats::Encoding encoding = formats::Encoding::windows1252;
    std::vector<std::string> strings;
    std::map<int, std::string> formats;
    std::vector<int> cell_formats; // format ids
    struct Sheet {
        std::string name;
        std::size_t offset;
        bool hidden;
    };
    std::vector<Sheet> sheets;

    Result<std::string> text(std::string_view bytes, std::size_t count_bytes) const {
        return unicode ? unicode_string(bytes, count_bytes) : byte_string(bytes, count_bytes, encoding);
    }
    bool shows_day(std::size_t cell_format) const {
        if (cell_format >= cell_formats.size()) return false;
        const auto code = formats.find(cell_formats[cell_format]);
        return is_day_format(cell_formats[cell_format], code == formats.end() ? "" : code->second);
    }
};

// [MS-XLS] 2.5.122: 30 bits of an integer, or the upper bits of a binary64, either perhaps in hundredths.
std::optional<std::string> rk_text(std::uint32_t rk) {
    const bool hundredths = (rk & 1) != 0;
    auto plain = (rk & 2) != 0 ? std::optional(std::to_string(static_cast<std::int32_t>(rk) >> 2))
                               : plain_number_of_bits(static_cast<std::uint64_t>(rk & ~3U) << 32);
    return plain && hundredths ? plain_number(*plain + "e-2") : plain;
}

std::unexpected<Error> refuse(std::int64_t row, std::string message) { return fail(SETTLED_BAD_DATA, std::move(message), row); }

class SheetText final : public formats::TextSource {
  public:
    SheetText(const Globals& globals, std::size_t offset) : globals_(globals), at_(offset) {}

    // A sheet's records are in order of rows in every writer that is known; where they are not, the file is refused.
    Result<bool> append_next(std::string& out) override {
        constexpr std::size_t chunk_bytes = 65536;
        const std::size_t before = out.size();
        while (!done_ && out.size() - before < chunk_bytes) {
            auto record = biff_record(globals_.stream, at_);
            if (!record) return pass(record);
            if (!*record) return refuse(lines_.row(), "the sheet has no end; the file was cut off");
            at_ = (*record)->end;
            if (Status told = tell(**record, out); !told) return pass(told);
        }
        return out.size() != before;
    }

  private:
    Status tell(const BiffRecord& record, std::string& out) {
        const std::string_view body = record.body;
        switch (record.type) {
        case begin_of_part:
            ++depth_; // charts lie inside sheets
            return {};
        case end_of_part:
            done_ = --depth_ <= 0;
            if (done_) lines_.finish(out);
            return {};
        case label_shared: {
            const std::size_t index = u32(body, 6);
            if (index >= globals_.strings.size()) return refuse(lines_.row(), "a cell names a shared string that is not there");
            return put(body, globals_.strings[index], false, out);
        }
        case label:
        case rich_label: {
            auto text = globals_.text(body.substr(std::min<std::size_t>(6, body.size())), 2);
            if (!text) return pass(text);
            return put(body, *text, false, out);
        }
        case number:
            return put_number(body, u16(body, 4), plain_number_of_bits(u64(body, 6)), out);
        case rk_number:
            return put_number(body, u16(body, 4), rk_text(u32(body, 6)), out);
        case mul_rk:
            return tell_several(body, out);
        case formula:
            // The result is a number, or of another kind, which a record of its own follows.
            if (u16(body, 12) != 0xFFFF) return put_number(body, u16(body, 4), plain_number_of_bits(u64(body, 6)), out);
            formula_cell_ = body.substr(0, 6);
            return {};
        case string_result: {
            if (depth_ != 1 || formula_cell_.empty()) return {};
            auto text = globals_.text(body, 2);
            if (!text) return pass(text);
            return put(formula_cell_, *text, false, out);
        }
        default:
            return {};
        }
    }

    Status tell_several(std::string_view body, std::string& out) {
        std::string cell(body.substr(0, 4));
        for (std::size_t at = 4, column = u16(body, 2); at + 8 <= body.size(); at += 6, ++column) {
            cell[2] = static_cast<char>(column & 0xFF), cell[3] = static_cast<char>(column >> 8);
            if (Status told = put_number(cell, u16(body, at), rk_text(u32(body, at + 2)), out); !told) return told;
        }
        return {};
    }

    Status put_number(std::string_view cell, std::size_t format, const std::optional<std::string>& plain, std::string& out) {
        if (!plain) return refuse(u16(cell, 0) + 1, "a cell holds a number beyond what an amount, a day or an account can be");
        if (globals_.shows_day(format))
            if (const auto day = day_of_serial(*plain, globals_.epoch_1904)) return put(cell, *day, true, out);
        return put(cell, *plain, true, out);
    }

    // `cell` begins with row and column.
    Status put(std::string_view cell, std::string_view value, bool native, std::string& out) {
        if (cell.size() < 4 || depth_ != 1) return {};
        const std::int64_t row = u16(cell, 0) + 1;
        if (!lines_.put(out, row, u16(cell, 2), value, native))
            return refuse(row, "the rows and cells of the sheet do not follow each other");
        return {};
    }

    const Globals& globals_;
    std::size_t at_;
    SheetLines lines_;
    int depth_ = 0;
    bool done_ = false;
    std::string_view formula_cell_;
};

class Xls final : public Workbook {
  public:
    explicit Xls(Globals globals) : globals_(std::move(globals)) {}
    std::size_t sheets() const override { return globals_.sheets.size(); }
    std::string name(std::size_t sheet) const override { return globals_.sheets[sheet].name; }
    bool hidden(std::size_t sheet) const override { return globals_.sheets[sheet].hidden; }
    bool epoch_1904() const override { return globals_.epoch_1904; }
    Result<std::unique_ptr<formats::TextSource>> sheet(std::size_t sheet) override {
        return std::make_unique<SheetText>(globals_, globals_.sheets[sheet].offset);
    }

  private:
    Globals globals_;
};

} // namespace

Result<std::unique_ptr<Workbook>> open_xls(const std::string& bytes) {
    if (compound_has(bytes, "EncryptedPackage"))
        return fail(SETTLED_BAD_DATA, "the workbook is protected by a password; save it without one", 1);
    Globals globals;
    auto stream = compound_stream(bytes, "Workbook", "Book");
    if (!stream) return pass(stream);
    globals.stream = std::move(*stream);
    for (std::size_t at = 0;;) {
        auto record = biff_record(globals.stream, at);
        if (!record) return pass(record);
        if (!*record) return fail(SETTLED_BAD_DATA, "the workbook has no end of its first part; it was cut off", 1);
        const std::string_view body = (*record)->body;
        at = (*record)->end;
        switch ((*record)->type) {
        case begin_of_part:
            globals.unicode = u16(body, 0) == biff8;
            break;
        case end_of_part:
            return std::make_unique<Xls>(std::move(globals));
        case file_pass:
            return fail(SETTLED_BAD_DATA, "the workbook is protected by a password; save it without one", 1);
        case day_epoch:
            globals.epoch_1904 = u16(body, 0) == 1;
            break;
        case code_page:
            globals.encoding = encoding_of_code_page(u16(body, 0));
            break;
        case cell_format:
            globals.cell_formats.push_back(u16(body, 2));
            break;
        case number_format: {
            auto code = globals.text(body.substr(std::min<std::size_t>(2, body.size())), globals.unicode ? 2 : 1);
            if (!code) return pass(code);
            globals.formats[u16(body, 0)] = std::move(*code);
            break;
        }
        case shared_string_table: {
            auto strings = shared_strings(**record);
            if (!strings) return pass(strings);
            globals.strings = std::move(*strings);
            break;
        }
        case bound_sheet: {
            auto name = globals.text(body.substr(std::min<std::size_t>(6, body.size())), 1);
            if (!name) return pass(name);
            const bool worksheet = body.size() > 5 && body[5] == 0;
            const std::size_t offset = u32(body, 0);
            if (worksheet && offset < globals.stream.size())
                globals.sheets.push_back({std::move(*name), offset, (body[4] & 3) != 0});
            break;
        }
        default:
            break;
        }
    }
}

} // namespace settled::workbook
