#include "camt_statement.hpp"

#include "camt_party.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>

namespace settled::camt {
namespace {

constexpr std::size_t balances_max = 1000; // of one statement

settled_balance abi(const formats::DecimalAmount& amount, Date date) { return {1, date.number(), amount.abi()}; }

} // namespace

Status StatementReader::read_child(std::string_view name, Piece& piece) {
    const Node root = piece.root();
    const auto keep = [&](std::string& field) { field = cut_at_character(piece.text(root), 140); };
    if (name == "Id")
        keep(id_);
    else if (name == "ElctrncSeqNb")
        keep(electronic_number_);
    else if (name == "LglSeqNb")
        keep(legal_number_);
    else if (name == "StmtPgntn" || name == "RptPgntn" || name == "NtfctnPgntn")
        page_ = cut_at_character(piece.text(root, {"PgNb"}), 20);
    else if (name == "Acct")
        return read_account(piece);
    else if (name == "Bal")
        return read_balance(piece);
    else if (name == "CreDtTm" || name == "FrToDt") {
        auto date = piece.date(name == "CreDtTm" ? root : child(root, "ToDtTm"));
        if (!date) return pass(date);
        (name == "CreDtTm" ? created_ : covered_to_) = *date;
    } else if (name == "TxsSummry") {
        const std::string_view count = piece.text(root, {"TtlNtries", "NbOfNtries"});
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), number);
        if (!count.empty() && error == std::errc() && end == count.data() + count.size()) stated_entries_ = number;
    }
    return {};
}

Status StatementReader::read_account(Piece& piece) {
    const auto [name, owner, servicer, currency] = children<4>(piece.root(), {"Nm", "Ownr", "Svcr", "Ccy"});
    account_ = cut_at_character(account_number(piece, piece.root()), 140);
    account_name_ = cut_at_character(name ? piece.text(name) : party_name(piece, owner), 140);
    account_bank_ = cut_at_character(agent_code(piece, servicer), 140);
    if (!currency) return {};
    const std::string_view code = piece.text(currency);
    const auto parsed = Currency::parse(code);
    if (!parsed)
        return piece.refuse(currency, "the account's currency is \"" + visible(cut_at_character(code, 40)) +
                                          "\"; expected three capital letters");
    currency_ = *parsed;
    return {};
}

// A balance without CdtDbtInd is a credit: some banks leave it out, none for an overdraft.
Status StatementReader::read_balance(Piece& piece) {
    if (balances_.size() == balances_max)
        return piece.refuse(piece.root(), "more than " + std::to_string(balances_max) + " balances in one statement");
    const auto [type, amount, direction, date] = children<4>(piece.root(), {"Tp", "Amt", "CdtDbtInd", "Dt"});
    if (!amount) return piece.refuse(piece.root(), "a balance without <Amt>");
    auto value = piece.amount(amount, currency_, !direction);
    if (!value) return pass(value);
    auto day = piece.date(date);
    if (!day) return pass(day);
    const std::string_view side = piece.text(direction);
    if (direction && side != "CRDT" && side != "DBIT")
        return piece.refuse(direction,
                            "the balance's direction is \"" + visible(cut_at_character(side, 40)) + "\"; expected CRDT or DBIT");
    if (side == "DBIT") value->value.minor_units = -value->value.minor_units;
    // <Tp><CdOrPrtry><Cd>, in version 1 <Tp><Cd>.
    const Node choice = child(type, "CdOrPrtry");
    const auto [code, proprietary] = children<2>(choice ? choice : type, {"Cd", "Prtry"});
    balances_.push_back({std::string(cut_at_character(piece.text(code ? code : proprietary), 35)), value->value, value->currency,
                         *day, piece.line_of(piece.root())});
    return {};
}

const StatementReader::StatedBalance* StatementReader::stated(std::string_view code) const {
    const auto hit = std::ranges::find(balances_, code, &StatedBalance::code);
    return hit == balances_.end() ? nullptr : &*hit;
}

// Yesterday's closing is today's opening. A page of a longer statement opens or closes with an
// interim balance; a single one on a page with neither says not which it is.
const StatementReader::StatedBalance* StatementReader::opening() const {
    for (const std::string_view code : {"OPBD", "PRCD"})
        if (const StatedBalance* found = stated(code)) return found;
    const bool paged =
        message_ == Message::statement && (stated("CLBD") || std::ranges::count(balances_, "ITBD", &StatedBalance::code) == 2);
    return paged ? stated("ITBD") : nullptr;
}

const StatementReader::StatedBalance* StatementReader::closing() const {
    if (const StatedBalance* found = stated("CLBD")) return found;
    if (message_ != Message::statement) return nullptr;
    const auto last = std::ranges::find(balances_.rbegin(), balances_.rend(), "ITBD", &StatedBalance::code);
    if (last == balances_.rend() || &*last == opening() || opening() == nullptr) return nullptr;
    return &*last;
}

// For entries that state no day of their own.
Date StatementReader::statement_date() const { return created_ ? created_ : covered_to_; }

Status StatementReader::begin(StatementSink& sink, Currency currency_of_entry) {
    if (begun_) return {};
    begun_ = true;
    if (currency_.none() && !balances_.empty()) currency_ = balances_.front().currency;
    if (currency_.none()) currency_ = currency_of_entry;
    proof_ = formats::BalanceProof(currency_);
    std::string number = !electronic_number_.empty() ? electronic_number_ : !legal_number_.empty() ? legal_number_ : id_;
    if (!page_.empty()) number += "/" + page_;
    const StatedBalance* first = opening();
    return sink.begin({.size = sizeof(settled_statement_begin),
                       .currency = currency_.abi(),
                       .account = account_,
                       .account_name = account_name_,
                       .account_bank = account_bank_,
                       .number = number,
                       .opening = first == nullptr ? settled_balance{} : abi(first->amount, first->date),
                       .interim = message_ == Message::report ? 1 : 0,
                       .details_only = message_ == Message::notification ? 1 : 0,
                       .line = line_});
}

Status StatementReader::read_entry(Piece& piece, StatementSink& sink) {
    ++entries_;
    const StatedBalance* last = closing();
    const Date closing_day = last == nullptr ? Date() : last->date;
    auto entry = reader_.read(piece, {currency_, account_, statement_date(), closing_day});
    if (!entry) return pass(entry);
    if (Status done = begin(sink, Currency::from_abi((*entry)->currency)); !done) return done;
    for (const Remark& remark : reader_.remarks()) sink.diagnostic(remark.severity, remark.code, remark.line, remark.message);
    const settled_entry& made = **entry;
    if (made.status == SETTLED_ENTRY_BOOKED)
        proof_.add({made.amount.minor_units, made.amount.finer_digits}, Currency::from_abi(made.currency));
    return sink.entry(made);
}

void StatementReader::prove(StatementSink& sink, std::int64_t line) {
    for (const StatedBalance& balance : balances_)
        if (balance.amount.finer_digits > 0 && (&balance == opening() || &balance == closing()))
            sink.diagnostic(SETTLED_ERROR, "FINER_AMOUNT", balance.line,
                            "balance " + balance.code + " has more decimals than " + std::string(balance.currency.code()) +
                                "; shown as written, not imported");
    if (stated_entries_ && *stated_entries_ != entries_)
        sink.diagnostic(SETTLED_WARNING, "COUNT", line,
                        "the statement's summary counts " + std::to_string(*stated_entries_) + " entries, here are " +
                            std::to_string(entries_));
    const StatedBalance* first = opening();
    const StatedBalance* last = closing();
    if (first == nullptr || last == nullptr) return;
    for (const StatedBalance* balance : {first, last}) {
        if (balance->currency == currency_) continue;
        sink.diagnostic(SETTLED_ERROR, "BALANCE", balance->line,
                        "balance " + balance->code + " is in " + std::string(balance->currency.code()) + ", the account in " +
                            std::string(currency_.code()) + "; ask the bank for the file again");
        return;
    }
    if (!proof_.provable())
        sink.diagnostic(SETTLED_WARNING, "BALANCE_UNPROVED", last->line,
                        "entries in another currency than the account's; the balances cannot be proved");
    else if (const auto words = proof_.difference(first->amount, last->amount))
        sink.diagnostic(SETTLED_ERROR, "BALANCE", last->line, *words);
}

Status StatementReader::end(StatementSink& sink, std::int64_t line) {
    if (Status done = begin(sink, Currency()); !done) return done;
    prove(sink, line);
    const StatedBalance* last = closing();
    const StatedBalance* available = stated("CLAV");
    return sink.end({.size = sizeof(settled_statement_end),
                     .closing = last == nullptr ? settled_balance{} : abi(last->amount, last->date),
                     .closing_available = available == nullptr ? settled_balance{} : abi(available->amount, available->date),
                     .line = line});
}

} // namespace settled::camt
