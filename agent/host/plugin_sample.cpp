// A plugin's sample block, made of its option rows.
#include "config/document.hpp"
#include "host/catalog.hpp"

#include <settled/text.hpp>

namespace settled::host {
namespace {

std::string block_heading(settled_kind kind) {
    switch (kind) {
    case SETTLED_KIND_LEDGER:
        return "[ledger.NAME]";
    case SETTLED_KIND_STATEMENT:
        return "# parser options of a [statement_source.NAME]";
    case SETTLED_KIND_FETCH:
        return "[statement_source.NAME]";
    case SETTLED_KIND_NOTIFY:
        return "[gateway.NAME]";
    case SETTLED_KIND_FEEDBACK:
        return "[feedback.NAME]";
    }
    return {};
}

// Every line of the text as a comment; foreign text never ends a comment early.
std::string comment(std::string_view text) {
    std::string lines;
    for (const std::string_view line : split(text, '\n')) lines += "# " + visible(trim(line)) + '\n';
    return lines;
}

std::string option_line(const config::OptionRow& row, bool chinese) {
    constexpr std::string_view table_suffix = ".*";
    std::string line;
    if (std::string_view key = row.key; key.ends_with(table_suffix)) {
        key.remove_suffix(table_suffix.size());
        line = config::written_key(key) + " = { }";
    } else if (row.secret) {
        line = config::written_key(key) + " = " + config::quoted("secret:NAME");
    } else {
        line = config::written_key(key) + " = " + config::written_value(row.fallback);
    }
    if (!row.required) return "# " + line + '\n';
    return line + (chinese ? "  # 必填" : "  # required") + '\n';
}

} // namespace

std::string sample(const PluginInfo& plugin, std::string_view language) {
    const bool chinese = language.starts_with("zh");
    std::string text =
        comment(plugin.file.name + ' ' + plugin.version + ": " + (chinese ? plugin.summary_zh : plugin.summary_en));
    text += block_heading(plugin.file.kind) + '\n';
    if (plugin.file.kind != SETTLED_KIND_STATEMENT) text += "plugin = " + config::quoted(plugin.file.name) + '\n';
    for (const config::OptionRow& row : plugin.options) {
        text += comment(chinese ? row.help_zh : row.help_en);
        text += option_line(row, chinese);
    }
    return text;
}

} // namespace settled::host
