#include "matching/reconcile.hpp"

#include "matching/advices.hpp"
#include "matching/booked.hpp"
#include "matching/first_sight.hpp"
#include "matching/habits.hpp"
#include "matching/limits.hpp"
#include "matching/not_receivable.hpp"
#include "matching/pairing.hpp"
#include "matching/payer.hpp"
#include "matching/reading.hpp"
#include "matching/references.hpp"
#include "matching/reversals.hpp"
#include "matching/solver.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace settled::matching {
namespace {

bool is_open_question(const PastDecision& past) {
    return (past.state == State::question || past.state == State::unmatched) && !past.by_person;
}

std::int64_t generation_of(const ledger::Book& book, Row customer) {
    return customer == no_row ? 0 : book.ledger_of(book.customers[customer]).generation;
}

// What standing decisions hold of each item beyond what the ERP's figures show; credits are negative.
std::vector<std::int64_t> claimed_amounts(const ledger::Book& book, const History& history, const Pairing& pairing,
                                          const BookedState& state) {
    if (history.decisions.empty()) return {};
    std::vector<std::int64_t> claimed(book.items.size(), 0);
    const auto claim = [&](Row item, std::int64_t amount) {
        claimed[item] = checked_add(claimed[item], amount).value_or(claimed[item]);
    };
    for (std::size_t i = 0; i < history.decisions.size(); ++i) {
        const PastDecision& past = history.decisions[i];
        const bool returned = past.state == State::reversed;
        for (std::size_t j = 0; j < state.decisions[i].allocations.size(); ++j) {
            const AllocationBooking& booking = state.decisions[i].allocations[j];
            if (past.allocations[j].item == no_row) continue;
            const std::int64_t in_figures = booking.booked - booking.share;
            claim(past.allocations[j].item, (returned ? 0 : past.allocations[j].amount) - in_figures);
            const Row credit = past.entry == no_row ? no_row : pairing.of(past.entry).receipt_item;
            if (booking.share != 0 && credit != no_row) claim(credit, -booking.share);
        }
    }
    return claimed;
}

State state_of(const PastDecision& past, const DecisionBooking& booking) {
    if (past.state == State::reversed) return State::reversed;
    if (booking.all_money) return State::booked;
    const bool some = std::ranges::any_of(booking.allocations, [](const AllocationBooking& row) { return row.booked != 0; });
    if (some) return State::partly_booked;
    const bool on_account = std::ranges::all_of(past.allocations, [](const PastAllocation& row) { return row.on_account(); });
    return on_account ? State::on_account : State::settled;
}

bool same_answer(const PastDecision& past, const Decision& decision) {
    if (past.state != decision.state || past.duplicate_of != decision.duplicate_of ||
        past.allocations.size() != decision.best.allocations.size())
        return false;
    for (std::size_t i = 0; i < past.allocations.size(); ++i) {
        const PastAllocation& before = past.allocations[i];
        const Allocation& now = decision.best.allocations[i];
        if (before.customer != now.customer || before.item != now.item || before.amount != now.amount) return false;
    }
    return true;
}

class Run {
  public:
    Run(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules,
        const Progress& progress, const TakeDecision& take)
        : book_(book), entries_(entries), history_(history), standing_(history), rules_(rules), progress_(progress), take_(take),
          pairing_(book, entries), customers_(decided_customers(entries, history)) {
        if (!history.decisions.empty()) past_of_.assign(entries.entries.size(), no_decision);
        for (std::size_t i = 0; i < history.decisions.size(); ++i)
            if (history.decisions[i].entry != no_row) past_of_[history.decisions[i].entry] = i;
    }

    Outcome run() {
        pairing_.pair_known(customers_);
        find_undecided();
        take_back();
        if (!read()) return {.stopped = true};
        pairing_.pair(customers_);
        const BookedState before = booked_state(book_, entries_, standing_.decisions, pairing_);
        OpenItems open(book_, claimed_amounts(book_, standing_, pairing_, before));
        Solver solver(book_, entries_, references_, reader_, rules_, pairing_, standing_, advices_, open);
        if (!solver.run(readings_, progress_)) return {.stopped = true};
        if (history_.decisions.empty() && !pairing_.any())
            hand_over_fresh(solver);
        else {
            for (std::size_t i = 0; i < readings_.size(); ++i) {
                Decision decision = solver.decision(i);
                if (!readings_[i].numbers_only || decision.state == State::settled)
                    outcome_.decisions.push_back(std::move(decision));
            }
            see_what_is_booked(before);
            keep_what_changed();
            for (Decision& decision : outcome_.decisions) take_(std::move(decision));
        }
        outcome_.decisions.clear();
        return std::move(outcome_);
    }

  private:
    std::size_t past_of(Row entry) const { return past_of_.empty() ? no_decision : past_of_[entry]; }
    const PastDecision* past(Row entry) const {
        const std::size_t known = past_of(entry);
        return known == no_decision ? nullptr : &history_.decisions[known];
    }

    void find_undecided() {
        for (Row row = 0; row < entries_.entries.size(); ++row) {
            if (entries_.entries[row].status != SETTLED_ENTRY_BOOKED) continue;
            const PastDecision* standing = past(row);
            if (standing == nullptr || is_open_question(*standing) || taken_off_its_item(*standing)) undecided_.push_back(row);
        }
    }

    std::vector<Row> decided() const {
        std::vector<Row> rows;
        for (Row row = 0; row < entries_.entries.size(); ++row)
            if (past(row) != nullptr && !is_open_question(*past(row))) rows.push_back(row);
        return rows;
    }

    // We only ever saw it applied, to an item that was gone; now the ERP has taken the application back,
    // and the item that the text names may stand in the ledger again.
    bool taken_off_its_item(const PastDecision& past) const {
        if (past.by_person || past.state == State::reversed || !holds_money(past.state) || past.allocations.empty()) return false;
        if (!std::ranges::all_of(past.allocations, [](const PastAllocation& row) { return row.on_account(); })) return false;
        const Witness& witness = pairing_.of(past.entry);
        return witness.any() &&
               (witness.receipt_item != no_row || (witness.receipt != no_row && book_.receipts[witness.receipt].open_amount > 0));
    }

    // Returns first: what they take back is open again for everything that follows.
    void take_back() {
        std::vector<bool> reversed(entries_.entries.size(), false);
        for (const PastDecision& decision : history_.decisions)
            if (decision.entry != no_row && decision.state == State::reversed) reversed[decision.entry] = true;
        std::vector<bool> done(entries_.entries.size(), false);
        for (const Reversal& reversal : find_reversals(entries_, undecided_, reversed)) {
            const statement::EntryRow& entry = entries_.entries[reversal.reversal];
            Decision decision;
            decision.entry = reversal.reversal;
            Evidence evidence;
            evidence.kind = EvidenceKind::returned_entry;
            evidence.text = entries_[entry.return_reason];
            evidence.amount = entry.amount;
            if (reversal.original == no_row) {
                evidence.kind = reversal.fitting > 1 ? EvidenceKind::several_solutions : EvidenceKind::returned_entry;
                evidence.count = static_cast<std::int64_t>(reversal.fitting);
                decision.state = State::question;
            } else {
                evidence.count = entries_.entries[reversal.original].id;
                decision.state = State::reversed;
                done[reversal.original] = true;
                outcome_.decisions.push_back(reversed_original(reversal));
                const std::size_t known = past_of(reversal.original);
                if (known != no_decision && holds_money(standing_.decisions[known].state))
                    standing_.decisions[known].state = State::reversed;
            }
            decision.best.evidence.push_back(std::move(evidence));
            outcome_.decisions.push_back(std::move(decision));
            done[reversal.reversal] = true;
        }
        std::erase_if(undecided_, [&](Row row) { return done[row]; });
    }

    // The original keeps what it had settled, so that what the ERP still shows of it is known.
    Decision reversed_original(const Reversal& reversal) const {
        Decision decision;
        decision.entry = reversal.original;
        decision.state = State::reversed;
        Evidence evidence;
        evidence.kind = EvidenceKind::returned_entry;
        evidence.count = entries_.entries[reversal.reversal].id;
        evidence.amount = entries_.entries[reversal.reversal].amount;
        decision.best.evidence.push_back(evidence);
        const PastDecision* standing = past(reversal.original);
        if (standing == nullptr || !holds_money(standing->state)) return decision;
        for (const PastAllocation& allocation : standing->allocations)
            decision.best.allocations.push_back(
                {allocation.customer, allocation.item, allocation.amount, allocation.open_at_decision, allocation.booked});
        decision.best.residual = standing->residual;
        decision.best.residual_amount = standing->residual_amount;
        return decision;
    }

    bool read() {
        const NotReceivables not_receivables(rules_);
        std::int64_t done = 0;
        readings_.reserve(undecided_.size());
        reader_.expect(undecided_);
        for (const Row row : undecided_) {
            ++done;
            if (done % limits::entries_between_progress == 0 && progress_ && !progress_(done, std::ssize(undecided_)))
                return false;
            Reading reading = reader_.read(row);
            const bool quotes = std::ranges::any_of(reading.hits(), [](const QuotedHit& hit) { return !hit.weak; }) ||
                                advices_.of(entries_.entries[row], entries_, reader_.text(reading).pieces) != nullptr;
            if (const auto not_receivable =
                    not_receivables.of(entries_.entries[row], entries_, reader_.text(reading), reading.payer, quotes)) {
                Decision decision;
                decision.entry = row;
                decision.state = State::not_receivable;
                decision.not_receivable = not_receivable->what;
                decision.best.grade = Grade::certain;
                decision.best.evidence.push_back(not_receivable->evidence);
                outcome_.decisions.push_back(std::move(decision));
                continue;
            }
            if (reading.payer.known() && reading.payer.rivals.empty()) customers_[row] = reading.payer.customer;
            reading.numbers_only = past(row) != nullptr && !is_open_question(*past(row));
            reading.noted = reader_.habits().note(entries_.entries[row], entries_, reading.payer, reader_.quotes(reading), book_);
            readings_.push_back(std::move(reading));
        }
        forget_habits();
        reader_.expect({});
        std::vector<Row>().swap(undecided_);
        return true;
    }

    // What is a habit is known when all is read.
    void forget_habits() {
        reader_.habits().note_decided(decided(), entries_);
        reader_.settle_habits();
        if (!reader_.habits().any()) return;
        for (Reading& reading : readings_)
            if (reading.noted.count > 0) reader_.forget_habits(reading);
    }

    // Nothing was decided before and the ERP has booked none of this money: one decision at a time.
    void hand_over_fresh(const Solver& solver) {
        std::vector<Decision>& others = outcome_.decisions; // not receivable, or taken back
        std::ranges::stable_sort(others, {}, &Decision::entry);
        auto other = others.begin();
        for (std::size_t i = 0; i < readings_.size(); ++i) {
            for (; other != others.end() && other->entry < readings_[i].entry; ++other) take_(std::move(*other));
            Decision decision = solver.decision(i);
            for (Allocation& allocation : decision.best.allocations)
                if (allocation.item != no_row) allocation.open_at_decision = book_.items[allocation.item].open_amount;
            take_(std::move(decision));
        }
        for (; other != others.end(); ++other) take_(std::move(*other));
    }

    // New decisions and old ones are measured together: what a new one takes of an item's fall is no
    // longer an old one's.
    void see_what_is_booked(const BookedState& before) {
        std::vector<PastDecision> all = standing_.decisions;
        std::vector<std::size_t> index_of(outcome_.decisions.size(), no_decision);
        for (std::size_t i = 0; i < outcome_.decisions.size(); ++i) {
            const Decision& decision = outcome_.decisions[i];
            if (!holds_money(decision.state)) continue;
            const std::size_t known = past_of(decision.entry);
            index_of[i] = known == no_decision ? all.size() : known;
            PastDecision as_past = known == no_decision ? PastDecision{.entry = decision.entry} : all[known];
            as_past.state = decision.state;
            as_past.residual = decision.best.residual;
            as_past.residual_amount = decision.best.residual_amount;
            if (decision.state != State::reversed) {
                as_past.allocations.clear();
                for (const Allocation& allocation : decision.best.allocations)
                    as_past.allocations.push_back({.customer = allocation.customer,
                                                   .item = allocation.item,
                                                   .amount = allocation.amount,
                                                   .generation = generation_of(book_, allocation.customer)});
                if (!decision.best.allocations.empty()) customers_[decision.entry] = decision.best.allocations.front().customer;
            }
            if (known == no_decision)
                all.push_back(std::move(as_past));
            else
                all[known] = std::move(as_past);
        }
        pairing_.pair(customers_);
        measure_from_here(book_, pairing_, history_, before, index_of, all);
        BookedState now = booked_state(book_, entries_, all, pairing_);
        for (std::size_t i = 0; i < outcome_.decisions.size(); ++i) {
            if (index_of[i] == no_decision) continue;
            Decision& decision = outcome_.decisions[i];
            const DecisionBooking& booking = now.decisions[index_of[i]];
            decision.state = state_of(all[index_of[i]], booking);
            for (std::size_t j = 0; j < decision.best.allocations.size(); ++j) {
                decision.best.allocations[j].open_at_decision = all[index_of[i]].allocations[j].open_at_decision;
                decision.best.allocations[j].booked = booking.allocations[j].booked;
            }
            if (decision.state != State::reversed) add_witness(decision, booking);
            is_new_[index_of[i]] = true;
        }
        report_changes(all, now);
        outcome_.differences = std::move(now.differences);
    }

    void add_witness(Decision& decision, const DecisionBooking& booking) const {
        for (const AllocationBooking& row : booking.allocations) {
            if (row.evidence.text.empty()) continue;
            const auto same = [&](const Evidence& evidence) {
                return evidence.kind == row.evidence.kind && evidence.text == row.evidence.text;
            };
            if (std::ranges::none_of(decision.best.evidence, same)) decision.best.evidence.push_back(row.evidence);
        }
        const Row line = pairing_.of(decision.entry).bank_book_line;
        if (line == no_row) return;
        Evidence evidence;
        evidence.kind = EvidenceKind::bank_book_line;
        evidence.text = book_[book_.bank_book[line].id];
        decision.best.evidence.push_back(std::move(evidence));
    }

    void report_changes(const std::vector<PastDecision>& all, const BookedState& now) {
        for (std::size_t i = 0; i < history_.decisions.size(); ++i) {
            const PastDecision& past = history_.decisions[i];
            if (!holds_money(past.state) || is_new_.contains(i)) continue;
            const State state = state_of(all[i], now.decisions[i]);
            for (std::size_t j = 0; j < past.allocations.size(); ++j) {
                const AllocationBooking& booking = now.decisions[i].allocations[j];
                const bool first_and_state_moved = j == 0 && state != past.state;
                if (booking.booked == past.allocations[j].booked && booking.elsewhere == past.allocations[j].elsewhere &&
                    !first_and_state_moved)
                    continue;
                BookingChange change;
                change.match = past.match;
                change.allocation = j;
                change.booked = booking.booked;
                change.generation = generation_of(book_, past.allocations[j].customer);
                change.state = state;
                change.evidence = booking.evidence;
                if (booking.booked < past.allocations[j].booked && !booking.elsewhere)
                    change.evidence.kind = EvidenceKind::booked_back;
                if (change.evidence.amount == 0) change.evidence.amount = booking.booked;
                outcome_.bookings.push_back(std::move(change));
            }
        }
    }

    void keep_what_changed() {
        std::erase_if(outcome_.decisions, [&](const Decision& decision) {
            const PastDecision* standing = past(decision.entry);
            return standing != nullptr && is_open_question(*standing) && same_answer(*standing, decision);
        });
        std::ranges::stable_sort(outcome_.decisions, {}, [](const Decision& decision) { return decision.entry; });
    }

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    const History& history_;
    History standing_; // with what this run found returned
    const Rules& rules_;
    const Progress& progress_;
    const TakeDecision& take_;
    References references_{book_};
    Advices advices_{book_, references_};
    Payers payers_{book_, entries_, history_, rules_};
    EntryReader reader_{book_, entries_, payers_, references_, rules_};
    Pairing pairing_;
    std::vector<Row> customers_;         // by entry
    std::vector<std::size_t> past_of_;   // decision by entry; empty where there is none
    std::map<std::size_t, bool> is_new_; // indexes of decisions that this run replaces
    std::vector<Row> undecided_;
    std::vector<Reading> readings_;
    Outcome outcome_;
};

} // namespace

Outcome reconcile(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules, Date,
                  const Progress& progress, const TakeDecision& take) {
    return Run(book, entries, history, rules, progress, take).run();
}

Outcome reconcile(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules,
                  Date today, const Progress& progress) {
    std::vector<Decision> decisions;
    Outcome outcome = reconcile(book, entries, history, rules, today, progress,
                                [&](Decision&& decision) { decisions.push_back(std::move(decision)); });
    outcome.decisions = std::move(decisions);
    return outcome;
}

} // namespace settled::matching
