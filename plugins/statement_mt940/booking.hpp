// booking.hpp -- one booking while it is being read: its :61: line and everything said about it.
#pragma once

#include "entry_line.hpp"
#include "information.hpp"

#include <settled/statement.hpp>

#include <string>

namespace settled::mt940 {

class Booking {
  public:
    // Keeps the field, since the entry line is views into it.
    Status start(std::string& field, std::int64_t line, Currency currency);
    void add_information(std::string_view field) { read_information(field, information_); }
    void add_notes(std::string_view field) { read_notes(field, information_); }

    const EntryLine& entry_line() const { return entry_; }
    std::int64_t line() const { return line_; }

    // Hands the finished record to `visit(const settled_entry&)`; its texts live during the call.
    template <class Visit> Status finish(bool interim, Visit&& visit) {
        complete();
        settled_charge charge{.size = sizeof charge};
        const settled_entry record = make_record(interim, charge);
        return visit(record);
    }

  private:
    void complete();
    settled_entry make_record(bool interim, settled_charge& charge) const;

    std::string field_;
    std::int64_t line_ = 0;
    Currency currency_;
    EntryLine entry_;
    Information information_;
    std::string transaction_code_;
};

} // namespace settled::mt940
