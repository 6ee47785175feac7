#include <settled/ledger.hpp>

#include <settled/money.hpp>

namespace settled {

Status LedgerSink::begin(settled_entity entity) {
    entity_ = entity, count_ = 0, sums_.clear();
    const Entity& what = settled::entity(entity);
    summed_ = what.sum_field.empty() ? nullptr : find_field(what, what.sum_field);
    currency_ = summed_ == nullptr ? nullptr : find_field(what, summed_->currency_field);
    return sink_->begin(sink_->context, entity) == 0 ? Status{} : Status(stopped());
}

Status LedgerSink::add(settled_entity id, const void* record) {
    ++count_;
    if (summed_ != nullptr) {
        const auto& amount = field_value<settled_amount>(record, *summed_);
        const auto& currency = field_value<settled_currency>(record, *currency_);
        settled_sum& sum = sums_.try_emplace(currency.code, settled_sum{currency, 0, 0}).first->second;
        const auto total = checked_add(sum.minor_units, amount.minor_units);
        if (!total)
            return fail(SETTLED_BAD_DATA,
                        std::string(entity(id).name) + ": the amounts in " + currency.code + " add up to more than 64 bits hold");
        sum.minor_units = *total;
    }
    return sink_->record(sink_->context, id, record) == 0 ? Status{} : Status(stopped());
}

Status LedgerSink::commit() {
    std::vector<settled_sum> sums;
    for (const auto& [code, sum] : sums_) sums.push_back(sum);
    const settled_commit commit{sizeof commit, entity_, count_, sums.data(), static_cast<std::uint32_t>(sums.size()), 0};
    return sink_->commit(sink_->context, &commit) == 0 ? Status{} : Status(stopped());
}

Status LedgerSource::reread(const std::vector<std::string_view>&, LedgerSink&) {
    return fail(SETTLED_UNSUPPORTED, "this ledger cannot be asked for single items; pull it again");
}

} // namespace settled
