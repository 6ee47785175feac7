#include "cli/settings_reference.hpp"

#include "config/plugin_options.hpp"
#include "config/schema.hpp"
#include "config/words.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <array>

namespace settled::cli {
namespace {

using config::KeyRow;
using config::ValueType;

struct Words {
    std::string_view en, zh;
};

std::string_view in(ReferenceLanguage language, const Words& words) {
    return language == ReferenceLanguage::chinese ? words.zh : words.en;
}

std::string heading_of(const config::BlockRow& block) {
    switch (block.shape) {
    case config::Shape::single:
        return fmt::format("[{}]", block.name);
    case config::Shape::named:
        return fmt::format("[{}.NAME]", block.name);
    case config::Shape::list:
        return fmt::format("[[{}]]", block.name);
    case config::Shape::rows: { // "procedure.step": rows of `step` in [procedure.NAME]
        const std::string_view outer = block.name.substr(0, block.name.find('.'));
        const std::string_view key = block.name.substr(outer.size() + 1);
        const config::BlockRow* const around = config::find_block(outer);
        const bool named = around != nullptr && around->shape == config::Shape::named;
        return fmt::format("[[{}{}.{}]]", outer, named ? ".NAME" : "", key);
    }
    }
    return {};
}

std::string choice_words(std::string_view allowed) {
    std::string words;
    for (const std::string_view each : config::parts_of(allowed))
        words += fmt::format("{}\"{}\"", words.empty() ? "" : ", ", each);
    return words;
}

// The block whose name it is, or what is shipped under such names.
std::string names_of(std::string_view allowed) {
    const config::BlockRow* const block = config::find_block(allowed);
    return block != nullptr ? heading_of(*block) : fmt::format("config/{}s", allowed);
}

// What a key takes; {} is what `allowed` comes to.
Words pattern_of(ValueType type) {
    switch (type) {
    case ValueType::text:
        return {"a text", "文本"};
    case ValueType::path:
        return {"a path", "路径"};
    case ValueType::secret:
        return {"\"secret:NAME\"", "\"secret:NAME\""};
    case ValueType::flag:
        return {"true or false", "true 或 false"};
    case ValueType::number:
        return {"a whole number, {}", "整数，{}"};
    case ValueType::day:
        return {"a day: 2026-12-01", "日期：2026-12-01"};
    case ValueType::currency:
        return {"a currency: \"CNY\"", "币种：\"CNY\""};
    case ValueType::zone:
        return {"a time zone: \"Asia/Shanghai\"", "时区：\"Asia/Shanghai\""};
    case ValueType::amount:
        return {"an amount: \"30.00\"", "金额：\"30.00\""};
    case ValueType::amounts:
        return {"amounts by currency: { CNY = \"30.00\" }", "各币种金额：{ CNY = \"30.00\" }"};
    case ValueType::decimals:
        return {"a list of decimals: [\"2\", \"1.5\"]", "小数列表：[\"2\", \"1.5\"]"};
    case ValueType::by_language:
        return {"a text, or one a language: { zh-CN = \"…\", en = \"…\" }", "文本，或按语言：{ zh-CN = \"…\", en = \"…\" }"};
    case ValueType::choice:
        return {"one of {}", "取其一：{}"};
    case ValueType::choices:
        return {"a list of {}", "列表，可取：{}"};
    case ValueType::texts:
        return {"a list of texts: [\"…\"]", "文本列表：[\"…\"]"};
    case ValueType::time:
        return {"a time: \"09:00\"", "时刻：\"09:00\""};
    case ValueType::times:
        return {"a list of times: [\"07:30\", \"13:00\"]", "时刻列表：[\"07:30\", \"13:00\"]"};
    case ValueType::span:
        return {"from and to: [\"09:00\", \"18:00\"]", "起止时刻：[\"09:00\", \"18:00\"]"};
    case ValueType::reference:
        return {"a name of {}", "{} 中的名称"};
    case ValueType::references:
        return {"a list of names of {}", "{} 中的名称列表"};
    case ValueType::named_references:
        return {"names of {}: { email = \"mail\" }", "{} 中的名称：{ email = \"mail\" }"};
    case ValueType::fingerprints:
        return {"fingerprints: { ledger_odbc = \"sha256:…\" }", "指纹：{ ledger_odbc = \"sha256:…\" }"};
    case ValueType::principals:
        return {"a list of accounts: [\"group:finance-ar\", \"user:wang\"]", "账号列表：[\"group:finance-ar\", \"user:wang\"]"};
    case ValueType::recipients:
        return {"a list of addresses and roles: [\"a@b.example\", \"role:ar_manager\"]",
                "地址和职责列表：[\"a@b.example\", \"role:ar_manager\"]"};
    case ValueType::customers:
        return {"a list of customers: [\"u8:C0017\", \"odoo:412\"]", "客户列表：[\"u8:C0017\", \"odoo:412\"]"};
    case ValueType::own_port:
        return {"a port of this machine: \"127.0.0.1:9464\"", "本机端口：\"127.0.0.1:9464\""};
    case ValueType::web_address:
        return {"an address: \"https://…\", without a password", "网址：\"https://…\"，不含密码"};
    case ValueType::rows:
        return {"rows, each as {}", "多行，每行见 {}"};
    }
    return {};
}

std::string takes(const KeyRow& row, ReferenceLanguage language) {
    std::string allowed;
    if (row.type == ValueType::number) {
        const config::Range range = config::range_of(row.allowed);
        allowed = fmt::format(fmt::runtime(in(language, {"{} to {}", "{} 至 {}"})), range.least, range.most);
    } else if (row.type == ValueType::choice || row.type == ValueType::choices) {
        allowed = choice_words(row.allowed);
    } else if (!row.allowed.empty()) {
        allowed = names_of(row.allowed);
    }
    const std::string_view pattern = in(language, pattern_of(row.type)); // its own braces stand in examples
    const std::size_t place = pattern.find("{}");
    if (place == std::string_view::npos) return std::string(pattern);
    return fmt::format("{}{}{}", pattern.substr(0, place), allowed, pattern.substr(place + 2));
}

ReferenceSection block_section(const config::BlockRow& block, ReferenceLanguage language) {
    ReferenceSection section{heading_of(block), std::string(in(language, {block.help_en, block.help_zh})), {}};
    for (const KeyRow& row : config::keys())
        if (row.block == block.name)
            section.rows.push_back({std::string(row.key), takes(row, language), std::string(row.fallback),
                                    std::string(in(language, {row.help_en, row.help_zh})), row.required});
    return section;
}

constexpr std::string_view table_suffix = ".*"; // of an option that takes a table

std::string option_takes(const config::OptionRow& row, ReferenceLanguage language) {
    if (row.key.ends_with(table_suffix)) return std::string(in(language, {"a table: { }", "表：{ }"}));
    if (row.secret) return "\"secret:NAME\"";
    if (config::is_path(row)) return std::string(in(language, pattern_of(ValueType::path)));
    if (row.fallback == "true" || row.fallback == "false") return std::string(in(language, pattern_of(ValueType::flag)));
    const bool bare = !row.fallback.empty() && config::written_value(row.fallback) == row.fallback;
    return std::string(in(language, bare ? Words{"a whole number", "整数"} : pattern_of(ValueType::text)));
}

ReferenceSection plugin_section(const host::PluginInfo& plugin, ReferenceLanguage language) {
    ReferenceSection section{plugin.file.name, visible(in(language, {plugin.summary_en, plugin.summary_zh})), {}};
    for (const config::OptionRow& row : plugin.options) {
        std::string key = row.key;
        if (key.ends_with(table_suffix)) key.resize(key.size() - table_suffix.size());
        section.rows.push_back({visible(key), option_takes(row, language),
                                row.fallback.empty() ? std::string() : config::written_value(row.fallback),
                                visible(fold_blanks(in(language, {row.help_en, row.help_zh}))), row.required});
    }
    return section;
}

struct KindWords {
    settled_kind kind;
    std::string_view heading;
    Words about;
};

constexpr std::array<KindWords, 5> kind_words = {{
    {SETTLED_KIND_LEDGER, "[ledger.NAME]", {"What reads an ERP.", "读取 ERP。"}},
    {SETTLED_KIND_FETCH, "[statement_source.NAME]", {"What fetches statement files.", "获取对账单文件。"}},
    {SETTLED_KIND_STATEMENT,
     "[statement_source.NAME] parser",
     {"What reads a statement file. Options count where parser names the plugin; those that begin with limit_ are set by "
      "[limits].",
      "解析对账单文件。parser 写明该插件时其选项才有效；以 limit_ 开头的由 [limits] 设定。"}},
    {SETTLED_KIND_NOTIFY, "[gateway.NAME]", {"What sends.", "发送消息。"}},
    {SETTLED_KIND_FEEDBACK, "[feedback.NAME]", {"What reads the answers.", "读取回执与回复。"}},
}};

} // namespace

SettingsReference settings_reference(std::span<const host::PluginInfo> plugins, ReferenceLanguage language) {
    SettingsReference made{language, {}, {}};
    ReferenceSection top{std::string(in(language, {"Top of the file", "文件开头"})),
                         std::string(in(language, {"before the first block", "位于第一个配置块之前"})),
                         {}};
    top.rows = block_section({"", config::Shape::single, {}, "", ""}, language).rows;
    made.blocks.push_back(std::move(top));
    for (const config::BlockRow& block : config::blocks()) made.blocks.push_back(block_section(block, language));
    for (const KindWords& each : kind_words) {
        SettingsReference::Kind kind{std::string(each.heading), std::string(in(language, each.about)), {}};
        for (const host::PluginInfo& plugin : plugins)
            if (plugin.file.kind == each.kind) kind.plugins.push_back(plugin_section(plugin, language));
        if (!kind.plugins.empty()) made.kinds.push_back(std::move(kind));
    }
    return made;
}

} // namespace settled::cli
