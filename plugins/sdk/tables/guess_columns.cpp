#include <tables/guess_columns.hpp>

#include <learning/heading_words.hpp>
#include <settled/text.hpp>
#include <tables/ledger_words.hpp>

#include <algorithm>
#include <array>

namespace settled::tables {
namespace {

constexpr int whole_points = 3, part_points = 1, name_points = 6, missing_points = 8;

// Two columns whose difference is the wanted one.
struct Difference {
    std::string_view entity, column, plus, minus;
};
constexpr std::array<Difference, 3> differences = {{
    {"open_items", "open_amount", "价税合计|应收金额|发票金额|开票金额|应收|金额|invoiceamount|totalamount|amount|total",
     "已收金额|已收款|已收|已核销金额|已核销|已付金额|收款金额|paidamount|amountpaid|paid|received|bezahlt"},
    {"bank_book", "amount", "借方金额|借方发生额|借方|收入金额|收入|debit|debitamount|receipts|in|moneyin|einnahmen",
     "贷方金额|贷方发生额|贷方|支出金额|支出|credit|creditamount|payments|out|moneyout|ausgaben"},
    {"control_balances", "balance", "期末借方|借方余额|期末借方余额|closingdebit",
     "期末贷方|贷方余额|期末贷方余额|closingcredit"},
}};

// A column that may stand for another one where that has no heading of its own.
struct Stand {
    std::string_view entity, column, from;
};
constexpr std::array<Stand, 7> stands = {{{"open_items", "item_id", "document_number"},
                                          {"open_items", "document_number", "item_id"},
                                          {"open_items", "open_amount", "amount"},
                                          {"bills", "bill_id", "bill_number"},
                                          {"bills", "bill_number", "bill_id"},
                                          {"customers", "customer_id", "name"},
                                          {"customers", "name", "customer_id"}}};

std::string folded_lower(std::string_view heading) {
    const std::size_t slash = heading.rfind('/');
    return learning::folded(slash == heading.npos ? heading : heading.substr(slash + 1));
}

std::size_t column_called(std::span<const std::string> headings, std::string_view words) {
    for (const std::string_view word : split(words, '|'))
        for (std::size_t i = 0; i < headings.size(); ++i)
            if (!headings[i].empty() && (learning::folded(headings[i]) == word || folded_lower(headings[i]) == word)) return i;
    return std::string::npos;
}

const HeadingMatch* match_of(const HeadingGuess& guess, std::string_view column) {
    const auto found = std::ranges::find_if(guess.matches, [&](const HeadingMatch& one) { return one.field->name == column; });
    return found == guess.matches.end() ? nullptr : &*found;
}

void assign(HeadingGuess& guess) {
    struct Pair {
        int meaning;
        const Field* field;
        std::size_t column;
    };
    std::vector<Pair> pairs;
    for (const Field& field : guess.entity->fields)
        for (std::size_t i = 0; i < guess.headings.size(); ++i)
            if (!guess.headings[i].empty())
                if (const int found = meaning(*guess.entity, field, guess.headings[i]); found > 0)
                    pairs.push_back({found, &field, i});
    // The surest first; of equally sure ones what is required, then the left one.
    std::ranges::stable_sort(pairs, [](const Pair& a, const Pair& b) {
        return a.meaning != b.meaning ? a.meaning > b.meaning : a.field->required > b.field->required;
    });
    std::vector<bool> taken(guess.headings.size());
    for (const Pair& pair : pairs) {
        if (taken[pair.column] || match_of(guess, pair.field->name) != nullptr) continue;
        taken[pair.column] = true;
        guess.matches.push_back({pair.field, {pair.column}, {}, pair.meaning, false});
    }
}

void derive(HeadingGuess& guess) {
    for (const Difference& one : differences) {
        if (one.entity != guess.entity->name) continue;
        const HeadingMatch* const own = match_of(guess, one.column);
        if (own != nullptr && (own->meaning > part_name_max || one.column == "open_amount")) continue;
        const std::size_t plus = column_called(guess.headings, one.plus), minus = column_called(guess.headings, one.minus);
        if (plus == std::string::npos || minus == std::string::npos || plus == minus) continue;
        std::erase_if(guess.matches, [&](const HeadingMatch& match) { return match.field->name == one.column; });
        guess.matches.push_back({find_field(*guess.entity, one.column), {plus}, {minus}, whole_name, true});
        guess.score += part_points;
    }
    for (const Stand& one : stands) {
        if (one.entity != guess.entity->name || match_of(guess, one.column) != nullptr) continue;
        const HeadingMatch* const from = match_of(guess, one.from);
        if (from == nullptr || from->derived) continue;
        const std::vector<std::size_t> columns = from->plus;
        guess.matches.push_back({find_field(*guess.entity, one.column), columns, {}, part_name_max, true});
    }
}

bool is_asked_of_headings(const Field& field) {
    return field.required && field.type != FieldType::currency && field.type != FieldType::enumeration;
}

HeadingGuess read_as(const Entity& entity, const std::vector<std::string>& headings, std::span<const std::string_view> names) {
    HeadingGuess guess;
    guess.entity = &entity, guess.headings = headings;
    assign(guess);
    for (const HeadingMatch& match : guess.matches) guess.score += match.meaning > part_name_max ? whole_points : part_points;
    derive(guess);
    for (const Field& field : entity.fields)
        if (is_asked_of_headings(field) && match_of(guess, field.name) == nullptr) guess.missing.push_back(&field);
    guess.score -= missing_points * static_cast<int>(guess.missing.size());
    for (const std::string_view name : names)
        if (names_table(entity, name)) guess.score += name_points;
    return guess;
}

// Fewer than two columns are no table.
bool is_table(const HeadingGuess& guess) {
    std::vector<std::size_t> columns;
    for (const HeadingMatch& match : guess.matches) columns.insert(columns.end(), match.plus.begin(), match.plus.end());
    std::ranges::sort(columns);
    const auto repeated = std::ranges::unique(columns);
    return columns.end() - columns.begin() - static_cast<std::ptrdiff_t>(repeated.size()) >= 2;
}

} // namespace

HeadingGuess guess_headings(std::span<const HeadRow> rows, const Entity* wanted, std::span<const std::string_view> names) {
    HeadingGuess best;
    bool found = false;
    for (std::size_t i = 0; i < std::min(rows.size(), heading_rows_looked_at); ++i)
        for (const int count : {1, 2}) {
            if (count == 2 && i == 0) continue;
            const std::vector<std::string> headings = heading_texts(count == 2 ? &rows[i - 1] : nullptr, rows[i]);
            for (const Entity& entity : entities()) {
                if (wanted != nullptr && wanted != &entity) continue;
                HeadingGuess guess = read_as(entity, headings, names);
                guess.row = i, guess.rows = count;
                const bool enough = wanted != nullptr || guess.score > 0;
                if (!enough || !is_table(guess) || (found && guess.score <= best.score)) continue;
                best = std::move(guess), found = true;
            }
        }
    if (found) best.score = std::max(best.score, 1);
    return best;
}

} // namespace settled::tables
