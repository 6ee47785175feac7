// statement_bai2 -- reads BAI2 balance and transaction reports (USA, Canada, UK).
// Streams: one record with its continuations is held at a time.
#include "assembly.hpp"
#include "records.hpp"

#include <formats/encoding_option.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <optional>

namespace settled::bai2 {
namespace {

constexpr int certain = 95, possible = 40;
constexpr int records_between_checks = 1024;
constexpr std::size_t header_commas_min = 5;

} // namespace

class Bai2 final : public StatementParser {
  public:
    static constexpr Info info = {"statement_bai2", "1.0.0", "Reads BAI2 balance and transaction reports.",
                                  "读取 BAI2 余额与交易报告。"};
    static constexpr Option options[] = {option("encoding", "auto",
                                                "The file's encoding, such as UTF-8 or windows-1252; auto recognises it.",
                                                "文件编码，如 UTF-8 或 windows-1252；auto 表示自动识别。")};

    Bai2(Host host, std::optional<formats::Encoding> encoding) : host_(host), encoding_(encoding) {}

    static Result<std::unique_ptr<Bai2>> open(Host host, Settings settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        return std::make_unique<Bai2>(host, *encoding);
    }

    // 01 with its commas, then 02 at the start of a record.
    int sniff(std::string_view head, std::string_view) override {
        std::string all(head);
        std::erase(all, '\0'); // UTF-16 shows through
        std::string_view text = all;
        text.remove_prefix(formats::byte_order_mark(text).size);
        text = trim(text);
        const std::string_view header = text.substr(0, text.find_first_of("/\r\n"));
        if (!text.starts_with("01,") || std::ranges::count(header, ',') < std::ptrdiff_t{header_commas_min}) return 0;
        const std::string_view behind = trim(text.substr(std::min(text.size(), header.size() + 1)));
        if (behind.starts_with("02,")) return certain;
        return behind.starts_with("88,") || behind.empty() ? possible : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        RecordReader records(input, encoding_);
        Assembly assembly(sink);
        Record record;
        for (int count = 1;; ++count) {
            const auto more = records.next(record);
            if (!more) return std::unexpected(more.error());
            if (!*more) return assembly.finish(records.line());
            if (count % records_between_checks == 0 && host_.cancelled()) return stopped();
            if (Status done = assembly.take(record); !done) return done;
        }
    }

  private:
    Host host_;
    std::optional<formats::Encoding> encoding_;
};

} // namespace settled::bai2

SETTLED_PLUGIN(settled::bai2::Bai2)
