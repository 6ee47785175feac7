#include <tables/guess_table.hpp>

#include <formats/record_reader.hpp>
#include <tables/guess_values.hpp>
#include <tables/ledger_words.hpp>
#include <tables/row_words.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace settled::tables {
namespace {

constexpr std::size_t merged_share = 5; // at least every fifth cell is empty where a column is merged

class Guesser {
  public:
    Guesser(const TableSample& sample, HeadingGuess heading, TableGuess& out)
        : sample_(sample), heading_(std::move(heading)), out_(out), map_(out.mapping) {}

    void guess(std::string& home_currency) {
        map_.entity = heading_.entity;
        map_.heading_rows = heading_.rows;
        out_.heading_row = sample_.rows[heading_.row].line;
        for (const HeadingMatch& match : heading_.matches) column(match);
        guess_merged();
        guess_unit();
        guess_type();
        guess_currency(home_currency);
        guess_id();
        for (const Field* field : heading_.missing) out_.missing.emplace_back(field->name);
        for (std::size_t i = 0; i < heading_.headings.size(); ++i)
            if (!heading_.headings[i].empty() && !read_.contains(i)) out_.unread.push_back(heading_.headings[i]);
        std::ranges::sort(out_.columns, {}, [&](const ColumnGuess& one) { return find_field(*map_.entity, one.column); });
    }

  private:
    void remark(std::string en, std::string zh) { out_.remarks.push_back({std::move(en), std::move(zh)}); }

    // Cells under the headings as far as their rows are items.
    std::vector<std::string> cells(std::span<const std::size_t> columns) const {
        std::vector<std::string> all;
        for (std::size_t i = heading_.row + 1; i < sample_.cells.size(); ++i) {
            if (std::ranges::any_of(sample_.rows[i].cells, says_total)) continue;
            for (const std::size_t column : columns)
                if (column < sample_.cells[i].size() && !sample_.rows[i].cells[column].empty())
                    all.push_back(sample_.cells[i][column]);
        }
        return all;
    }
    std::vector<std::string> cells(const HeadingMatch& match) const {
        std::vector<std::size_t> columns = match.plus;
        columns.insert(columns.end(), match.minus.begin(), match.minus.end());
        return cells(columns);
    }

    void column(const HeadingMatch& match) {
        const std::string field(match.field->name);
        ColumnSource& source = map_.columns[field];
        ColumnGuess guess{field, {}, Sure::certain, {}};
        for (const std::size_t one : match.plus) {
            source.plus.push_back(heading_.headings[one]);
            guess.source += (guess.source.empty() ? "" : " + ") + heading_.headings[one];
            read_.insert(one);
        }
        for (const std::size_t one : match.minus) {
            source.minus.push_back(heading_.headings[one]);
            guess.source += " − " + heading_.headings[one];
            read_.insert(one);
        }
        if (!match.minus.empty()) {
            guess.sure = Sure::likely;
            guess.why = {"the difference of the two", "两列之差"};
        } else if (match.derived) {
            guess.sure = Sure::guess;
            guess.why = {"no heading of its own", "无单独的列，借用此列"};
        } else if (match.meaning > part_name_max) {
            guess.why = {"the heading says it", "列名即为此义"};
        } else {
            guess.sure = Sure::likely;
            guess.why = {"the heading holds a word for it", "列名含有此义"};
        }
        look_at_cells(match, guess);
        out_.columns.push_back(std::move(guess));
    }

    void look_at_cells(const HeadingMatch& match, ColumnGuess& guess) {
        const std::vector<std::string> values = cells(match);
        switch (match.field->type) {
        case FieldType::date: {
            const DayForm form = guess_days(values);
            for (const std::string& pattern : form.patterns)
                if (std::ranges::find(map_.days, pattern) == map_.days.end()) map_.days.push_back(pattern);
            if (!form.patterns.empty())
                add(guess, "days such as " + in_quotes(form.sample) + " are " + form.patterns.front(),
                    "日期如 " + in_quotes(form.sample) + " 按 " + form.patterns.front() + " 读取");
            if (!form.other.empty()) {
                guess.sure = Sure::guess;
                add(guess, "they could be " + form.other + " too", "也可能是 " + form.other);
            }
            if (form.unread > 0) unreadable(guess, form.unread, form.unread_sample, "days", "日期");
            break;
        }
        case FieldType::amount: {
            const AmountGuess form = guess_amounts(values);
            if (form.amounts > 0) map_.amounts.decimal = form.form.decimal, map_.amounts.grouping = form.form.grouping;
            if (form.unseen) {
                guess.sure = Sure::guess;
                add(guess, "which mark is the decimal one does not show; " + in_quotes(form.form.decimal) + " was taken",
                    "无法看出小数点，按 " + in_quotes(form.form.decimal) + " 读取");
            }
            if (form.unread > 0) unreadable(guess, form.unread, form.unread_sample, "amounts", "金额");
            break;
        }
        case FieldType::enumeration:
        case FieldType::flag: {
            const WordGuess words = guess_words(*match.field, values);
            for (const auto& [own, value] : words.words) map_.words[guess.column][own] = value;
            for (const std::string& word : words.unknown)
                remark(in_quotes(word) + " in " + in_quotes(guess.source) + " is no word for " + guess.column +
                           " that is known; add it to [" + std::string(map_.entity->name) + ".words." + guess.column + "]",
                       in_quotes(guess.source) + " 中的 " + in_quotes(word) + " 不是已知的 " + guess.column + " 取值；请写入 [" +
                           std::string(map_.entity->name) + ".words." + guess.column + "]");
            if (!words.unknown.empty()) guess.sure = Sure::guess;
            break;
        }
        case FieldType::decimal:
            guess_fraction(guess, values);
            break;
        default:
            break;
        }
    }

    static void add(ColumnGuess& guess, const std::string& en, const std::string& zh) {
        guess.why.en += "; " + en, guess.why.zh += "；" + zh;
    }
    static void unreadable(ColumnGuess& guess, std::size_t count, const std::string& sample, const std::string& en,
                           const std::string& zh) {
        guess.sure = Sure::guess;
        add(guess, std::to_string(count) + " cells such as " + in_quotes(sample) + " are no " + en,
            std::to_string(count) + " 个单元格（如 " + in_quotes(sample) + "）不是" + zh);
    }

    void guess_fraction(ColumnGuess& guess, const std::vector<std::string>& values) {
        if (guess.column != "percent" || values.empty()) return;
        const bool below_one = std::ranges::all_of(values, [](const std::string& cell) {
            const std::string text = plain_cell(cell);
            return text.starts_with("0.") || text == "1" || text == "0";
        });
        if (!below_one) return;
        map_.fractions.push_back(guess.column);
        add(guess, "0.3 is read as 30 percent", "0.3 读作 30%");
    }

    // A customer that stands only in the first of its rows.
    void guess_merged() {
        const auto customer = map_.columns.find(map_.entity->id == SETTLED_BILLS ? "from_customer_id" : "customer_id");
        if (customer == map_.columns.end() || map_.entity->id == SETTLED_CUSTOMERS || customer->second.plus.size() != 1) return;
        const auto at = find_heading(heading_.headings, customer->second.plus.front());
        if (!at) return;
        std::size_t rows = 0, blank = 0;
        bool first_filled = false;
        for (std::size_t i = heading_.row + 1; i < sample_.rows.size(); ++i) {
            const auto& row = sample_.rows[i].cells;
            if (std::ranges::any_of(row, says_total)) continue;
            const bool filled = *at < row.size() && !row[*at].empty();
            if (rows++ == 0) first_filled = filled;
            blank += filled ? 0 : 1;
        }
        if (!first_filled || blank == 0 || blank * merged_share < rows) return;
        map_.fill_down.push_back(customer->first);
        remark("an empty " + in_quotes(customer->second.plus.front()) + " continues the one above (" + std::to_string(blank) +
                   " of " + std::to_string(rows) + " rows)",
               in_quotes(customer->second.plus.front()) + " 为空时沿用上一行（" + std::to_string(rows) + " 行中有 " +
                   std::to_string(blank) + " 行）");
    }

    // "单位：万元" above the table, or in the heading of an amount.
    void guess_unit() {
        std::vector<std::string_view> places;
        for (std::size_t i = 0; i < heading_.row; ++i)
            places.insert(places.end(), sample_.rows[i].cells.begin(), sample_.rows[i].cells.end());
        for (const ColumnGuess& one : out_.columns)
            if (const Field* field = find_field(*map_.entity, one.column); field != nullptr && field->type == FieldType::amount)
                places.emplace_back(one.source);
        constexpr std::array<std::pair<std::string_view, std::int64_t>, 3> units = {
            {{"万元", 10000}, {"千元", 1000}, {"百万元", 1000000}}};
        for (const std::string_view place : places)
            for (const auto& [word, unit] : units)
                if (place.contains(word)) map_.amounts.unit = unit;
        if (map_.amounts.unit != 1)
            remark("amounts are counted in units of " + std::to_string(map_.amounts.unit),
                   "金额单位为 " + std::to_string(map_.amounts.unit) + " 元");
    }

    void guess_type() {
        if (map_.entity->id != SETTLED_OPEN_ITEMS || map_.columns.contains("doc_type")) {
            if (map_.entity->id == SETTLED_OPEN_ITEMS) map_.constants["doc_type"] = "invoice";
            return;
        }
        map_.constants["doc_type"] = "invoice", map_.when_negative["doc_type"] = "credit_note";
        out_.columns.push_back(
            {"doc_type",
             "\"invoice\"",
             Sure::guess,
             {"no column says the kind of document; below zero it is a credit note", "没有单据类型列；金额为负的视为红字发票"}});
    }

    void guess_currency(std::string& home) {
        const Field* const field = find_field(*map_.entity, "currency");
        if (field == nullptr) return;
        const auto column = map_.columns.find("currency");
        if (column != map_.columns.end()) {
            const auto at = find_heading(heading_.headings, column->second.plus.front());
            std::set<std::string> unknown;
            for (const std::string& cell : at ? cells(std::array<std::size_t, 1>{*at}) : std::vector<std::string>())
                if (const std::string word = plain_cell(cell); !formats::currency_of(word, {})) unknown.insert(word);
            for (const std::string& word : unknown)
                remark(in_quotes(word) + " is no currency that is known; write it into [currencies]",
                       in_quotes(word) + " 不是已知币种；请写入 [currencies]");
        }
        if (home.empty()) home = currency_in_titles();
        if (column != map_.columns.end() || !home.empty() || !field->required) return;
        out_.missing.emplace_back("currency");
    }

    std::string currency_in_titles() const {
        for (std::size_t i = 0; i <= heading_.row; ++i)
            for (const std::string& cell : sample_.rows[i].cells)
                for (const auto& [word, code] : {std::pair{"人民币", "CNY"},
                                                 {"RMB", "CNY"},
                                                 {"万元", "CNY"},
                                                 {"千元", "CNY"},
                                                 {"（元）", "CNY"},
                                                 {"(元)", "CNY"},
                                                 {"单位：元", "CNY"},
                                                 {"单位:元", "CNY"},
                                                 {"USD", "USD"},
                                                 {"EUR", "EUR"},
                                                 {"€", "EUR"},
                                                 {"HKD", "HKD"}})
                    if (cell.contains(word)) return code;
        return {};
    }

    // Documents that come in several rows need more than their number to be told apart.
    void guess_id() {
        if (map_.entity->id != SETTLED_OPEN_ITEMS || !map_.columns.contains("item_id")) return;
        ColumnSource& id = map_.columns["item_id"];
        if (!repeats(id.plus)) return;
        for (const std::string_view more : {"instalment", "doc_type", "due_date", "contract_number", "customer_id"}) {
            const auto column = map_.columns.find(more);
            if (column == map_.columns.end() || column->second.plus.size() != 1 || id.plus.front() == column->second.plus.front())
                continue;
            std::vector<std::string> wider = id.plus;
            wider.push_back(column->second.plus.front());
            if (repeats(wider)) continue;
            id.plus = std::move(wider);
            for (ColumnGuess& one : out_.columns)
                if (one.column == "item_id") {
                    one.sure = Sure::guess, one.source += " / " + column->second.plus.front();
                    add(one, "the number alone comes in several rows", "仅用单号会重复");
                }
            return;
        }
        remark("the same " + in_quotes(id.plus.front()) +
                   " stands in several rows; an id of several columns is needed: item_id = [\"…\", \"…\"]",
               in_quotes(id.plus.front()) + " 在多行中重复；需用多列组成编号：item_id = [\"…\", \"…\"]");
    }

    bool repeats(const std::vector<std::string>& headings) const {
        std::vector<std::size_t> columns;
        for (const std::string& one : headings) {
            const auto at = find_heading(heading_.headings, one);
            if (!at) return true;
            columns.push_back(*at);
        }
        std::set<std::string> seen;
        for (std::size_t i = heading_.row + 1; i < sample_.rows.size(); ++i) {
            const auto& row = sample_.rows[i].cells;
            if (std::ranges::any_of(row, says_total)) continue;
            std::string key;
            bool filled = true;
            for (const std::size_t column : columns) {
                filled = filled && column < row.size() && !row[column].empty();
                key += (column < row.size() ? row[column] : std::string()) + "\n";
            }
            if (filled && !seen.insert(key).second) return true;
        }
        return false;
    }

    const TableSample& sample_;
    HeadingGuess heading_;
    TableGuess& out_;
    TableMapping& map_;
    std::set<std::size_t> read_;
};

} // namespace

void guess_table(const TableSample& sample, HeadingGuess heading, TableGuess& out, std::string& home_currency) {
    Guesser(sample, std::move(heading), out).guess(home_currency);
}

} // namespace settled::tables
