#include "host/checked_receivers.hpp"

#include "host/record_check.hpp"

#include <settled/money.hpp>

namespace settled::host {
namespace {

std::unexpected<Error> out_of_order(std::string_view what) {
    return fail(SETTLED_INTERNAL, "the plugin " + std::string(what) + "; report it to its author");
}

std::string name_of(const Entity& entity) { return std::string(entity.name); }

} // namespace

Status CheckedLedger::begin(settled_entity id) {
    Progress& progress = progress_[id];
    if (progress.begun) return out_of_order("began " + name_of(entity(id)) + " twice");
    progress.begun = true;
    return receiver_->begin(id);
}

Status CheckedLedger::add(Progress& progress, const Entity& entity, const void* record) const {
    ++progress.count;
    if (entity.sum_field.empty()) return {};
    const Field& summed = *find_field(entity, entity.sum_field);
    const auto& amount = field_value<settled_amount>(record, summed);
    if (!amount.present) return {};
    const auto currency = Currency::from_abi(field_value<settled_currency>(record, *find_field(entity, summed.currency_field)));
    std::int64_t& sum = progress.sums[currency];
    const auto total = checked_add(sum, amount.minor_units);
    if (!total)
        return fail(SETTLED_BAD_DATA,
                    name_of(entity) + ": the amounts in " + std::string(currency.code()) + " add up to more than 64 bits hold");
    sum = *total;
    return {};
}

Status CheckedLedger::record(settled_entity id, const void* record) {
    const Entity& what = entity(id);
    Progress& progress = progress_[id];
    if (!progress.begun || progress.committed)
        return out_of_order("sent a row of " + name_of(what) + " outside begin and commit");
    if (auto sound = check_record(what, record, field_bytes_max_); !sound) return sound;
    if (auto added = add(progress, what, record); !added) return added;
    return receiver_->record(id, record);
}

Status CheckedLedger::commit(const settled_commit& commit) {
    const auto id = static_cast<settled_entity>(commit.entity);
    const Entity& what = entity(id);
    Progress& progress = progress_[id];
    if (!progress.begun || progress.committed) return out_of_order("committed " + name_of(what) + " without begin");
    if (commit.count != progress.count)
        return fail(SETTLED_BAD_DATA, name_of(what) + ": the plugin sent " + std::to_string(commit.count) + " rows, " +
                                          std::to_string(progress.count) + " arrived; pull again");
    std::map<Currency, std::int64_t> stated;
    for (std::uint32_t i = 0; i < commit.sum_count; ++i) {
        const std::string_view code(commit.sums[i].currency.code);
        const auto currency = Currency::parse(code);
        if (!currency && !code.empty()) return out_of_order("states a sum in \"" + plain(code, 3) + "\", which is no currency");
        stated[currency.value_or(Currency())] = commit.sums[i].minor_units;
    }
    for (const auto& [currency, sum] : progress.sums) {
        const auto hit = stated.find(currency);
        const std::int64_t said = hit == stated.end() ? 0 : hit->second;
        if (said != sum)
            return fail(SETTLED_BAD_DATA, name_of(what) + ": the plugin's rows add up to " + amount_text(said, currency) + ' ' +
                                              std::string(currency.code()) + ", those that arrived to " +
                                              amount_text(sum, currency) + "; pull again");
    }
    for (const auto& [currency, said] : stated)
        if (said != 0 && !progress.sums.contains(currency))
            return fail(SETTLED_BAD_DATA, name_of(what) + ": the plugin states " + amount_text(said, currency) + ' ' +
                                              std::string(currency.code()) + ", no row of that currency arrived; pull again");
    progress.committed = true;
    return receiver_->commit(commit);
}

Status CheckedLedger::complete(bool whole) const {
    for (const Entity& what : entities()) {
        const Progress& progress = progress_[what.id];
        if (progress.begun && !progress.committed)
            return fail(SETTLED_BAD_DATA, name_of(what) + " was begun and not finished; pull again");
        const bool required = what.id == SETTLED_CUSTOMERS || what.id == SETTLED_OPEN_ITEMS;
        if (whole && required && !progress.begun)
            return fail(SETTLED_BAD_DATA, "the ledger sent no " + name_of(what) + "; customers and open_items are required");
    }
    return {};
}

Status CheckedStatement::begin(const settled_statement_begin& begin) {
    if (open_) return out_of_order("began a statement within another");
    if (auto sound = check_begin(begin, limits_.field_bytes_max); !sound) return sound;
    open_ = true;
    return receiver_->begin(begin);
}

Status CheckedStatement::entry(const settled_entry& entry) {
    if (!open_) return out_of_order("sent an entry outside a statement");
    if (limits_.entries_max != 0 && ++entries_ > limits_.entries_max)
        return fail(SETTLED_BAD_DATA,
                    "the file holds more than " + std::to_string(limits_.entries_max) +
                        " entries; split it, or raise limits.statement_entries",
                    entry.line);
    if (auto sound = check_entry(entry, limits_.field_bytes_max); !sound) return sound;
    return receiver_->entry(entry);
}

Status CheckedStatement::end(const settled_statement_end& end) {
    if (!open_) return out_of_order("ended a statement that it had not begun");
    if (auto sound = check_end(end); !sound) return sound;
    open_ = false;
    return receiver_->end(end);
}

void CheckedStatement::diagnostic(const settled_diagnostic& found) {
    if (++diagnostics_ > limit::diagnostics_max) return;
    const std::string code = plain(found.code, limit::shown_value_bytes_max),
                      message = plain(found.message, limit::diagnostic_bytes_max);
    settled_diagnostic clean = found;
    clean.code = code, clean.message = message;
    if (clean.severity < SETTLED_INFO || clean.severity > SETTLED_ERROR) clean.severity = SETTLED_ERROR; // never made smaller
    receiver_->diagnostic(clean);
}

Status CheckedStatement::complete() const {
    if (!open_) return {};
    return out_of_order("ended within a statement");
}

} // namespace settled::host
