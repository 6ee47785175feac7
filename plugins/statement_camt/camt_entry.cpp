#include "camt_entry.hpp"

#include "camt_party.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <span>

namespace settled::camt {
namespace {

constexpr std::size_t field_bytes_max = 4096;

// ISO 20022 asks for a reference where there may be none; these words say that there is none.
std::string_view real_reference(std::string_view text) {
    return equal_ignoring_ascii_case(text, "NOTPROVIDED") || equal_ignoring_ascii_case(text, "NONREF") ? std::string_view()
                                                                                                       : text;
}

void append_word(std::string& text, std::string_view word) {
    if (word.empty()) return;
    if (!text.empty()) text += ' ';
    text += word;
}

// Keeps what all parts agree on; a batch of several payers has no payer of its own.
std::string_view common_text(std::span<const settled_entry> parts, settled_text settled_entry::* field) {
    const std::string_view first = parts.front().*field;
    return std::ranges::all_of(parts, [&](const settled_entry& part) { return std::string_view(part.*field) == first; })
               ? first
               : std::string_view();
}

} // namespace

void EntryReader::remark(settled_severity severity, std::string_view code, Node where, std::string message) {
    remarks_.push_back({severity, code, piece_->line_of(where), std::move(message)});
}

std::string_view EntryReader::limited(std::string_view text, Node where) {
    if (text.size() <= field_bytes_max) return text;
    remark(SETTLED_WARNING, "TEXT_CUT", where, "a text of " + std::to_string(text.size()) + " bytes is cut to 4096");
    return cut_at_character(text, field_bytes_max);
}

Result<const settled_entry*> EntryReader::read(Piece& piece, const EntryContext& context) {
    piece_ = &piece;
    context_ = &context;
    booking_ = {};
    parts_.clear();
    details_.clear();
    charges_.clear();
    remarks_.clear();
    const Node entry = piece.root();
    if (Status done = read_booking(entry, booking_); !done) return pass(done);

    // <NtryDtls> may come several times, each with several <TxDtls>; in version 1 they stand alone.
    transactions_.clear();
    const auto keep = [&](Node node, std::string_view name) {
        if (name == "TxDtls") transactions_.push_back(node);
    };
    each_child(entry, [&](Node group) {
        const std::string_view name = name_of(group);
        keep(group, name);
        if (name == "NtryDtls") each_child(group, [&](Node node) { keep(node, name_of(node)); });
    });
    if (transactions_.size() == 1) read_transaction(transactions_.front(), booking_);
    if (transactions_.size() > 1) {
        for (const Node transaction : transactions_) {
            Draft& part = parts_.emplace_back();
            const settled_entry& whole = booking_.record;
            part.record = {.size = sizeof(settled_entry),
                           .status = whole.status,
                           .line = piece.line_of(transaction),
                           .booking_date = whole.booking_date,
                           .value_date = whole.value_date,
                           .currency = whole.currency,
                           .reversal = whole.reversal};
            part.first_charge = charges_.size();
            part.credit = booking_.credit;
            read_transaction(transaction, part);
        }
        for (Draft& part : parts_) {
            finish(part);
            details_.push_back(part.record);
        }
        gather_from_details(booking_);
    }
    settled_entry& whole = booking_.record;
    if (whole.remittance.size == 0) whole.remittance = limited(piece.text(entry, {"AddtlNtryInf"}), entry);
    finish(booking_);
    return &whole;
}

Status EntryReader::read_booking(Node entry, Draft& draft) {
    const auto [amount, direction, reversal, status, booked, value, reference, code, charges, amount_details, batch] =
        children<11>(entry, {"Amt", "CdtDbtInd", "RvslInd", "Sts", "BookgDt", "ValDt", "AcctSvcrRef", "BkTxCd", "Chrgs",
                             "AmtDtls", "NtryDtls"});
    settled_entry& made = draft.record;
    made.size = sizeof(settled_entry);
    made.line = piece_->line_of(entry);
    if (!amount) return piece_->refuse(entry, "an entry without <Amt>");
    auto read = piece_->amount(amount, context_->currency);
    if (!read) return pass(read);
    const std::string_view side = piece_->text(direction);
    if (side != "CRDT" && side != "DBIT")
        return piece_->refuse(direction ? direction : entry, "the entry's direction is \"" + visible(cut_at_character(side, 40)) +
                                                                 "\"; expected CdtDbtInd CRDT or DBIT");
    made.currency = read->currency.abi();
    made.amount = read->value.abi();
    draft.credit = side == "CRDT";
    if (!draft.credit) made.amount.minor_units = -made.amount.minor_units;
    if (made.amount.finer_digits > 0)
        remark(SETTLED_ERROR, "FINER_AMOUNT", amount,
               "amount " + std::string(piece_->text(amount)) + " has more decimals than " + std::string(read->currency.code()) +
                   "; shown as written, not imported");

    // RvslInd true: CdtDbtInd is already the direction of this booking, nothing is turned round.
    const std::string_view taken_back = piece_->text(reversal);
    made.reversal = taken_back == "true" || taken_back == "1" ? 1 : 0;
    read_status(status, draft);

    auto booking_date = piece_->date(booked);
    if (!booking_date) return pass(booking_date);
    auto value_date = piece_->date(value);
    if (!value_date) return pass(value_date);
    const Date fallback = *value_date ? *value_date : context_->statement_date;
    made.booking_date = *booking_date ? booking_date->number() : fallback.number();
    // Where neither the entry nor the statement says a day, the closing balance still tells one.
    made.value_date = made.booking_date == 0 ? context_->closing_day.number() : value_date->number();

    made.bank_reference = limited(real_reference(piece_->text(reference)), reference);
    made.transaction_code = limited(transaction_code(code), code);
    made.customer_reference = limited(real_reference(piece_->text(batch, {"Btch", "PmtInfId"})), batch);
    read_amount_details(amount_details, draft);
    read_charges(charges, draft);
    return {};
}

// BOOK, PDNG, INFO, FUTR, as text (to version 7) or in <Cd> (from 8). What is not booked only holds
// reminders; a statement that says nothing about it lists bookings.
void EntryReader::read_status(Node status, Draft& draft) {
    const auto [code, proprietary] = children<2>(status, {"Cd", "Prtry"});
    const std::string_view written = piece_->text(code ? code : proprietary ? proprietary : status);
    draft.record.status = written == "BOOK" || written.empty() ? SETTLED_ENTRY_BOOKED : SETTLED_ENTRY_PENDING;
    if (draft.record.status == SETTLED_ENTRY_PENDING && written != "PDNG" && written != "INFO" && written != "FUTR")
        remark(SETTLED_WARNING, "STATUS", status,
               "status \"" + visible(cut_at_character(written, 40)) + "\" is not known; taken as not yet booked");
}

// "PMNT-RCDT-ESCT" of the ISO code set, else the bank's own code.
std::string_view EntryReader::transaction_code(Node code) {
    const auto [domain, proprietary] = children<2>(code, {"Domn", "Prtry"});
    if (!domain) return piece_->text(proprietary, {"Cd"});
    std::string& made = piece_->fresh_text();
    const auto [name, family] = children<2>(domain, {"Cd", "Fmly"});
    made = piece_->text(name);
    for (const Node part : children<2>(family, {"Cd", "SubFmlyCd"}))
        if (const std::string_view word = piece_->text(part); !word.empty()) made.append("-").append(word);
    return made;
}

void EntryReader::read_transaction(Node transaction, Draft& draft) {
    const auto [references, amount, direction, amount_details, code, charges, parties, agents, remittance, returned, text] =
        children<11>(transaction, {"Refs", "Amt", "CdtDbtInd", "AmtDtls", "BkTxCd", "Chrgs", "RltdPties", "RltdAgts", "RmtInf",
                                   "RtrInf", "AddtlTxInf"});
    settled_entry& made = draft.record;
    if (&draft != &booking_) {
        if (const std::string_view side = piece_->text(direction); !side.empty()) draft.credit = side == "CRDT";
        // Before version 4 a part's amount stands only in AmtDtls/TxAmt.
        const auto own = optional_amount(amount ? amount : descend(amount_details, {"TxAmt", "Amt"}));
        made.amount = own ? own->value.abi() : settled_amount{};
        if (own) made.currency = own->currency.abi();
        if (!draft.credit) made.amount.minor_units = -made.amount.minor_units;
        if (made.amount.finer_digits > 0)
            remark(SETTLED_ERROR, "FINER_AMOUNT", transaction,
                   "a part's amount has more decimals than its currency; not imported");
        read_amount_details(amount_details, draft);
        read_charges(charges, draft);
    } else {
        if (made.original_amount.present == 0) read_amount_details(amount_details, draft);
        if (made.charge_count == 0) read_charges(charges, draft);
    }
    if (made.transaction_code.size == 0) made.transaction_code = limited(transaction_code(code), code);
    read_references(references, draft);
    read_parties(parties, agents, draft);
    read_remittance(remittance, draft);
    if (made.remittance.size == 0) {
        made.remittance = limited(piece_->text(text), text);
        draft.shared_text_bytes = made.remittance.size;
    }
    const auto [reason, more] = children<2>(returned, {"Rsn", "AddtlInf"});
    const auto [reason_code, reason_own] = children<2>(reason, {"Cd", "Prtry"});
    made.return_reason = limited(piece_->text(reason_code ? reason_code : reason_own ? reason_own : more), returned);
}

void EntryReader::read_references(Node references, Draft& draft) {
    if (!references) return;
    const auto [end_to_end, mandate, servicer, transaction, instruction, payment, message] =
        children<7>(references, {"EndToEndId", "MndtId", "AcctSvcrRef", "TxId", "InstrId", "PmtInfId", "MsgId"});
    settled_entry& made = draft.record;
    const auto first_of = [&](std::initializer_list<Node> nodes) -> std::string_view {
        for (const Node node : nodes)
            if (const std::string_view text = real_reference(piece_->text(node)); !text.empty()) return limited(text, node);
        return {};
    };
    made.end_to_end_id = first_of({end_to_end});
    made.mandate_id = first_of({mandate});
    if (made.bank_reference.size == 0) made.bank_reference = first_of({servicer, transaction});
    if (const std::string_view ours = first_of({instruction, payment, message}); !ours.empty()) made.customer_reference = ours;
}

void EntryReader::read_parties(Node parties, Node agents, Draft& draft) {
    if (!parties) return;
    settled_entry& made = draft.record;
    const Counterparty other = counterparty(*piece_, parties, agents, draft.credit, context_->account);
    made.counterparty_name = limited(other.name, parties);
    made.counterparty_account = limited(other.account, parties);
    made.counterparty_bank = limited(other.bank, agents);
    made.ultimate_party = limited(other.ultimate, parties);
}

// All unstructured lines, then what the structured blocks add: numbers of the documents paid, and
// references beyond the first.
void EntryReader::read_remittance(Node information, Draft& draft) {
    if (!information) return;
    settled_entry& made = draft.record;
    std::string_view only;
    std::string* joined = nullptr; // when there are several
    const auto add = [&](std::string_view word) {
        if (word.empty()) return;
        if (only.empty()) {
            only = word;
            return;
        }
        if (joined == nullptr) *(joined = &piece_->fresh_text()) = only;
        append_word(*joined, word);
    };
    const auto so_far = [&] { return joined == nullptr ? only : std::string_view(*joined); };
    std::vector<std::string_view> more_references;
    bool structured = false;
    each_child(information, [&](Node line) {
        const std::string_view name = name_of(line);
        if (name == "Ustrd") add(piece_->text(line));
        structured = structured || name == "Strd";
    });
    for (Node block = structured ? information.first_child() : Node(); block; block = block.next_sibling()) {
        if (name_of(block) != "Strd") continue;
        for (const Node part : block) {
            // Version 1 has <RfrdDocNb> and <CdtrRef>.
            const auto [number, number_v1, reference, reference_v1] = children<4>(part, {"Nb", "RfrdDocNb", "Ref", "CdtrRef"});
            if (name_of(part) == "RfrdDocInf") add(piece_->text(number ? number : number_v1));
            if (name_of(part) != "CdtrRefInf") continue;
            const std::string_view text = piece_->text(reference ? reference : reference_v1);
            if (made.structured_reference.size == 0)
                made.structured_reference = limited(text, part);
            else
                more_references.push_back(text);
        }
    }
    draft.shared_text_bytes = so_far().size();
    for (const std::string_view reference : more_references) add(reference);
    if (so_far().empty() && made.structured_reference.size == 0)
        for (const Node block : information)
            for (const Node part : block)
                if (name_of(part) == "AddtlRmtInf") add(piece_->text(part));
    made.remittance = limited(so_far(), information);
}

// A booking of many: what its parts share, and all their text, for when they do not add up.
void EntryReader::gather_from_details(Draft& draft) {
    settled_entry& made = draft.record;
    for (auto field : {&settled_entry::counterparty_name, &settled_entry::counterparty_account, &settled_entry::counterparty_bank,
                       &settled_entry::ultimate_party, &settled_entry::structured_reference, &settled_entry::end_to_end_id,
                       &settled_entry::mandate_id, &settled_entry::return_reason})
        made.*field = common_text(details_, field);
    if (made.transaction_code.size == 0) made.transaction_code = common_text(details_, &settled_entry::transaction_code);
    std::string& joined = piece_->fresh_text();
    for (const Draft& part : parts_) {
        append_word(joined, std::string_view(part.record.remittance).substr(0, part.shared_text_bytes));
        if (joined.size() > field_bytes_max) break;
    }
    made.remittance = cut_at_character(joined, field_bytes_max);
}

// Pointers last: the vectors grow while an entry is read.
void EntryReader::finish(Draft& draft) {
    settled_entry& made = draft.record;
    made.charges = made.charge_count == 0 ? nullptr : &charges_[draft.first_charge];
    if (&draft != &booking_) return;
    made.details = details_.empty() ? nullptr : details_.data();
    made.detail_count = static_cast<std::uint32_t>(details_.size());
}

} // namespace settled::camt
