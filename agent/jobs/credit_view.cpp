#include "jobs/credit_view.hpp"

#include "ledger/terms.hpp"

#include <settled/plugin_abi.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

using ledger::Row;

Currency currency_of(const Picture& picture, Row customer) {
    const Currency own = picture.book.customers[customer].currency;
    return own.none() ? picture.company->currency : own;
}

// A promise is kept when the item it was about is paid, or less than what was promised is still open of it.
void count_promises(const Picture& picture, const ledger::Positions& positions, Row customer, credit::CreditInput& input) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    for (const ledger::Fact& fact : picture.facts) {
        if (fact.kind != ledger::FactKind::promise || !fact.date || fact.date >= picture.as_of ||
            fact.ledger != picture.book.ledger_of(row).name || fact.customer_id != picture.book[row.id] || fact.item_key.empty())
            continue;
        const Row item = picture.rows->index().item_by_key(fact.ledger, fact.item_key);
        const bool is_open = item != ledger::no_row && positions.items[item].position > 0;
        ++(is_open ? input.promises_broken : input.promises_kept);
    }
}

struct Words {
    std::string_view english, chinese;
};

constexpr std::array<Words, 6> part_words = {{{"paid {} days late on average", "加权平均逾期 {} 天"},
                                              {"{} % of what is open is overdue", "未清金额中逾期占 {}%"},
                                              {"{} % of the limit is used", "信用额度已用 {}%"},
                                              {"{} % of the promises were kept", "付款承诺兑现 {}%"},
                                              {"known for {} months", "往来 {} 个月"},
                                              {"{} payments in two years", "两年内付款 {} 笔"}}};
constexpr std::array<Words, 5> warning_words = {
    {{"the last two payments came more than a week late ({} days)", "最近两次付款均逾期一周以上（{} 天）"},
     {"the way of paying got worse (by {} points)", "付款表现下降（{} 分）"},
     {"the limit is exceeded by {}", "超出信用额度 {}"},
     {"nothing was paid for {} days, far longer than usual", "已 {} 天未付款，远超往常"},
     {"{} promises were broken", "{} 次承诺未兑现"}}};
constexpr std::array<Words, 4> measure_words = {
    {{"talk to the customer", "与客户沟通"},
     {"shorter terms", "缩短账期"},
     {"deliver against prepayment", "改为预付款"},
     {"stop supply, if credit and sales both approve", "停止供货，须信用管理和销售共同批准"}}};

std::string said(const Words& words, bool chinese, const std::string& figure) {
    return fmt::format(fmt::runtime(chinese ? words.chinese : words.english), figure);
}

} // namespace

Result<credit::CreditScore> credit_of(JobContext& context, const Picture& picture, Row customer) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    const Currency currency = currency_of(picture, customer);
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    auto known = context.store.ledgers().settlements(picture.company->name, picture.book.ledger_of(row).name,
                                                     std::string(picture.book[row.id]), picture.as_of);
    if (!known) return pass(known);
    std::vector<credit::Settlement> paid;
    for (const store::KnownSettlement& each : *known)
        if (each.amount.currency == currency)
            paid.push_back({each.document_date, each.due_date, each.settled_on, each.amount.minor_units});
    std::vector<credit::OpenDebt> open;
    for (Row item = 0; item < picture.book.items.size(); ++item) {
        const std::int64_t position = positions->items[item].position;
        if (picture.book.items[item].customer != customer || picture.book.items[item].currency != currency || position <= 0)
            continue;
        open.push_back({ledger::due_state(picture.book, item, position, picture.as_of).due, position});
    }
    credit::CreditInput input;
    input.today = picture.as_of, input.settlements = paid, input.open = open;
    if (row.credit_limit >= 0) input.limit = row.credit_limit;
    input.grade_in_ledger = picture.book[row.grade];
    for (const ledger::BillRow& bill : picture.book.bills)
        if (bill.customer == customer && bill.currency == currency &&
            (bill.status == SETTLED_BILL_HELD || bill.status == SETTLED_BILL_ENDORSED || bill.status == SETTLED_BILL_DISCOUNTED))
            input.bills_with_recourse += bill.amount;
    count_promises(picture, *positions, customer, input);
    return credit::score(input);
}

std::vector<std::string> credit_words(const Picture& picture, Row customer, const credit::CreditScore& score, bool chinese) {
    const Currency currency = currency_of(picture, customer);
    const auto money = [&](std::int64_t amount) {
        return fmt::format("{} {}", grouped_amount_text(amount, currency), currency.code());
    };
    std::vector<std::string> lines;
    if (score.grade == ' ')
        lines.emplace_back(
            chinese ? "付款记录不足三笔，不评等级（账套未提供核销历史，或客户较新）"
                    : "no grade: fewer than three payments are known (the ledger gives no settlements, or the customer is new)");
    else
        lines.push_back(fmt::format(fmt::runtime(chinese ? "等级 {}，{} 分（满分 100）" : "grade {}, {} points of 100"),
                                    score.grade, score.score));
    for (const credit::ScorePart& part : score.parts)
        lines.push_back(
            fmt::format(fmt::runtime(chinese ? "{}：{} 分，权重 {}" : "{}: {} points, weight {}"),
                        said(part_words[static_cast<std::size_t>(part.part) - 1], chinese, std::to_string(part.figure)),
                        part.points, part.weight));
    const std::int64_t limit = picture.book.customers[customer].credit_limit;
    if (limit >= 0)
        lines.push_back(fmt::format(
            fmt::runtime(chinese
                             ? "信用额度 {}，占用 {}（应收及附追索权票据；在途发货和订单未计入）"
                             : "limit {}, used {} (receivables and bills with recourse; deliveries and orders are not in it)"),
            money(limit), money(score.exposure)));
    else
        lines.emplace_back(chinese ? "账套中没有信用额度" : "the ledger has no credit limit");
    for (const credit::EarlyWarning& warning : score.warnings) {
        const bool is_money = warning.warning == credit::Warning::limit_exceeded;
        const std::string figure = is_money ? money(warning.figure) : std::to_string(warning.figure);
        lines.push_back(fmt::format(fmt::runtime(chinese ? "预警：{}；建议：{}" : "early warning: {}; proposed: {}"),
                                    said(warning_words[static_cast<std::size_t>(warning.warning) - 1], chinese, figure),
                                    chinese ? measure_words[static_cast<std::size_t>(warning.measure) - 1].chinese
                                            : measure_words[static_cast<std::size_t>(warning.measure) - 1].english));
    }
    return lines;
}

} // namespace settled::jobs
