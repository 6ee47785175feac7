// statement_qif -- reads QIF exports of bank, cash and card accounts.
// Streams: bookings wait, within a limit, until the file has shown how it writes days and amounts.
#include "records.hpp"
#include "sections.hpp"

#include <formats/encoding_option.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace settled::qif {
namespace {

constexpr int certain = 95;
constexpr int records_between_checks = 1024;
constexpr std::array<std::string_view, 4> beginnings = {"!type:", "!account", "!option:", "!clear:"};

Result<Sections::Choices> choices_of(const Settings& settings) {
    Sections::Choices choices;
    const std::string_view order = settings["date_order"], mark = settings["decimal_mark"], currency = settings["currency"];
    choices.order = date_order_named(order);
    if (!choices.order && !order.empty() && order != "auto")
        return fail(SETTLED_INVALID_CONFIG,
                    "date_order = \"" + std::string(order) + "\" is not known; expected auto, MDY, DMY or YMD");
    if (mark != "." && mark != "," && !mark.empty() && mark != "auto")
        return fail(SETTLED_INVALID_CONFIG,
                    "decimal_mark = \"" + std::string(mark) + "\" is not known; expected auto, \".\" or \",\"");
    if (mark == "." || mark == ",") choices.decimal_mark = mark.front();
    if (!currency.empty()) {
        const auto known = Currency::parse(currency);
        if (!known)
            return fail(SETTLED_INVALID_CONFIG,
                        "currency = \"" + std::string(currency) + "\" is not a currency; expected three capital letters");
        choices.currency = *known;
    }
    choices.account = settings["account"];
    return choices;
}

} // namespace

class Qif final : public StatementParser {
  public:
    static constexpr Info info = {"statement_qif", "1.0.0", "Reads QIF exports of bank, cash and card accounts.",
                                  "读取银行、现金和信用卡账户的 QIF 导出文件。"};
    static constexpr Option options[] = {
        option("encoding", "auto", "The file's encoding, such as UTF-8, windows-1252 or GBK; auto recognises it.",
               "文件编码，如 UTF-8、windows-1252 或 GBK；auto 表示自动识别。"),
        option("date_order", "auto", "MDY, DMY or YMD; auto finds it out over the whole file.",
               "日期顺序 MDY、DMY 或 YMD；auto 表示按整个文件判断。"),
        option("decimal_mark", "auto", "\".\" or \",\"; auto finds it out over the whole file.",
               "小数点 \".\" 或 \",\"；auto 表示按整个文件判断。"),
        option("currency", "", "Currency of the accounts, which QIF does not name.", "账户币种；QIF 文件中没有。"),
        option("account", "", "Number of the account in files that name none.", "文件未写明账户时所用的账号。")};

    Qif(Host host, std::optional<formats::Encoding> encoding, Sections::Choices choices)
        : host_(host), encoding_(encoding), choices_(std::move(choices)) {}

    static Result<std::unique_ptr<Qif>> open(Host host, Settings settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        auto choices = choices_of(settings);
        if (!choices) return pass(choices);
        return std::make_unique<Qif>(host, *encoding, std::move(*choices));
    }

    // The first line that is no remark is a header of QIF.
    int sniff(std::string_view head, std::string_view) override {
        std::string text = ascii_lower(head);
        std::erase(text, '\0'); // UTF-16 shows through
        std::string_view left = text;
        left.remove_prefix(formats::byte_order_mark(left).size);
        left = trim(left);
        while (left.starts_with('#')) left = trim(left.substr(std::min(left.size(), left.find('\n'))));
        return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return left.starts_with(beginning); }) ? certain
                                                                                                                        : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        RecordReader records(input, encoding_);
        Sections sections(sink, choices_);
        Record record;
        for (int count = 1;; ++count) {
            const auto more = records.next(record);
            if (!more) return std::unexpected(more.error());
            if (!*more) return sections.finish(records.line());
            if (count % records_between_checks == 0 && host_.cancelled()) return stopped();
            if (Status done = sections.take(record); !done) return done;
        }
    }

  private:
    Host host_;
    std::optional<formats::Encoding> encoding_;
    Sections::Choices choices_;
};

} // namespace settled::qif

SETTLED_PLUGIN(settled::qif::Qif)
