#include "cli/map_output.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

constexpr std::size_t left_out_shown = 10;

std::string text_of(const void* record, const Entity& entity, const Field& field) {
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal:
        return std::string(std::string_view(field_value<settled_text>(record, field)));
    case FieldType::date:
        return Date::from_abi(field_value<settled_date>(record, field)).iso();
    case FieldType::currency:
        return std::string(Currency::from_abi(field_value<settled_currency>(record, field)).code());
    case FieldType::amount: {
        const auto& amount = field_value<settled_amount>(record, field);
        const auto& currency = field_value<settled_currency>(record, *find_field(entity, field.currency_field));
        return amount.present != 0 ? amount_text(amount.minor_units, Currency::from_abi(currency)) : "";
    }
    case FieldType::number:
    case FieldType::flag: {
        const auto& number = field_value<settled_number>(record, field);
        return number.present != 0 ? std::to_string(number.value) : "";
    }
    case FieldType::enumeration:
        return std::string(enumeration_name(field, field_value<std::int32_t>(record, field)));
    }
    return {};
}

void add_to_sums(Preview& made, const void* record, const Entity& entity) {
    if (entity.sum_field.empty()) return;
    const Field& field = *find_field(entity, entity.sum_field);
    const auto currency = Currency::from_abi(field_value<settled_currency>(record, *find_field(entity, field.currency_field)));
    std::int64_t& sum = made.sums[std::string(currency.code())];
    sum = checked_add(sum, field_value<settled_amount>(record, field).minor_units).value_or(sum);
}

std::string_view why_left_out(tables::LeftOut::Why why, bool chinese) {
    switch (why) {
    case tables::LeftOut::Why::total:
        return chinese ? "合计行" : "a total";
    case tables::LeftOut::Why::heading_again:
        return chinese ? "重复的表头" : "the headings again";
    case tables::LeftOut::Why::note:
        break;
    }
    return chinese ? "非数据行" : "no row of the table";
}

std::string_view sure_word(tables::Sure sure, bool chinese) {
    if (!chinese) return tables::name(sure);
    return sure == tables::Sure::certain ? "确定" : sure == tables::Sure::likely ? "很可能" : "推测";
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& one : all) text += (text.empty() ? "" : ", ") + visible(one);
    return text;
}

std::string sums_of(const Preview& preview) {
    std::string text;
    for (const auto& [code, sum] : preview.sums)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                            grouped_amount_text(sum, Currency::parse(code).value_or(Currency())), code);
    return text;
}

void print_table(const tables::TableGuess& table, const Preview& preview, bool zh, const Sink& sink, std::size_t columns_max) {
    const auto line = [&](std::string_view text) { sink(std::string(text) + "\n"); };
    line(fmt::format("{}: {}", visible(preview.place), table.mapping.entity->name));
    const std::int64_t heading = preview.read.heading_line > 0 ? preview.read.heading_line : table.heading_row;
    if (heading > 0) line(fmt::format("{} {}", zh ? "表头行：" : "headings in row", heading));
    if (table.hidden) line(zh ? "该工作表已隐藏" : "the sheet is hidden");
    Table columns({{zh ? "列" : "column"}, {zh ? "取自" : "from"}, {zh ? "把握" : "sure"}, {zh ? "原因" : "why"}});
    for (const tables::ColumnGuess& one : table.columns)
        columns.add({one.column, one.source, std::string(sure_word(one.sure, zh)), zh ? one.why.zh : one.why.en});
    columns.print(Format::table, sink, "", columns_max);
    if (!table.missing.empty()) {
        line(fmt::format("{}{}", zh ? "缺少必需的列：" : "required and missing: ", joined(table.missing)));
        if (std::ranges::find(table.missing, "currency") != table.missing.end())
            line(zh ? "未写币种时请加 --currency CNY" : "where no column names a currency, say it: --currency CNY");
    }
    const std::vector<std::string>& unread = preview.read.unread.empty() ? table.unread : preview.read.unread;
    if (!unread.empty()) line(fmt::format("{}{}", zh ? "未读取的列：" : "not read: ", joined(unread)));
    for (const tables::Said& remark : table.remarks) line("- " + (zh ? remark.zh : remark.en));
    std::size_t shown = 0;
    for (const tables::LeftOut& row : preview.read.left_out)
        if (shown++ < left_out_shown)
            line(fmt::format("- {} {}: {} ({})", zh ? "略过第" : "left out: row", row.line, visible(row.text),
                             why_left_out(row.why, zh)));
    if (!preview.rows.empty()) {
        std::vector<Column> headings;
        for (const std::string& column : preview.columns) {
            const Field* field = find_field(*table.mapping.entity, column);
            headings.push_back({column, field->type == FieldType::amount ? Align::right : Align::left});
        }
        Table rows(std::move(headings));
        for (const auto& row : preview.rows) rows.add(row);
        sink("\n");
        rows.print(Format::table, sink, "", columns_max);
    }
    if (preview.error.empty())
        line(fmt::format(fmt::runtime(zh ? "共 {} 行 {}" : "{} rows {}"), preview.read.rows, sums_of(preview)));
    else
        line(fmt::format("{}{}", zh ? "读取中止：" : "not read to its end: ", preview.error));
}

void write_json(const MapReport& report, bool zh, const Sink& sink) {
    render::JsonWriter json(sink);
    json.begin_object().text("file", report.file).text_or_null("mapping_file", report.mapping_file);
    json.text_or_null("written", report.written).key("rows").begin_array();
    for (std::size_t i = 0; i < report.previews.size(); ++i)
        for (const tables::ColumnGuess& one : report.guesses.tables[i].columns) {
            const tables::TableMapping& mapping = report.guesses.tables[i].mapping;
            json.begin_object().text("entity", mapping.entity->name).text_or_null("sheet", mapping.sheet);
            json.text("column", one.column).text("from", one.source).text("sure", tables::name(one.sure));
            json.text("why", zh ? one.why.zh : one.why.en).end_object();
        }
    json.end_array().key("tables").begin_array();
    const auto list = [&](std::string_view key, const std::vector<std::string>& all) {
        json.key(key).begin_array();
        for (const std::string& one : all) json.text(one);
        json.end_array();
    };
    for (std::size_t i = 0; i < report.previews.size(); ++i) {
        const tables::TableGuess& table = report.guesses.tables[i];
        const Preview& made = report.previews[i];
        json.begin_object().text("entity", table.mapping.entity->name).text_or_null("sheet", table.mapping.sheet);
        json.boolean("hidden", table.hidden)
            .number("heading_row", made.read.heading_line > 0 ? made.read.heading_line : table.heading_row);
        list("missing", table.missing);
        list("unread", made.read.unread.empty() ? table.unread : made.read.unread);
        json.key("remarks").begin_array();
        for (const tables::Said& remark : table.remarks) json.text(zh ? remark.zh : remark.en);
        json.end_array().key("left_out").begin_array();
        for (const tables::LeftOut& row : made.read.left_out)
            json.begin_object()
                .number("row", row.line)
                .text("text", row.text)
                .text("why", why_left_out(row.why, zh))
                .end_object();
        json.end_array().number("count", made.read.rows).key("sums").begin_object();
        for (const auto& [code, sum] : made.sums) json.text(code, amount_text(sum, Currency::parse(code).value_or(Currency())));
        json.end_object().key("first_rows").begin_array();
        for (const auto& row : made.rows) {
            json.begin_object();
            for (std::size_t c = 0; c < row.size(); ++c) json.text_or_null(made.columns[c], row[c]);
            json.end_object();
        }
        json.end_array().text_or_null("error", made.error).end_object();
    }
    json.end_array().key("remarks").begin_array();
    for (const tables::Said& remark : report.guesses.remarks) json.text(zh ? remark.zh : remark.en);
    json.end_array().text("mapping", report.toml).end_object();
}

} // namespace

Preview preview(tables::TableFile& file, const std::string& name, const tables::TableGuess& table,
                const formats::RecordRules& rules, tables::UniqueKeys& keys, std::size_t rows_max) {
    Preview made;
    const Entity& entity = *table.mapping.entity;
    made.place = tables::place_of(name, file.sheets()[table.sheet].name);
    for (const Field& field : entity.fields) {
        const bool mapped = table.mapping.columns.contains(field.name) || table.mapping.constants.contains(field.name);
        const bool home = field.type == FieldType::currency && field.required;
        if (mapped || home) made.columns.emplace_back(field.name);
    }
    if (!table.missing.empty()) return made;
    auto read = tables::read_table(file, table.sheet, made.place, table.mapping, rules, keys,
                                   [&](const void* record, std::int64_t) -> Status {
                                       add_to_sums(made, record, entity);
                                       if (made.rows.size() >= rows_max) return {};
                                       auto& row = made.rows.emplace_back();
                                       for (const std::string& column : made.columns)
                                           row.push_back(text_of(record, entity, *find_field(entity, column)));
                                       return {};
                                   });
    if (read)
        made.read = std::move(*read);
    else
        made.error = read.error().message, made.error_line = read.error().line;
    return made;
}

bool MapReport::complete() const {
    return !previews.empty() && std::ranges::all_of(guesses.tables, [](const auto& table) { return table.missing.empty(); }) &&
           std::ranges::all_of(previews, [](const Preview& one) { return one.error.empty(); });
}

void print(const MapReport& report, bool chinese, Format format, const Sink& sink, std::size_t columns_max) {
    if (format == Format::json) return write_json(report, chinese, sink);
    for (std::size_t i = 0; i < report.previews.size(); ++i) {
        if (i > 0) sink("\n");
        print_table(report.guesses.tables[i], report.previews[i], chinese, sink, columns_max);
    }
    if (!report.previews.empty()) sink("\n");
    for (const tables::Said& remark : report.guesses.remarks) sink("- " + (chinese ? remark.zh : remark.en) + "\n");
    if (!report.written.empty())
        sink(fmt::format(fmt::runtime(chinese ? "映射已写入 {}\n" : "the mapping was written to {}\n"), report.written));
    else if (!report.mapping_file.empty())
        sink(fmt::format(fmt::runtime(chinese ? "按 {} 读取\n" : "read by {}\n"), report.mapping_file));
    else if (!report.previews.empty())
        sink(report.toml);
}

} // namespace settled::cli
