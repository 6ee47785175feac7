// statement_camt -- ISO 20022 camt.053 statements, camt.052 interim reports, camt.054 notifications.
//
// Every version and dialect is read by its structure: a container (BkToCstmrStmt …), its statements,
// their children, one <Ntry> at a time. Namespaces are not looked at; memory is one entry.
#include "camt_statement.hpp"

#include <formats/xml_pieces.hpp>
#include <settled/plugin.hpp>
#include <settled/reading_limits.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace settled::camt {
namespace {

struct Container {
    std::string_view name, statement;
    Message message;
};

// Version 1 appends "V01" to the container's name.
constexpr std::array<Container, 3> containers = {{{"BkToCstmrStmt", "Stmt", Message::statement},
                                                  {"BkToCstmrAcctRpt", "Rpt", Message::report},
                                                  {"BkToCstmrDbtCdtNtfctn", "Ntfctn", Message::notification}}};

const Container* container_named(std::string_view name) {
    const auto* hit = std::ranges::find_if(containers, [&](const Container& known) { return name.starts_with(known.name); });
    return hit == containers.end() ? nullptr : hit;
}

constexpr int entries_between_checks = 1024;

} // namespace

class StatementCamt final : public StatementParser {
  public:
    static constexpr Info info = {"statement_camt", "1.0.0", "Reads ISO 20022 camt.053, camt.052 and camt.054",
                                  "读取 ISO 20022 camt.053、camt.052 和 camt.054"};
    static constexpr Option options[] = {limit_option::nesting};

    StatementCamt(Host host, std::size_t nesting) : host_(host), nesting_(nesting) {}
    static Result<std::unique_ptr<StatementCamt>> open(Host host, Settings settings) {
        auto nesting = limit_of(settings, limit_option::nesting);
        if (!nesting) return pass(nesting);
        return std::make_unique<StatementCamt>(host, *nesting);
    }

    int sniff(std::string_view head, std::string_view) override {
        std::string text(head);
        std::erase(text, '\0'); // UTF-16 shows through
        const auto holds = [&](std::string_view words) { return text.find(words) != std::string::npos; };
        if (!holds("<")) return 0;
        if (std::ranges::any_of(containers, [&](const Container& known) { return holds(known.name); })) return 95;
        return holds("camt.052.") || holds("camt.053.") || holds("camt.054.") ? 90 : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        formats::XmlPieces pieces(input, {.depth = nesting_});
        std::string root;
        bool any = false;
        for (;;) {
            auto step = pieces.next();
            if (!step) return pass(step);
            if (*step == Step::end_of_document) break;
            if (*step == Step::end_of_element) continue;
            if (root.empty()) root = pieces.name();
            const Container* container = container_named(pieces.name());
            if (container == nullptr) continue;
            if (Status done = read_container(*container, pieces, sink, any); !done) return done;
        }
        if (any) return {};
        return fail(SETTLED_BAD_DATA,
                    "<" + visible(cut_at_character(root, 40)) +
                        "> holds no account statement; expected camt.053, camt.052 or camt.054 with <Stmt>, "
                        "<Rpt> or <Ntfctn>",
                    1);
    }

  private:
    using Step = formats::XmlPieces::Step;

    Status read_container(const Container& container, formats::XmlPieces& pieces, StatementSink& sink, bool& any) {
        for (;;) {
            auto step = pieces.next();
            if (!step) return pass(step);
            if (*step == Step::end_of_element) return {};
            if (pieces.name() != container.statement) {
                if (Status done = pieces.skip(); !done) return done;
                continue;
            }
            any = true;
            if (Status done = read_statement(container.message, pieces, sink); !done) return done;
        }
    }

    Status read_statement(Message message, formats::XmlPieces& pieces, StatementSink& sink) {
        StatementReader statement(message, pieces.line());
        for (int entries = 0;;) {
            auto step = pieces.next();
            if (!step) return pass(step);
            if (*step == Step::end_of_element) return statement.end(sink, pieces.line());
            const std::string name(pieces.name());
            auto xml = pieces.take();
            if (!xml) return pass(xml);
            if (Status done = piece_.load(*xml, pieces.line()); !done) return done;
            const bool is_entry = name == "Ntry";
            Status done = is_entry ? statement.read_entry(piece_, sink) : statement.read_child(name, piece_);
            if (!done) return done;
            if (is_entry && ++entries % entries_between_checks == 0 && host_.cancelled()) return stopped();
        }
    }

    Host host_;
    std::size_t nesting_;
    Piece piece_;
};

} // namespace settled::camt

using settled::camt::StatementCamt;
SETTLED_PLUGIN(StatementCamt)
