#include "statement/identity.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>

namespace settled::statement {
namespace {

// Beyond these a day has been cut in so many ways that more cuts tell nothing new.
constexpr std::size_t partial_parts_max = 64;
constexpr int chains_max = 4096;

using Counts = std::map<std::string, int>;

void append_folded(std::string& key, std::string_view text) {
    for (const char c : ascii_lower(fold_blanks(text)))
        if (c != ' ') key += c;
    key += '|';
}

// A part, and what is asked of it again and again.
struct Known {
    explicit Known(const DayPart& of) : part(&of) {
        std::optional<std::int64_t> balance = of.opening;
        for (const DayPart::Line& line : of.lines) {
            ++counts[line.identity];
            if (!balance) continue;
            steps.emplace_back(*balance, line.identity);
            balance = checked_add(*balance, line.moved);
        }
        sorted.insert(steps.begin(), steps.end());
    }
    using Step = std::pair<std::int64_t, std::string_view>; // balance before, what was booked
    const DayPart* part;
    Counts counts;
    std::vector<Step> steps; // none without an opening balance
    std::set<Step> sorted;
};

bool contains(const Counts& whole, const Counts& some) {
    return std::ranges::all_of(some, [&](const auto& entry) {
        auto hit = whole.find(entry.first);
        return hit != whole.end() && hit->second >= entry.second;
    });
}

// "12/1" → 12 and page 1; nothing where there is no page.
std::optional<std::pair<std::string_view, int>> page(std::string_view number) {
    const std::size_t slash = number.rfind('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    int value = 0;
    const char* const end = number.data() + number.size();
    if (auto [rest, error] = std::from_chars(number.data() + slash + 1, end, value); error != std::errc() || rest != end)
        return std::nullopt;
    return std::pair{number.substr(0, slash), value};
}

bool pages_of_one(const DayPart& left, const DayPart& right) {
    const auto one = page(left.number), other = page(right.number);
    return one && other && one->first == other->first && one->second != other->second;
}

bool next_page(const DayPart& left, const DayPart& right) {
    return pages_of_one(left, right) && page(left.number)->second + 1 == page(right.number)->second;
}

// Two cuts of the same money: both book the same thing at the same balance; or both begin, or end,
// at the same balance and one holds the other. A balance that comes back proves nothing by itself.
bool overlap(const Known& left, const Known& right) {
    const DayPart &one = *left.part, &other = *right.part;
    if (pages_of_one(one, other)) return false;
    if (std::ranges::any_of(left.steps, [&](const auto& step) { return right.sorted.contains(step); })) return true;
    const bool same_begin = one.opening && one.opening == other.opening;
    const bool same_end = one.closing && one.closing == other.closing;
    return (same_begin || same_end) && (contains(left.counts, right.counts) || contains(right.counts, left.counts));
}

// How `right` goes on from `left`: the number of its first lines that `left` shows already (0 where
// it begins exactly at the end). Nothing where it does not go on from it.
std::optional<std::size_t> continued(const Known& left, const Known& right) {
    const DayPart &one = *left.part, &other = *right.part;
    if (!one.last || !other.first) return std::nullopt;
    if (!pages_of_one(one, other)) {
        // Two that begin alike are two exports of one beginning, also where the balance later comes back to it.
        if (one.opening && one.opening == other.opening) return std::nullopt;
        for (std::size_t shared = std::min(left.steps.size(), right.steps.size()); shared > 0; --shared)
            if (std::equal(left.steps.end() - static_cast<std::ptrdiff_t>(shared), left.steps.end(), right.steps.begin()))
                return shared;
    }
    if (overlap(left, right)) return std::nullopt;
    const bool joins = one.closing && other.opening ? one.closing == other.opening : next_page(one, other);
    return joins ? std::optional<std::size_t>(0) : std::nullopt;
}

void raise(Counts& book, const Counts& seen) {
    for (const auto& [identity, count] : seen) {
        int& known = book[identity];
        known = std::max(known, count);
    }
}

// Walks every chain of parts that hold different money.
class Chains {
  public:
    Chains(const std::vector<Known>& parts, Counts& book) : parts_(parts), book_(book) {}

    void walk() {
        for (const Known& part : parts_) {
            chain_ = {&part};
            extend(part.counts);
        }
    }

  private:
    void extend(const Counts& sum) {
        bool longer = false;
        for (const Known& next : parts_) {
            if (walked_ >= chains_max) break;
            const std::optional<std::size_t> shown = continued(*chain_.back(), next);
            if (!shown || *shown == next.part->lines.size() || !fits(next)) continue;
            Counts more = sum;
            for (std::size_t line = *shown; line < next.part->lines.size(); ++line) ++more[next.part->lines[line].identity];
            chain_.push_back(&next);
            extend(more);
            chain_.pop_back();
            longer = true;
        }
        if (longer) return;
        ++walked_;
        raise(book_, sum);
    }

    // Different money than everything before the last link; the last link itself may be shared in part.
    bool fits(const Known& next) const {
        if (chain_.back() == &next) return false;
        return std::none_of(chain_.begin(), chain_.end() - 1,
                            [&](const Known* part) { return part == &next || overlap(*part, next); });
    }

    const std::vector<Known>& parts_;
    Counts& book_;
    std::vector<const Known*> chain_;
    int walked_ = 0;
};

// Days that only go back. Within one day nothing tells.
bool lists_newest_first(const Statement& statement) {
    const auto earlier = [](const Entry& left, const Entry& right) { return entry_day(left) < entry_day(right); };
    return std::is_sorted(statement.entries.rbegin(), statement.entries.rend(), earlier) &&
           !std::is_sorted(statement.entries.begin(), statement.entries.end(), earlier);
}

} // namespace

std::string entry_identity(const Entry& entry) {
    const std::string amount = std::to_string(entry.amount.minor_units) + std::string(entry.currency.code());
    std::string reference;
    append_folded(reference, entry.bank_reference);
    if (reference != "|" && reference != "nonref|") return "reference|" + reference + amount; // NONREF: SWIFT's word for none
    std::string key = "text|" + amount + '|' + std::to_string(entry.value_date.number()) + '|';
    for (const std::string* text : {&entry.counterparty_name, &entry.counterparty_account, &entry.remittance,
                                    &entry.structured_reference, &entry.end_to_end_id})
        append_folded(key, *text);
    return key;
}

Date entry_day(const Entry& entry) { return entry.booking_date ? entry.booking_date : entry.value_date; }

std::vector<DayPart> day_parts(const Statement& statement) {
    std::map<Date, DayPart> by_day;
    std::map<Date, std::int64_t> moved;
    const bool newest_first = lists_newest_first(statement);
    bool exact = true; // a sum that does not fit proves no balance
    const auto add = [&](std::int64_t& sum, std::int64_t amount) {
        const auto more = checked_add(sum, amount);
        exact = exact && more.has_value();
        sum = more.value_or(0);
    };
    for (const Entry& entry : statement.entries) {
        const Date day = entry_day(entry);
        const std::int64_t amount = entry.status == EntryStatus::booked ? entry.amount.minor_units : 0;
        by_day[day].lines.push_back({entry_identity(entry), amount});
        add(moved[day], amount);
    }
    if (newest_first)
        for (auto& [day, part] : by_day) std::ranges::reverse(part.lines);
    std::optional<std::int64_t> balance;
    // A closing balance alone is of the day of the export as often as of the last entry (OFX): it places nothing.
    if (statement.opening) balance = statement.opening->amount.minor_units;
    std::vector<DayPart> parts;
    for (auto& [day, part] : by_day) {
        part.day = day;
        part.first = parts.empty();
        part.last = parts.size() + 1 == by_day.size();
        part.number = statement.number;
        if (exact && balance) {
            part.opening = balance;
            balance = checked_add(*balance, moved[day]);
            part.closing = balance;
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

std::map<std::string, int> union_of_day(std::span<const DayPart> parts) {
    Counts book;
    std::vector<Known> partial; // those that may be one of several that share the day
    for (const DayPart& part : parts) {
        Known known(part);
        raise(book, known.counts);
        const bool repeated = std::ranges::any_of(partial, [&](const Known& seen) { return *seen.part == part; });
        if ((part.first || part.last) && !repeated && partial.size() < partial_parts_max) partial.push_back(std::move(known));
    }
    Chains(partial, book).walk();
    return book;
}

} // namespace settled::statement
