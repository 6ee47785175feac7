// answer_outcomes.hpp -- what becomes of a row of a workbook that came back, in the words its person reads.
#pragma once

#include "matching/words.hpp"

namespace settled::jobs::outcome {

using matching::Phrase;

// Done. {}: the number of the new match.
inline constexpr Phrase no_receivable{"no receivable: match {}", "非应收：匹配 {}", "keine Forderung: Zuordnung {}"};
inline constexpr Phrase accepted{"taken over as proposed: match {}", "按建议处理：匹配 {}", "wie vorgeschlagen: Zuordnung {}"};
inline constexpr Phrase rejected{"proposal rejected: match {}", "建议已否决：匹配 {}", "Vorschlag abgelehnt: Zuordnung {}"};
inline constexpr Phrase assigned{"assigned: match {}", "已按指定单据处理：匹配 {}", "zugeordnet: Zuordnung {}"};
inline constexpr Phrase on_account{"on account: match {}", "已挂账：匹配 {}", "auf Konto: Zuordnung {}"};
inline constexpr Phrase message_released{"message {} may go", "函件 {} 已放行", "Schreiben {} freigegeben"};
inline constexpr Phrase message_cancelled{"message {} is cancelled", "函件 {} 已取消", "Schreiben {} wird nicht gesendet"};
inline constexpr Phrase task_done{"task {} is done", "任务 {} 已完成", "Aufgabe {} ist erledigt"};
inline constexpr Phrase task_postponed{"task {} is due on {}", "任务 {} 延至 {}", "Aufgabe {} ist am {} fällig"};
inline constexpr Phrase difference_cleared{"difference {} is cleared", "差异 {} 已核清", "Abweichung {} ist geklärt"};
inline constexpr Phrase hold_kept{"{}: held", "{}：暂缓催款", "{}: zurückgestellt"};
inline constexpr Phrase dispute_kept{"{}: disputed", "{}：有争议", "{}: strittig"};
inline constexpr Phrase promise_kept{"{}: promise noted", "{}：承诺已登记", "{}: Zusage vermerkt"};

// Refused.
inline constexpr Phrase twice{"the same key stands twice in this workbook", "同一编号在工作簿中出现两次",
                              "derselbe Schlüssel steht zweimal in der Mappe"};
inline constexpr Phrase nothing_chosen{"no decision is chosen beside what was filled in", "已填写内容，但未选择决定",
                                       "neben dem Ausgefüllten ist keine Entscheidung gewählt"};
inline constexpr Phrase no_decision{R"("{}" is no decision; choose one of the cell's list)",
                                    "“{}”不是可选决定，请从下拉列表中选择",
                                    "„{}“ ist keine Entscheidung; bitte aus der Liste der Zelle wählen"};
inline constexpr Phrase no_key{R"("{}" is no key of a daily mail's workbook; leave that column as it is)",
                               "“{}”不是日报工作簿的编号，请勿修改该列",
                               "„{}“ ist kein Schlüssel der Mappe; die Spalte bitte so lassen"};
inline constexpr Phrase not_fitting{R"("{}" does not answer this row; choose one of the cell's list)",
                                    "“{}”不适用于该行，请从下拉列表中选择",
                                    "„{}“ passt nicht zu dieser Zeile; bitte aus der Liste der Zelle wählen"};
inline constexpr Phrase not_permitted{
    "{} may not decide about bank entries: that needs a role beside cashier, sales or auditor",
    "{} 无权判断银行流水（出纳、业务、审计角色除外须有其他角色）",
    "{} darf über Buchungen nicht entscheiden: dazu braucht es eine Rolle neben Kasse, Vertrieb, Prüfung"};
inline constexpr Phrase decided_anew{"this entry was decided anew since the workbook was made; see the next report",
                                     "工作簿生成后该流水已重新判断，请见下一份日报",
                                     "über diese Buchung wurde seit der Mappe neu entschieden; siehe nächster Bericht"};
inline constexpr Phrase changed{"changed meanwhile, it is now: {}", "期间已变更，现为：{}", "inzwischen geändert, jetzt: {}"};
inline constexpr Phrase accept_names_documents{
    R"(documents are named beside "accept"; to name others choose "pays the documents named")",
    "选择了“同意”却填写了单据；如需改为其他单据请选“指定单据”",
    "neben „annehmen“ stehen Belege; für andere bitte „zahlt die genannten Belege“ wählen"};
inline constexpr Phrase part_of_batch{"a part of a batch booking can only be accepted or rejected as it is proposed",
                                      "批量入账的明细只能按建议同意或否决",
                                      "ein Teil einer Sammelbuchung kann nur angenommen oder abgelehnt werden"};
inline constexpr Phrase wants_customer{R"("on account" wants the customer's number, and no documents)",
                                       "“挂账”须填客户编号，且不填单据", "„auf Konto“ braucht die Kundennummer und keine Belege"};
inline constexpr Phrase wants_documents{"no documents are named; write them as INV-1; INV-2=100.00",
                                        "未填写单据，请按“单据号；单据号=金额”填写",
                                        "keine Belege genannt; bitte so: RE-1; RE-2=100,00"};
inline constexpr Phrase not_there{"{} is not there (any more)", "{} 不存在或已处理", "{} gibt es nicht (mehr)"};
inline constexpr Phrase line_used{"this line was taken over before; use the next free one", "该行此前已处理，请使用下一空行",
                                  "diese Zeile wurde schon übernommen; bitte die nächste freie nehmen"};
inline constexpr Phrase nobody_named{"no customer or document is named", "未填写客户或单据", "kein Kunde oder Beleg genannt"};

} // namespace settled::jobs::outcome
