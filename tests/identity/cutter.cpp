#include "cutter.hpp"

#include <algorithm>
#include <set>

namespace settled::identity {
namespace {

enum class Scissors : std::uint8_t { whole_days, pages, anywhere };

// Words of an announcement: banks shorten, leave out and translate before they book.
Booking announced(Booking booking, Chance& chance) {
    if (chance.one_in(2)) booking.text = "ANNOUNCED";
    if (chance.one_in(3)) booking.payer.clear();
    if (chance.one_in(2)) booking.reference.clear();
    return booking;
}

class Cutter {
  public:
    Cutter(const History& history, const Account& account, Chance& chance)
        : history_(history), account_(account), chance_(chance), stated_(states_balances()), scissors_(choose()),
          numbered_(!chance.one_in(3)) {}

    std::vector<Piece> pieces() {
        switch (scissors_) {
        case Scissors::whole_days:
            cover_by_days();
            break;
        case Scissors::pages:
            for (Date day = history_.first_day; day <= history_.last_day; day = day.plus_days(1)) cut_into_pages(day);
            break;
        case Scissors::anywhere:
            cut_anywhere();
            break;
        }
        for (std::size_t more = chance_.below(4); more > 0; --more) { // somebody exports a longer span
            const Date first = any_day();
            add_days(first, std::max(first, any_day()));
        }
        for (std::size_t more = chance_.below(3); more > 0; --more) export_at_noon(any_day());
        if (history_.format == Format::mt940 || history_.format == Format::camt)
            for (std::size_t more = chance_.below(3); more > 0; --more) report_during(any_day());
        return std::move(pieces_);
    }

  private:
    bool states_balances() const {
        if (history_.format == Format::mt940 || history_.format == Format::ofx) return true;
        if (history_.format == Format::csv) return history_.table != Table::without_balance;
        return !chance_.one_in(4); // camt.053 asks for balances, not every bank gives them
    }

    Scissors choose() {
        // OFX states no opening balance: only its references place a list.
        const bool can_cut = history_.references == References::unique || (stated_ && history_.format != Format::ofx);
        switch (chance_.below(3)) {
        case 0:
            return Scissors::whole_days;
        case 1:
            return can_cut ? Scissors::anywhere : Scissors::whole_days;
        default:
            if (history_.format == Format::mt940 || history_.format == Format::camt) return Scissors::pages;
            return can_cut ? Scissors::anywhere : Scissors::whole_days;
        }
    }

    Date any_day() {
        const auto days = static_cast<std::size_t>(days_between(history_.first_day, history_.last_day)) + 1;
        return history_.first_day.plus_days(static_cast<int>(chance_.below(days)));
    }

    Piece piece(std::size_t begin, std::size_t end, Date first, Date last) {
        Piece made;
        made.account = &account_;
        made.bookings.assign(account_.bookings.begin() + static_cast<std::ptrdiff_t>(begin),
                             account_.bookings.begin() + static_cast<std::ptrdiff_t>(end));
        made.opening = account_.balance_before(begin);
        made.first_day = first, made.last_day = last;
        made.balances = stated_;
        made.number = numbered_ ? std::to_string(next_number_++) : "";
        // Listed newest first, rows of one day do not say so: whoever needs their order to put a cut day together lacks it.
        made.newest_first = (history_.references == References::unique || scissors_ == Scissors::whole_days) && chance_.one_in(2);
        made.late_balance = chance_.one_in(3);
        return made;
    }

    void add_days(Date first, Date last) {
        pieces_.push_back(piece(account_.first_of(first), account_.first_of(last.plus_days(1)), first, last));
        // Some banks list by amount or direction; whoever cuts such a list inside a day cannot put it together again.
        if (history_.format == Format::camt && scissors_ == Scissors::whole_days && chance_.one_in(3))
            chance_.shuffle(pieces_.back().bookings);
    }

    void cover_by_days() {
        for (Date day = history_.first_day; day <= history_.last_day;) {
            const Date last = std::min(day.plus_days(static_cast<int>(chance_.below(3))), history_.last_day);
            add_days(day, last);
            day = last.plus_days(1);
        }
    }

    void cut_into_pages(Date day) {
        const std::size_t end = account_.first_of(day.plus_days(1));
        const std::string number = std::to_string(next_number_++);
        int page = 0;
        for (std::size_t at = account_.first_of(day); at < end;) {
            const std::size_t next = std::min(end, at + 1 + chance_.below(3));
            pieces_.push_back(piece(at, next, day, day));
            pieces_.back().number = number + "/" + std::to_string(++page);
            at = next;
        }
    }

    // May scissors fall between this booking and the one before it?
    bool may_part(std::size_t booking) const {
        const std::vector<Booking>& all = account_.bookings;
        if (booking == 0 || booking >= all.size() || all[booking - 1].day != all[booking].day) return true;
        if (history_.references == References::unique) return true;
        std::set<std::int64_t> seen; // a balance that comes back proves nothing
        const std::size_t begin = account_.first_of(all[booking].day), end = account_.first_of(all[booking].day.plus_days(1));
        for (std::size_t i = begin; i <= end; ++i)
            if (!seen.insert(account_.balance_before(i)).second) return false;
        return true;
    }

    // One long list, wherever the scissors fall: pieces chain (one opens where the other closed) or reach into the next.
    void cut_anywhere() {
        const std::size_t size = account_.bookings.size();
        for (std::size_t at = 0; at < size;) {
            std::size_t end = std::min(size, at + 1 + chance_.below(7));
            while (end < size && !may_part(end)) ++end;
            pieces_.push_back(piece(at, end, account_.bookings[at].day, account_.bookings[end - 1].day));
            if (end == size) break;
            std::size_t next = end - std::min(end - at - 1, chance_.below(3));
            while (next > at && !may_part(next)) --next;
            at = next > at ? next : end;
        }
    }

    // What a day shows before it is over, from its beginning; the rest may stand there as announced.
    void export_at_noon(Date day) {
        const std::size_t begin = account_.first_of(day), end = account_.first_of(day.plus_days(1));
        if (begin == end || !noons_.insert(day).second) return;
        const std::size_t shown = begin + chance_.below(end - begin);
        const Date first = std::max(history_.first_day, day.plus_days(-static_cast<int>(chance_.below(3))));
        Piece made = piece(account_.first_of(first), shown, first, day);
        for (std::size_t i = shown; i < end; ++i)
            if (chance_.one_in(2)) made.pending.push_back(announced(account_.bookings[i], chance_));
        // A booking that the bank puts in before others that were there already.
        if (scissors_ == Scissors::whole_days && shown - begin > 1 && chance_.one_in(3))
            made.bookings.erase(made.bookings.end() - static_cast<std::ptrdiff_t>(1 + chance_.below(shown - begin)));
        pieces_.push_back(std::move(made));
    }

    // An intraday report; on a day without bookings it announces what the bank books on the next day that has some. Without
    // balances, or before the first statement, nobody could tell that no statement of that day is missing.
    void report_during(Date day) {
        Piece made = piece(0, 0, day, day);
        made.opening = 0;
        made.interim = true, made.balances = false;
        const std::size_t begin = account_.first_of(day);
        if (begin == account_.bookings.size()) return;
        if (account_.bookings[begin].day != day && (!stated_ || begin == 0)) return;
        const std::size_t end = account_.first_of(account_.bookings[begin].day.plus_days(1));
        for (std::size_t i = begin; i < end; ++i) {
            Booking told = announced(account_.bookings[i], chance_);
            told.day = told.value_date = day;
            if (chance_.one_in(2)) made.pending.push_back(std::move(told));
        }
        if (!made.pending.empty()) pieces_.push_back(std::move(made));
    }

    const History& history_;
    const Account& account_;
    Chance& chance_;
    bool stated_;
    Scissors scissors_;
    bool numbered_;
    std::vector<Piece> pieces_;
    std::set<Date> noons_;
    int next_number_ = 100;
};

// Statements of one kind may share a file: those of several accounts, of several days.
std::vector<std::vector<Piece>> into_files(std::vector<Piece> pieces, const History& history, Chance& chance) {
    std::vector<std::vector<Piece>> files;
    for (Piece& piece : pieces) {
        if (history.format == Format::csv && piece.bookings.empty() && piece.pending.empty())
            continue; // an empty table names nobody
        const bool one_account = history.format == Format::csv && history.table == Table::without_balance;
        // Rows of one account and currency in a table are one statement, unless each states its own balances.
        const auto fits = [&](const std::vector<Piece>& file) {
            if (one_account || file.back().interim != piece.interim) return false;
            return history.format != Format::csv || std::ranges::find(file, piece.account, &Piece::account) == file.end();
        };
        if (!files.empty() && files.back().size() < 3 && fits(files.back()) && chance.one_in(3))
            files.back().push_back(std::move(piece));
        else
            files.push_back({std::move(piece)});
    }
    return files;
}

} // namespace

std::int64_t Piece::closing() const {
    std::int64_t balance = opening;
    for (const Booking& booking : bookings) balance += booking.amount;
    return balance;
}

Cut cut(const History& history, Chance& chance) {
    std::vector<Piece> pieces;
    for (const Account& account : history.accounts)
        std::ranges::move(Cutter(history, account, chance).pieces(), std::back_inserter(pieces));
    chance.shuffle(pieces);
    Cut made;
    made.files = into_files(std::move(pieces), history, chance);
    for (std::size_t repeats = chance.below(4); repeats > 0; --repeats)
        made.files.push_back(made.files[chance.below(made.files.size())]);
    chance.shuffle(made.files);
    return made;
}

} // namespace settled::identity
