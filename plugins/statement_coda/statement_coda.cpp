// statement_coda -- reads Belgian account statements: CODA, versions 1 and 2. Streams: one movement with
// its details is held at a time.
#include "assembly.hpp"

#include <formats/encoding_option.hpp>
#include <formats/fixed_record_reader.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <optional>

namespace settled::coda {
namespace {

constexpr int certain = 95;

} // namespace

class Coda final : public StatementParser {
  public:
    static constexpr Info info = {"statement_coda", "1.0.0", "Reads CODA statements of Belgian banks.",
                                  "读取比利时银行的 CODA 对账单。"};
    static constexpr Option options[] = {option("encoding", "auto",
                                                "The file's encoding, such as ISO-8859-1, CP850 or UTF-8; auto recognises it.",
                                                "文件编码，如 ISO-8859-1、CP850 或 UTF-8；auto 表示自动识别。")};

    explicit Coda(std::optional<formats::Encoding> encoding) : encoding_(encoding) {}

    static Result<std::unique_ptr<Coda>> open(const Host&, const Settings& settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        return std::make_unique<Coda>(*encoding);
    }

    // A header: five zeros, a day, the bank's number and the application code of statements.
    int sniff(std::string_view head, std::string_view) override {
        const std::string line = formats::first_record(head);
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        constexpr std::size_t digits = header::application.last;
        if (line.size() < digits || !line.starts_with("00000") || !line.substr(0, digits).ends_with("05")) return 0;
        return std::ranges::all_of(std::string_view(line).substr(0, digits), is_digit) ? certain : 0;
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

} // namespace settled::coda

SETTLED_PLUGIN(settled::coda::Coda)
