// settled.toml(5): every setting, and every option of the installed plugins.
#include "cli/manual_pages.hpp"
#include "render/roff.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

using render::roff_bold;
using render::roff_italic;
using render::roff_text;

struct Heads {
    std::string_view name, name_words, description, files, see_also;
    std::string_view first, secrets, example, required, default_mark, plugins;
};

constexpr Heads english = {
    "NAME",
    "settled.toml - the configuration of settled",
    "DESCRIPTION",
    "FILES",
    "SEE ALSO",
    "TOML, in UTF-8. A Windows path stands in 'single quotes'; a relative path begins at the folder of the file. settled check "
    "says "
    "everything that is wrong at once, with the line; a key that nobody knows is an error. settled config show prints what is in "
    "force, defaults included.",
    "A password never stands in the file: write \"secret:NAME\", then run settled secret set NAME.",
    "EXAMPLE",
    "required",
    "default",
    "PLUGINS OF",
};
constexpr Heads chinese = {
    "名称",
    "settled.toml - settled 的配置文件",
    "说明",
    "文件",
    "另见",
    "UTF-8 编码的 TOML。Windows 路径用 '单引号'；相对路径从配置文件所在目录算起。settled check "
    "一次列出全部错误及行号；不认识的键一律报错。settled config show 显示实际生效的配置（含缺省值）。",
    "密码不写入文件：写作 \"secret:NAME\"，再执行 settled secret set NAME。",
    "示例",
    "必填",
    "缺省",
    "插件：",
};

constexpr std::string_view example = R"(schema = 1
[store]
url = "sqlite:state/settled.db"
[company.demo]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.files]
company = "demo"
plugin = "ledger_files"
folder = "ledger"
[bank_account.main]
company = "demo"
account = "TEST-0001"
currency = "CNY"
source = "inbox"
[statement_source.inbox]
plugin = "fetch_folder"
folder = "inbox"
then = "leave")";

void add_rows(render::ManualPage& page, const ReferenceSection& section, const Heads& heads) {
    for (const ReferenceRow& row : section.rows) {
        std::string beside = row.takes;
        if (row.required)
            beside += fmt::format("; {}", heads.required);
        else if (!row.fallback.empty())
            beside += fmt::format("; {} {}", heads.default_mark, row.fallback);
        page.item(roff_bold(row.key) + " (" + roff_text(beside) + ")", row.meaning);
    }
}

} // namespace

std::string settings_manual(const SettingsReference& reference, std::string_view version) {
    const Heads& heads = reference.language == ReferenceLanguage::chinese ? chinese : english;
    render::ManualPage page("SETTLED.TOML", "5", version);
    page.section(heads.name);
    page.plain(heads.name_words);
    page.section(heads.description);
    page.paragraph(heads.first);
    page.paragraph(heads.secrets);
    for (const ReferenceSection& block : reference.blocks) {
        page.section(block.heading);
        page.paragraph(block.about);
        add_rows(page, block, heads);
    }
    for (const SettingsReference::Kind& kind : reference.kinds) {
        page.section(fmt::format("{} {}", heads.plugins, kind.heading));
        page.paragraph(kind.about);
        for (const ReferenceSection& plugin : kind.plugins) {
            page.part(plugin.heading);
            page.paragraph(plugin.about);
            add_rows(page, plugin, heads);
        }
    }
    page.section(heads.example);
    page.verbatim(example);
    page.section(heads.files);
    page.written(roff_italic("/etc/settled/settled.toml"));
    page.section(heads.see_also);
    page.written(roff_bold("settled") + "(1), " + roff_bold("settled.service") + "(8)");
    return page.take();
}

} // namespace settled::cli
