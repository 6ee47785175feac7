// statement_ofx -- reads OFX 1 (SGML) and OFX 2 (XML) statements of banks and credit cards, also as QFX.
// Streams: one booking is held at a time.
#include "aggregates.hpp"
#include "statement.hpp"

#include <formats/encoding_option.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <optional>

namespace settled::ofx {
namespace {

constexpr int certain = 95;
constexpr int steps_between_checks = 1024;
constexpr std::size_t message_bytes_max = 200;

using Event = AggregateReader::Event;

bool is_statement(Aggregate aggregate) {
    return aggregate == Aggregate::bank_statement || aggregate == Aggregate::card_statement ||
           aggregate == Aggregate::investment_statement;
}

} // namespace

class Ofx final : public StatementParser {
  public:
    static constexpr Info info = {"statement_ofx", "1.0.0", "Reads OFX and QFX statements of banks and credit cards.",
                                  "读取银行和信用卡的 OFX、QFX 对账单。"};
    static constexpr Option options[] = {option("encoding", "auto",
                                                "The file's encoding, such as UTF-8, windows-1252 or GBK; auto recognises it.",
                                                "文件编码，如 UTF-8、windows-1252 或 GBK；auto 表示自动识别。")};

    Ofx(Host host, std::optional<formats::Encoding> encoding) : host_(host), encoding_(encoding) {}

    static Result<std::unique_ptr<Ofx>> open(Host host, Settings settings) {
        const auto encoding = formats::encoding_option(settings["encoding"]);
        if (!encoding) return std::unexpected(encoding.error());
        return std::make_unique<Ofx>(host, *encoding);
    }

    int sniff(std::string_view head, std::string_view) override {
        std::string text(head);
        std::erase(text, '\0'); // UTF-16 shows through
        return text.contains("OFXHEADER") || text.contains("<OFX>") || text.contains("<ofx>") || text.contains("<?OFX") ? certain
                                                                                                                        : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        AggregateReader reader(input, encoding_);
        std::optional<Statement> statement;
        std::optional<Error> refused; // by the bank
        bool any = false;
        for (int steps = 1;; ++steps) {
            const auto step = reader.next();
            if (!step) return std::unexpected(step.error());
            if (steps % steps_between_checks == 0 && host_.cancelled()) return stopped();
            if (step->event == Event::end_of_file) break;
            if (step->event == Event::value) {
                if (statement) statement->take_value(reader.value());
                continue;
            }
            if (step->event == Event::begin) {
                any = any || is_statement(step->aggregate);
                if (is_statement(step->aggregate)) statement.emplace(sink, step->aggregate, step->line);
                continue;
            }
            if (step->aggregate == Aggregate::status) take_status(reader.values(), step->line, sink, refused);
            if (step->aggregate == Aggregate::other_statement)
                sink.diagnostic(
                    SETTLED_WARNING, "UNKNOWN_STATEMENT", step->line,
                    "a statement of a loan is passed over; only banks, credit cards and investment accounts are read");
            if (!statement) continue;
            if (Status done = take(*step, reader, *statement); !done) return done;
            if (is_statement(step->aggregate)) statement.reset();
        }
        if (any) return {};
        if (refused) return std::unexpected(*refused);
        sink.diagnostic(SETTLED_WARNING, "NO_STATEMENT", reader.line(), "the file is OFX and holds no statement of an account");
        return {};
    }

  private:
    static Status take(const AggregateReader::Step& step, const AggregateReader& reader, Statement& statement) {
        switch (step.aggregate) {
        case Aggregate::account:
            return statement.take_account(reader.values()), Status{};
        case Aggregate::transaction:
        case Aggregate::pending_transaction:
            return statement.take_transaction(reader.values(), step);
        case Aggregate::ledger_balance:
        case Aggregate::available_balance:
            return statement.take_balance(reader.values(), step), Status{};
        case Aggregate::investment_transaction:
            return statement.count_investment(), Status{};
        case Aggregate::bank_statement:
        case Aggregate::card_statement:
        case Aggregate::investment_statement:
            return statement.end(reader.line());
        default:
            return {};
        }
    }

    // The bank's own answer: 0 is well, everything else finance should read.
    static void take_status(const Values& values, std::int64_t line, StatementSink& sink, std::optional<Error>& refused) {
        const std::string_view code = values.text("CODE");
        if (code.empty() || code == "0") return;
        const std::string words = "the bank answers " + visible(cut_at_character(code, message_bytes_max)) + " " +
                                  visible(cut_at_character(values.text("MESSAGE"), message_bytes_max));
        const bool is_error = equal_ignoring_ascii_case(values.text("SEVERITY"), "ERROR");
        if (is_error && !refused) refused = Error{SETTLED_BAD_DATA, words + "; ask the bank for the file again", line};
        sink.diagnostic(is_error ? SETTLED_ERROR : SETTLED_WARNING, "BANK_STATUS", line, words);
    }

    Host host_;
    std::optional<formats::Encoding> encoding_;
};

} // namespace settled::ofx

SETTLED_PLUGIN(settled::ofx::Ofx)
