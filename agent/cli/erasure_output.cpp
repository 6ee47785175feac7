#include "cli/erasure_output.hpp"

#include "cli/output.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

std::string outcome(const jobs::ErasedCustomer& customer, const jobs::ErasureLine& line, bool chinese) {
    if (!line.goes || !customer.hindrance.empty()) return chinese ? "保留" : "kept";
    if (customer.done) return chinese ? "已删除" : "erased";
    return chinese ? "可删除" : "goes";
}

} // namespace

void print_erasure(Session& session, const config::Settings& settings, const jobs::ErasureReport& done, bool plan_only) {
    const bool chinese = settings.language.starts_with("zh");
    Table table({{"company"}, {"customer"}, {"part"}, {"what"}, {"rows", Align::right}, {"outcome"}, {"until"}, {"rule"}});
    for (const jobs::ErasedCustomer& customer : done.customers)
        for (const jobs::ErasureLine& line : customer.lines)
            table.add({customer.company, customer.customer, std::string(store::name(line.part)), jobs::words(line.part, chinese),
                       std::to_string(line.rows), outcome(customer, line, chinese), line.until.iso(),
                       customer.hindrance.empty() ? line.rule : customer.hindrance});
    table.print(session.globals().format, session.tools().out, chinese ? "没有可删除的内容" : "there is nothing to erase",
                session.tools().out_columns);
    if (plan_only) return;
    for (const jobs::ErasedCustomer& customer : done.customers) {
        if (!customer.waits_for.empty())
            session.journal().info(fmt::format(fmt::runtime(chinese ? "{}：{}；复核：settled approvals accept {}"
                                                                    : "{}: {}; they say so with settled approvals accept {}"),
                                               customer.customer, customer.waits_for, customer.fact));
        if (customer.done && customer.fact != 0)
            session.journal().info(fmt::format(
                fmt::runtime(chinese ? "{}：今后取数不再保存其名称和联系方式；恢复：settled forget {}，再取数"
                                     : "{}: later pulls keep neither its name nor its addresses; settled forget {} and a pull "
                                       "bring them back"),
                customer.customer, customer.fact));
    }
    for (const std::string& note : done.notes) session.journal().info(note);
}

} // namespace settled::cli
