// compare_customer.hpp -- a customer's own ledger, as a file, against ours (往来对账).
#pragma once

#include "jobs/context.hpp"
#include "jobs/partner_ledger.hpp"
#include "jobs/table_file.hpp"
#include "matching/ledger_comparison.hpp"

#include <memory>
#include <string>
#include <vector>

namespace settled::jobs {

// Everything booked in a time, or only what is open.
enum class Basis : std::uint8_t { automatic, movements, open_items };
// Which of the two parties the file's signs speak for: a customer's ledger shows what it owes as credit.
enum class PointOfView : std::uint8_t { automatic, ours, theirs };

struct CompareCustomerRequest {
    std::string customer; // "C001" or "u8:C001"
    std::string file, bytes;
    Currency currency; // none: the customer's, else the company's
    Basis basis = Basis::automatic;
    PointOfView signs = PointOfView::automatic;
    Date from, to; // none: the months of the file's first and last line
    std::string day_pattern;
};

// A line of ours: a document, or a receipt.
struct OwnLine {
    Date date;
    std::int64_t amount = 0;
    std::string number, text;
};

enum class ComparisonRemark : std::uint8_t {
    no_receipts = 1,       // the ledger gives none: our payments are not there to be compared
    their_balance_missing, // the file states no balance
    other_currency_rows,   // left out of the file: `count`
    does_not_add_up,       // the file's opening, lines and closing: `amount`
    signs_undecided,       // no line of the two pairs either way: taken as usual
    sums_not_searched,
};

struct Remark {
    ComparisonRemark kind = ComparisonRemark::no_receipts;
    std::int64_t count = 0, amount = 0;
};

struct CustomerComparison {
    std::string company, customer, customer_name, file;
    Currency currency;
    Basis basis = Basis::movements;
    bool turned = false; // the file's signs are the customer's
    Date from, to, known_on, records_from;
    std::vector<OwnLine> ours;
    std::vector<PartnerLine> theirs; // with our signs
    std::vector<std::string> headings;
    matching::LedgerComparison result;
    // What else is known of a finding: money at the bank that the ledger has not booked. By finding; 0: nothing.
    std::vector<std::int64_t> bank_entries;
    std::vector<Remark> remarks;

    bool agrees() const { return result.agrees() && remarks.empty(); }
};

// INVALID_CONFIG: no such customer; BAD_DATA: the file, with its line.
Result<CustomerComparison> compare_customer(JobContext& context, const Scope& scope, const CompareCustomerRequest& request);

} // namespace settled::jobs
