#include "matching/booked.hpp"

#include "matching/limits.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace settled::matching {
namespace {

std::int64_t size_of(std::int64_t amount) { return amount == INT64_MIN ? INT64_MAX : amount < 0 ? -amount : amount; }

struct Place { // of an allocation
    std::size_t decision = 0, allocation = 0;
};

// All standing allocations to one item, and how far it has fallen since they were decided.
struct ItemFall {
    std::vector<Place> places;
    Row item = no_row;                 // no_row: gone
    std::int64_t open_at_decision = 0; // of the latest decision
    std::int64_t generation = -1;
    std::int64_t left = 0; // of the fall, not yet given to an allocation
};

class Evaluation {
  public:
    Evaluation(const ledger::Book& book, const statement::EntryBook& entries, std::span<const PastDecision> decisions,
               const Pairing& pairing)
        : book_(book), entries_(entries), decisions_(decisions), pairing_(pairing) {
        state_.decisions.resize(decisions.size());
        for (std::size_t i = 0; i < decisions.size(); ++i)
            if (holds_money(decisions[i].state)) state_.decisions[i].allocations.resize(decisions[i].allocations.size());
    }

    BookedState run() {
        measure_falls();
        collect_other_receipts();
        for (std::size_t i = 0; i < decisions_.size(); ++i) by_receipt(i);
        for (ItemFall& fall : falls_) by_fall(fall);
        for (std::size_t i = 0; i < decisions_.size(); ++i) finish(i);
        return std::move(state_);
    }

  private:
    const PastAllocation& past(const Place& place) const { return decisions_[place.decision].allocations[place.allocation]; }
    AllocationBooking& booking(const Place& place) { return state_.decisions[place.decision].allocations[place.allocation]; }
    bool looked_at(std::size_t decision) const { return !state_.decisions[decision].allocations.empty(); }

    Witness witness(std::size_t decision) const {
        const Row entry = decisions_[decision].entry;
        return entry == no_row ? Witness() : pairing_.of(entry);
    }

    std::int64_t entry_amount(std::size_t decision) const {
        std::int64_t sum = decisions_[decision].residual_amount;
        for (const PastAllocation& allocation : decisions_[decision].allocations)
            sum = checked_add(sum, allocation.amount).value_or(INT64_MAX);
        return sum;
    }

    // The latest decision's measure counts for all: it was taken with what was booked by then added.
    void measure_falls() {
        std::unordered_map<std::string, std::size_t> by_name;
        for (std::size_t i = 0; i < decisions_.size(); ++i) {
            if (!looked_at(i)) continue;
            for (std::size_t j = 0; j < decisions_[i].allocations.size(); ++j) {
                const PastAllocation& allocation = decisions_[i].allocations[j];
                if (allocation.on_account()) continue;
                std::string name = allocation.item == no_row ? allocation.item_key : "\x1f" + std::to_string(allocation.item);
                if (allocation.item == no_row && allocation.customer != no_row)
                    name += '\x1f' + std::to_string(book_.customers[allocation.customer].ledger);
                const auto [at, fresh] = by_name.try_emplace(std::move(name), falls_.size());
                if (fresh) falls_.push_back({.item = allocation.item});
                ItemFall& fall = falls_[at->second];
                fall.places.push_back({i, j});
                const bool later = allocation.generation > fall.generation;
                const bool same = allocation.generation == fall.generation &&
                                  size_of(allocation.open_at_decision) > size_of(fall.open_at_decision);
                if (later || same) fall.open_at_decision = allocation.open_at_decision;
                if (later) fall.generation = allocation.generation;
                fall_of_.emplace(std::pair(i, j), at->second);
            }
        }
        for (ItemFall& fall : falls_) {
            const std::int64_t now = fall.item == no_row ? 0 : book_.items[fall.item].open_amount;
            const auto fallen = checked_subtract(fall.open_at_decision, now).value_or(0);
            fall.left = std::max<std::int64_t>(fall.open_at_decision < 0 ? -fallen : fallen, 0);
        }
    }

    // Receipts by the single item they name, unless an entry's allocation stands for them there: a fall may
    // be theirs.
    void collect_other_receipts() {
        std::vector<bool> paired(book_.receipts.size(), false);
        for (std::size_t i = 0; i < decisions_.size(); ++i)
            if (const Row receipt = witness(i).receipt; looked_at(i) && receipt != no_row) {
                const std::vector<std::string_view> ids = ids_of(book_.receipts[receipt]);
                paired[receipt] = std::ranges::any_of(decisions_[i].allocations, [&](const PastAllocation& allocation) {
                    return !allocation.on_account() && named(ids, allocation);
                });
            }
        for (Row row = 0; row < book_.receipts.size(); ++row) {
            const ledger::ReceiptRow& receipt = book_.receipts[row];
            if (paired[row] || receipt.state != SETTLED_RECEIPT_APPROVED || receipt.customer == no_row || receipt.amount <= 0)
                continue;
            const std::string_view ids = book_[receipt.item_ids];
            if (ids.empty() || ids.contains(';')) continue;
            other_receipts_[std::to_string(receipt.customer) + '\x1f' + std::string(ids)].push_back(row);
        }
    }

    // How much of an item's fall receipts explain that are no entry's money.
    std::int64_t explained_otherwise(const ItemFall& fall, Date since) const {
        if (fall.item == no_row || other_receipts_.empty()) return 0;
        const ledger::ItemRow& item = book_.items[fall.item];
        const auto hit = other_receipts_.find(std::to_string(item.customer) + '\x1f' + std::string(book_[item.id]));
        if (hit == other_receipts_.end()) return 0;
        std::int64_t sum = 0;
        for (const Row row : hit->second) {
            const ledger::ReceiptRow& receipt = book_.receipts[row];
            if (receipt.currency != item.currency || (!since.none() && !receipt.date.none() && receipt.date < since)) continue;
            sum = checked_add(sum, receipt.amount - (receipt.has_open_amount ? receipt.open_amount : 0)).value_or(sum);
        }
        return sum;
    }

    bool named(const std::vector<std::string_view>& ids, const PastAllocation& allocation) const {
        if (ids.empty()) return true;
        const std::string_view id =
            allocation.item != no_row ? book_[book_.items[allocation.item].id] : std::string_view(allocation.item_id);
        return std::ranges::find(ids, id) != ids.end();
    }

    std::vector<std::string_view> ids_of(const ledger::ReceiptRow& receipt) const {
        std::vector<std::string_view> ids;
        if (receipt.item_ids.empty()) return ids;
        for (const std::string_view id : split(book_[receipt.item_ids], ';'))
            if (!trim(id).empty()) ids.push_back(trim(id));
        return ids;
    }

    static void say(AllocationBooking& booking, EvidenceKind kind, const PastAllocation& allocation, std::string_view text = {}) {
        booking.evidence.kind = kind;
        booking.evidence.item = allocation.item;
        booking.evidence.customer = allocation.customer;
        booking.evidence.text = text;
    }

    // Lets an item's fall carry as much of an allocation as it can.
    std::int64_t take_fall(std::size_t decision, std::size_t j, std::int64_t most) {
        const auto at = fall_of_.find({decision, j});
        if (at == fall_of_.end()) return 0;
        ItemFall& fall = falls_[at->second];
        const std::int64_t taken = std::min({size_of(decisions_[decision].allocations[j].amount), most, fall.left});
        fall.left -= taken;
        return taken;
    }

    // An entry whose receipt the ERP has: the receipt says what became of the money.
    void by_receipt(std::size_t i) {
        if (!looked_at(i)) return;
        const Witness found = witness(i);
        if (!found.any()) return;
        const PastDecision& decision = decisions_[i];
        DecisionBooking& result = state_.decisions[i];
        std::int64_t applied = 0;
        std::int64_t shown = 0;
        std::vector<std::string_view> ids;
        std::string_view receipt_name;
        bool knows_open = true;
        if (found.receipt_item != no_row) shown = size_of(book_.items[found.receipt_item].open_amount);
        if (found.receipt != no_row) {
            const ledger::ReceiptRow& receipt = book_.receipts[found.receipt];
            receipt_name = book_[receipt.id];
            ids = ids_of(receipt);
            knows_open = receipt.has_open_amount;
            if (receipt.state == SETTLED_RECEIPT_DRAFT) {
                for (std::size_t j = 0; j < decision.allocations.size(); ++j)
                    say(result.allocations[j], EvidenceKind::erp_receipt_draft, decision.allocations[j], receipt_name);
                return;
            }
            applied = receipt.amount - (knows_open ? receipt.open_amount : shown);
        } else {
            const ledger::ItemRow& item = book_.items[found.receipt_item];
            receipt_name = book_[item.document_number.empty() ? item.id : item.document_number];
            applied = size_of(item.amount) - shown;
        }
        applied = std::max<std::int64_t>(applied, 0);
        for (std::size_t j = 0; j < decision.allocations.size(); ++j) { // applied to our items
            const PastAllocation& allocation = decision.allocations[j];
            AllocationBooking& booking = result.allocations[j];
            say(booking, EvidenceKind::receipt_not_shown, allocation, receipt_name);
            if (allocation.on_account() || allocation.amount < 0 || !named(ids, allocation)) continue;
            const std::int64_t taken = take_fall(i, j, applied);
            applied -= taken;
            booking.booked += taken;
            if (taken > 0) say(booking, EvidenceKind::erp_receipt, allocation, receipt_name);
        }
        for (std::size_t j = 0; j < decision.allocations.size(); ++j) { // credits that were used up with it
            const PastAllocation& allocation = decision.allocations[j];
            if (allocation.amount >= 0 || allocation.on_account()) continue;
            result.allocations[j].booked = -take_fall(i, j, INT64_MAX);
            say(result.allocations[j], EvidenceKind::item_fell, allocation);
        }
        // Money on the customer's account: applied to whatever the ERP chose, or shown as an open item.
        const std::int64_t overpaid =
            decision.residual == Residual::overpayment ? std::max<std::int64_t>(decision.residual_amount, 0) : 0;
        const auto carry = [&](std::int64_t wanted, std::int64_t& from) {
            const std::int64_t taken = std::min(wanted, from);
            from -= taken;
            return taken;
        };
        for (std::size_t j = 0; j < decision.allocations.size(); ++j) {
            const PastAllocation& allocation = decision.allocations[j];
            if (!allocation.on_account()) continue;
            AllocationBooking& booking = result.allocations[j];
            booking.booked += carry(allocation.amount - booking.booked, applied);
            booking.booked += carry(allocation.amount - booking.booked, shown);
            if (booking.booked > 0)
                say(booking, shown > 0 ? EvidenceKind::receipt_item : EvidenceKind::erp_receipt, allocation, receipt_name);
        }
        for (std::size_t j = 0; j < decision.allocations.size(); ++j) { // the open item belongs to our items
            const PastAllocation& allocation = decision.allocations[j];
            AllocationBooking& booking = result.allocations[j];
            if (allocation.on_account() || allocation.amount < 0) continue;
            booking.share = carry(std::max<std::int64_t>(money_of(decision, j) - booking.booked, 0), shown);
            booking.booked += booking.share;
            if (booking.share > 0) say(booking, EvidenceKind::receipt_item, allocation, receipt_name);
        }
        result.overpaid_booked = carry(overpaid, shown);
        if (found.receipt != no_row && knows_open && !ids.empty())
            applied_elsewhere(i, found.receipt, ids, applied, overpaid - result.overpaid_booked);
        else
            result.overpaid_booked += carry(overpaid - result.overpaid_booked, applied);
        for (AllocationBooking& booking : result.allocations) booking.at_least = booking.booked;
    }

    // The receipt is applied, but not (only) where we matched it.
    void applied_elsewhere(std::size_t i, Row receipt, const std::vector<std::string_view>& ids, std::int64_t applied,
                           std::int64_t overpaid) {
        const PastDecision& decision = decisions_[i];
        DecisionBooking& result = state_.decisions[i];
        const auto ours = [&](std::string_view id) {
            return std::ranges::any_of(decision.allocations, [&](const PastAllocation& allocation) {
                return !allocation.on_account() && named({id}, allocation);
            });
        };
        if (applied <= 0 || std::ranges::all_of(ids, ours)) return;
        Difference difference;
        for (std::size_t j = 0; j < decision.allocations.size() && applied > 0; ++j) {
            const PastAllocation& allocation = decision.allocations[j];
            AllocationBooking& booking = result.allocations[j];
            const std::int64_t missing = money_of(decision, j) - booking.booked;
            if (allocation.on_account() || allocation.amount < 0 || missing <= 0) continue;
            const std::int64_t taken = std::min(missing, applied);
            applied -= taken;
            booking.booked += taken;
            booking.elsewhere = true;
            say(booking, EvidenceKind::applied_elsewhere, allocation, book_[book_.receipts[receipt].id]);
            booking.evidence.amount = taken;
            difference.amount += taken;
            if (allocation.item != no_row) difference.our_items.push_back(allocation.item);
            difference.customer = allocation.customer;
        }
        result.overpaid_booked += std::min(overpaid, std::max<std::int64_t>(applied, 0));
        if (difference.amount == 0) return;
        difference.match = decision.match;
        difference.entry = decision.entry;
        difference.receipt = receipt;
        for (const std::string_view id : ids)
            if (!ours(id)) difference.erp_item_ids.emplace_back(id);
        for (Row row = 0; row < book_.items.size(); ++row) // differences are rare
            if (book_.items[row].customer == book_.receipts[receipt].customer &&
                std::ranges::find(difference.erp_item_ids, book_[book_.items[row].id]) != difference.erp_item_ids.end())
                difference.erp_items.push_back(row);
        state_.differences.push_back(std::move(difference));
    }

    // Entries whose receipt nobody found: the fall of the item is all there is.
    void by_fall(ItemFall& fall) {
        std::vector<Place> waiting;
        for (const Place& place : fall.places)
            if (!witness(place.decision).any()) waiting.push_back(place);
        if (waiting.empty()) return;
        std::ranges::sort(waiting, {}, [&](const Place& place) {
            return std::tuple(past(place).booked == 0, past(place).generation, decisions_[place.decision].match, place.decision,
                              place.allocation);
        });
        Date since;
        for (const Place& place : waiting) {
            const Row entry = decisions_[place.decision].entry;
            if (entry == no_row) continue;
            const Date day = entries_.entries[entry].booking_date;
            if (!day.none() && (since.none() || day < since)) since = day;
        }
        if (!since.none()) since = plus_working_days(since, -limits::working_days_to_receipt);
        const std::int64_t others = explained_otherwise(fall, Date());
        const std::int64_t recent = std::min(explained_otherwise(fall, since), fall.left);
        // What had gone from the item before our decision is explained by them first.
        std::int64_t before = 0;
        if (fall.item != no_row)
            before =
                std::max<std::int64_t>(checked_subtract(book_.items[fall.item].amount, fall.open_at_decision).value_or(0), 0);
        std::int64_t proved = fall.left - recent;
        fall.left = std::max<std::int64_t>(fall.left - std::max<std::int64_t>(others - before, 0), 0);
        for (const Place& place : waiting) {
            const PastAllocation& allocation = past(place);
            AllocationBooking& row = booking(place);
            const std::int64_t taken = std::min(size_of(allocation.amount), fall.left);
            const std::int64_t sure = std::min(taken, proved);
            fall.left -= taken;
            proved -= sure;
            row.booked = allocation.amount < 0 ? -taken : taken;
            row.at_least = allocation.amount < 0 ? -sure : sure;
            say(row, fall.item == no_row ? EvidenceKind::item_gone : EvidenceKind::item_fell, allocation);
        }
    }

    // A receipt out of the ledger's window is forgotten, not taken back.
    void keep_what_is_forgotten(std::size_t i) {
        const PastDecision& decision = decisions_[i];
        if (witness(i).any() || decision.entry == no_row) return;
        for (std::size_t j = 0; j < decision.allocations.size(); ++j) {
            const PastAllocation& allocation = decision.allocations[j];
            AllocationBooking& row = state_.decisions[i].allocations[j];
            if (!allocation.on_account() && !allocation.elsewhere) continue;
            if (allocation.booked == 0 || allocation.customer == no_row) continue;
            const Date day = entries_.entries[decision.entry].booking_date;
            const std::uint16_t ledger = book_.customers[allocation.customer].ledger;
            if (!day.none() && pairing_.receipts_cover(ledger, plus_working_days(day, -limits::working_days_to_receipt)))
                continue;
            row.booked = row.at_least = allocation.booked;
            row.elsewhere = allocation.elsewhere;
            say(row, allocation.elsewhere ? EvidenceKind::applied_elsewhere : EvidenceKind::erp_receipt, allocation);
            if (!allocation.elsewhere) continue;
            Difference difference{
                .match = decision.match, .entry = decision.entry, .customer = allocation.customer, .amount = allocation.booked};
            if (allocation.item != no_row) difference.our_items.push_back(allocation.item);
            state_.differences.push_back(std::move(difference));
        }
    }

    void finish(std::size_t i) {
        if (!looked_at(i)) return;
        keep_what_is_forgotten(i);
        DecisionBooking& result = state_.decisions[i];
        std::int64_t carried = result.overpaid_booked;
        for (const AllocationBooking& booking : result.allocations) carried += booking.booked;
        const bool unwitnessed_rest = !witness(i).any() && decisions_[i].residual == Residual::overpayment;
        const std::int64_t due = entry_amount(i) - (unwitnessed_rest ? decisions_[i].residual_amount : 0);
        result.all_money = !result.allocations.empty() && carried >= due;
    }

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    std::span<const PastDecision> decisions_;
    const Pairing& pairing_;
    struct PairHash {
        std::size_t operator()(const std::pair<std::size_t, std::size_t>& pair) const {
            return pair.first * 0x9E3779B97F4A7C15U + pair.second;
        }
    };
    std::vector<ItemFall> falls_;
    std::unordered_map<std::pair<std::size_t, std::size_t>, std::size_t, PairHash> fall_of_;
    std::unordered_map<std::string, std::vector<Row>> other_receipts_;
    BookedState state_;
};

} // namespace

std::int64_t money_of(const PastDecision& decision, std::size_t allocation) {
    const std::int64_t amount = decision.allocations[allocation].amount;
    if (decision.residual_amount >= 0 || amount <= 0) return amount;
    // What is missing is missing from the last positive allocation that can bear it, then from the one before.
    std::int64_t missing = -decision.residual_amount;
    for (std::size_t i = decision.allocations.size(); i-- > 0 && missing > 0;) {
        const std::int64_t own = std::max<std::int64_t>(decision.allocations[i].amount, 0);
        const std::int64_t taken = std::min(own, missing);
        if (i == allocation) return amount - taken;
        missing -= taken;
    }
    return amount;
}

BookedState booked_state(const ledger::Book& book, const statement::EntryBook& entries, std::span<const PastDecision> decisions,
                         const Pairing& pairing) {
    return Evaluation(book, entries, decisions, pairing).run();
}

} // namespace settled::matching
