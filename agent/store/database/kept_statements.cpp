#include "store/database/kept_statements.hpp"

#include <utility>

namespace settled::store {

std::unique_ptr<Prepared> KeptStatements::take(const std::string& key) {
    auto hit = at_rest_.extract(key);
    return hit.empty() ? nullptr : std::move(hit.mapped());
}

void KeptStatements::keep(const std::string& key, std::unique_ptr<Prepared> statement) {
    if (!statement->rest(*dialect_)) return;
    if (at_rest_.size() >= statements_max) at_rest_.clear();
    at_rest_.insert_or_assign(key, std::move(statement));
}

StatementInUse::StatementInUse(KeptStatements& kept, soci::session& session, std::string_view sql, const Values& values,
                               std::string_view shape)
    : kept_(&kept) {
    std::vector<bool> texts;
    key_.reserve(sql.size() + values.size() + shape.size() + 2);
    key_.append(sql).append("\n").append(shape).append("\n");
    for (const Value& value : values) {
        texts.push_back(value.is_text());
        key_ += value.is_text() ? 't' : 'i';
    }
    statement_ = kept.take(key_);
    if (!statement_) statement_ = std::make_unique<Prepared>(session, numbered(sql), texts, shape, false, kept.dialect().cells());
    for (std::size_t i = 0; i < values.size(); ++i) statement_->set(i, values[i]);
}

StatementInUse::~StatementInUse() {
    if (sound_) kept_->keep(key_, std::move(statement_));
}

bool StatementInUse::run() {
    const bool any = statement_->run();
    sound_ = true;
    return any;
}

bool StatementInUse::fetch() {
    const bool was_sound = std::exchange(sound_, false);
    const bool any = statement_->fetch();
    sound_ = was_sound;
    return any;
}

} // namespace settled::store
