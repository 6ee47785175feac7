#include "jobs/partner_columns.hpp"

#include <learning/heading_words.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::jobs {
namespace {

// Separated by '|', folded; the surest first.
constexpr std::string_view dates = "记账日期|凭证日期|业务日期|单据日期|开票日期|制单日期|入账日期|日期|postingdate|documentdate|"
                                   "invoicedate|date|buchungsdatum|belegdatum|rechnungsdatum|buchungstag|datum";
constexpr std::string_view debits = "借方金额|借方发生额|本期借方|借方|debitamount|debit|soll|sollbetrag";
constexpr std::string_view credits = "贷方金额|贷方发生额|本期贷方|贷方|creditamount|credit|haben|habenbetrag";
constexpr std::string_view amounts =
    "金额|发生额|未付金额|未清金额|欠款金额|价税合计|应付金额|openamount|amount|offenerbetrag|betrag|umsatz";
constexpr std::string_view directions = "借贷方向|借/贷|借贷|方向|d/c|dc|debit/credit|s/h|soll/haben";
constexpr std::string_view balances = "余额|期末余额|本币余额|balance|runningbalance|saldo";
constexpr std::string_view currencies = "币种|货币|币别|currency|währung|waehrung";
constexpr std::string_view numbers =
    "发票号码|发票号|发票编号|invoicenumber|invoiceno.|invoiceno|invoice|rechnungsnummer|rechnungsnr.|"
    "rechnung|单据编号|单据号|单号|documentnumber|documentno.|documentno|document|belegnummer|belegnr.|"
    "beleg|number|nummer|reference|referenz|合同号|凭证字号|凭证号|凭证编号|voucher|voucherno.|voucherno";
constexpr std::string_view texts =
    "摘要|说明|备注|用途|description|text|memo|details|remarks|buchungstext|bezeichnung|verwendungszweck";

constexpr std::string_view openings =
    "期初余额|上年结转|上期结转|承前页|openingbalance|balancebroughtforward|balanceb/f|broughtforward|"
    "anfangsbestand|anfangssaldo|saldovortrag|eröffnungssaldo|eb-wert";
constexpr std::string_view totals =
    "本月合计|本期合计|本年累计|累计|合计|小计|总计|过次页|结转下页|结转下年|期末余额|closingbalance|"
    "balancecarriedforward|balancec/f|total|subtotal|endsaldo|schlusssaldo|summe|gesamt|zwischensumme";

// Rank of the heading among the words; none where it is not one of them.
std::optional<std::size_t> rank(std::string_view folded, std::string_view words) {
    std::size_t at = 0;
    for (const std::string_view word : split(words, '|')) {
        if (folded == word) return at;
        ++at;
    }
    return std::nullopt;
}

int year_in(std::string_view text) {
    constexpr std::string_view mark = "年";
    const std::size_t at = text.find(mark);
    if (at == text.npos || at < 4) return 0;
    int year = 0;
    const char* const begin = text.data() + at - 4;
    const auto [end, error] = std::from_chars(begin, begin + 4, year);
    return error == std::errc() && end == begin + 4 && year >= 1900 && year <= 2200 ? year : 0;
}

} // namespace

std::size_t PartnerColumns::meanings() const {
    std::size_t count = numbers.size() + texts.size();
    for (const auto& column : {date, year, month, day, debit, credit, amount, direction, balance, currency})
        count += column ? 1 : 0;
    return count;
}

PartnerColumns partner_columns(const TableRow& headings, const TableRow* row_above) {
    PartnerColumns columns;
    std::vector<std::pair<std::size_t, std::size_t>> ranked_numbers; // rank, column
    struct Wanted {
        std::string_view words;
        std::optional<std::size_t> PartnerColumns::* column;
        std::size_t best = std::string_view::npos;
    };
    std::array<Wanted, 7> wanted = {{{dates, &PartnerColumns::date},
                                     {debits, &PartnerColumns::debit},
                                     {credits, &PartnerColumns::credit},
                                     {amounts, &PartnerColumns::amount},
                                     {directions, &PartnerColumns::direction},
                                     {balances, &PartnerColumns::balance},
                                     {currencies, &PartnerColumns::currency}}};
    for (std::size_t i = 0; i < headings.cells.size(); ++i) {
        const std::string folded = learning::folded(headings.cells[i].text);
        if (folded.empty()) continue;
        if (folded == "年") columns.year = i;
        if (folded == "月") columns.month = i;
        if (folded == "日") columns.day = i;
        for (Wanted& one : wanted)
            if (const auto found = rank(folded, one.words); found && *found < one.best)
                one.best = *found, columns.*one.column = i;
        if (const auto found = rank(folded, numbers)) ranked_numbers.emplace_back(*found, i);
        if (rank(folded, texts)) columns.texts.push_back(i);
        if (const int year = year_in(headings.cells[i].text)) columns.year_in_heading = year;
    }
    if (row_above != nullptr && columns.year_in_heading == 0)
        for (const TableCell& cell : row_above->cells)
            if (const int year = year_in(cell.text)) columns.year_in_heading = year;
    std::ranges::sort(ranked_numbers);
    for (const auto& [found, column] : ranked_numbers) columns.numbers.push_back(column);
    // Behind debit and credit the direction is the balance's.
    if (columns.direction && (columns.debit || columns.credit))
        columns.balance_direction = columns.direction, columns.direction.reset();
    if (columns.debit || columns.credit) columns.amount.reset();
    return columns;
}

RowKind row_kind(std::string_view text) {
    const std::string folded = learning::folded(text);
    if (rank(folded, openings)) return RowKind::opening;
    return rank(folded, totals) ? RowKind::total : RowKind::booking;
}

int direction_of(std::string_view word) {
    const std::string folded = ascii_lower(trim(word));
    if (folded == "借" || folded == "s" || folded == "soll" || folded == "d" || folded == "dr" || folded == "debit") return 1;
    if (folded == "贷" || folded == "h" || folded == "haben" || folded == "c" || folded == "cr" || folded == "credit") return -1;
    return 0;
}

} // namespace settled::jobs
