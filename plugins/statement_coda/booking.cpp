#include "booking.hpp"

#include <utility>

namespace settled::coda {

Status Booking::start(const FixedRecord& record, Currency currency) {
    details_.clear();
    parts_.clear();
    has_piece_ = false;
    left_out_ = 0;
    return total_.start(record, currency);
}

Status Booking::add_detail(const FixedRecord& record, Currency currency) {
    close_piece();
    Movement read;
    if (Status done = read.start(record, currency); !done) return done;
    const bool of_detail = read.transaction().is_breakdown_of_detail() && !details_.empty();
    const bool room = details_.size() < details_max;
    if (of_detail || !room) {
        has_piece_ = of_detail;
        left_out_ += of_detail ? 0 : 1;
        piece_ = std::move(read);
    } else {
        details_.push_back(std::move(read));
    }
    return {};
}

Movement& Booking::current() {
    if (has_piece_ || left_out_ > 0) return piece_;
    return details_.empty() ? total_ : details_.back();
}

Movement& Booking::informed() {
    if (has_piece_) return details_.back();
    Movement& last = current();
    return last.transaction().is_breakdown() ? total_ : last;
}

void Booking::close_piece() {
    if (!std::exchange(has_piece_, false)) return;
    piece_.complete();
    details_.back().add_part(piece_);
}

const settled_entry& Booking::finish(const Complain& complain) {
    close_piece();
    const auto complete = [&](Movement& movement) {
        if (const std::string wrong = movement.complete(); !wrong.empty()) complain("CHECK_DIGITS", movement.line(), wrong);
    };
    std::size_t pieces = 0;
    for (Movement& detail : details_) {
        complete(detail);
        if (!detail.transaction().is_breakdown()) continue;
        total_.add_part(detail);
        ++pieces;
    }
    complete(total_);
    // An amount that consists of one piece is that piece; and parts left out are no parts.
    const bool itemised = left_out_ == 0 && !(pieces == 1 && details_.size() == 1);
    if (left_out_ > 0)
        complain("DETAILS", total_.line(),
                 "the movement has more than " + std::to_string(details_max) + " details; it was taken as a whole");
    parts_.clear();
    if (itemised)
        for (Movement& detail : details_) {
            const Transaction& piece = detail.transaction();
            if (piece.is_breakdown() && !piece.is_of_the_bank()) detail.inherit(total_);
            parts_.push_back(detail.entry());
        }
    entry_ = total_.entry();
    entry_.details = parts_.data();
    entry_.detail_count = static_cast<std::uint32_t>(parts_.size());
    return entry_;
}

} // namespace settled::coda
