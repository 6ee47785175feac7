#include "store/database/json_text.hpp"

#include "store/database/database.hpp"

#include <nlohmann/json.hpp>

namespace settled::store {
namespace {

using nlohmann::json;

// Absent keys are empty values, so that a list of thousands stays short.
template <class T> void put(json& object, const char* key, const T& value) {
    if (value != T()) object[key] = value;
}
template <class T> T get(const json& object, const char* key) { return object.value(key, T()); }

json written(const Money& money) { return {{"amount", money.minor_units}, {"currency", std::string(money.currency.code())}}; }

Money money(const json& object) {
    return {get<std::int64_t>(object, "amount"), Currency::parse(get<std::string>(object, "currency")).value_or(Currency())};
}

json written(const StoredEvidence& evidence) {
    json object;
    object["kind"] = std::string(matching::name(evidence.kind));
    if (evidence.residual != matching::Residual::none) object["residual"] = std::string(matching::name(evidence.residual));
    put(object, "document_number", evidence.document_number);
    put(object, "customer_id", evidence.customer_id);
    put(object, "customer_name", evidence.customer_name);
    put(object, "text", evidence.text);
    if (evidence.amount != Money()) object["money"] = written(evidence.amount);
    put(object, "limit", evidence.limit);
    put(object, "count", evidence.count);
    put(object, "days", evidence.days);
    return object;
}

StoredEvidence evidence(const json& object) {
    StoredEvidence made;
    made.kind = matching::evidence_kind(object.at("kind").get<std::string>());
    if (object.contains("residual")) made.residual = matching::residual(object["residual"].get<std::string>());
    made.document_number = get<std::string>(object, "document_number");
    made.customer_id = get<std::string>(object, "customer_id");
    made.customer_name = get<std::string>(object, "customer_name");
    made.text = get<std::string>(object, "text");
    if (object.contains("money")) made.amount = money(object["money"]);
    made.limit = get<std::int64_t>(object, "limit");
    made.count = get<std::int64_t>(object, "count");
    made.days = get<std::int32_t>(object, "days");
    return made;
}

json written(const StoredAllocation& allocation) {
    json object = {{"ledger", allocation.ledger}, {"customer_id", allocation.customer_id}, {"amount", allocation.amount}};
    put(object, "item_key", allocation.item_key);
    put(object, "item_id", allocation.item_id);
    put(object, "document_number", allocation.document_number);
    put(object, "open_at_decision", allocation.open_at_decision);
    put(object, "generation", allocation.generation);
    put(object, "booked", allocation.booked);
    return object;
}

StoredAllocation allocation(const json& object) {
    StoredAllocation made;
    made.ledger = get<std::string>(object, "ledger");
    made.customer_id = get<std::string>(object, "customer_id");
    made.item_key = get<std::string>(object, "item_key");
    made.item_id = get<std::string>(object, "item_id");
    made.document_number = get<std::string>(object, "document_number");
    made.amount = get<std::int64_t>(object, "amount");
    made.open_at_decision = get<std::int64_t>(object, "open_at_decision");
    made.generation = get<std::int64_t>(object, "generation");
    made.booked = get<std::int64_t>(object, "booked");
    return made;
}

json written(const StoredProposal& proposal) {
    json object;
    for (const StoredAllocation& one : proposal.allocations) object["allocations"].push_back(written(one));
    for (const StoredEvidence& one : proposal.evidence) object["evidence"].push_back(written(one));
    put(object, "residual_amount", proposal.residual_amount);
    if (proposal.residual != matching::Residual::none) object["residual"] = std::string(matching::name(proposal.residual));
    if (proposal.grade != matching::Grade::none) object["grade"] = std::string(matching::name(proposal.grade));
    return object;
}

StoredProposal proposal(const json& object) {
    StoredProposal made;
    for (const json& one : object.value("allocations", json::array())) made.allocations.push_back(allocation(one));
    for (const json& one : object.value("evidence", json::array())) made.evidence.push_back(evidence(one));
    made.residual_amount = get<std::int64_t>(object, "residual_amount");
    if (object.contains("residual")) made.residual = matching::residual(object["residual"].get<std::string>());
    if (object.contains("grade")) made.grade = matching::grade(object["grade"].get<std::string>());
    return made;
}

template <class T> std::string list(const std::vector<T>& values) {
    json array = json::array();
    for (const T& value : values) array.push_back(written(value));
    return array.dump();
}

json parsed(const std::string& text) {
    json value = json::parse(text, nullptr, false);
    if (!value.is_array()) refuse(SETTLED_BAD_DATA, "store: a row is damaged: its JSON cannot be read");
    return value;
}

template <class T, class Read> std::vector<T> each(const std::string& text, Read read) {
    std::vector<T> values;
    for (const json& one : parsed(text)) values.push_back(read(one));
    return values;
}

} // namespace

std::string json_of(const std::vector<StoredEvidence>& evidence) { return list(evidence); }
std::string json_of(const std::vector<StoredProposal>& proposals) { return list(proposals); }
std::string json_of(const std::vector<std::string>& texts) { return json(texts).dump(); }
std::string json_of(const std::vector<Money>& amounts) { return list(amounts); }

std::vector<StoredEvidence> evidence_of(const std::string& text) { return each<StoredEvidence>(text, evidence); }
std::vector<StoredProposal> proposals_of(const std::string& text) { return each<StoredProposal>(text, proposal); }
std::vector<std::string> texts_of(const std::string& text) {
    return each<std::string>(text, [](const json& one) { return one.get<std::string>(); });
}
std::vector<Money> amounts_of(const std::string& text) { return each<Money>(text, money); }

} // namespace settled::store
