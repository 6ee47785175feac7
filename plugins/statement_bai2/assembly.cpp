#include "assembly.hpp"

#include "type_code.hpp"

#include <settled/text.hpp>

namespace settled::bai2 {
namespace {

constexpr std::size_t name_bytes_max = 140;
constexpr std::string_view default_currency = "USD"; // of a group that names none, says the specification

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, name_bytes_max)) + "\""; }

Result<ControlLevel::Stated> read_trailer(const Record& record, bool counts_children) {
    Fields fields(record);
    ControlLevel::Stated stated;
    const auto total = read_integer(fields.take(), "the control total", record.line);
    if (!total) return std::unexpected(total.error());
    stated.total = *total;
    if (counts_children) {
        const auto children = read_integer(fields.take(), "the number of parts", record.line);
        if (!children) return std::unexpected(children.error());
        stated.children = *children;
    }
    const auto lines = read_integer(fields.take(), "the number of records", record.line);
    if (!lines) return std::unexpected(lines.error());
    stated.lines = *lines;
    return stated;
}

Result<Currency> read_currency(std::string_view text, Currency fallback, std::int64_t line) {
    if (text.empty()) return fallback;
    const auto currency = Currency::parse(text);
    if (currency) return *currency;
    return fail(SETTLED_BAD_DATA, "the currency is " + quoted(text) + "; expected three capital letters", line);
}

} // namespace

settled_balance Assembly::Balance::abi(Date day) const {
    if (!present) return {};
    return {1, day.number(), formats::DecimalAmount{minor_units, 0}.abi()};
}

Status Assembly::misplaced(const Record& record, std::string_view expected) const {
    return fail(SETTLED_BAD_DATA,
                "a record " + record.code + " where " + std::string(expected) +
                    " was expected; a record is missing, fetch the file again",
                record.line);
}

Status Assembly::take(const Record& record) {
    if (!in_file_ && record.code != "01")
        return any_ ? misplaced(record, "the end of the file")
                    : fail(SETTLED_BAD_DATA, "the file begins with a record " + record.code + "; expected the file header 01",
                           record.line);
    file_control_.add_lines(record.lines);
    group_control_.add_lines(record.lines);
    account_control_.add_lines(record.lines);
    if (record.code == "16") return take_transaction(record);
    if (record.code == "01") return take_file(record);
    if (record.code == "02") return take_group(record);
    if (record.code == "03") return take_account(record);
    if (record.code == "49") return end_account(record);
    if (record.code == "98") return end_group(record);
    if (record.code == "99") return end_file(record);
    return fail(SETTLED_BAD_DATA, "a record " + record.code + " is not of BAI2; expected 02, 03, 16, 49, 88, 98 or 99",
                record.line);
}

Status Assembly::take_file(const Record& record) {
    if (in_file_) return misplaced(record, "02, 03, 16, 49, 98 or 99");
    Fields fields(record);
    for (int i = 0; i < 4; ++i) fields.take(); // sender, receiver, day and hour of the file
    file_number_ = cut_at_character(fields.take(), name_bytes_max);
    for (int i = 0; i < 2; ++i) fields.take(); // lengths of records and blocks
    const std::string_view version = fields.take();
    if (version != "2")
        return fail(SETTLED_BAD_DATA, "the file header names version " + quoted(version) + "; expected 2 (BAI2)", record.line);
    in_file_ = any_ = true;
    file_line_ = record.line;
    file_control_.reset();
    file_control_.add_lines(record.lines);
    return {};
}

Status Assembly::take_group(const Record& record) {
    if (in_account_) return misplaced(record, "16 or 49");
    if (in_group_) return misplaced(record, "03 or 98");
    Fields fields(record);
    fields.take(); // receiver
    originator_ = cut_at_character(fields.take(), name_bytes_max);
    const std::string_view status = fields.take();
    const std::string_view day = fields.take();
    fields.take(); // hour
    const auto as_of = read_day(day, "the group's as-of date", record.line);
    if (!as_of) return std::unexpected(as_of.error());
    as_of_ = *as_of;
    const auto currency = read_currency(fields.take(), *Currency::parse(default_currency), record.line);
    if (!currency) return std::unexpected(currency.error());
    group_currency_ = *currency;
    const std::string_view modifier = fields.take();
    interim_ = modifier == "1" || modifier == "3"; // 2 and 4 are final
    if (status == "2" || status == "4")
        diagnose(SETTLED_ERROR, "GROUP_STATUS", record.line,
                 status == "2" ? "this group deletes what the bank sent before; a person must see what became of it"
                               : "this group is a test of the bank's; it is shown and cannot be imported");
    if (status == "3")
        diagnose(SETTLED_WARNING, "GROUP_STATUS", record.line,
                 "this group corrects what the bank sent before; what it sent then stays in the book");
    in_group_ = true;
    file_control_.add_child();
    group_control_.reset();
    group_control_.add_lines(record.lines);
    return {};
}

Status Assembly::take_account(const Record& record) {
    if (!in_group_) return misplaced(record, "02 or 99");
    if (in_account_) return misplaced(record, "16 or 49");
    Fields fields(record);
    account_ = cut_at_character(fields.take(), name_bytes_max);
    const auto currency = read_currency(fields.take(), group_currency_, record.line);
    if (!currency) return std::unexpected(currency.error());
    currency_ = *currency;
    proof_ = formats::BalanceProof(currency_);
    opening_ = closing_ = available_ = {};
    in_account_ = true;
    group_control_.add_child();
    account_control_.reset();
    account_control_.add_lines(record.lines);
    if (Status done = take_summary(fields, record); !done) return done;
    if (account_.empty()) diagnose(SETTLED_WARNING, "NO_ACCOUNT", record.line, "the record 03 names no account");
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency_.abi();
    begin.account = account_;
    begin.account_bank = originator_;
    begin.number = file_number_;
    begin.opening = opening_.abi(as_of_);
    begin.interim = interim_ ? 1 : 0;
    begin.line = record.line;
    return sink_.begin(begin);
}

// Type, amount, number of items and funds, again and again. What a bank leaves out altogether is blank fields.
Status Assembly::take_summary(Fields& fields, const Record& record) {
    while (!fields.at_end()) {
        const std::string_view type = fields.take();
        if (type.empty()) continue;
        const auto code = type_code(type);
        if (!code)
            return fail(SETTLED_BAD_DATA, "a summary's type code is " + quoted(type) + "; expected three digits such as 010",
                        record.line);
        const std::string_view written = fields.take();
        const auto amount = read_integer(written, "the amount of summary " + std::string(type), record.line);
        if (!amount) return std::unexpected(amount.error());
        fields.take(); // number of items
        if (const auto funds = take_funds(fields, record.line); !funds) return std::unexpected(funds.error());
        if (Status done = account_control_.add(*amount, record.line); !done) return done;
        if (written.empty()) continue;
        if (code->number == opening_ledger) opening_ = {*amount, true};
        if (code->number == closing_ledger) closing_ = {*amount, true};
        if (code->number == closing_available) available_ = {*amount, true};
    }
    return {};
}

Status Assembly::take_transaction(const Record& record) {
    if (!in_account_) return misplaced(record, in_group_ ? "03 or 98" : "02 or 99");
    const auto entry = reader_.read(record, {currency_, as_of_, interim_});
    if (!entry) return std::unexpected(entry.error());
    for (const Remark& remark : reader_.remarks()) diagnose(remark.severity, remark.code, record.line, remark.message);
    if (Status done = account_control_.add(reader_.amount_as_written(), record.line); !done) return done;
    if ((*entry)->status != SETTLED_ENTRY_NEUTRAL) proof_.add({(*entry)->amount.minor_units, 0}, currency_);
    return sink_.entry(**entry);
}

Status Assembly::close_account(std::int64_t line) {
    in_account_ = false;
    if (opening_.present && closing_.present)
        if (const auto words = proof_.difference({opening_.minor_units, 0}, {closing_.minor_units, 0}))
            diagnose(SETTLED_ERROR, "BALANCE", line, *words);
    settled_statement_end end{.size = sizeof end};
    end.closing = closing_.abi(as_of_);
    end.closing_available = available_.abi(as_of_);
    end.line = line;
    return sink_.end(end);
}

Status Assembly::end_account(const Record& record) {
    if (!in_account_) return misplaced(record, in_group_ ? "03 or 98" : "02 or 99");
    const auto stated = read_trailer(record, false);
    if (!stated) return std::unexpected(stated.error());
    account_control_.prove(*stated, "account", "", record.line, sink_);
    if (Status done = group_control_.add(stated->total, record.line); !done) return done;
    return close_account(record.line);
}

Status Assembly::end_group(const Record& record) {
    if (in_account_ || !in_group_) return misplaced(record, in_account_ ? "16 or 49" : "02 or 99");
    const auto stated = read_trailer(record, true);
    if (!stated) return std::unexpected(stated.error());
    group_control_.prove(*stated, "group", "accounts", record.line, sink_);
    in_group_ = false;
    return file_control_.add(stated->total, record.line);
}

Status Assembly::end_file(const Record& record) {
    if (in_account_ || in_group_) return misplaced(record, in_account_ ? "16 or 49" : "03 or 98");
    const auto stated = read_trailer(record, true);
    if (!stated) return std::unexpected(stated.error());
    file_control_.prove(*stated, "file", "groups", record.line, sink_);
    in_file_ = false;
    return {};
}

Status Assembly::finish(std::int64_t last_line) {
    if (!any_) return fail(SETTLED_BAD_DATA, "the file is empty; expected a BAI2 file that begins with 01", 1);
    if (in_file_)
        return fail(SETTLED_BAD_DATA,
                    "the file that begins in line " + std::to_string(file_line_) +
                        " ends without its trailer 99; it was cut off, fetch it again",
                    last_line);
    return {};
}

} // namespace settled::bai2
