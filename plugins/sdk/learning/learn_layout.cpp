#include "learn_layout.hpp"

#include "heading_words.hpp"
#include "sample_table.hpp"

#include <formats/date_text.hpp>
#include <formats/decimal_text.hpp>
#include <formats/record_reader.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace settled::learning {
namespace {

constexpr std::array<std::string_view, 15> date_patterns = {"YYYY-MM-DD", "YYYY/M/D", "YYYY.M.D", "YYYYMMDD",    "YYYY年M月D日",
                                                            "D.M.YYYY",   "D/M/YYYY", "M/D/YYYY", "D-M-YYYY",    "M-D-YYYY",
                                                            "D.M.YY",     "D/M/YY",   "M/D/YY",   "DD MMM YYYY", "D MMM YY"};

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        if (c == '\t') {
            made += "\\t";
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            made += c;
        }
    }
    return made + "\"";
}

std::string list_of(const std::vector<std::string>& words) {
    std::string made;
    for (const std::string& word : words) made += (made.empty() ? "" : ", ") + quoted(word);
    return words.size() == 1 ? made : "[" + made + "]";
}

bool is_date(std::string_view text, std::string_view pattern) {
    const std::string_view day = text.substr(0, std::min(text.find(' '), text.find('T', 1)));
    return formats::parse_date(text, pattern) || formats::parse_date(day, pattern);
}

class Learner {
  public:
    explicit Learner(SampleTable table) : table_(std::move(table)) {}

    Proposal learn() {
        map_columns();
        learn_dates();
        learn_amounts();
        learn_direction();
        learn_currency();
        learn_account();
        learn_footers();
        return {text(), recognised_, uncertain_};
    }

  private:
    void know(std::string sentence) { recognised_.push_back(std::move(sentence)); }
    void doubt(std::string sentence) { uncertain_.push_back(std::move(sentence)); }
    bool has(const std::string& field) const { return columns_.contains(field); }
    std::vector<std::string> values(const std::string& field) const {
        std::vector<std::string> all;
        const auto column = columns_.find(field);
        if (column == columns_.end()) return all;
        for (const std::size_t index : column->second)
            for (std::string& value : table_.values(index)) all.push_back(std::move(value));
        return all;
    }

    void map_columns() {
        std::map<std::string, Match> surest;
        const std::vector<std::string>& headings = table_.headings();
        for (std::size_t i = 0; i < headings.size(); ++i) {
            const Meaning meaning = meaning_of(headings[i]);
            if (meaning.match == Match::none) {
                if (!headings[i].empty()) doubt("the column " + quoted(headings[i]) + " is not read: its heading is not known");
                continue;
            }
            const std::string field(meaning.field);
            // Texts are joined; elsewhere the heading that is the word itself is preferred.
            if (field != "remittance" && has(field) && meaning.match <= surest[field]) {
                doubt("the column " + quoted(headings[i]) + " could be " + field + " too and is not read");
                continue;
            }
            if (field != "remittance") columns_[field].clear();
            columns_[field].push_back(i);
            surest[field] = meaning.match;
        }
        // Two columns of money make an amount beside them a total or an original.
        if (has("money_in") && has("money_out"))
            columns_.erase("amount"), columns_.erase("direction");
        else
            columns_.erase("money_in"), columns_.erase("money_out");
        if (!has("booking_date")) {
            columns_["booking_date"] = columns_["value_date"];
            columns_.erase("value_date");
            surest["booking_date"] = Match::part;
            doubt("no column of booking days; the value date is taken for it");
        }
        for (const auto& [field, indexes] : columns_)
            for (const std::size_t index : indexes)
                know(quoted(headings[index]) + " is " + field +
                     (surest[field] == Match::part ? ", because it holds a word for it" : ""));
        if (!has("balance")) doubt("no column of balances: whether rows are missing cannot be proved");
    }

    void learn_dates() {
        std::vector<std::string> days;
        for (const std::string& value : values("booking_date"))
            if (value.find_first_of("0123456789") != value.npos) days.push_back(value);
        std::size_t most = 0;
        for (const std::string_view pattern : date_patterns) {
            const auto fits = static_cast<std::size_t>(
                std::ranges::count_if(days, [&](const std::string& day) { return is_date(day, pattern); }));
            if (fits > most) most = fits, patterns_.clear();
            if (fits == most && most > 0) patterns_.emplace_back(pattern);
        }
        if (patterns_.empty()) {
            patterns_ = {"YYYY-MM-DD"};
            doubt(days.empty() ? "there is no row, so the form of days is not known"
                               : "the days, such as " + quoted(days.front()) + ", have no form that is known");
            return;
        }
        if (patterns_.size() > 1)
            doubt("no day is above 12, so " + quoted(days.front()) + " could be read as " + patterns_[0] + " or " + patterns_[1] +
                  "; the first was taken");
        patterns_.resize(1);
        know("days such as " + quoted(days.front()) + " are " + patterns_.front());
    }

    void learn_amounts() {
        std::vector<std::string> amounts;
        for (const char* field : {"amount", "money_in", "money_out", "balance"})
            for (std::string& value : values(field)) amounts.push_back(std::move(value));
        if (table_.workbook) return; // numbers are cells
        struct Marks {
            std::string_view decimal, grouping;
        };
        constexpr std::array<Marks, 4> all = {{{".", ","}, {",", "."}, {".", "'"}, {",", " "}}};
        std::size_t most = 0;
        for (const Marks& marks : all) {
            const auto fits = static_cast<std::size_t>(std::ranges::count_if(amounts, [&](const std::string& amount) {
                const auto read = formats::parse_decimal(
                    without_prefix(amount), Currency(),
                    {.decimal_marks = marks.decimal, .grouping_marks = marks.grouping, .signs = formats::Signs::anywhere});
                return read && read->finer_digits == 0;
            }));

            if (fits > most) most = fits, decimal_ = marks.decimal, grouping_ = marks.grouping;
        }
        const auto sample = std::ranges::find_if(
            amounts, [&](const std::string& amount) { return amount.find_last_of(decimal_) != amount.npos; });
        if (sample != amounts.end())
            know("amounts such as " + quoted(*sample) + " have " + quoted(decimal_) + " before the decimals");
        if (sample == amounts.end() && most > 0)
            doubt("no amount has decimals, so the marks " + quoted(decimal_) + " and " + quoted(grouping_) + " are taken unseen");
        const auto minus = std::ranges::count_if(
            values("money_out"), [](const std::string& amount) { return amount.contains('-') && amount.size() > 1; });
        if (minus > 0) {
            out_sign_ = "any";
            doubt("money out carries a minus in " + std::to_string(minus) + " rows; it is read as money out all the same");
        }
        const std::vector<std::string> signed_amounts = values("amount");
        if (!signed_amounts.empty() && !has("direction") &&
            std::ranges::none_of(signed_amounts, [](const std::string& amount) { return amount.contains('-'); }))
            doubt("no amount has a minus and no column says the direction: money in is assumed; for a card set "
                  "amounts.positive_is_out = true");
    }

    std::string_view without_prefix(std::string_view amount) {
        for (const std::string_view prefix : {"¥", "￥", "$", "€", "£", "CNY", "EUR", "USD"})
            if (amount.starts_with(prefix)) {
                if (std::ranges::find(prefixes_, prefix) == prefixes_.end()) prefixes_.emplace_back(prefix);
                return trim(amount.substr(prefix.size()));
            }
        return amount;
    }

    void learn_direction() {
        std::set<std::string> words;
        for (const std::string& value : values("direction")) words.insert(value);
        for (const std::string& word : words) {
            const auto way = way_of(word);
            if (way) ways_[*way].push_back(word);
        }
        if (has("direction") && (ways_[Way::in].empty() || ways_[Way::out].empty())) {
            // "Transaction Type" may be the kind of a booking.
            const std::size_t column = columns_["direction"].front();
            columns_.erase("direction");
            ways_.clear();
            doubt("the column " + quoted(table_.headings()[column]) +
                  " does not say in and out in words that are known; it is not read");
        }
        for (const std::string& word : words)
            if (has("direction") && !way_of(word))
                doubt("the direction " + quoted(word) + " is not known; add it under [direction]");
    }

    void learn_currency() {
        if (has("currency")) return;
        for (const std::string& heading : table_.headings()) {
            for (const std::string_view code : {"EUR", "USD", "CNY", "GBP", "CHF", "HKD", "JPY"})
                if (heading.contains(code)) currency_ = code;
            if (heading.contains("€")) currency_ = "EUR";
            if (heading.contains("元") || heading.contains("余额") || heading.contains("摘要"))
                currency_ = currency_.empty() ? "CNY" : currency_;
        }
        if (currency_.empty()) return doubt("nothing says the currency; set statement.currency");
        doubt("no column says the currency; " + currency_ + " is taken from the headings");
    }

    void learn_account() {
        if (has("account")) return;
        for (const std::string_view label : account_labels())
            for (std::size_t i = 0; i < table_.header && account_after_.empty(); ++i)
                if (std::ranges::any_of(table_.rows[i], [&](const std::string& cell) { return is_label(cell, label); }))
                    account_after_ = label;
        if (account_after_.empty())
            return doubt("nothing says the account; set statement.account, or name the account of the source");
        know("the account stands behind " + quoted(account_after_) + " above the table");
    }

    // "账号：6222", "IBAN"; not "Kontoauszug".
    static bool is_label(std::string_view cell, std::string_view label) {
        if (!cell.starts_with(label)) return false;
        const std::string_view rest = cell.substr(label.size());
        return rest.empty() || !((rest.front() >= 'a' && rest.front() <= 'z') || (rest.front() >= 'A' && rest.front() <= 'Z'));
    }

    // Rows without a day below the rows: totals, and words for people.
    void learn_footers() {
        constexpr std::size_t words_max = 5;
        const std::size_t day = columns_["booking_date"].front();
        for (std::size_t i = table_.header + 1; i < table_.rows.size() && end_at_.size() < words_max; ++i) {
            const std::vector<std::string>& row = table_.rows[i];
            const auto filled = std::ranges::find_if(row, [](const std::string& cell) { return !cell.empty(); });
            if (filled == row.end() || (day < row.size() && is_date(row[day], patterns_.front()))) continue;
            const std::string word(trim(std::string_view(*filled).substr(0, filled->find_first_of("0123456789:"))));
            if (word.empty() || std::ranges::find(end_at_, word) != end_at_.end()) continue;
            doubt("row " + std::to_string(i + 1) + " has no day and is taken for totals or a note: " + quoted(word));
            end_at_.push_back(word);
        }
    }

    std::string text() const {
        std::string made;
        for (const std::string& sentence : recognised_) made += "# recognised: " + sentence + "\n";
        for (const std::string& sentence : uncertain_) made += "# uncertain: " + sentence + "\n";
        made += "bank   = \"unknown\"\nsource = \"proposed by settled banks learn\"\n\n[table]\n";
        if (!table_.workbook) made += "delimiter = " + quoted(table_.delimiter) + "\n";
        if (!table_.encoding.empty() && table_.encoding != "UTF-8") made += "encoding = " + quoted(table_.encoding) + "\n";
        std::vector<std::string> header;
        for (const auto& [field, indexes] : columns_) header.push_back(table_.headings()[indexes.front()]);
        made += "header = [" + list_of(header).substr(header.size() == 1 ? 0 : 1);
        if (header.size() == 1) made += "]";
        if (!end_at_.empty()) made += "\nend_at = " + list_of(end_at_);
        made += "\n\n[columns]\n";
        for (const auto& [field, indexes] : columns_) {
            std::vector<std::string> names;
            for (const std::size_t index : indexes) names.push_back(table_.headings()[index]);
            made += field + " = " + list_of(names) + "\n";
        }
        made += "\n[dates]\npatterns = " + list_of(patterns_) + "\n\n[amounts]\ndecimal = " + quoted(decimal_) +
                "\ngrouping = " + quoted(grouping_) + "\nnothing = [\"-\", \"--\", \"/\"]\n";
        if (!prefixes_.empty()) made += "prefixes = " + list_of(prefixes_) + "\n";
        if (!out_sign_.empty()) made += "money_out_sign = " + quoted(out_sign_) + "\n";
        if (has("direction")) {
            made += "magnitude = true\n\n[direction]\nin = " + list_of(ways_.at(Way::in)) +
                    "\nout = " + list_of(ways_.at(Way::out)) + "\n";
            if (ways_.contains(Way::neutral)) made += "neutral = " + list_of(ways_.at(Way::neutral)) + "\n";
        }
        if (!currency_.empty() || !account_after_.empty()) made += "\n[statement]\n";
        if (!currency_.empty()) made += "currency = " + quoted(currency_) + "\n";
        if (!account_after_.empty()) made += "account_after = " + quoted(account_after_) + "\n";
        return made;
    }

    SampleTable table_;
    std::map<std::string, std::vector<std::size_t>> columns_;
    std::vector<std::string> patterns_, prefixes_, end_at_;
    std::string decimal_ = ".", grouping_ = ",", out_sign_, currency_, account_after_;
    std::map<Way, std::vector<std::string>> ways_;
    std::vector<std::string> recognised_, uncertain_;
};

} // namespace

Result<Proposal> learn_layout(const Input& input) {
    auto table = sample_of(input);
    if (!table) return pass(table);
    return Learner(std::move(*table)).learn();
}

} // namespace settled::learning
