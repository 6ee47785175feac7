#include "ledger/position.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace settled::ledger {
namespace {

struct Account { // a customer in one currency
    Row customer = no_row;
    Currency currency;

    friend auto operator<=>(const Account&, const Account&) = default;
};

// One computation over one book. Every sum goes through add(), which remembers the first that does
// not fit 64 bits; the caller asks once at the end.
class Computation {
  public:
    Computation(const Book& book, const KnownMoney& money) : book_(book), money_(money), paired_(book.receipts.size(), false) {
        for (const Row receipt : money.paired_receipts) paired_[receipt] = true;
        result_.items.resize(book.items.size());
        for (Row row = 0; row < book.items.size(); ++row) {
            ItemPosition& item = result_.items[row];
            item.erp_open = item.position = item.for_dunning = book.items[row].open_amount;
            oldest_first_[account_of(row)].push_back(row);
        }
        for (auto& [account, rows] : oldest_first_) std::ranges::sort(rows, {}, [&](Row row) { return age_of(row); });
        for (const Row item : money.applied_elsewhere) result_.items[item].applied_elsewhere = true;
    }

    Result<Positions> run() {
        for (const CreditShare& share : money_.shares)
            give(share.item, share.credit, share.amount, PositionReason::money_on_account, share.entry);
        link_credit_notes();
        for (const MatchedMoney& matched : money_.matched) take_matched(matched);
        take_bills();
        take_drafts();
        doubt_receipts_not_shown();
        for (const MatchedMoney& matched : money_.matched) doubt_matched(matched);
        total();
        if (!overflow_.empty())
            return fail(SETTLED_BAD_DATA, overflow_ + ": the amounts add up to more than 64 bits hold; look for an item with an "
                                                      "amount that cannot be true");
        return std::move(result_);
    }

  private:
    Account account_of(Row item) const { return {book_.items[item].customer, book_.items[item].currency}; }

    // Items without a due date are the youngest: nobody can say that they are late.
    std::tuple<bool, Date, Date, Row> age_of(Row row) const {
        const ItemRow& item = book_.items[row];
        return {item.due_date.none(), item.due_date, item.document_date, row};
    }

    void add(std::int64_t& sum, std::int64_t amount, Row customer) {
        if (const auto total = checked_add(sum, amount))
            sum = *total;
        else if (overflow_.empty())
            overflow_ = customer == no_row ? "a customer that is not in the ledger"
                                           : "customer " + book_.qualified(book_.customers[customer]);
    }

    CustomerPosition& customer(Row row, Currency currency) {
        CustomerPosition& position = customers_[{row, currency}];
        position.customer = row;
        position.currency = currency;
        return position;
    }

    // Lowers a positive item as far as it is open; what is left comes back.
    std::int64_t lower(Row row, std::int64_t amount, PositionReason reason, Row source, std::int64_t entry) {
        ItemPosition& item = result_.items[row];
        const std::int64_t taken = std::min(amount, std::max<std::int64_t>(item.position, 0));
        if (taken <= 0) return amount;
        item.position -= taken;
        item.for_dunning = item.position;
        item.parts.push_back({reason, taken, source, entry, false});
        return amount - taken;
    }

    std::int64_t doubt(Row row, std::int64_t amount, PositionReason reason, Row source, std::int64_t entry) {
        ItemPosition& item = result_.items[row];
        const std::int64_t taken = std::min(amount, std::max<std::int64_t>(item.for_dunning, 0));
        if (taken <= 0) return amount;
        item.for_dunning -= taken;
        item.doubtful = true;
        item.parts.push_back({reason, taken, source, entry, true});
        return amount - taken;
    }

    // Money of a credit belongs to an item: both move towards zero by the same amount.
    void give(Row item, Row credit, std::int64_t amount, PositionReason reason, std::int64_t entry) {
        ItemPosition& from = result_.items[credit];
        if (from.position >= 0 || account_of(item) != account_of(credit)) return;
        const std::int64_t left = lower(item, std::min(amount, available(from.position)), reason, credit, entry);
        const std::int64_t given = std::min(amount, available(from.position)) - left;
        if (given == 0) return;
        from.position += given;
        from.for_dunning = from.position;
        from.parts.push_back({PositionReason::given_to_item, given, item, entry, false});
    }

    static std::int64_t available(std::int64_t negative) { return negative == INT64_MIN ? INT64_MAX : -negative; }

    // A credit note linked to an invoice nets with that invoice only.
    void link_credit_notes() {
        std::map<std::pair<Account, std::string_view>, Row> invoices;
        std::vector<Row> credits;
        for (Row row = 0; row < book_.items.size(); ++row) {
            const ItemRow& item = book_.items[row];
            if (item.open_amount < 0 && !item.linked_document.empty()) credits.push_back(row);
        }
        if (credits.empty()) return;
        for (Row row = 0; row < book_.items.size(); ++row) {
            const ItemRow& item = book_.items[row];
            if (item.open_amount <= 0) continue;
            for (const TextRef name : {item.document_number, item.id})
                if (!name.empty()) invoices.emplace(std::pair(account_of(row), book_[name]), row);
        }
        for (const Row credit : credits) {
            const auto hit = invoices.find({account_of(credit), book_[book_.items[credit].linked_document]});
            if (hit != invoices.end())
                give(hit->second, credit, available(result_.items[credit].position), PositionReason::linked_credit, 0);
        }
    }

    void take_matched(const MatchedMoney& matched) {
        std::int64_t left = matched.amount;
        if (matched.item != no_row && matched.amount < 0) {
            ItemPosition& item = result_.items[matched.item];
            add(item.position, available(matched.amount), matched.customer);
            item.for_dunning = item.position;
            item.parts.push_back({PositionReason::returned, available(matched.amount), no_row, matched.entry, false});
            return;
        }
        if (matched.item != no_row) {
            left = lower(matched.item, matched.amount, PositionReason::matched_not_booked, no_row, matched.entry);
            if (left > 0)
                result_.items[matched.item].parts.push_back(
                    {PositionReason::over_the_open_amount, left, no_row, matched.entry, false});
        }
        if (left != 0) add(customer(matched.customer, matched.currency).on_account, left, matched.customer);
    }

    void doubt_matched(const MatchedMoney& matched) {
        const std::int64_t more = matched.amount_at_most - matched.amount;
        if (more <= 0) return;
        std::int64_t left = more;
        if (matched.item != no_row) left = doubt(matched.item, more, PositionReason::matched_not_booked, no_row, matched.entry);
        CustomerPosition& position = customer(matched.customer, matched.currency);
        position.doubtful = true;
        if (matched.item == no_row) add(position.on_account_at_most, left, matched.customer);
    }

    // The items a receipt or bill names, as rows of this customer and currency.
    std::vector<Row> named(TextRef ids, const Account& account) {
        if (ids.empty()) return {};
        if (by_id_.empty())
            for (Row row = 0; row < book_.items.size(); ++row)
                by_id_.emplace(std::pair(account_of(row), book_[book_.items[row].id]), row);
        std::vector<Row> rows;
        for (std::string_view rest = book_[ids]; !rest.empty();) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            if (const auto hit = by_id_.find({account, rest.substr(0, end)}); hit != by_id_.end()) rows.push_back(hit->second);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        std::ranges::sort(rows, {}, [&](Row row) { return age_of(row); });
        return rows;
    }

    // The items named, else the customer's oldest; the rest stands on the account.
    void take_unbooked(TextRef ids, const Account& account, std::int64_t amount, PositionReason reason, Row source) {
        std::int64_t left = amount;
        std::vector<Row> rows = named(ids, account);
        if (rows.empty()) {
            const auto own = oldest_first_.find(account);
            if (own != oldest_first_.end()) rows = own->second;
        }
        for (const Row row : rows) {
            if (left <= 0) return;
            left = lower(row, left, reason, source, 0);
        }
        if (left > 0) add(customer(account.customer, account.currency).on_account, left, account.customer);
    }

    void take_bills() {
        if (book_.bills.empty()) return;
        std::unordered_map<std::string_view, Row> receipts;
        for (Row row = 0; row < book_.receipts.size(); ++row) receipts.emplace(book_[book_.receipts[row].id], row);
        for (Row row = 0; row < book_.bills.size(); ++row) {
            const BillRow& bill = book_.bills[row];
            const bool received = bill.status == SETTLED_BILL_HELD || bill.status == SETTLED_BILL_PLEDGED ||
                                  bill.status == SETTLED_BILL_PRESENTED || bill.status == SETTLED_BILL_ENDORSED ||
                                  bill.status == SETTLED_BILL_DISCOUNTED || bill.status == SETTLED_BILL_COLLECTED;
            if (!received || bill.amount <= 0 || bill.customer == no_row) continue;
            if (!bill.receipt_id.empty()) {
                // The receipt made from the bill is the same money: an approved one is in the figures
                // (one out of the receipts' window is older still), a draft counts as the bill.
                const auto hit = receipts.find(book_[bill.receipt_id]);
                if (hit == receipts.end() || book_.receipts[hit->second].state != SETTLED_RECEIPT_DRAFT) continue;
                if (paired_[hit->second]) continue;
                paired_[hit->second] = true;
            }
            take_unbooked(bill.item_ids, {bill.customer, bill.currency}, bill.amount, PositionReason::bill_held, row);
        }
    }

    void take_drafts() {
        for (Row row = 0; row < book_.receipts.size(); ++row) {
            const ReceiptRow& receipt = book_.receipts[row];
            if (receipt.state != SETTLED_RECEIPT_DRAFT || paired_[row] || receipt.amount <= 0 || receipt.customer == no_row)
                continue;
            take_unbooked(receipt.item_ids, {receipt.customer, receipt.currency}, receipt.amount, PositionReason::draft_receipt,
                          row);
        }
    }

    // Approved receipts with an open amount that no receipt-type item shows: their money may be
    // missing from the figures. Compared as sums per customer, because ERPs name the two differently.
    void doubt_receipts_not_shown() {
        std::map<Account, std::int64_t> shown;
        for (Row row = 0; row < book_.items.size(); ++row) {
            const ItemRow& item = book_.items[row];
            if (item.open_amount < 0 && (item.doc_type == SETTLED_DOC_RECEIPT || item.doc_type == SETTLED_DOC_OTHER))
                add(shown[account_of(row)], available(item.open_amount), item.customer);
        }
        for (const bool paired : {true, false})
            for (Row row = 0; row < book_.receipts.size(); ++row) {
                const ReceiptRow& receipt = book_.receipts[row];
                if (receipt.state != SETTLED_RECEIPT_APPROVED || !receipt.has_open_amount || receipt.open_amount <= 0 ||
                    receipt.customer == no_row || paired_[row] != paired)
                    continue;
                const Account account{receipt.customer, receipt.currency};
                std::int64_t& left = shown[account];
                const std::int64_t covered = std::min(left, receipt.open_amount);
                left -= covered;
                if (!paired) doubt_oldest(account, receipt.open_amount - covered, row);
            }
    }

    void doubt_oldest(const Account& account, std::int64_t amount, Row receipt) {
        if (amount <= 0) return;
        customer(account.customer, account.currency).doubtful = true;
        const auto own = oldest_first_.find(account);
        if (own == oldest_first_.end()) return;
        for (const Row row : own->second) {
            if (amount <= 0) return;
            amount = doubt(row, amount, PositionReason::receipt_not_shown, receipt, 0);
        }
    }

    void total() {
        for (Row row = 0; row < book_.items.size(); ++row) {
            const ItemPosition& item = result_.items[row];
            CustomerPosition& owner = customer(book_.items[row].customer, book_.items[row].currency);
            add(owner.total, item.position, owner.customer);
            if (item.position < 0) add(owner.unlinked_credits, available(item.position), owner.customer);
            owner.doubtful = owner.doubtful || item.doubtful;
        }
        for (auto& [account, position] : customers_) {
            add(position.total, -position.on_account, account.customer);
            add(position.on_account_at_most, position.on_account, account.customer);
            result_.customers.push_back(position);
        }
    }

    const Book& book_;
    const KnownMoney& money_;
    std::vector<bool> paired_; // receipts that are counted otherwise
    std::map<Account, std::vector<Row>> oldest_first_;
    std::map<std::pair<Account, std::string_view>, Row> by_id_;
    std::map<Account, CustomerPosition> customers_;
    Positions result_;
    std::string overflow_;
};

} // namespace

const CustomerPosition* Positions::find(Row customer, Currency currency) const {
    const auto at = std::ranges::lower_bound(customers, std::pair(customer, currency), {},
                                             [](const CustomerPosition& row) { return std::pair(row.customer, row.currency); });
    return at != customers.end() && at->customer == customer && at->currency == currency ? &*at : nullptr;
}

Result<Positions> positions(const Book& book, const KnownMoney& money) { return Computation(book, money).run(); }

} // namespace settled::ledger
