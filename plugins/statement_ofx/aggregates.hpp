// aggregates.hpp -- tags become aggregates with their values: what belongs to one booking, one account, one balance.
//
// OFX 1 leaves the end tags of values out, so an empty value and the beginning of an unknown aggregate look
// the same until an end tag tells. Known aggregates are told by name; an unknown one is passed over whole
// when its end tag comes, and was an empty value when it never comes.
#pragma once

#include "markup.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ofx {

enum class Aggregate : std::uint8_t {
    none, // unknown
    document,
    container, // of messages: BANKMSGSRSV1, STMTTRNRS
    bank_statement,
    card_statement,
    investment_statement,
    other_statement, // of loans and the like
    transaction_list,
    investment_list,
    cash_movement, // INVBANKTRAN
    account,
    transaction,
    pending_transaction,
    investment_transaction,
    ledger_balance,
    available_balance,
    status,
    // Inside a transaction:
    currency,
    original_currency,
    payee,
    other_account,
};

// A single value of the aggregate that is being read, or of one inside it.
struct Value {
    Aggregate inside = Aggregate::none;
    std::string name, text;
    std::int64_t line = 0;
};

// The values of one small aggregate; their strings are reused.
class Values {
  public:
    void clear() { used_ = 0; }
    void cut_to(std::size_t size) { used_ = size; }
    std::size_t size() const { return used_; }
    Value& add();
    // The first that is not empty; null where there is none.
    const Value* find(std::string_view name, Aggregate inside = Aggregate::none) const;
    std::string_view text(std::string_view name, Aggregate inside = Aggregate::none) const;

  private:
    std::vector<Value> values_;
    std::size_t used_ = 0;
};

class AggregateReader {
  public:
    enum class Event : std::uint8_t {
        begin, // of a statement, list or transaction
        value, // a single value directly in a statement
        end,   // of an aggregate whose values() are all there
        end_of_file
    };
    struct Step {
        Event event = Event::end_of_file;
        Aggregate aggregate = Aggregate::none;
        std::int64_t line = 0; // of the aggregate's start tag
        bool unclosed = false; // its end tag was missing, something behind it told
    };

    AggregateReader(const Input& input, std::optional<formats::Encoding> chosen) : markup_(input, chosen) {}

    // BAD_DATA: no OFX element, an end without a beginning, the file ends inside an aggregate.
    Result<Step> next();

    const Values& values() const { return values_; }
    const Tag& value() const { return tag_; }
    std::int64_t line() const { return markup_.line(); }

  private:
    struct Frame {
        Aggregate aggregate = Aggregate::none;
        std::string name; // of an unknown one
        std::int64_t line = 0;
        std::size_t values_before = 0;
    };

    Result<Step> start();
    Result<Step> end();
    Result<Step> take_value(Aggregate inside);
    std::size_t unclosed_frame(Aggregate aggregate) const;
    Step pop(bool unclosed);
    Aggregate innermost() const;
    bool collects() const { return piece_depth_ > 0; }

    Markup markup_;
    Tag tag_;
    std::string last_value_; // name of the value whose end tag may follow
    std::vector<Frame> open_;
    Values values_;
    std::size_t piece_depth_ = 0; // of the aggregate whose values are collected; 0: none
    bool again_ = false;          // tag_ was not used up
    bool document_seen_ = false;
    std::size_t closing_to_ = 0; // frames to be left open while an end tag closes several
    bool is_closing_ = false;
};

std::string_view name_of(Aggregate aggregate);

} // namespace settled::ofx
