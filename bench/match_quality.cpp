// match_quality -- runs the matching engine over a generated workload and prints what it settled, so
// that a scoring script can compare it with the truth.
//
// usage: match_quality DIR RESULT.csv [--daily]
// --daily decides as the agent does, a run for each day of the lines with what was decided before; without it all lines at once.
// DIR holds what workload.hpp says.
// RESULT gets a row per line: line_id, item_ids (of a settled line, else empty), state, grade, customer_id (of
// a line that is settled or on account, else empty), why (the kinds of evidence), proposals (of a question, best first, with "|":
// the items of each, or "CUSTOMER:" where it stands on a customer's account; "=" for a payment that came before). Standard output
// gets a count per state, the time of the run and of reading.
#include "workload.hpp"

#include "matching/reconcile.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace settled;

using Decisions = std::map<ledger::Row, matching::Decision>; // by entry

// What the store keeps of a decision between two runs.
matching::PastDecision kept(const ledger::Book& book, const matching::Decision& decision) {
    matching::PastDecision past;
    past.entry = decision.entry;
    past.state = decision.state;
    past.duplicate_of = decision.duplicate_of;
    past.residual = decision.best.residual;
    past.residual_amount = decision.best.residual_amount;
    for (const matching::Allocation& allocation : decision.best.allocations) {
        matching::PastAllocation& made = past.allocations.emplace_back();
        made.customer = allocation.customer;
        made.item = allocation.item;
        made.amount = allocation.amount;
        made.open_at_decision = allocation.open_at_decision;
        made.booked = allocation.booked;
        if (allocation.item != matching::no_row) made.item_key = made.item_id = book[book.items[allocation.item].id];
    }
    return past;
}

Decisions decide_at_once(const bench::Workload& work) {
    Decisions decisions;
    for (matching::Decision& decision :
         matching::reconcile(work.book, work.entries, {}, bench::rules(), *Date::of(2026, 11, 30)).decisions)
        decisions[decision.entry] = std::move(decision);
    return decisions;
}

// Lines stand by day.
Decisions decide_daily(const bench::Workload& work) {
    Decisions decisions;
    statement::EntryBook known = work.entries;
    known.entries.clear();
    for (std::size_t at = 0; at < work.entries.entries.size();) {
        const Date day = work.entries.entries[at].booking_date;
        for (; at < work.entries.entries.size() && work.entries.entries[at].booking_date == day; ++at)
            known.entries.push_back(work.entries.entries[at]);
        matching::History history;
        for (const auto& [entry, decision] : decisions) history.decisions.push_back(kept(work.book, decision));
        for (matching::Decision& decision : matching::reconcile(work.book, known, history, bench::rules(), day).decisions)
            decisions[decision.entry] = std::move(decision);
    }
    return decisions;
}

void write(std::ofstream& file, const ledger::Book& book, const matching::Proposal& proposal) {
    const char* between = "";
    for (const matching::Allocation& allocation : proposal.allocations) {
        file << between;
        if (allocation.item == matching::no_row)
            file << book[book.customers[allocation.customer].id] << ':';
        else
            file << book[book.items[allocation.item].id];
        between = ";";
    }
}

void write(const bench::Workload& work, const Decisions& decisions, const std::string& path) {
    std::ofstream file(path);
    file << "line_id,item_ids,state,grade,customer_id,why,proposals\n";
    for (const auto& [entry, decision] : decisions) {
        file << work.entries[work.entries.entries[entry].bank_reference] << ',';
        const bool settled = decision.state == matching::State::settled;
        const char* between = "";
        for (const matching::Allocation& allocation : decision.best.allocations) {
            if (!settled || allocation.item == matching::no_row) continue;
            file << between << work.book[work.book.items[allocation.item].id];
            between = ";";
        }
        file << ',' << matching::name(decision.state) << ',' << matching::name(decision.best.grade) << ',';
        if ((settled || decision.state == matching::State::on_account) && !decision.best.allocations.empty())
            file << work.book[work.book.customers[decision.best.allocations.front().customer].id];
        file << ',';
        between = "";
        for (const matching::Evidence& evidence : decision.best.evidence) {
            file << between << matching::name(evidence.kind);
            between = ";";
        }
        file << ',';
        if (decision.state == matching::State::question) {
            if (decision.duplicate_of != 0) file << "=|";
            write(file, work.book, decision.best);
            for (const matching::Proposal& proposal : decision.alternatives) {
                file << '|';
                write(file, work.book, proposal);
            }
        }
        file << '\n';
    }
}

} // namespace

int main(int count, char** words) {
    const bool daily = count == 4 && std::string_view(words[3]) == "--daily";
    if (count != 3 && !daily) {
        std::fputs("usage: match_quality DIR RESULT.csv [--daily]\n", stderr);
        return 2;
    }
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    bench::Workload work = bench::read_workload(words[1]);
    std::ranges::stable_sort(work.entries.entries, {}, &statement::EntryRow::booking_date);
    const auto loaded = Clock::now();
    const Decisions decisions = daily ? decide_daily(work) : decide_at_once(work);
    const auto decided = Clock::now();
    write(work, decisions, words[2]);
    std::map<std::string_view, std::size_t> states;
    for (const auto& [entry, decision] : decisions) ++states[matching::name(decision.state)];
    for (const auto& [state, lines] : states) std::printf("%.*s %zu\n", static_cast<int>(state.size()), state.data(), lines);
    const auto milliseconds = [](auto from, auto to) {
        return static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count());
    };
    std::printf("items %zu, lines %zu, read %lld ms, decided %lld ms\n", work.book.items.size(), work.entries.entries.size(),
                milliseconds(start, loaded), milliseconds(loaded, decided));
    return 0;
}
