// The settings as a page in Markdown.
#include "cli/settings_reference.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

constexpr std::string_view begin_en = R"(# Every setting

中文：[settings.zh-CN.md](settings.zh-CN.md)

This page is printed by `settled manual settings`, from the same tables by which `settled check` judges a configuration. The same as a
manual page: `man settled.toml`. A whole configuration with comments: [settled.sample.toml](../config/settled.sample.toml); what is in
force on a machine, defaults included: `settled config show`.

How values are written
- The file is UTF-8, in TOML. A Windows path stands in 'single quotes'. A relative path begins at the folder of the file.
- An amount is a text with its currency beside it: `{ CNY = "30.00" }`. A day stands without quotes: `2026-12-01`. A time is `"09:00"`.
- A password never stands in the file. Write `"secret:NAME"`, then run `settled secret set NAME`.
- `[company.NAME]`: you choose NAME, of letters, digits, `-` and `_`; other blocks refer to it. `[[assignment]]` may stand several times.
- A key that nobody knows is an error, never passed over.

Blocks
)";

constexpr std::string_view begin_zh = R"(# 全部配置项

English: [settings.md](settings.md)

本页由 `settled manual settings` 生成，与 `settled check` 检查配置时所用的是同一套表。手册页：`man settled.toml`。带注释的完整示例：[settled.sample.toml](../config/settled.sample.toml)；本机实际生效的配置（含缺省值）：`settled config show`。

取值的写法
- 文件为 UTF-8 编码的 TOML。Windows 路径用 '单引号'。相对路径从配置文件所在目录算起。
- 金额写作文本，并注明币种：`{ CNY = "30.00" }`。日期不加引号：`2026-12-01`。时刻写作 `"09:00"`。
- 密码不写入文件：写作 `"secret:NAME"`，再执行 `settled secret set NAME`。
- `[company.NAME]` 中的 NAME 自定，可用字母、数字、`-` 和 `_`，供其他配置块引用。`[[assignment]]` 可出现多次。
- 不认识的键一律报错，不会被忽略。

配置块
)";

// A cell of a table: a bar would end it.
std::string cell(std::string_view words) {
    std::string made;
    for (const char each : words) {
        if (each == '|') made += '\\';
        made += each;
    }
    return made;
}

// As it is typed. A bar ends a cell of a table within a code span, too.
std::string code(std::string_view typed) { return typed.empty() ? std::string() : "`" + cell(typed) + "`"; }

// Plain words with what is typed in them: quotation marks, brackets and braces of TOML would else be read as Markdown.
std::string described(std::string_view words) {
    const std::size_t typed = words.find_first_of("\"[{");
    if (typed == std::string_view::npos) return cell(words);
    const std::size_t end = words.find_last_of("\"]}") + 1;
    return cell(words.substr(0, typed)) + code(words.substr(typed, end - typed)) + cell(words.substr(end));
}

class Page {
  public:
    explicit Page(bool chinese) : chinese_(chinese) {}

    void raw(std::string_view text) { text_ += text; }

    void section(const ReferenceSection& section, std::string_view level, bool named_in_code) {
        text_ +=
            fmt::format("\n{} {}\n\n{}\n", level, named_in_code ? code(section.heading) : section.heading, cell(section.about));
        if (section.rows.empty()) {
            text_ += chinese_ ? "\n没有选项。\n" : "\nNo options.\n";
            return;
        }
        text_ += chinese_ ? "\n| 键 | 取值 | 缺省值 | 含义 |\n" : "\n| key | takes | default | meaning |\n";
        text_ += "| --- | --- | --- | --- |\n";
        for (const ReferenceRow& row : section.rows)
            text_ +=
                fmt::format("| {} | {} | {} | {} |\n", code(row.key), described(row.takes), fallback(row), cell(row.meaning));
    }

    std::string take() { return std::move(text_); }

  private:
    std::string fallback(const ReferenceRow& row) const {
        if (row.required) return chinese_ ? "必填" : "required";
        return code(row.fallback);
    }

    bool chinese_;
    std::string text_;
};

// As GitHub makes the address of a heading: small letters, digits, - and _ stay, blanks become -.
std::string anchor(std::string_view heading) {
    std::string made;
    for (const char each : heading)
        if ((each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '_')
            made += each;
        else if (each >= 'A' && each <= 'Z')
            made += static_cast<char>(each - 'A' + 'a');
        else if (each == ' ')
            made += '-';
    return made;
}

} // namespace

std::string settings_page(const SettingsReference& reference) {
    const bool chinese = reference.language == ReferenceLanguage::chinese;
    Page page(chinese);
    page.raw(chinese ? begin_zh : begin_en);
    for (const ReferenceSection& block : reference.blocks) {
        if (&block == &reference.blocks.front()) continue; // the few keys before the first block stand right below
        page.raw(fmt::format("- [`{}`](#{}): {}\n", block.heading, anchor(block.heading), block.about));
    }
    page.raw(chinese ? "\n插件的选项写在使用该插件的配置块中：\n"
                     : "\nOptions of plugins stand in the block that uses the plugin:\n");
    for (const SettingsReference::Kind& kind : reference.kinds) {
        std::string plugins;
        for (const ReferenceSection& plugin : kind.plugins)
            plugins += fmt::format("{}[{}](#{})", plugins.empty() ? "" : ", ", plugin.heading, anchor(plugin.heading));
        page.raw(fmt::format("- `{}`: {}\n", kind.heading, plugins));
    }
    for (const ReferenceSection& block : reference.blocks) page.section(block, "##", &block != &reference.blocks.front());
    for (const SettingsReference::Kind& kind : reference.kinds) {
        page.raw(fmt::format("\n## {} `{}`\n\n{}\n", chinese ? "插件：" : "Plugins of", kind.heading, kind.about));
        for (const ReferenceSection& plugin : kind.plugins) page.section(plugin, "###", false);
    }
    return page.take();
}

} // namespace settled::cli
