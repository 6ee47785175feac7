// statement_cfonb120 -- reads French account statements: CFONB 120 (AFB 120). Streams: one movement is
// held at a time.
#include "assembly.hpp"

#include <formats/encoding_option.hpp>
#include <formats/fixed_record_reader.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <optional>

namespace settled::cfonb120 {
namespace {

constexpr int certain = 95, likely = 80;

} // namespace

class Cfonb120 final : public StatementParser {
  public:
    static constexpr Info info = {"statement_cfonb120", "1.0.0", "Reads CFONB 120 (AFB 120) statements of French banks.",
                                  "读取法国银行的 CFONB 120（AFB 120）对账单。"};
    static constexpr Option options[] = {option("encoding", "auto",
                                                "The file's encoding, such as ISO-8859-1, CP850 or UTF-8; auto recognises it.",
                                                "文件编码，如 ISO-8859-1、CP850 或 UTF-8；auto 表示自动识别。")};

    explicit Cfonb120(std::optional<formats::Encoding> encoding) : encoding_(encoding) {}

    static Result<std::unique_ptr<Cfonb120>> open(const Host&, const Settings& settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        return std::make_unique<Cfonb120>(*encoding);
    }

    // An old balance: "01", blanks where a movement has its label, thirteen digits and a sign.
    int sniff(std::string_view head, std::string_view) override {
        const std::string line = formats::first_record(head);
        if (line.size() < amount.last) return 0;
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        const std::string_view digits = std::string_view(line).substr(amount.first - 1, amount.width() - 1);
        const std::string_view day_digits = std::string_view(line).substr(day.first - 1, day.width());
        if (!std::ranges::all_of(digits, is_digit) || !std::ranges::all_of(day_digits, is_digit)) return 0;
        // Undecoded here: 'é' and 'è' are any byte that is not ASCII.
        constexpr std::string_view signs = "{}ABCDEFGHIJKLMNOPQR0123456789";
        const char sign = line[amount.last - 1];
        if (signs.find(sign) == signs.npos && static_cast<unsigned char>(sign) < 0x80) return 0;
        if (line.starts_with("01")) return certain;
        return line.starts_with("04") ? likely : 0;
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

} // namespace settled::cfonb120

SETTLED_PLUGIN(settled::cfonb120::Cfonb120)
