#include <tables/propose.hpp>

#include <settled/text.hpp>
#include <tables/guess_table.hpp>
#include <tables/ledger_words.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::tables {
namespace {

constexpr std::size_t sample_rows_max = 2000;

Result<TableSample> sample_of(TableFile& file, std::size_t sheet) {
    TableSample sample;
    auto rows = file.rows(sheet);
    if (!rows) return pass(rows);
    while (sample.rows.size() < sample_rows_max) {
        auto more = (*rows)->next();
        if (!more) return pass(more);
        if (!*more) break;
        HeadRow& row = sample.rows.emplace_back();
        row.line = (*rows)->line();
        auto& cells = sample.cells.emplace_back();
        for (const std::string_view cell : (*rows)->cells()) row.cells.push_back(plain_cell(cell)), cells.emplace_back(cell);
    }
    return sample;
}

// The customers of a list of items, each once.
TableGuess customers_of(const TableGuess& items) {
    TableGuess made;
    made.sheet = items.sheet, made.hidden = items.hidden, made.heading_row = items.heading_row;
    made.mapping.entity = &entity(SETTLED_CUSTOMERS);
    made.mapping.heading_rows = items.mapping.heading_rows;
    made.mapping.fill_down = items.mapping.fill_down;
    made.mapping.distinct = true;
    made.mapping.text = items.mapping.text;
    const std::vector<std::string>& id = items.mapping.columns.at("customer_id").plus;
    std::string called = id.front();
    const Field& field = *find_field(*made.mapping.entity, "name");
    int best = 0;
    for (const std::string& heading : items.unread)
        if (const int found = meaning(*made.mapping.entity, field, heading); found > std::max(best, part_name_max))
            best = found, called = heading;
    made.mapping.columns["customer_id"].plus = id;
    made.mapping.columns["name"].plus = {called};
    if (called != id.front() && !made.mapping.fill_down.empty()) made.mapping.fill_down.emplace_back("name");
    const Said why = {"the customers of the items, each once; remove the block where customers come from elsewhere",
                      "取自未清项的客户，每个一次；如另有客户表请删去此段"};
    made.columns = {{"customer_id", id.front(), Sure::likely, why}, {"name", called, Sure::likely, why}};
    return made;
}

} // namespace

std::string_view name(Sure sure) {
    constexpr std::array<std::string_view, 3> names = {"certain", "likely", "guess"};
    return names[static_cast<std::size_t>(sure)];
}

Result<Guesses> propose(TableFile& file, const std::string& file_name, const Wishes& wishes) {
    Guesses made;
    made.home_currency = wishes.home_currency;
    const std::vector<SheetName>& sheets = file.sheets();
    bool named = false;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const SheetName& sheet = sheets[i];
        if (!wishes.sheet.empty() && sheet.name != wishes.sheet) continue;
        named = true;
        if (sheet.hidden && wishes.sheet.empty()) {
            made.remarks.push_back({"sheet " + in_quotes(sheet.name) + " is hidden and not looked at; name it with --sheet",
                                    "工作表 " + in_quotes(sheet.name) + " 已隐藏，未查看；可用 --sheet 指定"});
            continue;
        }
        auto sample = sample_of(file, i);
        if (!sample) return pass(sample);
        const std::array<std::string_view, 2> names = {sheet.name, file_name};
        const auto used = std::span(names).subspan(0, sheets.size() > 1 && !sheet.name.empty() ? 1 : 2);
        HeadingGuess heading = guess_headings(sample->rows, wishes.entity, used);
        if (heading.score == 0) {
            made.remarks.push_back({(sheet.name.empty() ? "the file" : "sheet " + in_quotes(sheet.name)) +
                                        " has no headings of a table that is known",
                                    (sheet.name.empty() ? "文件" : "工作表 " + in_quotes(sheet.name)) + "中没有可识别的表头"});
            continue;
        }
        TableGuess& table = made.tables.emplace_back();
        table.sheet = i, table.hidden = sheet.hidden;
        guess_table(*sample, std::move(heading), table, made.home_currency);
    }
    if (!named) return fail(SETTLED_INVALID_CONFIG, "there is no sheet " + in_quotes(wishes.sheet));
    const auto is = [](settled_entity id) { return [id](const TableGuess& one) { return one.mapping.entity->id == id; }; };
    const auto items = std::ranges::find_if(made.tables, is(SETTLED_OPEN_ITEMS));
    if (wishes.customers_too && wishes.entity == nullptr && items != made.tables.end() &&
        items->mapping.columns.contains("customer_id") && std::ranges::none_of(made.tables, is(SETTLED_CUSTOMERS))) {
        TableGuess customers = customers_of(*items);
        made.tables.insert(made.tables.begin(), std::move(customers));
    }
    for (TableGuess& table : made.tables) {
        table.mapping.file = file_name;
        table.mapping.sheet = sheets[table.sheet].name;
        table.mapping.where = "the proposal";
        table.mapping.text.rule = MarkRule::most_regular;
    }
    return made;
}

} // namespace settled::tables
