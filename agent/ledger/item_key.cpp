#include "ledger/item_key.hpp"

#include <settled/columns.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace settled::ledger {
namespace {

using Places = std::vector<std::size_t>;

void append_escaped(std::string& key, std::string_view part) {
    for (const char c : trim(part)) {
        if (c == '|' || c == '#' || c == '\\') key += '\\';
        key += c;
    }
}

std::string_view doc_type_name(std::int32_t doc_type) {
    static const Field& field = *find_field(entity(SETTLED_OPEN_ITEMS), "doc_type");
    return enumeration_name(field, doc_type);
}

// Where the count of an item key begins, or its end: "#2" with an unescaped mark.
std::size_t count_mark(std::string_view key) {
    for (std::size_t at = key.size(); at-- > 0;) {
        if (key[at] >= '0' && key[at] <= '9') continue;
        const bool escaped = at > 0 && key[at - 1] == '\\';
        return key[at] == '#' && !escaped && at + 1 < key.size() ? at : key.size();
    }
    return key.size();
}

int count_of(std::string_view key) {
    const std::size_t mark = count_mark(key);
    int count = 1;
    if (mark < key.size()) std::from_chars(key.data() + mark + 1, key.data() + key.size(), count);
    return count;
}

std::string counted(const std::string& document, int count) {
    return count == 1 ? document : document + '#' + std::to_string(count);
}

// The items of one document without an instalment of their own, and the keys it has had.
struct Document {
    Places items, known;
};

class Counting {
  public:
    Counting(std::span<const ItemFacts> items, std::span<const KeyedItem> known, std::vector<std::string>& keys)
        : items_(items), known_(known), keys_(keys) {}

    void count(const std::string& name, Document document) {
        std::ranges::sort(document.items, {}, [&](std::size_t i) { return std::tie(items_[i].due_date, items_[i].erp_id); });
        std::ranges::sort(document.known, {}, [&](std::size_t k) { return count_of(known_[k].key); });
        int last = 0;
        for (const std::size_t k : document.known) last = std::max(last, count_of(known_[k].key));
        const bool seen_lately = std::ranges::any_of(document.known, [&](std::size_t k) { return known_[k].current; });
        recognise_ids(document);
        for (const bool current : {true, false}) recognise_terms(document, current);
        recognise_places(document, seen_lately);
        for (const std::size_t i : document.items) keys_[i] = counted(name, ++last);
    }

  private:
    void take(Document& document, std::size_t item, std::size_t known) {
        keys_[item] = known_[known].key;
        std::erase(document.items, item);
        std::erase(document.known, known);
    }

    void recognise_ids(Document& document) {
        std::unordered_map<std::string_view, std::size_t> by_id;
        for (const std::size_t k : document.known)
            if (auto [hit, fresh] = by_id.emplace(known_[k].facts.erp_id, k); !fresh && known_[k].current) hit->second = k;
        by_id.erase("");
        for (const std::size_t item : Places(document.items))
            if (auto hit = by_id.find(items_[item].erp_id); hit != by_id.end()) {
                take(document, item, hit->second);
                by_id.erase(hit); // two rows of one id are told apart by their terms
            }
    }

    // As many items as keys with this due date and amount: they are those, in order.
    void recognise_terms(Document& document, bool current) {
        std::map<std::pair<Date, std::optional<std::int64_t>>, Document> by_terms;
        for (const std::size_t i : document.items) by_terms[{items_[i].due_date, items_[i].amount}].items.push_back(i);
        for (const std::size_t k : document.known)
            if (known_[k].current == current) by_terms[{known_[k].facts.due_date, known_[k].facts.amount}].known.push_back(k);
        for (const auto& [terms, group] : by_terms) pair_in_order(document, group);
    }

    void recognise_places(Document& document, bool seen_lately) {
        Document left{document.items, {}};
        for (const std::size_t k : document.known)
            if (known_[k].current == seen_lately) left.known.push_back(k);
        pair_in_order(document, left);
    }

    void pair_in_order(Document& document, const Document& group) {
        if (group.items.size() != group.known.size()) return;
        for (std::size_t n = 0; n < group.items.size(); ++n) take(document, group.items[n], group.known[n]);
    }

    std::span<const ItemFacts> items_;
    std::span<const KeyedItem> known_;
    std::vector<std::string>& keys_;
};

// Text that is equal for items with the same customer, type and currency, plus `last`.
std::string party_and(const ItemFacts& item, const std::string& last) {
    std::string text;
    append_escaped(text, item.customer_id);
    text += '|' + std::to_string(item.doc_type) + '|' + std::string(item.currency.code()) + '|' + last;
    return text;
}

std::string by_terms(const ItemFacts& item) {
    if (!item.amount) return {}; // without the original amount too much would look alike
    return party_and(item, std::to_string(*item.amount) + '|' + std::to_string(item.due_date.number()));
}

std::string by_id(const ItemFacts& item) { return item.erp_id.empty() ? std::string() : party_and(item, "id " + item.erp_id); }

} // namespace

std::string document_key(const ItemFacts& item) {
    std::string key;
    append_escaped(key, item.customer_id);
    key += '|';
    key += doc_type_name(item.doc_type);
    key += '|';
    append_escaped(key, item.document_number);
    key += '|';
    if (item.document_date) key += std::to_string(item.document_date.number());
    key += '|';
    append_escaped(key, item.instalment);
    return key;
}

std::string document_of(const std::string& item_key) { return item_key.substr(0, count_mark(item_key)); }

std::string document_number_of(std::string_view item_key) {
    constexpr int marks_before = 2; // customer | type | number
    std::string number;
    int marks = 0;
    for (std::size_t at = 0; at < item_key.size() && marks <= marks_before; ++at) {
        if (item_key[at] == '|') {
            ++marks;
            continue;
        }
        if (item_key[at] == '\\' && at + 1 < item_key.size()) ++at;
        if (marks == marks_before) number += item_key[at];
    }
    return number;
}

std::vector<std::string> item_keys(std::span<const ItemFacts> items, std::span<const KeyedItem> known) {
    std::vector<std::string> keys(items.size());
    std::unordered_map<std::string, Document> documents;
    for (std::size_t i = 0; i < items.size(); ++i) documents[document_key(items[i])].items.push_back(i);
    for (std::size_t k = 0; k < known.size(); ++k)
        if (auto hit = documents.find(document_of(known[k].key)); hit != documents.end()) hit->second.known.push_back(k);
    Counting counting(items, known, keys);
    for (auto& [name, document] : documents) counting.count(name, std::move(document));
    return keys;
}

Renumbering renumbered(std::span<const KeyedItem> vanished, std::span<const KeyedItem> appeared) {
    std::unordered_map<std::string, Places> by_what;
    for (std::size_t a = 0; a < appeared.size(); ++a)
        for (const std::string& what : {by_terms(appeared[a].facts), by_id(appeared[a].facts)})
            if (!what.empty()) by_what[what].push_back(a);

    std::vector<Places> candidates(vanished.size());
    std::vector<int> wanted(appeared.size(), 0);
    for (std::size_t v = 0; v < vanished.size(); ++v) {
        Places& found = candidates[v];
        for (const std::string& what : {by_terms(vanished[v].facts), by_id(vanished[v].facts)})
            if (auto hit = by_what.find(what); !what.empty() && hit != by_what.end())
                found.insert(found.end(), hit->second.begin(), hit->second.end());
        std::ranges::sort(found);
        // One that agrees in terms and id alike stands twice: it leaves no doubt.
        if (auto twice = std::ranges::adjacent_find(found); twice != found.end()) found = {*twice};
        for (const std::size_t a : found) ++wanted[a];
    }

    Renumbering result;
    for (std::size_t v = 0; v < vanished.size(); ++v) {
        const Places& found = candidates[v];
        if (found.empty()) continue; // paid, or cancelled
        if (found.size() == 1 && wanted[found.front()] == 1) {
            result.aliases.push_back({vanished[v].key, appeared[found.front()].key});
            continue;
        }
        Renumbering::Doubt doubt{vanished[v].key, {}};
        for (const std::size_t a : found) doubt.candidates.push_back(appeared[a].key);
        result.doubts.push_back(std::move(doubt));
    }
    return result;
}

} // namespace settled::ledger
