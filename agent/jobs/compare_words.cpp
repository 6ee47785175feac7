#include "jobs/compare_words.hpp"

#include <fmt/format.h>

#include <array>

namespace settled::jobs {
namespace {

using matching::ControlSide;
using matching::FindingKind;
using matching::HintKind;
using matching::Language;
using matching::Phrase;

constexpr std::array<Phrase, 7> finding_words = {{
    {"amount differs", "金额不符", "Betrag weicht ab"},
    {"booked twice by us", "我方重复入账", "bei uns doppelt"},
    {"booked twice by them", "对方重复入账", "dort doppelt"},
    {"missing at us", "我方未入账", "fehlt bei uns"},
    {"missing at them", "对方未入账", "fehlt dort"},
    {"period shift", "跨期入账", "andere Periode"},
    {"before our records", "早于本系统记录", "vor unseren Aufzeichnungen"},
}};

constexpr std::array<Phrase, 3> side_words = {
    {{"receivable", "应收", "Forderungen"}, {"advances", "预收", "Anzahlungen"}, {"together", "合计", "zusammen"}}};

// In braces: {amount}, {count}, {item}, {date}.
constexpr Phrase hint_words(HintKind kind) {
    switch (kind) {
    case HintKind::balance_missing:
        return {"the ledger gives no balance of this control account in this currency; its connector must yield control_balances",
                "账套未提供该币种的统驭科目余额；连接器需给出 control_balances",
                "das Hauptbuch nennt keinen Saldo dieses Abstimmkontos in dieser Währung; der Konnektor muss control_balances "
                "liefern"};
    case HintKind::ledger_older:
        return {"the open items were read for {date}, before the balance's day", "未清项读取于 {date}，早于余额日期",
                "die offenen Posten sind vom {date}, vor dem Tag des Saldos"};
    case HintKind::ledger_newer:
        return {"the open items were read for {date}, after the balance's day; dated behind it: {count} items of {amount}",
                "未清项读取于 {date}，晚于余额日期；其后的单据 {count} 笔共 {amount}",
                "die offenen Posten sind vom {date}, nach dem Tag des Saldos; später datiert: {count} Posten über {amount}"};
    case HintKind::one_item:
        return {"item {item} of {amount} is the difference: not in the control account?",
                "单据 {item}（{amount}）正好等于差额：未记入统驭科目？",
                "Posten {item} über {amount} ist die Differenz: nicht auf dem Abstimmkonto?"};
    case HintKind::half_of_difference:
        return {"item {item} of {amount} is half of the difference: on the wrong side?",
                "单据 {item}（{amount}）是差额的一半：借贷方向记反？",
                "Posten {item} über {amount} ist die Hälfte der Differenz: auf der falschen Seite?"};
    case HintKind::kinds_mixed:
        return {"together both accounts agree: {amount} of money on account stands on the other one",
                "两科目合计相符：{amount} 的预收记在另一科目",
                "zusammen stimmen beide Konten: Akontozahlungen über {amount} stehen auf dem anderen"};
    case HintKind::documents_alone:
        return {"the documents alone agree: money on account of {amount} stands on an account that is not read",
                "仅单据部分相符：{amount} 的预收记在未读取的科目",
                "die Belege allein stimmen: Akontozahlungen über {amount} stehen auf einem nicht gelesenen Konto"};
    case HintKind::sign_turned:
        return {"the same figure with the other sign: the connector turns it", "数额相同、方向相反：连接器取数符号有误",
                "dieselbe Zahl mit anderem Vorzeichen: der Konnektor dreht es um"};
    case HintKind::receipts_not_shown:
        return {"approved receipts with money left that no open item shows: {count}, together {amount}",
                "已审核但未核销、也未列为未清项的收款：{count} 笔共 {amount}",
                "geprüfte Zahlungseingänge mit Rest, die kein offener Posten zeigt: {count}, zusammen {amount}"};
    case HintKind::draft_receipts:
        return {"unapproved receipts: {count}, together {amount}", "未审核收款：{count} 笔共 {amount}",
                "ungeprüfte Zahlungseingänge: {count}, zusammen {amount}"};
    case HintKind::other_currencies:
        return {"open items in currencies without a balance of their own: {count}; this balance may hold them in home currency",
                "其他币种未清项 {count} 笔没有各自余额，可能以本位币含于本余额",
                "offene Posten in Währungen ohne eigenen Saldo: {count}; dieser Saldo kann sie in Hauswährung enthalten"};
    }
    return {};
}

constexpr Phrase remark_words(ComparisonRemark kind) {
    switch (kind) {
    case ComparisonRemark::no_receipts:
        return {"this ledger gives no receipts, so that payments cannot be compared; compare open items with --basis open_items",
                "该账套不提供收款单，无法逐笔核对付款；可用 --basis open_items 核对未清项",
                "dieses Hauptbuch liefert keine Zahlungseingänge, Zahlungen sind nicht vergleichbar; offene Posten mit --basis "
                "open_items vergleichen"};
    case ComparisonRemark::their_balance_missing:
        return {"the file states no balance: only its lines are compared; ask the customer for opening and closing balance",
                "文件未列余额：只核对明细；请向客户索取期初、期末余额",
                "die Datei nennt keinen Saldo: nur die Zeilen sind verglichen; Anfangs- und Endsaldo beim Kunden erfragen"};
    case ComparisonRemark::other_currency_rows:
        return {"rows in another currency are left out: {count}; compare them with --currency",
                "其他币种的 {count} 行未参与核对；请用 --currency 另行核对",
                "Zeilen in anderer Währung sind ausgelassen: {count}; mit --currency vergleichen"};
    case ComparisonRemark::does_not_add_up:
        return {"the file does not add up: its opening balance and lines miss its closing balance by {amount}",
                "文件自身不平：期初加明细与期末相差 {amount}",
                "die Datei geht nicht auf: Anfangssaldo und Zeilen verfehlen den Endsaldo um {amount}"};
    case ComparisonRemark::signs_undecided:
        return {"no line shows whose signs the file has; if they are turned, say --signs ours or --signs theirs",
                "无法由明细判断借贷方向；如方向相反请用 --signs ours 或 --signs theirs",
                "keine Zeile zeigt, wessen Vorzeichen die Datei hat; falls verkehrt: --signs ours oder --signs theirs"};
    case ComparisonRemark::sums_not_searched:
        return {"too many lines are open to look for sums; compare a shorter time with --from and --to",
                "未匹配行过多，未查找合并金额；请用 --from、--to 缩短期间",
                "zu viele offene Zeilen, um Summen zu suchen; mit --from und --to einen kürzeren Zeitraum vergleichen"};
    }
    return {};
}

constexpr Phrase gap_words(GroupGap gap) {
    switch (gap) {
    case GroupGap::no_customer:
        return {"no customer in the ledgers of {creditor} bears the legal name of {debtor}; name it with --customer",
                "{creditor} 的账套中没有名称为 {debtor} 的客户；请用 --customer 指明",
                "kein Kunde in den Büchern von {creditor} trägt den Firmennamen von {debtor}; mit --customer nennen"};
    case GroupGap::no_payables:
        return {"the ledgers of {debtor} give no payables (table payables of the connector): only the receivables of {creditor} "
                "are known",
                "{debtor} 的账套未提供应付数据（连接器的 payables 表）：只知道 {creditor} 的应收",
                "die Bücher von {debtor} liefern keine Verbindlichkeiten (Tabelle payables des Konnektors): nur die Forderungen "
                "von {creditor} sind bekannt"};
    case GroupGap::no_vendor:
        return {"the ledgers of {debtor} give payables, but none carries a tax number known for {creditor}; name the vendor with "
                "--vendor",
                "{debtor} 的账套有应付数据，但没有 {creditor} 税号对应的供应商；请用 --vendor 指明",
                "die Bücher von {debtor} liefern Verbindlichkeiten, aber keine mit einer Steuernummer von {creditor}; den "
                "Lieferanten mit --vendor nennen"};
    }
    return {};
}

constexpr std::array<Phrase, 11> fixed_words = {{
    {"opening balance", "期初余额", "Anfangssaldo"},
    {"closing balance", "期末余额", "Endsaldo"},
    {"explained by the lines above", "由以上各行解释", "durch die Zeilen oben erklärt"},
    {"unexplained", "未解释", "unerklärt"},
    {"Both sides agree.", "双方相符。", "Beide Seiten stimmen überein."},
    {"NOT confirmed as agreeing.", "不能确认相符。", "Übereinstimmung NICHT bestätigt."},
    {"no difference in any line", "各行均无差异", "keine Zeile weicht ab"},
    {"at the bank, not yet in the ledger: entry {}", "已到银行、账套未入账：流水 {}",
     "bei der Bank, noch nicht im Hauptbuch: Buchung {}"},
    {"one of several equal amounts", "同额多笔之一", "einer von mehreren gleichen Beträgen"},
    {"line {}", "第 {} 行", "Zeile {}"},
    {"agrees", "相符", "stimmt"},
}};

constexpr std::array<std::string_view, 6> remark_names = {"no_receipts",     "their_balance_missing", "other_currency_rows",
                                                          "does_not_add_up", "signs_undecided",       "sums_not_searched"};
constexpr std::array<std::string_view, 3> gap_names = {"no_customer", "no_payables", "no_vendor"};

std::string money(std::int64_t amount, Currency currency) {
    return grouped_amount_text(amount, currency) + " " + std::string(currency.code());
}

} // namespace

std::string_view words(FindingKind kind, Language language) {
    return finding_words.at(static_cast<std::size_t>(kind) - 1).in(language);
}

std::string_view group_words(FindingKind kind, Language language) {
    if (kind == FindingKind::missing_at_us)
        return Phrase{"payable without a receivable", "应付无对应应收", "Verbindlichkeit ohne Forderung"}.in(language);
    if (kind == FindingKind::missing_at_them)
        return Phrase{"receivable without a payable", "应收无对应应付", "Forderung ohne Verbindlichkeit"}.in(language);
    return words(kind, language);
}

std::string_view words(ControlSide side, Language language) {
    return side_words.at(static_cast<std::size_t>(side) - 1).in(language);
}

std::string words(const matching::ControlHint& hint, const ledger::Book& book, Currency currency, Language language) {
    std::string item;
    if (hint.item != ledger::no_row) {
        const ledger::ItemRow& row = book.items[hint.item];
        item = row.document_number.empty() ? book.qualified_id(row) : std::string(book[row.document_number]);
    }
    return fmt::format(fmt::runtime(hint_words(hint.kind).in(language)), fmt::arg("amount", money(hint.amount, currency)),
                       fmt::arg("count", hint.count), fmt::arg("item", item), fmt::arg("date", hint.date.iso()));
}

std::string words(const Remark& remark, Currency currency, Language language) {
    return fmt::format(fmt::runtime(remark_words(remark.kind).in(language)), fmt::arg("amount", money(remark.amount, currency)),
                       fmt::arg("count", remark.count));
}

std::string words(GroupGap gap, const GroupRow& row, Language language) {
    return fmt::format(fmt::runtime(gap_words(gap).in(language)), fmt::arg("creditor", row.creditor),
                       fmt::arg("debtor", row.debtor));
}

std::string_view name(ComparisonRemark remark) { return remark_names.at(static_cast<std::size_t>(remark) - 1); }
std::string_view name(GroupGap gap) { return gap_names.at(static_cast<std::size_t>(gap) - 1); }

std::string_view word(CompareWord word, Language language) { return fixed_words.at(static_cast<std::size_t>(word)).in(language); }

} // namespace settled::jobs
