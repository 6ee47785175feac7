#include "config/starter.hpp"

#include "config/document.hpp"
#include "config/words.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

namespace settled::config {
namespace {

struct Words {
    std::string_view en, zh;
};

// Writes the file from top to bottom, with comments in one language.
class StarterText {
  public:
    explicit StarterText(bool chinese) : chinese_(chinese) {}

    std::string_view in_language(const Words& words) const { return chinese_ ? words.zh : words.en; }

    void comment(const Words& words) { text_ += fmt::format("# {}\n", in_language(words)); }
    void heading(std::string_view line, const Words& words) {
        text_ += '\n';
        comment(words);
        text_ += fmt::format("{}\n", line);
    }
    void key(std::string_view line, const Words& words = {}) {
        text_ += words.en.empty() ? fmt::format("{}\n", line) : fmt::format("{:<44} # {}\n", line, in_language(words));
    }
    // A key that is not in force, with what it would be.
    void absent(std::string_view line, const Words& words) { key(fmt::format("# {}", line), words); }

    std::string take() { return std::move(text_); }

  private:
    bool chinese_;
    std::string text_;
};

void write_option(StarterText& out, const OptionRow& row) {
    constexpr std::string_view table_suffix = ".*";
    std::string_view key = row.key;
    std::string value;
    if (key.ends_with(table_suffix)) {
        key.remove_suffix(table_suffix.size());
        value = "{ }";
    } else {
        value = config::quoted(row.secret ? fmt::format("secret:{}", key) : row.fallback);
    }
    // Foreign text must not end the comment early.
    const std::string en = visible(fold_blanks(row.help_en)), zh = visible(fold_blanks(row.help_zh));
    const std::string line = fmt::format("{} = {}", written_key(key), value);
    if (row.required)
        out.key(line, {en, zh});
    else
        out.absent(line, {en, zh});
}

void write_ledger(StarterText& out, const StarterRequest& request) {
    out.heading("[ledger.main]",
                {"The ERP. Another account set is another [ledger.NAME].", "ERP 账套；每个账套一个 [ledger.NAME]。"});
    out.key("company = \"main\"");
    out.key(fmt::format("plugin = {}", config::quoted(request.ledger_plugin)),
            {"see: settled plugins", "已安装的插件见：settled plugins"});
    if (!request.connector.empty())
        out.key(fmt::format("connector = {}", config::quoted(request.connector)),
                {"the account it needs: settled connectors show NAME --grants",
                 "所需账号权限见：settled connectors show NAME --grants"});
    for (const OptionRow& row : request.option_rows)
        if (row.key != "connector") write_option(out, row);
    out.absent("opening_day = 2026-01-01", {"older bank entries settle only by number; default: the first pull",
                                            "此日之前的流水仅按单号核销；缺省为首次取数日"});
    out.absent("max_age_hours = 24", {"nobody is reminded from older data", "数据超过此时长则不催款"});
}

void write_bank(StarterText& out) {
    out.heading("[bank_account.main]",
                {"Each account of yours, and the one source of its statements.", "本公司的每个账户及其唯一对账单来源。"});
    out.key("company = \"main\"");
    out.key("account = \"0000000000\"", {"as the statement writes it", "与对账单上的写法一致"});
    out.key("currency = \"CNY\"");
    out.key("source = \"inbox\"");
    out.absent("ledger_account = \"1002\"", {"bank book account of the ERP", "ERP 中的银行科目"});
    out.absent("show_in_letters = true", {"only from here do letters take bank details", "函件中的收款账户只取自这里"});
    out.heading("[statement_source.inbox]", {"Statement files that somebody saves into a folder.", "人工保存对账单文件的目录。"});
    out.key("plugin = \"fetch_folder\"");
    out.key("folder = \"inbox\"", {"beside this file; Windows: 'D:\\bank'", "相对本文件；Windows 写作 'D:\\bank'"});
    out.key("then = \"archive\"", {"archive | leave | delete", "archive 归档 | leave 保留 | delete 删除"});
}

void write_rest(StarterText& out) {
    out.heading("# [gateway.mail]",
                {"Letters and the daily mail. Uncomment when you want them sent.", "函件与日报的发送通道；需要发送时去掉注释。"});
    out.absent("plugin = \"notify_smtp\"", {});
    out.absent("url = \"smtps://smtp.example.com:465\"", {});
    out.absent("user = \"ar@example.com\"", {});
    out.absent("password = \"secret:mail_password\"",
               {"run: settled secret set mail_password", "执行：settled secret set mail_password"});
    out.absent("from = \"Receivables <ar@example.com>\"", {});
    out.heading("[matching]", {"Differences that may be explained; nothing is written off.", "可解释的差额限额；系统不做核销。"});
    out.absent("bank_fee = { CNY = \"30.00\" }", {"default: none", "缺省不允许"});
    out.heading("[schedule]", {"What the service runs; by the company's clock.", "服务的运行计划，按公司时区。"});
    out.key("morning = { job = \"cycle\", at = [\"07:30\"], days = \"working\" }");
    out.key("backup = { job = \"backup\", at = [\"02:00\"] }");
}

} // namespace

std::string starter(const StarterRequest& request) {
    StarterText out(request.language.starts_with("zh"));
    out.comment(
        {"settled: fill in, then run: settled check --config FILE", "settled 配置：填好后执行 settled check --config 文件"});
    out.comment(
        {"UTF-8. Windows paths stand in 'single quotes'. Secrets are written secret:NAME and set by: settled secret set NAME",
         "UTF-8 编码。Windows 路径用 '单引号'。密码写作 secret:NAME，再执行 settled secret set NAME"});
    out.key("schema = 1");
    out.key(fmt::format("language = {}", config::quoted(request.language)));
    out.heading("[store]", {"What settled remembers: a file on a local disk.", "settled 的数据：本地磁盘上的一个文件。"});
    out.key(fmt::format("url = {}", config::quoted(request.store_url)),
            {"a relative path begins beside this file; or postgresql://…", "相对路径从本文件所在处算起；或 postgresql://…"});
    out.absent("backup_folder = \"backup\"", {"better on another disk", "最好放在另一块磁盘"});
    out.heading("[company.main]", {"Who is owed the money.", "应收主体。"});
    out.absent("legal_name = { zh-CN = \"…\", en = \"…\" }", {"as it stands in letters", "函件中的公司名称"});
    out.key("currency = \"CNY\"");
    out.key("time_zone = \"Asia/Shanghai\"");
    out.absent("calendar = \"CN\"", {"public holidays", "节假日历"});
    out.key("mode = \"shadow\"",
            {"customers hear nothing until this says approve or auto", "改为 approve 或 auto 之前不对客户发送"});
    write_ledger(out, request);
    write_bank(out);
    write_rest(out);
    return out.take();
}

} // namespace settled::config
