#include "config/schema.hpp"

#include <algorithm>
#include <array>

namespace settled::config {
namespace {

constexpr std::array<BlockRow, 26> block_rows = {{
    {"store", Shape::single, {}, "where the agent keeps what it knows", "代理保存数据的地方"},
    {"log", Shape::single, {}, "log files, written by the service only", "日志文件，只由服务写入"},
    {"network", Shape::single, {}, "proxy and authorities for every plugin that talks to a server", "各插件联网用的代理和证书"},
    {"access", Shape::single, {}, "who may do what", "谁可以做什么"},
    {"alerts", Shape::single, {}, "trouble, told to IT", "故障通知 IT"},
    {"company", Shape::named, {}, "a legal entity that is owed money", "应收主体"},
    {"ledger", Shape::named, SETTLED_KIND_LEDGER, "an ERP account set", "ERP 账套"},
    {"customer_link", Shape::list, {}, "the same firm in two ledgers", "同一客户在不同账套中的编号"},
    {"bank_account", Shape::named, {}, "an account of ours", "本公司银行账户"},
    {"statement_source", Shape::named, SETTLED_KIND_FETCH, "where bank statements come from", "银行对账单来源"},
    {"gateway", Shape::named, SETTLED_KIND_NOTIFY, "a way out for messages", "消息发送通道"},
    {"feedback", Shape::named, SETTLED_KIND_FEEDBACK, "where bounces and answers come back", "退信与回复的来源"},
    {"person", Shape::named, {}, "a member of staff", "员工"},
    {"report", Shape::named, {}, "a mail to finance", "给财务的邮件"},
    {"procedure", Shape::named, {}, "a dunning procedure; replaces the shipped one of that name", "催款程序；替换同名内置程序"},
    {"procedure.step", Shape::rows, {}, "one step of a procedure", "催款步骤"},
    {"assignment",
     Shape::list,
     {},
     "which customers follow which procedure; the first that fits decides",
     "客户适用的催款程序；第一条符合的规则生效"},
    {"sending", Shape::single, {}, "when and how much may be sent", "发送时间与数量"},
    {"matching", Shape::single, {}, "what counts as the same money", "匹配规则"},
    {"matching.residual", Shape::rows, {}, "a limit of one kind of difference", "某类差额的限额"},
    {"matching.convention", Shape::rows, {}, "how some customers pay", "客户付款习惯"},
    {"schedule", Shape::named, {}, "what runs when", "运行计划"},
    {"plugins", Shape::single, {}, "which plugins may be loaded", "允许加载的插件"},
    {"limits", Shape::single, {}, "bounds that protect the agent from foreign files", "防护外来文件的限额"},
    {"metrics", Shape::single, {}, "figures for a monitoring system", "监控指标"},
    {"test",
     Shape::single,
     {},
     "a clock and a person for tests; nothing leaves the machine then",
     "测试用时钟与人员；此时不会对外发送"},
}};

} // namespace

std::span<const BlockRow> blocks() { return block_rows; }

const BlockRow* find_block(std::string_view name) {
    const auto* const hit = std::ranges::find(block_rows, name, &BlockRow::name);
    return hit == block_rows.end() ? nullptr : hit;
}

const KeyRow* find_key(std::string_view block, std::string_view key) {
    const auto rows = keys();
    const auto hit = std::ranges::find_if(rows, [&](const KeyRow& row) { return row.block == block && row.key == key; });
    return hit == rows.end() ? nullptr : &*hit;
}

std::vector<std::string_view> key_names(std::string_view block) {
    std::vector<std::string_view> names;
    for (const KeyRow& row : keys())
        if (row.block == block) names.push_back(row.key);
    return names;
}

} // namespace settled::config
