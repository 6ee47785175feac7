#include "aggregates.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ofx {
namespace {

constexpr std::size_t depth_max = 100;   // aggregates, and empty values that nothing closed yet
constexpr std::size_t values_max = 1000; // of one aggregate
constexpr std::size_t shown_bytes_max = 40;

struct Name {
    std::string_view text;
    Aggregate aggregate;
};

constexpr std::array<Name, 26> names = {{{"STMTTRN", Aggregate::transaction},
                                         {"OFX", Aggregate::document},
                                         {"STMTRS", Aggregate::bank_statement},
                                         {"CCSTMTRS", Aggregate::card_statement},
                                         {"INVSTMTRS", Aggregate::investment_statement},
                                         {"LOANSTMTRS", Aggregate::other_statement},
                                         {"AMRTSTMTRS", Aggregate::other_statement},
                                         {"BANKTRANLIST", Aggregate::transaction_list},
                                         {"BANKTRANLISTP", Aggregate::transaction_list},
                                         {"INVTRANLIST", Aggregate::investment_list},
                                         {"INVBANKTRAN", Aggregate::cash_movement},
                                         {"INVTRAN", Aggregate::investment_transaction},
                                         {"BANKACCTFROM", Aggregate::account},
                                         {"CCACCTFROM", Aggregate::account},
                                         {"INVACCTFROM", Aggregate::account},
                                         {"LOANACCTFROM", Aggregate::account},
                                         {"STMTTRNP", Aggregate::pending_transaction},
                                         {"LEDGERBAL", Aggregate::ledger_balance},
                                         {"AVAILBAL", Aggregate::available_balance},
                                         {"STATUS", Aggregate::status},
                                         {"CURRENCY", Aggregate::currency},
                                         {"ORIGCURRENCY", Aggregate::original_currency},
                                         {"PAYEE", Aggregate::payee},
                                         {"BANKACCTTO", Aggregate::other_account},
                                         {"CCACCTTO", Aggregate::other_account},
                                         {"EXTDPAYEE", Aggregate::payee}}};

Aggregate aggregate_named(std::string_view name) {
    constexpr std::array<std::string_view, 6> usual = {"TRNTYPE", "DTPOSTED", "TRNAMT", "FITID", "NAME", "MEMO"};
    if (std::ranges::find(usual, name) != usual.end()) return Aggregate::none; // most tags are values
    const auto* const hit = std::ranges::find(names, name, &Name::text);
    if (hit != names.end()) return hit->aggregate;
    return name.ends_with("MSGSRSV1") || name.ends_with("TRNRS") ? Aggregate::container : Aggregate::none;
}

bool is_statement(Aggregate aggregate) {
    return aggregate >= Aggregate::bank_statement && aggregate <= Aggregate::other_statement;
}

// Its values are wanted together, when it ends.
bool is_piece(Aggregate aggregate) { return aggregate >= Aggregate::account && aggregate <= Aggregate::status; }

// Banks also write <CURRENCY>USD and <PAYEE>ACME as single values.
bool may_be_value(Aggregate aggregate) { return aggregate >= Aggregate::account; }

std::string shown(std::string_view text) { return visible(cut_at_character(text, shown_bytes_max)); }

} // namespace

std::string_view name_of(Aggregate aggregate) {
    const auto* const hit = std::ranges::find(names, aggregate, &Name::aggregate);
    return hit == names.end() ? std::string_view() : hit->text;
}

Value& Values::add() {
    if (used_ == values_.size()) values_.emplace_back();
    return values_[used_++];
}

const Value* Values::find(std::string_view name, Aggregate inside) const {
    for (std::size_t i = 0; i < used_; ++i)
        if (values_[i].inside == inside && values_[i].name == name && !values_[i].text.empty()) return &values_[i];
    return nullptr;
}

std::string_view Values::text(std::string_view name, Aggregate inside) const {
    const Value* found = find(name, inside);
    return found == nullptr ? std::string_view() : std::string_view(found->text);
}

Aggregate AggregateReader::innermost() const {
    for (std::size_t i = open_.size(); i-- > 0;)
        if (open_[i].aggregate != Aggregate::none) return open_[i].aggregate;
    return Aggregate::none;
}

// Closes the innermost frame; the event is none's where nobody wants to know.
AggregateReader::Step AggregateReader::pop(bool unclosed) {
    const Step step{Event::end, open_.back().aggregate, open_.back().line, unclosed};
    if (open_.size() == piece_depth_) piece_depth_ = 0;
    open_.pop_back();
    return step;
}

Result<AggregateReader::Step> AggregateReader::next() {
    for (;;) {
        if (is_closing_) { // an end tag closes what was left open inside
            const bool last = open_.size() == closing_to_ + 1;
            is_closing_ = !last;
            const Frame& frame = open_.back();
            // Its end came: an aggregate that nobody knows, so that its values are not the outer one's.
            if (last && frame.aggregate == Aggregate::none) values_.cut_to(std::min(values_.size(), frame.values_before));
            const Step step = pop(!last || again_);
            if (step.aggregate != Aggregate::none) return step;
            continue;
        }
        if (!again_)
            if (Status done = markup_.next(tag_); !done) return pass(done);
        again_ = false;
        if (tag_.kind == Tag::Kind::end_of_file) {
            if (!document_seen_) return fail(SETTLED_BAD_DATA, "no <OFX> element; this is no OFX file", 1);
            if (open_.empty()) return Step{};
            return fail(SETTLED_BAD_DATA,
                        "the file ends inside <" + std::string(name_of(innermost())) + ">; it was cut off, fetch it again",
                        markup_.line());
        }
        auto step = tag_.kind == Tag::Kind::start ? start() : end();
        if (!step || step->event != Event::end_of_file) return step;
    }
}

// A single value: kept where an aggregate collects, told where it stands in a statement.
Result<AggregateReader::Step> AggregateReader::take_value(Aggregate inside) {
    last_value_ = tag_.name;
    if (is_statement(inside)) return Step{Event::value, inside, tag_.line};
    if (!collects()) return Step{};
    if (values_.size() == values_max)
        return fail(SETTLED_BAD_DATA,
                    "more than " + std::to_string(values_max) + " values in one <" + std::string(name_of(inside)) +
                        ">; is the file damaged?",
                    tag_.line);
    Value& value = values_.add();
    value.inside = inside >= Aggregate::currency ? inside : Aggregate::none;
    value.name = tag_.name, value.text = tag_.text, value.line = tag_.line;
    return Step{};
}

// The frame that cannot hold this aggregate, because its own end tag was forgotten; npos where all is well.
std::size_t AggregateReader::unclosed_frame(Aggregate aggregate) const {
    if (aggregate == Aggregate::none || aggregate >= Aggregate::currency) return std::string::npos;
    if (collects()) return piece_depth_ - 1;
    if (!is_statement(aggregate)) return std::string::npos;
    const auto hit = std::ranges::find_if(open_, [](const Frame& frame) { return is_statement(frame.aggregate); });
    return hit == open_.end() ? std::string::npos : static_cast<std::size_t>(hit - open_.begin());
}

Result<AggregateReader::Step> AggregateReader::start() {
    const Aggregate aggregate = aggregate_named(tag_.name);
    if (!document_seen_ && aggregate != Aggregate::document) return Step{}; // a header written as tags
    if (open_.empty() && aggregate != Aggregate::document)
        return fail(SETTLED_BAD_DATA, "<" + shown(tag_.name) + "> behind </OFX>; is the file damaged?", tag_.line);
    last_value_.clear();
    if (!tag_.text.empty() && (aggregate == Aggregate::none || may_be_value(aggregate))) return take_value(innermost());
    if (const std::size_t unclosed = unclosed_frame(aggregate); unclosed != std::string::npos) {
        is_closing_ = again_ = true;
        closing_to_ = unclosed;
        return Step{};
    }
    if (tag_.closed) {
        if (!is_piece(aggregate)) return Step{};
        values_.clear(); // <LEDGERBAL/>
        return Step{Event::end, aggregate, tag_.line};
    }
    if (open_.size() == depth_max)
        return fail(SETTLED_BAD_DATA, "more than " + std::to_string(depth_max) + " elements inside each other", tag_.line);
    open_.push_back(
        {aggregate, aggregate == Aggregate::none ? std::string(tag_.name) : std::string(), tag_.line, values_.size()});
    document_seen_ = true;
    if (is_piece(aggregate)) {
        values_.clear();
        piece_depth_ = open_.size();
    }
    if (aggregate == Aggregate::none) return Step{};
    return Step{Event::begin, aggregate, tag_.line};
}

Result<AggregateReader::Step> AggregateReader::end() {
    if (tag_.name == last_value_) return last_value_.clear(), Step{};
    if (!document_seen_) return Step{};
    const Aggregate aggregate = aggregate_named(tag_.name);
    for (std::size_t i = open_.size(); i-- > 0;) {
        const Frame& frame = open_[i];
        if (aggregate == Aggregate::none ? frame.name == tag_.name : frame.aggregate == aggregate) {
            is_closing_ = true;
            closing_to_ = i;
            return Step{};
        }
        // The end of a value never reaches out of the aggregate that holds it.
        if (aggregate == Aggregate::none && frame.aggregate != Aggregate::none) break;
    }
    if (aggregate == Aggregate::none || aggregate >= Aggregate::currency) return Step{};
    return fail(SETTLED_BAD_DATA, "</" + shown(tag_.name) + "> ends what never began; the file is damaged, fetch it again",
                tag_.line);
}

} // namespace settled::ofx
