// statement_norma43 -- reads Spanish account statements: Norma 43 (AEB43, CSB43, Cuaderno 43). Streams:
// one movement is held at a time.
#include "assembly.hpp"

#include <formats/encoding_option.hpp>
#include <formats/fixed_record_reader.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <optional>

namespace settled::norma43 {
namespace {

constexpr int certain = 95;

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

class Norma43 final : public StatementParser {
  public:
    static constexpr Info info = {"statement_norma43", "1.0.0", "Reads Norma 43 (AEB43) statements of Spanish banks.",
                                  "读取西班牙银行的 Norma 43（AEB43）对账单。"};
    static constexpr Option options[] = {option("encoding", "auto",
                                                "The file's encoding, such as ISO-8859-1, CP850 or UTF-8; auto recognises it.",
                                                "文件编码，如 ISO-8859-1、CP850 或 UTF-8；auto 表示自动识别。")};

    explicit Norma43(std::optional<formats::Encoding> encoding) : encoding_(encoding) {}

    static Result<std::unique_ptr<Norma43>> open(const Host&, const Settings& settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        return std::make_unique<Norma43>(*encoding);
    }

    // An account head: "11", account in digits, a day, a sign, an amount and a currency by its number.
    int sniff(std::string_view head, std::string_view) override {
        FixedRecord record(record_columns);
        const std::string line = formats::first_record(head);
        const std::string_view first = std::string_view(line).substr(0, account_head::currency.last);
        if (!record.assign({first, 1}) || record.columns() < account_head::currency.last) return 0;
        if (!first.starts_with("11") || !is_digits(first)) return 0;
        return record.date(account_head::first_day, day_pattern) && currency_in(record, account_head::currency) ? certain : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        formats::FixedRecordReader records(input, encoding_, record_columns);
        Assembly assembly(sink);
        for (;;) {
            const auto more = records.next();
            if (!more) return std::unexpected(more.error());
            if (!*more) return assembly.finish(std::max<std::int64_t>(records.line_number(), 1));
            if (Status done = assembly.take(records.record()); !done) return done;
        }
    }

  private:
    std::optional<formats::Encoding> encoding_;
};

} // namespace settled::norma43

SETTLED_PLUGIN(settled::norma43::Norma43)
