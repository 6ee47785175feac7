#include "reports/report_words.hpp"

#include <algorithm>
#include <cassert>

namespace settled::reports {

const std::vector<ReportWord>& report_words() {
    static const std::vector<ReportWord> words = {
        {"title", "Receivables today", "应收对账日报", "Forderungen heute"},
        {"data_up_to", "Data up to", "数据截至", "Daten bis"},
        {"received", "Came in", "新到账", "Eingegangen"},
        {"needs_you", "Needs you", "需您处理", "Für Sie zu klären"},
        {"overdue", "Overdue", "逾期", "Überfällig"},
        {"going_out", "Goes out", "待发函件", "Geht hinaus"},
        {"agreement", "Books and figures", "账实核对", "Abstimmung"},
        {"questions", "Questions", "待确认", "Fragen"},
        {"differences", "Applied differently in the ERP", "ERP 核销不一致", "Im ERP anders ausgeglichen"},
        {"settled_today", "Settled", "已匹配（待核销）", "Zugeordnet"},
        {"booked_today", "Booked in the ERP", "已核销", "Im ERP gebucht"},
        {"on_account", "On account, item not known", "客户已确认、单据待定", "Akonto, Posten offen"},
        {"unmatched", "Not placed", "未匹配", "Nicht zugeordnet"},
        {"not_receivable", "Not receivable", "非应收", "Keine Forderung"},
        {"aging", "Receivables by age", "逾期账龄", "Forderungen nach Alter"},
        {"top_overdue", "Largest overdue customers", "逾期客户（按金额）", "Größte überfällige Kunden"},
        {"messages", "Messages", "函件", "Schreiben"},
        {"sent", "Sent since the previous report", "上次日报后已发", "Seit dem letzten Bericht gesendet"},
        {"tasks", "Tasks", "任务", "Aufgaben"},
        {"early_warnings", "Early warnings", "风险预警", "Frühwarnungen"},
        {"promises", "Promises due and broken", "付款承诺：将到期与未兑现", "Zusagen: fällig und gebrochen"},
        {"promise_ahead", "to come", "未到期", "steht aus"},
        {"promise_kept", "kept", "已兑现", "eingehalten"},
        {"promise_broken", "broken", "未兑现", "gebrochen"},
        {"next", "Next", "下一步", "Nächster Schritt"},
        {"not_reminded", "Not reminded, and why", "暂不催款及原因", "Nicht gemahnt, und warum"},
        {"problems", "Problems", "异常", "Störungen"},
        {"freshness", "How fresh the data is", "数据时点", "Stand der Daten"},
        {"unseen", "Outgoing and not receivable, as a sum", "支出及非应收（仅合计）",
         "Ausgänge und keine Forderungen, als Summe"},
        {"count", "Count", "笔数", "Anzahl"},
        {"chart_cash", "Money in, and what is expected", "回款与预计回款", "Zahlungseingang und Erwartung"},
        {"cash_received", "received", "到账", "eingegangen"},
        {"cash_expected", "expected", "预计", "erwartet"},
        {"cash_received_sum", "Received in five weeks", "近五周到账", "In fünf Wochen eingegangen"},
        {"cash_expected_sum", "expected in the next five", "未来五周预计", "in den nächsten fünf erwartet"},
        {"cash_no_history", "by due dates: the ledger gives no history of payments", "按到期日预计：账套未提供历史回款",
         "nach Fälligkeit: die Buchhaltung liefert keine Zahlungshistorie"},
        {"chart_dso", "Days sales outstanding (count-back)", "应收账款周转天数（倒推法）",
         "Forderungslaufzeit in Tagen (Count-back)"},
        {"dso_last", "{}: {} days", "{}：{} 天", "{}: {} Tage"},
        {"date", "Date", "日期", "Datum"},
        {"counterparty", "Counterparty", "对方户名", "Gegenpartei"},
        {"amount", "Amount", "金额", "Betrag"},
        {"currency", "Currency", "币种", "Währung"},
        {"customer", "Customer", "客户", "Kunde"},
        {"documents", "Documents", "单据", "Belege"},
        {"document", "Document", "单据号", "Beleg"},
        {"why", "Why", "依据", "Warum"},
        {"proposal", "Proposal", "建议", "Vorschlag"},
        {"answer", "Answer", "答复", "Antwort"},
        {"reason", "Reason", "原因", "Grund"},
        {"until", "Until", "截止", "Bis"},
        {"step", "Step", "步骤", "Stufe"},
        {"to", "To", "收件人", "An"},
        {"state", "State", "状态", "Status"},
        {"waits_for", "Waits for", "等待", "Wartet auf"},
        {"owner", "Owner", "负责人", "Zuständig"},
        {"due", "Due", "到期日", "Fällig"},
        {"kind", "Kind", "类型", "Art"},
        {"where", "Where", "位置", "Wo"},
        {"what", "What", "情况", "Was"},
        {"total", "Total", "合计", "Summe"},
        {"not_due", "Not due", "未到期", "Nicht fällig"},
        {"days_1_30", "1–30 days", "1–30 天", "1–30 Tage"},
        {"days_31_60", "31–60 days", "31–60 天", "31–60 Tage"},
        {"days_61_90", "61–90 days", "61–90 天", "61–90 Tage"},
        {"days_91_120", "91–120 days", "91–120 天", "91–120 Tage"},
        {"over_120", "over 120 days", "120 天以上", "über 120 Tage"},
        {"no_due_date", "No due date", "无到期日", "Ohne Fälligkeit"},
        {"retention_not_due", "Retention", "质保金未到期", "Einbehalt"},
        {"unapplied", "Credits and on account", "预收及贷项", "Gutschriften und Akonto"},
        {"days_overdue", "Days overdue", "逾期天数", "Tage überfällig"},
        {"document_date", "Document date", "单据日期", "Belegdatum"},
        {"open_in_erp", "Open in the ERP", "ERP 未清", "Im ERP offen"},
        {"still_owed", "Still owed", "尚欠", "Noch offen"},
        {"original", "As issued", "原始金额", "Ursprünglich"},
        {"salesperson", "Salesperson", "业务员", "Vertrieb"},
        {"account", "Account", "账户", "Konto"},
        {"entry", "Entry", "流水", "Buchung"},
        {"erp_says", "The ERP applied", "ERP 核销", "Im ERP"},
        {"we_say", "settled decided", "本系统判断", "settled"},
        {"summary", "Summary", "汇总", "Übersicht"},
        {"open_items", "Open items", "未清项", "Offene Posten"},
        {"reminders", "Reminders", "催款", "Mahnungen"},
        {"oldest", "Oldest", "最久", "Älteste"},
        {"more_in_workbook", "more in the workbook", "条见附件工作簿", "weitere in der Arbeitsmappe"},
        {"nothing", "nothing", "无", "nichts"},
        {"stop_hint",
         "To stop a message: settled outbox cancel NUMBER. To hold a customer: settled hold CUSTOMER --until DATE --reason TEXT.",
         "停发某函件：settled outbox cancel 编号；暂缓催款：settled hold 客户 --until 日期 --reason 原因。",
         "Anhalten: settled outbox cancel NUMMER. Kunden zurückstellen: settled hold KUNDE --until DATUM --reason GRUND."},
        {"audit", "Audit chain", "审计链", "Prüfkette"},
        {"rows", "rows, head", "行，链头", "Zeilen, Kopf"},
        {"test_clock", "This report was made with a test clock: nothing in it happened today.",
         "本报告使用测试时钟生成，内容并非今日实际发生。",
         "Dieser Bericht entstand mit einer Testuhr; nichts davon ist heute geschehen."},
        {"mode_shadow", "Shadow: nothing is sent to customers.", "影子模式：不向客户发送任何函件。",
         "Probelauf: Kunden erhalten nichts."},
        {"mode_approve", "Letters wait for a release.", "函件须经放行后发送。", "Schreiben warten auf Freigabe."},
        {"mode_auto", "Letters are sent by themselves, as far as the rules allow.", "函件按规则自动发送。",
         "Schreiben gehen nach den Regeln von selbst hinaus."},
        {"agrees", "agrees", "一致", "stimmt"},
        {"no_difference", "no difference found", "未发现差异", "keine Abweichung gefunden"},
        {"task_phone", "call", "电话催款", "Anruf"},
        {"task_risk_review", "risk review", "风险评估", "Risikoprüfung"},
        {"task_legal_file", "legal file", "移交法务", "Rechtsakte"},
        {"task_visit", "visit", "上门拜访", "Besuch"},
        {"task_check_acceptance", "check the acceptance", "核实验收情况", "Abnahme prüfen"},
        {"task_write_off_proposal", "write-off proposal", "坏账核销建议", "Ausbuchung vorschlagen"},
        {"task_promise_broken", "broken promise", "承诺未兑现", "gebrochene Zusage"},
        {"task_apply_credit", "apply a credit", "预收冲应收", "Guthaben verrechnen"},
        {"task_retention_due", "retention falls due", "质保金将到期", "Einbehalt wird fällig"},
        {"task_statement_unanswered", "statement not answered", "对账单未回复", "Kontoauszug ohne Antwort"},
        {"task_due_dates_moved", "due dates moved", "到期日被提前", "Fälligkeiten vorverlegt"},
        {"task_volume_guard", "more messages than usual", "函件数量异常", "mehr Schreiben als üblich"},
        {"task_early_warning", "early warning", "风险预警", "Frühwarnung"},
        {"task_stop_supply_proposal", "stop supply?", "停供建议", "Lieferstopp?"},
        {"task_stop_supply", "stop supply", "停止供货", "Lieferstopp"},
        {"task_resume_supply", "supply again", "恢复供货", "Wieder liefern"},
        {"task_confirm", "a second person's word", "复核", "Zweite Freigabe"},
        {"task_set_off", "set-off", "预收冲应收", "Verrechnung"},
        {"state_held", "waits for a release", "待放行", "wartet auf Freigabe"},
        {"state_due", "ready to be sent", "待发送", "bereit zum Versand"},
        {"state_armed", "being sent", "发送中", "wird gesendet"},
        {"state_sent", "sent", "已发送", "gesendet"},
        {"state_unknown", "not known whether it went out", "是否送出不明", "unklar, ob hinausgegangen"},
        {"state_failed", "failed", "发送失败", "fehlgeschlagen"},
        {"state_cancelled", "cancelled", "已取消", "abgebrochen"},
        {"state_shadow", "shadow", "影子模式", "Probelauf"},
        {"state_not_reminded", "not reminded", "暂不催款", "nicht gemahnt"},
        {"type_invoice", "invoice", "发票", "Rechnung"},
        {"type_credit_note", "credit note", "红字发票/贷项", "Gutschrift"},
        {"type_debit_note", "debit note", "借项", "Belastung"},
        {"type_receipt", "receipt", "收款单", "Zahlungseingang"},
        {"type_other", "other", "其他", "Sonstiges"},
        {"returned", "Returned by the bank", "银行退回", "Von der Bank zurück"},
        {"returned_short", "returned", "退回", "zurück"},
        {"differs_by", "differs by", "相差", "Abweichung"},
        {"balance_not_proved", "balance not proved", "余额未核", "Saldo nicht geprüft"},
        {"newly", "new", "新增", "neu"},
        {"due_today", "due today", "今日到期", "heute fällig"},
        {"before", "before", "上次", "zuvor"},
        {"matched", "matched", "已匹配", "zugeordnet"},
        {"claim_pool", "to be placed", "待认领", "zu klären"},
        {"customer_known", "customer known", "客户已知", "Kunde bekannt"},
        {"held", "held", "待放行", "gehalten"},
        {"leave_in", "leave in the window", "发送时段", "Versandfenster"},
        {"worklist", "Your tasks today", "今日任务", "Ihre Aufgaben heute"},
        {"at_risk", "At risk", "涉及金额", "Offener Betrag"},
        {"task_late", "late", "已超期", "überfällig"},
        {"for_information", "For your information", "供您知悉", "Zur Kenntnis"},
        {"task_hint", "Done: settled task done NUMBER --note TEXT. Later: settled task postpone NUMBER --to DATE.",
         "完成：settled task done 编号 --note 说明；延期：settled task postpone 编号 --to 日期。",
         "Erledigt: settled task done NUMMER --note TEXT. Später: settled task postpone NUMMER --to TAG."},
        {"made_at", "Made", "生成时间", "Erstellt"},
    };
    return words;
}

namespace {

std::string word_or_name(std::string_view group, std::string_view name, std::string_view language) {
    const auto& words = report_words();
    const std::string key = std::string(group) + std::string(name);
    const bool known = std::ranges::find(words, key, &ReportWord::key) != words.end();
    return std::string(known ? word(key, language) : name);
}

} // namespace

std::string task_word(const std::string& kind, std::string_view language) { return word_or_name("task_", kind, language); }

std::string message_state_word(std::string_view state, std::string_view language) {
    return word_or_name("state_", state, language);
}

std::string document_type_word(std::string_view type, std::string_view language) { return word_or_name("type_", type, language); }

std::string_view word(std::string_view key, std::string_view language) {
    const auto& words = report_words();
    auto hit = std::ranges::find(words, key, &ReportWord::key);
    assert(hit != words.end());
    if (language.starts_with("zh")) return hit->chinese;
    return language.starts_with("de") ? hit->german : hit->english;
}

} // namespace settled::reports
