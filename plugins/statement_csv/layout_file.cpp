#include "layout_file.hpp"

#include <formats/encoding.hpp>
#include <formats/shipped_folder.hpp>
#include <settled/text.hpp>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace settled::csv {
namespace {

constexpr std::size_t layouts_max = 500;
constexpr std::size_t layout_bytes_max = 65536;
constexpr std::int64_t cells_max = 1000;

// Reads one layout; the first thing that is wrong is kept and said.
class Reader {
  public:
    Reader(const toml::table& root, std::string_view name) : root_(root) { layout_.name = name; }

    Result<Layout> read() {
        const Words sections = {"bank",    "source",    "table",  "columns", "dates",
                                "amounts", "direction", "status", "kinds",   "statement"};
        check_keys(root_, "", sections);
        if (!root_["bank"].is_string() || !root_["source"].is_string())
            wrong(root_, "bank = \"…\" and source = \"verified on a real file\" or \"from documentation\" are missing");
        read_table();
        read_columns();
        if (const toml::table* dates = section("dates", {"patterns"})) words(*dates, "patterns", layout_.date_patterns);
        if (layout_.date_patterns.empty()) layout_.date_patterns = {"YYYY-MM-DD"};
        read_amounts();
        if (const toml::table* direction = section("direction", {"in", "out", "neutral"})) {
            words(*direction, "in", layout_.direction_in);
            words(*direction, "out", layout_.direction_out);
            words(*direction, "neutral", layout_.direction_neutral);
        }
        if (const toml::table* status = section("status", {"pending", "neutral", "skipped"})) {
            words(*status, "pending", layout_.status_pending);
            words(*status, "neutral", layout_.status_neutral);
            words(*status, "skipped", layout_.status_skipped);
        }
        if (const toml::table* kinds = section("kinds", {"refund", "fee", "withdrawal"})) {
            words(*kinds, "refund", layout_.kind_refund);
            words(*kinds, "fee", layout_.kind_fee);
            words(*kinds, "withdrawal", layout_.kind_withdrawal);
        }
        read_statement();
        check_whole();
        if (error_) return std::unexpected(std::move(*error_));
        return std::move(layout_);
    }

  private:
    void wrong(const toml::node& where, const std::string& what) {
        if (error_) return;
        const auto line = where.source().begin.line;
        error_ = Error{SETTLED_INVALID_CONFIG, "layout " + layout_.name + ".toml:" + std::to_string(line) + ": " + what,
                       static_cast<std::int64_t>(line)};
    }

    void check_keys(const toml::table& table, const std::string& prefix, const Words& known) {
        const std::vector<std::string_view> views(known.begin(), known.end());
        for (const auto& [key, value] : table) {
            if (std::ranges::find(known, key.str()) != known.end()) continue;
            const std::string_view near = nearest(key.str(), views);
            std::string all;
            for (const std::string& word : known) all += (all.empty() ? "" : ", ") + word;
            wrong(value, "unknown key \"" + prefix + std::string(key.str()) + "\"" +
                             (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") + " Known: " + all);
        }
    }

    const toml::table* section(const std::string& key, const Words& known) {
        const toml::node* node = root_.get(key);
        if (node == nullptr) return nullptr;
        const toml::table* table = node->as_table();
        if (table == nullptr)
            wrong(*node, key + " must be a table: [" + key + "]");
        else
            check_keys(*table, key + ".", known);
        return table;
    }

    void text(const toml::table& table, std::string_view key, std::string& into) {
        const toml::node* node = table.get(key);
        if (node == nullptr) return;
        if (!node->is_string()) return wrong(*node, std::string(key) + " must be text in quotes");
        into = node->ref<std::string>();
    }

    void flag(const toml::table& table, std::string_view key, bool& into) {
        const toml::node* node = table.get(key);
        if (node == nullptr) return;
        if (!node->is_boolean()) return wrong(*node, std::string(key) + " must be true or false");
        into = node->ref<bool>();
    }

    // One text, or a list of texts.
    void words(const toml::table& table, std::string_view key, Words& into) {
        const toml::node* node = table.get(key);
        if (node == nullptr) return;
        if (node->is_string()) {
            into = {node->ref<std::string>()};
        } else if (const toml::array* list = node->as_array(); list != nullptr && list->is_homogeneous<std::string>()) {
            for (const toml::node& word : *list) into.push_back(word.ref<std::string>());
        } else {
            wrong(*node, std::string(key) + " must be text or a list of texts");
        }
    }

    void read_table() {
        const toml::table* table = section("table", {"delimiter", "encoding", "header", "width", "end_at", "newest_first"});
        if (table == nullptr) return wrong(root_, "[table] is missing");
        std::string delimiter = ",";
        text(*table, "delimiter", delimiter);
        if (delimiter.size() != 1 || static_cast<unsigned char>(delimiter[0]) >= 0x80 || delimiter[0] == '"')
            wrong(*table, "delimiter must be one ASCII character");
        else
            layout_.delimiter = delimiter[0];
        text(*table, "encoding", layout_.encoding);
        if (!layout_.encoding.empty() && !formats::encoding_named(layout_.encoding))
            wrong(*table, "encoding \"" + layout_.encoding + "\" is not known; for example UTF-8, GB18030, windows-1252");
        words(*table, "header", layout_.header);
        words(*table, "end_at", layout_.end_at);
        if (const toml::node* width = table->get("width")) {
            const auto cells = width->value<std::int64_t>().value_or(0);
            if (cells < 2 || cells > cells_max)
                wrong(*width, "width must be a number from 2 to " + std::to_string(cells_max));
            else
                layout_.width = static_cast<std::size_t>(cells);
        }
        flag(*table, "newest_first", layout_.newest_first);
    }

    void read_columns() {
        Words known;
        for (std::size_t i = 0; i < field_count; ++i) known.emplace_back(name(static_cast<Field>(i)));
        const toml::table* table = section("columns", known);
        if (table == nullptr) return wrong(root_, "[columns] is missing");
        for (std::size_t i = 0; i < field_count; ++i) words(*table, known[i], layout_.columns[i]);
    }

    void read_amounts() {
        const toml::table* table = section("amounts", {"decimal", "grouping", "prefixes", "nothing", "positive_is_out",
                                                       "magnitude", "money_out_sign", "fee_beside", "cut_at"});
        if (table == nullptr) return;
        text(*table, "decimal", layout_.decimal_marks);
        text(*table, "grouping", layout_.grouping_marks);
        words(*table, "prefixes", layout_.amount_prefixes);
        words(*table, "nothing", layout_.amount_nothing);
        flag(*table, "positive_is_out", layout_.positive_is_out);
        flag(*table, "magnitude", layout_.magnitude);
        flag(*table, "fee_beside", layout_.fee_beside);
        words(*table, "cut_at", layout_.amount_cut_at);
        std::string sign = "back";
        text(*table, "money_out_sign", sign);
        if (sign == "own" || sign == "any")
            layout_.out_sign = sign == "own" ? OutSign::own : OutSign::any;
        else if (sign != "back")
            wrong(*table, "money_out_sign is \"back\" (a minus is money that came back), \"own\" or \"any\"");
        if (layout_.decimal_marks.empty()) wrong(*table, "decimal must name at least one mark, such as \".\"");
    }

    void read_statement() {
        const toml::table* table =
            section("statement", {"account", "currency", "account_after", "currency_after", "opening_after", "closing_after"});
        if (table == nullptr) return;
        text(*table, "account", layout_.account);
        std::string currency;
        text(*table, "currency", currency);
        if (const auto parsed = Currency::parse(currency))
            layout_.currency = *parsed;
        else if (!currency.empty())
            wrong(*table, "currency \"" + currency + "\" is not three capital letters");
        words(*table, "account_after", layout_.account_after);
        words(*table, "currency_after", layout_.currency_after);
        words(*table, "opening_after", layout_.opening_after);
        words(*table, "closing_after", layout_.closing_after);
    }

    void check_whole() {
        const auto has = [&](Field field) { return !layout_.of(field).empty(); };
        if (layout_.header.empty() == (layout_.width == 0))
            wrong(root_,
                  "[table] needs header, the headings that tell this layout from others, or for a table without one, width");
        if (layout_.width > 0) check_positions();
        if (!has(Field::booking_date)) wrong(root_, "columns.booking_date is missing");
        if (has(Field::amount) == (has(Field::money_in) || has(Field::money_out)))
            wrong(root_, "columns need either amount, or money_in and money_out");
        if (has(Field::money_in) != has(Field::money_out)) wrong(root_, "columns.money_in and columns.money_out go together");
        if (has(Field::direction) && (layout_.direction_in.empty() || layout_.direction_out.empty()))
            wrong(root_, "columns.direction needs [direction] in and out");
        if (layout_.magnitude && !has(Field::direction)) wrong(root_, "amounts.magnitude needs columns.direction");
        for (std::size_t i = 0; i < layout_.date_patterns.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (day_and_month_swapped(layout_.date_patterns[i], layout_.date_patterns[j]))
                    wrong(root_, "dates.patterns " + layout_.date_patterns[j] + " and " + layout_.date_patterns[i] +
                                     " read the same text as two days; keep one, and make two layouts of it");
    }

    void check_positions() {
        for (const Words& columns : layout_.columns)
            for (const std::string& column : columns)
                if (const auto position = position_of(column); !position || *position >= layout_.width)
                    wrong(root_,
                          "without a header a column is its number, from \"1\" to \"" + std::to_string(layout_.width) + "\"");
    }

    static bool day_and_month_swapped(std::string_view left, std::string_view right) {
        const auto shape = [](std::string_view pattern) {
            std::string made;
            for (const char letter : pattern) {
                const char shown = letter == 'D' ? 'M' : letter;
                if (made.empty() || made.back() != shown || shown != 'M') made += shown;
            }
            return made;
        };
        return shape(left) == shape(right) && (left.find('D') < left.find('M')) != (right.find('D') < right.find('M'));
    }

    const toml::table& root_;
    Layout layout_;
    std::optional<Error> error_;
};

} // namespace

Result<Layout> read_layout(std::string_view toml, std::string_view name) {
    const toml::parse_result parsed = toml::parse(toml, std::string(name) + ".toml");
    if (!parsed) {
        const auto line = parsed.error().source().begin.line;
        return fail(SETTLED_INVALID_CONFIG,
                    "layout " + std::string(name) + ".toml:" + std::to_string(line) + ": " +
                        std::string(parsed.error().description()),
                    static_cast<std::int64_t>(line));
    }
    return Reader(parsed.table(), name).read();
}

std::filesystem::path installed_layouts(const std::filesystem::path& folder) {
    return formats::shipped_folder(folder, "./config/banks");
}

Result<std::vector<Layout>> load_layouts(const std::filesystem::path& folder) {
    std::error_code trouble;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, trouble), end; !trouble && entry != end; entry.increment(trouble))
        if (entry->path().extension() == ".toml") files.push_back(entry->path());
    if (trouble)
        return fail(SETTLED_INVALID_CONFIG, "cannot read the layouts in " + folder.string() + ": " + trouble.message() +
                                                "; set layouts_folder to the folder config/banks of the installation");
    if (files.size() > layouts_max)
        return fail(SETTLED_INVALID_CONFIG, folder.string() + " holds more than " + std::to_string(layouts_max) + " layouts");
    std::ranges::sort(files);
    std::vector<Layout> layouts;
    std::string toml;
    for (const std::filesystem::path& path : files) {
        std::ifstream file(path, std::ios::binary);
        toml.resize(layout_bytes_max + 1);
        file.read(toml.data(), static_cast<std::streamsize>(toml.size()));
        toml.resize(static_cast<std::size_t>(file.gcount()));
        if (file.bad() || !file.is_open() || toml.size() > layout_bytes_max)
            return fail(SETTLED_INVALID_CONFIG, "cannot read the layout " + path.string() + ", or it is over 64 KiB");
        auto layout = read_layout(toml, path.stem().string());
        if (!layout) return pass(layout);
        layouts.push_back(std::move(*layout));
    }
    return layouts;
}

} // namespace settled::csv
