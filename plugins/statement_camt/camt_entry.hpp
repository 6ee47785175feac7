// camt_entry.hpp -- one <Ntry> as the agent's entry: a booking, its text, its parts.
#pragma once

#include "camt_node.hpp"

#include <settled/date.hpp>
#include <settled/plugin_abi.h>

#include <string_view>
#include <vector>

namespace settled::camt {

// What an entry inherits from its statement.
struct EntryContext {
    Currency currency;
    std::string_view account; // our own: the other party of an entry is never this
    Date statement_date;      // where an entry states no day at all
    Date closing_day;         // of the balance that holds it
};

struct Remark {
    settled_severity severity;
    std::string_view code;
    std::int64_t line;
    std::string message;
};

class EntryReader {
  public:
    // The entry of a piece whose root is <Ntry>. It and what it points to live until the next call
    // and as long as the piece. BAD_DATA when its amount, direction or a day cannot be read.
    Result<const settled_entry*> read(Piece& piece, const EntryContext& context);

    // What was noticed about it and survived.
    const std::vector<Remark>& remarks() const { return remarks_; }

  private:
    // A record under construction: its charges are a stretch of charges_, found when all are known.
    struct Draft {
        settled_entry record{};
        std::size_t first_charge = 0;
        bool credit = true;
        std::size_t shared_text_bytes = 0; // of its remittance: what the whole booking's text repeats
    };

    Status read_booking(Node entry, Draft& draft);
    void read_transaction(Node transaction, Draft& draft);
    void read_amount_details(Node details, Draft& draft);
    void read_charges(Node charges, Draft& draft);
    void read_parties(Node parties, Node agents, Draft& draft);
    void read_references(Node references, Draft& draft);
    void read_remittance(Node information, Draft& draft);
    void read_status(Node status, Draft& draft);
    std::string_view transaction_code(Node code);
    void gather_from_details(Draft& draft);
    void finish(Draft& draft);
    std::optional<Piece::Amount> optional_amount(Node node);
    std::string_view limited(std::string_view text, Node where);
    void remark(settled_severity severity, std::string_view code, Node where, std::string message);

    Piece* piece_ = nullptr;
    const EntryContext* context_ = nullptr;
    Draft booking_;
    std::vector<Node> transactions_;
    std::vector<Draft> parts_;
    std::vector<settled_entry> details_;
    std::vector<settled_charge> charges_;
    std::vector<Remark> remarks_;
};

} // namespace settled::camt
