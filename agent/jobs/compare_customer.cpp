#include "jobs/compare_customer.hpp"

#include "jobs/named_customer.hpp"
#include "matching/line_keys.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace settled::jobs {
namespace {

using ledger::Row;
using matching::two_sided::Line;

constexpr int days_around = matching::days_between_ledgers; // in which a line near the period may be the other side's

class Comparison {
  public:
    Comparison(JobContext& context, const NamedCustomer& who, const CompareCustomerRequest& request)
        : context_(context), who_(who), book_(who.picture->book), customer_(book_.customers[who.customer]), request_(request) {}

    Result<CustomerComparison> run() {
        describe();
        if (Status read = read_theirs(); !read) return pass(read);
        if (Status read = read_ours(); !read) return pass(read);
        choose_numbers();
        if (Status turned = choose_signs(); !turned) return pass(turned);
        if (Status compared = compare(); !compared) return pass(compared);
        look_at_the_bank();
        remark();
        return std::move(made_);
    }

  private:
    void describe() {
        made_.company = who_.company->name;
        made_.customer = book_.qualified(customer_);
        made_.customer_name = book_[customer_.name];
        made_.file = request_.file;
        made_.known_on = who_.picture->as_of;
        made_.currency = !request_.currency.none()    ? request_.currency
                         : !customer_.currency.none() ? customer_.currency
                                                      : who_.company->currency;
    }

    Status read_theirs() {
        auto read = read_partner_ledger(request_.bytes, {made_.currency, request_.day_pattern});
        if (!read)
            return fail(read.error().code,
                        read.error().line > 0
                            ? fmt::format("{}:{}: {}", visible(request_.file), read.error().line, read.error().message)
                            : fmt::format("{}: {}", visible(request_.file), read.error().message),
                        read.error().line);
        theirs_ = std::move(*read);
        made_.basis = request_.basis;
        if (made_.basis == Basis::automatic)
            made_.basis = theirs_.debit_and_credit || theirs_.opening ? Basis::movements : Basis::open_items;
        made_.headings = theirs_.headings;
        made_.theirs = theirs_.lines;
        Date first, last;
        for (const PartnerLine& line : made_.theirs) {
            if (first.none() || line.date < first) first = line.date;
            last = std::max(last, line.date);
        }
        made_.from = !request_.from.none() ? request_.from : first.none() ? Date() : first.first_of_month();
        made_.to = !request_.to.none() ? request_.to : last.none() ? made_.known_on : end_of(last);
        return {};
    }

    // A ledger is sent for whole months; what is not over yet ends today.
    Date end_of(Date last) const {
        const Date month_end = last.first_of_month().plus_months(1).plus_days(-1);
        return std::max(last, std::min(month_end, made_.known_on));
    }

    std::string ledger() const { return book_.ledger_of(customer_).name; }

    // ---- our side

    struct Candidate { // a document's names, of which the customer uses one
        OwnLine line;
        std::array<std::string, 5> names; // document, tax invoices, reference, customer's reference, contract
    };

    Status read_ours() {
        made_.records_from = book_.ledger_of(customer_).opening_day;
        for (const ledger::LedgerRow& row : book_.ledgers)
            if (row.name == ledger()) made_.records_from = row.opening_day;
        if (made_.basis == Basis::open_items) return read_open_items();
        auto documents =
            context_.store.ledgers().documents(who_.company->name, ledger(), std::string(book_[customer_.id]), made_.known_on);
        if (!documents) return pass(documents);
        std::multiset<std::pair<Date, std::int64_t>> receipts;
        for (const ledger::ReceiptRow& row : book_.receipts) {
            if (row.customer != who_.customer || row.currency != made_.currency || row.state != SETTLED_RECEIPT_APPROVED)
                continue;
            receipts.emplace(row.date, -row.amount);
            candidates_.push_back(
                {{row.date, -row.amount, {}, {}}, {std::string(book_[row.id]), {}, std::string(book_[row.reference]), {}, {}}});
        }
        for (const store::KnownDocument& known : *documents) {
            if (known.currency != made_.currency) continue;
            closing_ = closing_ ? checked_add(*closing_, known.open_amount) : std::nullopt;
            // A receipt-type item is the money of a receipt that is there already.
            if (known.doc_type == SETTLED_DOC_RECEIPT) {
                const auto same = receipts.find({known.document_date, known.amount});
                if (same != receipts.end()) {
                    receipts.erase(same);
                    continue;
                }
            }
            candidates_.push_back(
                {{known.document_date, known.amount, {}, {}},
                 {known.number, known.tax_invoice_numbers, known.reference, known.customer_reference, known.contract_number}});
        }
        return {};
    }

    Status read_open_items() {
        closing_ = 0;
        for (const ledger::ItemRow& row : book_.items) {
            if (row.customer != who_.customer || row.currency != made_.currency || row.open_amount == 0) continue;
            closing_ = closing_ ? checked_add(*closing_, row.open_amount) : std::nullopt;
            candidates_.push_back({{row.document_date, row.open_amount, {}, {}},
                                   {std::string(book_[row.document_number]), std::string(book_[row.tax_invoice_numbers]),
                                    std::string(book_[row.reference]), std::string(book_[row.customer_reference]),
                                    std::string(book_[row.contract_number])}});
        }
        return {};
    }

    // By which of our names do they call our documents? The one that meets most of their numbers; the document's own
    // where none does better.
    void choose_numbers() {
        std::set<std::string> theirs;
        for (const PartnerLine& line : made_.theirs) {
            theirs.insert(matching::two_sided::number_key(line.number));
            for (std::string& quoted : matching::two_sided::quoted_keys(line.text)) theirs.insert(std::move(quoted));
        }
        theirs.erase("");
        std::array<std::size_t, 5> met{};
        for (const Candidate& candidate : candidates_)
            for (std::size_t i = 0; i < met.size(); ++i)
                for (const std::string_view name : split(candidate.names[i], ';'))
                    if (!trim(name).empty() && theirs.contains(matching::two_sided::number_key(name))) {
                        ++met[i];
                        break;
                    }
        const auto best = static_cast<std::size_t>(std::ranges::max_element(met) - met.begin());
        for (Candidate& candidate : candidates_) {
            const std::size_t used = candidate.names[best].empty() || candidate.names[best].contains(';') ? 0 : best;
            candidate.line.number = candidate.names[used];
            for (std::size_t i = 0; i < candidate.names.size(); ++i)
                if (i != used && !candidate.names[i].empty())
                    candidate.line.text += (candidate.line.text.empty() ? "" : " ") + candidate.names[i];
            made_.ours.push_back(std::move(candidate.line));
        }
        std::ranges::sort(made_.ours, {}, [](const OwnLine& line) { return std::tie(line.date, line.number, line.amount); });
    }

    // ---- the comparison

    std::vector<Line> our_lines() const {
        std::vector<Line> lines;
        for (const OwnLine& line : made_.ours)
            lines.push_back({line.date, line.amount, made_.currency, line.number, line.text, {}});
        return lines;
    }
    std::vector<Line> their_lines() const {
        std::vector<Line> lines;
        for (const PartnerLine& line : made_.theirs)
            lines.push_back({line.date, line.amount, made_.currency, line.number, line.text, {}});
        return lines;
    }

    Status choose_signs() {
        bool turn = request_.signs == PointOfView::theirs;
        if (request_.signs == PointOfView::automatic) {
            const matching::Signs found = matching::signs_of(our_lines(), their_lines());
            // Where nothing tells, a ledger with debit and credit is the customer's, a plain list is of what it owes.
            turn = found == matching::Signs::undecided ? theirs_.debit_and_credit : found == matching::Signs::turned;
            if (found == matching::Signs::undecided && !made_.theirs.empty() && !made_.ours.empty())
                made_.remarks.push_back({ComparisonRemark::signs_undecided});
        }
        made_.turned = turn;
        if (!turn) return {};
        const auto turned = [](std::int64_t amount) { return checked_subtract(0, amount); };
        for (PartnerLine& line : made_.theirs) {
            const auto amount = turned(line.amount);
            if (!amount) return fail(SETTLED_BAD_DATA, "an amount exceeds 64 bits; correct the row", line.line);
            line.amount = *amount;
        }
        for (auto* balance : {&theirs_.opening, &theirs_.closing})
            if (*balance) *balance = turned(**balance);
        return {};
    }

    Status compare() {
        matching::LedgerComparisonInput input;
        std::vector<bool> outside;
        std::optional<std::int64_t> closing = closing_;
        if (made_.basis == Basis::movements) {
            std::erase_if(made_.ours, [&](const OwnLine& line) {
                const bool later = line.date > made_.to;
                if (later && closing) closing = checked_subtract(*closing, line.amount);
                return line.date < made_.from.plus_days(-days_around) || line.date > made_.to.plus_days(days_around);
            });
            for (const OwnLine& line : made_.ours) outside.push_back(line.date < made_.from || line.date > made_.to);
            input.our_records_from = made_.records_from;
        }
        const std::vector<Line> ours = our_lines(), theirs = their_lines();
        input.ours = {ours, {}, closing, outside};
        input.theirs = {theirs, theirs_.opening, theirs_.closing, {}};
        if (made_.basis == Basis::open_items) { // a list without a balance is its own sum
            input.ours.opening = input.theirs.opening = 0;
            if (theirs_.closing && theirs_.opening) input.theirs.opening = theirs_.opening;
            if (!theirs_.opening) input.theirs.closing.reset();
        }
        auto compared = matching::compare_ledgers(input);
        if (!compared) return fail(SETTLED_BAD_DATA, "the amounts add up to more than 64 bits hold; compare a shorter time");
        made_.result = std::move(*compared);
        return {};
    }

    // Money of theirs that we have not booked, but the bank has.
    void look_at_the_bank() {
        made_.bank_entries.assign(made_.result.findings.size(), 0);
        const std::string id(book_[customer_.id]);
        std::set<std::int64_t> told;
        for (std::size_t i = 0; i < made_.result.findings.size(); ++i) {
            const matching::Finding& finding = made_.result.findings[i];
            if (finding.kind != matching::FindingKind::missing_at_us || finding.difference >= 0) continue;
            const Date paid = made_.theirs[finding.theirs.front()].date;
            for (const store::StoredMatch& match : who_.picture->matches) {
                const bool theirs = std::ranges::any_of(match.best.allocations, [&](const store::StoredAllocation& allocation) {
                    return allocation.ledger == ledger() && allocation.customer_id == id;
                });
                if (!theirs || match.amount.currency != made_.currency || match.amount.minor_units != -finding.difference ||
                    match.date < paid.plus_days(-days_around) || match.date > paid.plus_days(days_around) ||
                    !told.insert(match.entry).second)
                    continue;
                made_.bank_entries[i] = match.entry;
                break;
            }
        }
    }

    void remark() {
        const bool gives_receipts = std::ranges::any_of(
            book_.receipts, [&](const ledger::ReceiptRow& row) { return book_.ledgers[row.ledger].name == ledger(); });
        if (made_.basis == Basis::movements && !gives_receipts) made_.remarks.push_back({ComparisonRemark::no_receipts});
        if (!made_.result.their_closing) made_.remarks.push_back({ComparisonRemark::their_balance_missing});
        if (theirs_.rows_of_other_currency > 0)
            made_.remarks.push_back({ComparisonRemark::other_currency_rows, theirs_.rows_of_other_currency});
        if (made_.result.unexplained.value_or(0) != 0)
            made_.remarks.push_back({ComparisonRemark::does_not_add_up, 0, *made_.result.unexplained});
        if (made_.result.sums_not_searched) made_.remarks.push_back({ComparisonRemark::sums_not_searched});
    }

    JobContext& context_;
    const NamedCustomer& who_;
    const ledger::Book& book_;
    const ledger::CustomerRow& customer_;
    const CompareCustomerRequest& request_;
    PartnerLedger theirs_;
    std::vector<Candidate> candidates_;
    std::optional<std::int64_t> closing_ = 0;
    CustomerComparison made_;
};

} // namespace

Result<CustomerComparison> compare_customer(JobContext& context, const Scope& scope, const CompareCustomerRequest& request) {
    auto who = named_customer(context, scope, request.customer);
    if (!who) return pass(who);
    return Comparison(context, *who, request).run();
}

} // namespace settled::jobs
