#include "matching/solver.hpp"

#include "matching/limits.hpp"
#include "matching/row_order.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace settled::matching {

Solver::Solver(const ledger::Book& book, const statement::EntryBook& entries, const References& references, EntryReader& reader,
               const Rules& rules, const Pairing& pairing, const History& history, const Advices& advices, OpenItems& open)
    : book_(book), entries_(entries), reader_(reader), pairing_(pairing), history_(history), open_(open),
      explain_(book, entries, references, reader, open, advices, rules) {
    remember_payments(history);
}

bool Solver::run(std::span<const Reading> readings, const Progress& progress) {
    readings_ = readings;
    fates_.assign(readings.size(), Fate::waiting);
    equal_lines_.assign(readings.size(), false);
    solved_.assign(readings.size(), {});
    claimed_.assign(book_.items.size(), 0);
    shares_.reserve(readings.size() + readings.size() / 2); // most pay one item; growing would hold them twice
    count_amounts();
    order_by_day();
    constexpr std::pair<Explain, bool> ways[] = {{&Solver::exact_numbers, false},        {&Solver::advised, false},
                                                 {&Solver::numbers_with_residual, true}, {&Solver::receipt_says, false},
                                                 {&Solver::nearly_quoted, false},        {&Solver::numbers_and_rest, true},
                                                 {&Solver::amount_of_payer, false},      {&Solver::sum_of_payer, false},
                                                 {&Solver::oldest_of_payer, false},      {&Solver::overpaid_number, false},
                                                 {&Solver::customer_of_receipt, false},  {&Solver::on_account, false}};
    std::int64_t done = 0;
    waiting_ = order_;
    for (const auto& [way, duplicates_after] : ways) {
        if (way == &Solver::numbers_and_rest) explain_.expect_gaps(ledger_has_gaps());
        if (way == &Solver::amount_of_payer) tie_equal_lines();
        if (way == &Solver::customer_of_receipt) { // whatever tied its items, the ERP knows the customer
            for (std::size_t i = 0; i < readings.size(); ++i)
                if (fates_[i] == Fate::tied && pairing_.of(readings[i].entry).any()) fates_[i] = Fate::waiting;
            untie_everyday_lines();
            waiting_ = order_;
        }
        pass(way);
        if (duplicates_after) find_duplicates();
        if (progress && !progress(++done, std::ssize(ways))) return false;
    }
    doubt_after_earlier_question();
    doubt_what_was_taken_back();
    forget_order();
    return true;
}

// What only deciding needed: telling decisions one after another wants its own memory.
void Solver::forget_order() {
    for (auto* const rows : {&order_, &waiting_, &claimed_}) std::vector<std::uint32_t>().swap(*rows);
    std::vector<std::uint64_t>().swap(paid_amounts_);
}

void Solver::order_by_day() {
    std::vector<std::uint32_t> days;
    days.reserve(readings_.size());
    for (const Reading& reading : readings_) days.push_back(static_cast<std::uint32_t>(reading.date.number()));
    order_ = rows_in_order(days); // readings of one day by entry, as they stand
}

// One way, day by day: what the day's payments claim is compared before any of it is taken.
void Solver::pass(Explain way) {
    std::erase_if(waiting_, [&](std::uint32_t i) { return fates_[i] != Fate::waiting; });
    const bool asks_for_amounts = way != &Solver::exact_numbers;
    std::vector<Claim> claims;
    Candidates candidates;
    for (std::size_t at = 0; at < waiting_.size();) {
        const Date day = readings_[waiting_[at]].date;
        claims.clear();
        for (; at < waiting_.size() && readings_[waiting_[at]].date == day; ++at) {
            fetch_waiting(at, asks_for_amounts);
            const std::uint32_t i = waiting_[at];
            candidates.clear();
            (this->*way)(readings_[i], candidates);
            if (candidates.size() > 1) fates_[i] = Fate::tied;
            if (candidates.size() == 1) claims.push_back({i, std::move(candidates.front())});
        }
        settle_day(claims);
    }
}

// The readings of one day lie anywhere, and so do the items that they quote: of a million, each would be a wait for memory. One
// is asked for some entries before it is its turn, when what leads to it has come.
void Solver::fetch_waiting(std::size_t at, bool amounts_too) const {
    constexpr std::size_t to_reading = 16, to_hits = 10, to_items = 5; // entries
    if (at + to_reading < waiting_.size()) __builtin_prefetch(&readings_[waiting_[at + to_reading]]);
    if (at + to_hits < waiting_.size()) __builtin_prefetch(readings_[waiting_[at + to_hits]].first_hit);
    if (amounts_too && at + to_hits < waiting_.size()) {
        const Reading& reading = readings_[waiting_[at + to_hits]];
        open_.fetch_place(reading.currency, reading.amount);
    }
    if (at + to_items < waiting_.size()) {
        const Reading& reading = readings_[waiting_[at + to_items]];
        if (amounts_too) open_.fetch_of_amount(reading.currency, reading.amount);
        const std::span hits = reading.hits();
        for (const QuotedHit& hit : hits.first(std::min(hits.size(), OpenItems::fetched_at_once))) {
            open_.fetch(hit.item);
            __builtin_prefetch(&claimed_[hit.item]);
        }
    }
}

// Items of which several of the day's claims want more than is open.
std::vector<Row> Solver::contested_items(std::span<const Claim> claims) {
    std::map<Row, std::int64_t> wanted; // by several
    const std::uint32_t before = claims_;
    for (const Claim& claim : claims) {
        ++claims_;
        for (const Share& share : claim.candidate.shares) {
            if (share.item == no_row) continue;
            if (claimed_[share.item] > before) wanted.emplace(share.item, 0);
            claimed_[share.item] = claims_;
        }
    }
    std::vector<Row> contested;
    if (wanted.empty()) return contested;
    for (const Claim& claim : claims)
        for (const Share& share : claim.candidate.shares)
            if (const auto hit = wanted.find(share.item); hit != wanted.end())
                hit->second = checked_add(hit->second, share.amount).value_or(INT64_MAX);
    for (const auto& [item, amount] : wanted)
        if (const std::int64_t open = open_.open(item); open > 0 ? amount > open : amount < open) contested.push_back(item);
    return contested;
}

void Solver::settle_day(std::vector<Claim>& claims) {
    const std::vector<Row> contested = contested_items(claims);
    for (const Claim& claim : claims) {
        const bool lost = !contested.empty() && std::ranges::any_of(claim.candidate.shares, [&](const Share& share) {
            return share.item != no_row && std::ranges::binary_search(contested, share.item);
        });
        if (lost)
            fates_[claim.reading] = Fate::tied;
        else
            settle(claim.reading, claim.candidate);
    }
}

void Solver::settle(std::uint32_t index, const Candidate& candidate) {
    fates_[index] = Fate::solved;
    Solved& solved = solved_[index];
    solved.way = candidate.way;
    solved.third_party = candidate.third_party;
    solved.residual = candidate.residual;
    solved.residual_amount = candidate.residual_amount;
    solved.customer = candidate.customer;
    solved.first_share = static_cast<std::uint32_t>(shares_.size());
    solved.shares = static_cast<std::uint32_t>(candidate.shares.size());
    shares_.insert(shares_.end(), candidate.shares.begin(), candidate.shares.end());
    for (const Share& share : candidate.shares)
        if (share.item != no_row) open_.take(share.item, share.amount, readings_[index].entry);
}

bool Solver::on_items(std::size_t index) const {
    return solved_[index].shares > 0 && shares_[solved_[index].first_share].item != no_row;
}

std::span<const Share> Solver::shares_of(std::size_t index) const {
    if (index >= solved_.size()) return {};
    return std::span(shares_).subspan(solved_[index].first_share, solved_[index].shares);
}

Explanation Solver::explanation(std::size_t index) const {
    const Solved& solved = solved_[index];
    return {.shares = shares_of(index),
            .customer = solved.customer,
            .way = solved.way,
            .third_party = solved.third_party,
            .residual = solved.residual,
            .residual_amount = solved.residual_amount};
}

bool Solver::applied_before(const Reading& reading) const {
    const Row receipt = pairing_.of(reading.entry).receipt;
    if (receipt == no_row || book_.receipts[receipt].state != SETTLED_RECEIPT_APPROVED) return false;
    return book_.receipts[receipt].has_open_amount && book_.receipts[receipt].open_amount < book_.receipts[receipt].amount;
}

// What the clerk wrote on the receipt: its items, as far as they are open.
void Solver::receipt_says(const Reading& reading, Candidates& found) const {
    const Row row = pairing_.of(reading.entry).receipt;
    if (reading.numbers_only || row == no_row || book_.receipts[row].item_ids.empty() || applied_before(reading)) return;
    const ledger::ReceiptRow& receipt = book_.receipts[row];
    if (receipt.customer == no_row) return;
    Candidate candidate;
    candidate.way = Way::receipt_items;
    candidate.customer = receipt.customer;
    std::int64_t left = reading.amount;
    const std::vector<std::string_view> ids = split(book_[receipt.item_ids], ';');
    for (const Row item : open_.of_customer(receipt.customer)) {
        if (std::ranges::find(ids, book_[book_.items[item].id]) == ids.end() || book_.items[item].currency != reading.currency)
            continue;
        const std::int64_t taken = std::min(left, open_.open(item));
        if (taken <= 0) continue;
        candidate.shares.push_back({item, taken});
        left -= taken;
    }
    if (left != 0) return; // the rest is unknown: the customer's account, below
    std::ranges::sort(candidate.shares, {}, &Share::item);
    found.push_back(std::move(candidate));
}

// Whatever the items are, the ERP knows whose money it is.
void Solver::customer_of_receipt(const Reading& reading, Candidates& found) const {
    const Witness& witness = pairing_.of(reading.entry);
    if (reading.numbers_only || !witness.any()) return;
    const Row customer =
        witness.receipt != no_row ? book_.receipts[witness.receipt].customer : book_.items[witness.receipt_item].customer;
    if (customer == no_row) return;
    Candidate candidate;
    candidate.way = Way::receipt_customer;
    candidate.customer = customer;
    candidate.shares.push_back({no_row, reading.amount});
    found.push_back(std::move(candidate));
}

void Solver::exact_numbers(const Reading& reading, Candidates& found) const { explain_.exact_numbers(reading, found); }
void Solver::advised(const Reading& reading, Candidates& found) const {
    if (!applied_before(reading)) explain_.advised(reading, found);
}
void Solver::numbers_with_residual(const Reading& reading, Candidates& found) const {
    explain_.numbers_with_residual(reading, found);
}
void Solver::numbers_and_rest(const Reading& reading, Candidates& found) const {
    if (!reading.numbers_only && !applied_before(reading)) explain_.numbers_and_rest(reading, found);
}
void Solver::amount_of_payer(const Reading& reading, Candidates& found) const {
    if (!reading.numbers_only && !applied_before(reading)) explain_.amount_of_payer(reading, found);
}
void Solver::sum_of_payer(const Reading& reading, Candidates& found) const {
    if (!reading.numbers_only && !applied_before(reading)) explain_.sum_of_payer(reading, found);
}
void Solver::oldest_of_payer(const Reading& reading, Candidates& found) const {
    if (!reading.numbers_only && !applied_before(reading)) explain_.oldest_of_payer(reading, found);
}
void Solver::overpaid_number(const Reading& reading, Candidates& found) const {
    if (!reading.numbers_only && !applied_before(reading)) explain_.overpaid_number(reading, found);
}
void Solver::on_account(const Reading& reading, Candidates& found) const {
    if (!reading.numbers_only) explain_.on_account(reading, found);
}

} // namespace settled::matching
