#include "statement.hpp"

#include <settled/text.hpp>

namespace settled::ofx {
namespace {

constexpr std::size_t name_bytes_max = 140;

} // namespace

void Statement::take_value(const Tag& value) {
    if (value.name != "CURDEF") return;
    if (const auto currency = Currency::parse(value.text)) {
        currency_ = *currency;
        return;
    }
    sink_.diagnostic(SETTLED_WARNING, "CURRENCY", value.line,
                     "CURDEF \"" + visible(cut_at_character(value.text, name_bytes_max)) +
                         "\" is no currency; expected three capital letters");
}

void Statement::take_account(const Values& values) {
    if (begun_) return;
    account_ = cut_at_character(values.text("ACCTID"), name_bytes_max);
    const std::string_view bank = values.text("BANKID"), branch = values.text("BRANCHID");
    account_bank_ = cut_at_character(bank.empty() ? values.text("BROKERID") : bank, name_bytes_max);
    if (!bank.empty() && !branch.empty()) account_bank_ += "/" + std::string(cut_at_character(branch, name_bytes_max));
}

void Statement::tell(const std::vector<Remark>& remarks) {
    for (const Remark& remark : remarks) sink_.diagnostic(remark.severity, remark.code, remark.line, remark.message);
}

Status Statement::begin() {
    if (begun_) return {};
    begun_ = true;
    if (account_.empty()) sink_.diagnostic(SETTLED_WARNING, "NO_ACCOUNT", line_, "the statement names no account (ACCTID)");
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency_.abi();
    begin.account = account_;
    begin.account_bank = account_bank_;
    begin.line = line_;
    return sink_.begin(begin);
}

Status Statement::take_transaction(const Values& values, const AggregateReader::Step& step) {
    if (step.unclosed)
        sink_.diagnostic(SETTLED_WARNING, "UNCLOSED", step.line,
                         "<STMTTRN> has no end tag; it was taken to end where the next began");
    const auto entry = reader_.read(values, step.aggregate, currency_, step.line);
    if (!entry) return std::unexpected(entry.error());
    if (Status done = begin(); !done) return done;
    tell(reader_.remarks());
    return sink_.entry(**entry);
}

void Statement::take_balance(const Values& values, const AggregateReader::Step& step) {
    const std::string_view written = values.text("BALAMT");
    const auto amount = read_amount(written, currency_, step.line);
    if (!amount) { // bookings are known without it
        sink_.diagnostic(SETTLED_WARNING, "AMOUNT", step.line,
                         std::string(name_of(step.aggregate)) + ": " + amount.error().message +
                             "; the statement is read without this balance");
        return;
    }
    if (amount->finer_digits > 0)
        sink_.diagnostic(SETTLED_ERROR, "FINER_AMOUNT", step.line,
                         "balance " + visible(cut_at_character(written, name_bytes_max)) +
                             " has more decimals than its currency; shown as written, not imported");
    std::vector<Remark> remarks;
    const Date day = read_date(values.text("DTASOF"), step.line, remarks);
    tell(remarks);
    const settled_balance balance = {1, day.number(), amount->abi()};
    (step.aggregate == Aggregate::ledger_balance ? closing_ : available_) = balance;
}

Status Statement::end(std::int64_t line) {
    if (Status done = begin(); !done) return done;
    if (kind_ == Aggregate::investment_statement)
        sink_.diagnostic(SETTLED_WARNING, "INVESTMENT", line_,
                         "an investment account: its cash movements (INVBANKTRAN) are read, " + std::to_string(investments_) +
                             " transactions in securities, the positions and their values are left out");
    settled_statement_end end{.size = sizeof end};
    end.closing = closing_;
    end.closing_available = available_;
    end.line = line;
    return sink_.end(end);
}

} // namespace settled::ofx
