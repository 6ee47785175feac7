// statement_faulty -- reads files that begin with "FAULT " and goes wrong as the file says; a file
// "FAULT entries N" becomes a statement of N entries.
#include "faults.hpp"

#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <memory>
#include <string>

namespace {

using namespace settled;

class Faulty final : public StatementParser {
  public:
    static constexpr Info info = {"statement_faulty", "1.0.0", "Goes wrong on purpose", "故意出错"};
    static constexpr Option options[] = {option("layout", "", "Kept and shown as the statement's number.", "版式。")};
    static Result<std::unique_ptr<Faulty>> open(Host, Settings settings) {
        return std::make_unique<Faulty>(settings.text("layout"));
    }
    explicit Faulty(std::string layout) : layout_(std::move(layout)) {}

    int sniff(std::string_view head, std::string_view) override {
        if (head.starts_with("FAULT sniff")) static_cast<void>(faults::commit("segv"));
        return head.starts_with("FAULT ") ? 90 : head.starts_with("TIE") ? 50 : 0;
    }

    Status parse(const Input& input, StatementSink& sink) override {
        std::string text(4096, '\0');
        const auto got = input.read(text);
        if (!got) return std::unexpected(got.error());
        text.resize(*got);
        const std::vector<std::string_view> words = split(trim(text), ' ');
        const std::string_view fault = words.size() > 1 ? words[1] : "";
        settled_statement_begin begin{};
        begin.size = sizeof begin, begin.account = "TEST-0001", begin.currency = {"EUR"}, begin.number = layout_;
        begin.opening = {1, 20261001, {100'000, 1, 0}};
        if (auto sent = sink.begin(begin); !sent) return sent;
        if (fault == "bad") return fail(SETTLED_BAD_DATA, "line 7 is not a line", 7);
        const long entries = fault == "entries" ? std::stol(std::string(words.at(2))) : 10;
        for (long i = 0; i < entries; ++i) {
            if (i == entries / 2)
                if (auto went_on = faults::commit(fault); !went_on) return went_on;
            if (auto sent = send(i, fault, sink); !sent) return sent;
        }
        if (fault == "open") return {};
        sink.diagnostic(SETTLED_WARNING, "NOTE", 3, "seen");
        settled_statement_end end{};
        end.size = sizeof end, end.closing = {1, 20261031, {100'000 + 125 * entries, 1, 0}};
        return sink.end(end);
    }

  private:
    static Status send(long i, std::string_view fault, StatementSink& sink) {
        const std::string reference = "R" + std::to_string(i),
                          remittance = "Rechnung INV-" + std::to_string(i) + " vom 01.10.2026, Kunde 4711";
        const settled_charge charge{sizeof charge, {"EUR"}, {50, 1, 0}, {1, 1}, "fee"};
        settled_entry part{};
        part.size = sizeof part, part.status = SETTLED_ENTRY_BOOKED, part.amount = {60, 1, 0}, part.currency = {"EUR"},
        part.remittance = "first part";
        part.charges = &charge, part.charge_count = 1;
        settled_entry entry{};
        entry.size = sizeof entry, entry.status = SETTLED_ENTRY_BOOKED, entry.line = i + 1;
        entry.booking_date = 20261002, entry.value_date = fault == "date" ? 20261301 : 20261003, entry.currency = {"EUR"},
        entry.amount = {125, 1, 0};
        entry.counterparty_name = "Musterbau GmbH & Co. KG", entry.counterparty_account = "DE89370400440532013000";
        entry.remittance = remittance, entry.bank_reference = reference, entry.transaction_code = "NTRF";
        if (i % 100 == 7) {
            entry.charges = &charge, entry.charge_count = 1, entry.details = &part, entry.detail_count = 1;
            entry.original_currency = {"USD"}, entry.original_amount = {135, 1, 0}, entry.original_rate = "1.08";
        }
        return sink.entry(entry);
    }

    std::string layout_;
};

} // namespace

SETTLED_PLUGIN(Faulty)
