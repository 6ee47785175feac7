#include "transaction.hpp"

#include <formats/balance_proof.hpp>
#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

namespace settled::qif {
namespace {

constexpr std::size_t field_bytes_max = 4096;
constexpr std::string_view split_marker = "--Split--"; // what Quicken writes as category of a split booking

} // namespace

const Field* amount_field(const Record& record) {
    const Field* amount = record.find('T');
    return amount != nullptr ? amount : record.find('U');
}

std::string_view transfer_account(std::string_view category) {
    const std::size_t end = category.find(']');
    return category.starts_with('[') && end != category.npos ? trim(category.substr(1, end - 1)) : std::string_view();
}

std::string_view TransactionReader::limited(std::string_view text) {
    if (text.size() <= field_bytes_max) return text;
    remarks_.push_back({SETTLED_WARNING, "TEXT_CUT",
                        "a text of " + std::to_string(text.size()) + " bytes is cut to " + std::to_string(field_bytes_max)});
    return cut_at_character(text, field_bytes_max);
}

Result<const settled_entry*> TransactionReader::read(const Record& record, const Conventions& conventions) {
    entry_ = {.size = sizeof(settled_entry),
              .status = SETTLED_ENTRY_BOOKED,
              .line = record.line,
              .currency = conventions.currency.abi()};
    splits_.clear();
    remarks_.clear();
    const Field* written = amount_field(record);
    if (written == nullptr)
        return fail(SETTLED_BAD_DATA, "a booking without amount (T); the file is damaged, fetch it again", record.line);
    const auto amount = amount_in(conventions.decimal_mark, written->text, conventions.currency, written->line);
    if (!amount) return std::unexpected(amount.error());
    entry_.amount = amount->abi();
    if (amount->finer_digits > 0)
        remarks_.push_back(
            {SETTLED_ERROR, "FINER_AMOUNT",
             "amount \"" + visible(written->text) + "\" has more decimals than its currency; shown as written, not imported"});
    const auto day = date_in(conventions.order, record.text('D'));
    if (day) entry_.booking_date = day->number();
    if (!day) remarks_.push_back({SETTLED_ERROR, "NO_DATE", "the booking has no day (D); it cannot be imported"});
    const std::string_view category = record.text('L');
    entry_.counterparty_name = limited(record.text('P'));
    entry_.counterparty_account = limited(transfer_account(category));
    const std::string_view memo = record.text('M');
    entry_.remittance = memo.empty() ? std::string_view(entry_.counterparty_name) : limited(memo);
    structured_reference_ = formats::self_proving_reference(entry_.remittance);
    entry_.structured_reference = structured_reference_;
    entry_.customer_reference = limited(record.text('N'));
    if (transfer_account(category).empty() && category != split_marker) entry_.transaction_code = limited(category);
    if (Status done = read_splits(record, conventions); !done) return pass(done);
    return &entry_;
}

// S begins a split; E is its memo, $ its amount. One split alone says nothing new.
Status TransactionReader::read_splits(const Record& record, const Conventions& conventions) {
    formats::DecimalAmount sum;
    bool summable = true;
    for (const Field& field : record.fields) {
        if (field.letter == 'S') {
            settled_entry& split = splits_.emplace_back();
            split = {.size = sizeof(settled_entry),
                     .status = entry_.status,
                     .line = field.line,
                     .booking_date = entry_.booking_date,
                     .currency = entry_.currency};
            split.counterparty_name = entry_.counterparty_name;
            split.counterparty_account = limited(transfer_account(field.text));
            if (transfer_account(field.text).empty()) split.transaction_code = limited(field.text);
        } else if (field.letter == 'E' && !splits_.empty()) {
            splits_.back().remittance = limited(field.text);
        } else if (field.letter == '$' && !splits_.empty() && !field.text.empty()) {
            const auto amount = amount_in(conventions.decimal_mark, field.text, conventions.currency, field.line);
            if (!amount) return std::unexpected(amount.error());
            splits_.back().amount = amount->abi();
            const auto next = formats::add(sum, *amount);
            summable = summable && next;
            if (next) sum = *next;
        }
    }
    if (splits_.size() < 2) return {};
    const formats::DecimalAmount whole{entry_.amount.minor_units, entry_.amount.finer_digits};
    if (!summable || formats::subtract(whole, sum) != formats::DecimalAmount())
        remarks_.push_back({SETTLED_WARNING, "SPLIT", "the splits do not add up to the booking; the booking counts"});
    entry_.details = splits_.data();
    entry_.detail_count = static_cast<std::uint32_t>(splits_.size());
    return {};
}

} // namespace settled::qif
