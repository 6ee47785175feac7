// statement_mt940 -- reads SWIFT MT940 customer statements and MT942 interim reports in the dialects of
// many banks. Streams: one booking is held at a time.
#include "assembly.hpp"
#include "fields.hpp"

#include <formats/encoding_option.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <optional>

namespace settled::mt940 {
namespace {

constexpr int certain = 95, likely = 80, possible = 50;

bool has_field(std::string_view head, std::string_view id) {
    const std::string tag = ":" + std::string(id);
    for (std::size_t at = head.find(tag); at != head.npos; at = head.find(tag, at + 1))
        if (at == 0 || head[at - 1] == '\n' || head[at - 1] == '\r' || head[at - 1] == '@' || head[at - 1] == ':' ||
            head[at - 1] == '\xBF')
            return true;
    return false;
}

} // namespace

class Mt940 final : public StatementParser {
  public:
    static constexpr Info info = {"statement_mt940", "1.0.0", "Reads MT940 statements and MT942 interim reports.",
                                  "读取 MT940 对账单和 MT942 日间报告。"};
    static constexpr Option options[] = {
        option("encoding", "auto", "The file's encoding, such as UTF-8, windows-1252, CP850 or GBK; auto recognises it.",
               "文件编码，如 UTF-8、windows-1252、CP850 或 GBK；auto 表示自动识别。")};

    explicit Mt940(std::optional<formats::Encoding> encoding) : encoding_(encoding) {}

    static Result<std::unique_ptr<Mt940>> open(const Host&, const Settings& settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        return std::make_unique<Mt940>(*encoding);
    }

    int sniff(std::string_view bytes, std::string_view) override {
        std::string head(bytes);
        std::erase(head, '\0'); // UTF-16
        if (head.find("{2:I940") != head.npos || head.find("{2:O940") != head.npos || head.find("{2:I942") != head.npos ||
            head.find("{2:O942") != head.npos)
            return certain;
        const bool entry = has_field(head, "61:"), opening = has_field(head, "60F:") || has_field(head, "60M:");
        const bool reference = has_field(head, "20:"), account = has_field(head, "25:") || has_field(head, "25P:");
        if (reference && account && (entry || opening || has_field(head, "34F:"))) return certain;
        if (opening || has_field(head, "62F:") || (entry && (reference || account))) return likely;
        return entry ? possible : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        FieldReader fields(input, encoding_);
        Assembly assembly(sink);
        Field field;
        for (;;) {
            const auto more = fields.next(field);
            if (!more) return std::unexpected(more.error());
            if (!*more) return assembly.finish(fields.line_number());
            if (Status done = assembly.take(field); !done) return done;
        }
    }

  private:
    std::optional<formats::Encoding> encoding_;
};

} // namespace settled::mt940

SETTLED_PLUGIN(settled::mt940::Mt940)
