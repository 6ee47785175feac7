#include <tables/ledger_words.hpp>

#include <learning/heading_words.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace settled::tables {
namespace {

// Words folded as learning::folded() does, separated by '|', the surest first. A row of "" is every entity's that has the
// column; an entity's own row is asked before.
struct ColumnWords {
    std::string_view entity, column, words;
};

constexpr ColumnWords dictionary[] = {
    {"open_items", "item_id", "itemid|行号|分录号|明细号|单据行号|序列号|documentid"},
    {"open_items", "customer_id",
     "客户编码|客户编号|客户代码|客户号|往来单位编码|往来编码|购货单位编码|customerid|customerno.|customerno|customernumber|"
     "customercode|"
     "accountno.|accountnumber|kundennummer|kundennr.|debitor|debitorennummer|客户|客户名称|客户全称|往来单位|往来单位名称|"
     "购货单位|"
     "购货单位名称|单位名称|付款单位|customer|customername|client|kunde|kundenname|debitorname"},
    {"open_items", "doc_type", "单据类型|单据类别|业务类型|凭证类型|类型|documenttype|doctype|doc.type|type|belegart"},
    {"open_items", "document_number",
     "发票号码|发票号|发票编号|单据编号|单据号|单号|应收单号|销售单号|invoicenumber|invoiceno.|invoiceno|invoice#|documentnumber|"
     "documentno.|documentno|docno.|docno|number|no.|belegnummer|belegnr.|rechnungsnummer|rechnungsnr.|凭证号|编号"},
    {"open_items", "document_date",
     "单据日期|开票日期|发票日期|业务日期|记账日期|日期|invoicedate|documentdate|docdate|date|belegdatum|rechnungsdatum|datum"},
    {"open_items", "instalment", "期次|分期|期数|instalment|installment|rate"},
    {"open_items", "due_date",
     "到期日|到期日期|应收日期|应收日|应付款日|收款到期日|约定付款日|付款截止日|duedate|due|dateddue|fälligkeit|fälligam|"
     "fälligkeitsdatum"},
    {"open_items", "due_base", "起算日|起算日期|立账日|立账日期|duebase|baselinedate"},
    {"open_items", "terms_days", "账期|账期天数|信用天数|付款天数|paymentterms|termsdays|terms|zahlungsziel"},
    {"open_items", "open_amount",
     "未收金额|未收款|未收|未收余额|未核销金额|未清金额|欠款金额|欠款|欠款余额|应收余额|余额|原币余额|期末余额|尚欠金额|未付金额|"
     "openamount|"
     "outstanding|outstandingamount|amountdue|balancedue|openbalance|balance|remaining|offenerbetrag|restbetrag|saldo|offen"},
    {"open_items", "amount",
     "价税合计|应收金额|发票金额|开票金额|原币金额|含税金额|单据金额|总金额|金额|应收款|应收|invoiceamount|originalamount|"
     "totalamount|amount|total|"
     "gross|grossamount|bruttobetrag|betrag"},
    {"open_items", "home_amount", "本币金额|本位币金额|localamount|homeamount|amountinlocalcurrency"},
    {"open_items", "home_open_amount", "本币余额|本位币余额|本币未收金额|localopenamount|homeopenamount"},
    {"open_items", "tax_invoice_numbers",
     "税票号|税票号码|增值税发票号|数电票号码|数电发票号|金税发票号|taxinvoice|taxinvoicenumber|taxinvoiceno."},
    {"open_items", "contract_number", "合同号|合同编号|contractno.|contractnumber|contract|vertragsnummer|vertrag"},
    {"open_items", "delivery_numbers",
     "发货单号|送货单号|出库单号|deliverynumber|deliverynote|deliveryno.|lieferschein|lieferscheinnummer"},
    {"open_items", "po_number", "客户订单号|采购订单号|订单号|订单编号|ponumber|pono.|po|ordernumber|bestellnummer"},
    {"open_items", "customer_reference", "客户参考|客户参考号|yourreference|customerreference"},
    {"open_items", "linked_document", "原单号|来源单号|源单号|对应发票|originaldocument|linkeddocument"},
    {"open_items", "business_line", "业务线|事业部|产品线|businessline|division"},
    {"open_items", "payment_method", "结算方式|付款方式|收款方式|paymentmethod|zahlungsart"},
    {"open_items", "invoice_delivered_on", "发票签收日|发票签收日期|发票送达日|签收日期|invoicedelivered|deliveredon"},
    {"open_items", "discount_date", "折扣到期日|折扣日期|discountdate|skontodatum"},
    {"open_items", "discount_amount", "折扣金额|现金折扣|discountamount|skonto|skontobetrag"},
    {"customers", "customer_id",
     "客户编码|客户编号|客户代码|客户号|编码|编号|代码|往来单位编码|customerid|customerno.|customerno|customernumber|"
     "customercode|"
     "accountno.|kundennummer|kundennr.|debitor|id|code"},
    {"customers", "name",
     "客户名称|客户全称|名称|全称|单位名称|往来单位名称|公司名称|客户|往来单位|customername|customer|name|company|companyname|"
     "kundenname|kunde|firma"},
    {"customers", "short_name", "简称|客户简称|shortname|kurzname"},
    {"customers", "tax_id",
     "税号|纳税人识别号|统一社会信用代码|社会信用代码|taxid|vatid|vatnumber|vatno.|ustid|ust-id|ust-idnr."},
    {"customers", "email", "邮箱|电子邮箱|电子邮件|邮件地址|email|e-mail|emailaddress|mail"},
    {"customers", "phone", "电话|联系电话|手机|手机号|联系手机|phone|telephone|mobile|telefon"},
    {"customers", "contact", "联系人|联络人|财务联系人|contact|contactperson|ansprechpartner"},
    {"customers", "language", "语言|language|sprache"},
    {"customers", "country", "国家|国家地区|country|land"},
    {"customers", "credit_limit", "信用额度|授信额度|信用限额|creditlimit|kreditlimit"},
    {"customers", "payment_terms_days",
     "账期|账期天数|信用天数|信用期|付款天数|paymentterms|paymenttermsdays|termsdays|zahlungsziel"},
    {"customers", "grade", "信用等级|客户等级|等级|grade|rating"},
    {"customers", "group", "客户分类|客户类别|分类|集团|group|customergroup|kundengruppe"},
    {"customers", "parent_customer_id", "上级客户|上级客户编码|母公司|parent|parentcustomer"},
    {"customers", "related_party", "关联方|是否关联方|relatedparty"},
    {"customers", "salesperson_name",
     "业务员|销售员|业务员名称|专管业务员|客户经理|salesperson|salespersonname|salesrep|verkäufer|vertreter"},
    {"customers", "salesperson_email", "业务员邮箱|salespersonemail"},
    {"customers", "bank_accounts", "银行账号|银行账户|账号|开户账号|bankaccount|bankaccounts|iban|accountnumber"},
    {"receipts", "receipt_id",
     "收款单号|收款单编号|收据号|收款编号|单据编号|单据号|单号|凭证号|receiptid|receiptno.|receiptno|receiptnumber|receipt|"
     "paymentno.|number|belegnummer"},
    {"receipts", "customer_id",
     "客户编码|客户编号|客户代码|往来单位编码|付款单位编码|customerid|customerno.|customernumber|kundennummer|客户|客户名称|"
     "往来单位|付款单位|付款人|"
     "customer|customername|payer|kunde"},
    {"receipts", "date", "收款日期|到账日期|单据日期|业务日期|日期|receiptdate|paymentdate|date|zahlungsdatum|datum"},
    {"receipts", "amount", "收款金额|到账金额|实收金额|收款额|金额|amountreceived|receiptamount|paidamount|amount|betrag"},
    {"receipts", "open_amount", "未核销金额|未核销|余额|预收余额|unapplied|unappliedamount|openamount"},
    {"receipts", "method", "结算方式|收款方式|付款方式|method|paymentmethod|zahlungsart"},
    {"receipts", "state", "状态|审核状态|单据状态|state|status"},
    {"receipts", "bank_account", "收款账户|收款账号|银行账户|账户|bankaccount|account|konto"},
    {"receipts", "item_ids", "核销单号|核销发票|对应发票|对应单据|冲销发票|invoices|applied|appliedto|invoicenumbers"},
    {"bank_book", "entry_id", "凭证号|凭证字号|凭证编号|流水号|序号|entryid|entryno.|voucher|voucherno.|belegnummer|no."},
    {"bank_book", "bank_account", "银行账户|银行账号|账户|账号|科目|科目编码|bankaccount|account|konto"},
    {"bank_book", "date", "日期|记账日期|凭证日期|业务日期|date|postingdate|buchungsdatum|datum"},
    {"bank_book", "amount", "发生额|金额|amount|betrag"},
    {"bank_book", "counterparty", "对方单位|对方户名|往来单位|对方|counterparty|gegenpartei"},
    {"control_balances", "account", "科目编码|科目代码|科目|账户|account|accountcode|accountno.|konto"},
    {"control_balances", "balance", "期末余额|余额|原币余额|balance|closingbalance|saldo"},
    {"control_balances", "home_balance", "本币余额|本位币余额|homebalance|localbalance"},
    {"control_balances", "as_of", "日期|截止日期|截至日期|asof|date|stichtag"},
    {"settlements", "item_id", "发票号|单据号|应收单号|核销单号|itemid|invoiceno.|invoicenumber|documentno."},
    {"settlements", "receipt_id", "收款单号|receiptid|receiptno.|receiptnumber"},
    {"settlements", "customer_id", "客户编码|客户编号|客户|客户名称|customerid|customer"},
    {"settlements", "settled_date", "核销日期|结清日期|收款日期|settleddate|cleareddate|paymentdate|cleared"},
    {"settlements", "document_date", "单据日期|开票日期|发票日期|invoicedate|documentdate"},
    {"settlements", "due_date", "到期日|到期日期|duedate|due"},
    {"settlements", "amount", "核销金额|结清金额|金额|settledamount|clearedamount|amount"},
    {"bills", "bill_id", "票据编号|票据号码|票据号|汇票号|汇票号码|票据（包）号|票号|billid|billno.|billnumber|draftno."},
    {"bills", "bill_number", "票据号码|票据号|汇票号|汇票号码|票号|票据（包）号|billno.|billnumber|draftno."},
    {"bills", "kind", "票据种类|票据类型|票据类别|汇票种类|种类|kind|billtype|type"},
    {"bills", "from_customer_id",
     "前手|背书人|交票人|付款客户|客户编码|客户|客户名称|出票人|fromcustomer|customer|endorser|drawer"},
    {"bills", "acceptor", "承兑人|承兑行|承兑银行|acceptor|acceptedby|drawee"},
    {"bills", "amount", "票面金额|票据金额|票据（包）金额|汇票金额|金额|amount|facevalue"},
    {"bills", "received_date", "收票日期|收票日|收到日期|received|receiveddate|datereceived"},
    {"bills", "due_date", "到期日|汇票到期日|到期日期|票据到期日|maturity|maturitydate|duedate|due"},
    {"bills", "status", "状态|票据状态|status|state"},
    {"bills", "recourse", "追索权|有无追索权|是否带追索|recourse"},
    {"bills", "item_ids", "对应发票|对应单据|invoices"},
    {"bills", "receipt_id", "收款单号|receiptno.|receiptid"},
    {"terms", "item_id", "发票号|单据号|应收单号|invoiceno.|invoicenumber|documentno.|itemid"},
    {"terms", "contract_number", "合同号|合同编号|contractno.|contractnumber|contract|vertrag"},
    {"terms", "line", "行号|期次|分期|期数|节点序号|序号|line|milestone|lineno."},
    {"terms", "kind", "款项类型|款项性质|付款节点|节点|款项|kind|milestonetype|type"},
    {"terms", "amount", "节点金额|付款金额|应付金额|金额|amount|betrag"},
    {"terms", "percent", "付款比例|比例|占比|percent|percentage|share|prozent"},
    {"terms", "base", "起算依据|起算条件|付款条件|base|basis|condition"},
    {"terms", "base_date", "起算日|起算日期|basedate"},
    {"terms", "days", "天数|账期|付款天数|days|tage"},
    {"terms", "month_end", "月结|月结月数|monthend"},
    {"terms", "cut_off_day", "截止日|结账日|cutoffday|cut-offday"},
    {"terms", "pay_day", "付款日|固定付款日|payday|paymentday"},
    {"terms", "due_date", "到期日|应付日期|应收日期|到期日期|duedate|due"},
    {"terms", "event_confirmed_on", "确认日期|验收日期|达成日期|节点达成日|confirmedon|eventdate|accepteddate|acceptancedate"},
    {"advices", "advice_id",
     "通知单号|付款通知号|付款通知单号|汇款编号|adviceid|adviceno.|remittanceno.|paymentreference|avisnummer|avis"},
    {"advices", "payer", "付款方|付款单位|付款人|客户|payer|customer|zahler"},
    {"advices", "payment_date", "付款日期|汇款日期|日期|paymentdate|date|zahlungsdatum"},
    {"advices", "amount", "付款总额|汇款金额|付款金额|总额|totalpayment|paymentamount|totalamount|amount"},
    {"advices", "document_number",
     "发票号|发票号码|单据号|invoiceno.|invoicenumber|invoice|documentno.|documentnumber|rechnungsnummer"},
    {"advices", "paid", "本次支付|实付金额|支付金额|实付|本次付款|paid|paidamount|amountpaid|netpaid|netamount|zahlbetrag"},
    {"advices", "deduction", "扣款|扣款金额|扣除|扣减|deduction|deductions|discounttaken|abzug"},
    {"advices", "reason", "扣款原因|原因|reason|deductionreason|grund"},
    {"sales", "period", "期间|月份|会计期间|年月|period|month|monat|periode"},
    {"sales", "customer_id", "客户编码|客户编号|客户|客户名称|customerid|customerno.|customer|kunde"},
    {"sales", "amount",
     "销售额|销售金额|销售收入|营业收入|含税销售额|收入|金额|salesamount|sales|revenue|turnover|amount|umsatz"},
    {"plan", "period", "期间|月份|计划月份|年月|period|month|monat|periode"},
    {"plan", "customer_id", "客户编码|客户编号|客户|客户名称|customerid|customerno.|customer|kunde"},
    {"plan", "amount", "回款计划|计划金额|计划回款|计划收款|目标金额|回款目标|目标|金额|plannedamount|plan|target|budget|amount"},
    {"payables", "vendor_id", "供应商编码|供应商编号|供应商|供应商名称|vendorid|vendorno.|vendor|supplier|lieferant"},
    {"payables", "tax_id", "税号|统一社会信用代码|taxid|vatid"},
    {"payables", "open_amount", "应付余额|未付金额|未付|余额|欠款|openamount|outstanding|amountdue|balance"},
    {"payables", "due_date", "到期日|应付日期|duedate|due"},
    {"exposure", "customer_id", "客户编码|客户编号|客户|客户名称|customerid|customerno.|customer"},
    {"exposure", "uninvoiced_deliveries", "已发货未开票|发货未开票|未开票发货|uninvoiced|uninvoiceddeliveries"},
    {"exposure", "open_orders", "未执行订单|在手订单|未发货订单|openorders|orders"},
    {"exposure", "guarantees", "保函|担保|保证金|guarantees|guarantee"},
    {"exposure", "insured_limit", "保险额度|投保额度|信保额度|insuredlimit|insurance"},
    {"exchange_rates", "from", "原币|外币|币种|from|currency|fromcurrency"},
    {"exchange_rates", "to", "本位币|本币|目标币种|to|tocurrency"},
    {"exchange_rates", "date", "日期|汇率日期|date|datum"},
    {"exchange_rates", "rate", "汇率|中间价|折算汇率|rate|exchangerate|kurs"},
    {"", "currency", "币种|币别|货币|原币|currency|ccy|curr.|währung|waehrung"},
    {"", "home_currency", "本位币|本币币种|homecurrency|localcurrency"},
    {"", "rate", "汇率|exchangerate|kurs"},
    {"", "reference", "备注|摘要|附言|说明|参考|参考号|reference|memo|description|remarks|text|referenz|verwendungszweck"},
    {"", "region", "地区|区域|大区|region|area"},
    {"", "business_line", "业务线|产品线|事业部|businessline"},
    {"", "salesperson_id", "业务员编码|业务员工号|业务员代码|salespersonid|salesrepid|业务员|销售员|salesperson"},
    {"", "updated_at", "更新时间|修改时间|最后修改时间|updatedat|modified|lastmodified|changedon"},
};

struct TableWords {
    std::string_view entity, words;
};

constexpr TableWords tables_called[] = {
    {"customers", "客户档案|客户资料|客户信息|客户表|客户清单|customers|customerlist|kunden|往来单位档案"},
    {"open_items",
     "应收明细|应收账款|未收明细|未收款|欠款明细|未核销|应收|openitems|receivables|aropen|openinvoices|offeneposten"},
    {"receipts", "收款单|收款明细|收款记录|回款明细|收款|receipts|payments|zahlungen"},
    {"bank_book", "银行日记账|日记账|银行存款|bankbook|cashbook|bankjournal"},
    {"control_balances", "科目余额|总账余额|余额表|trialbalance|controlbalances"},
    {"settlements", "核销明细|核销记录|已收明细|settlements|clearedinvoices"},
    {"bills", "票据|承兑汇票|应收票据|汇票|bills|notesreceivable"},
    {"terms", "付款条件|付款节点|收款条件|合同付款|账期|terms|milestones|paymentschedule"},
    {"advices", "付款通知|汇款通知|付款明细通知|remittance|advice|avis"},
    {"sales", "销售|销售额|销售收入|sales|revenue|umsatz"},
    {"plan", "计划|回款计划|收款计划|目标|plan|budget|target"},
    {"payables", "应付|payables|creditors"},
    {"exposure", "敞口|信用占用|exposure"},
    {"exchange_rates", "汇率|exchangerates|rates"},
};

struct ValueWords {
    std::string_view value, words;
};

constexpr ValueWords values_called[] = {
    {"invoice", "发票|销售发票|增值税发票|专用发票|普通发票|销售专用发票|销售普通发票|应收单|其他应收单|蓝字发票|蓝票|正数发票|"
                "invoice|inv|rechnung|re"},
    {"credit_note", "红字发票|红票|贷项通知单|退货|退货单|负数发票|折让|creditnote|creditmemo|cn|gutschrift|gs"},
    {"debit_note", "借项通知单|debitnote|dn|belastungsanzeige"},
    {"receipt", "收款|收款单|预收|预收款|receipt|payment|zahlung"},
    {"transfer", "电汇|转账|银行转账|汇款|网银|网银转账|transfer|banktransfer|wire|t/t|tt|überweisung"},
    {"direct_debit", "代扣|托收|委托收款|directdebit|lastschrift|sepa"},
    {"card", "刷卡|银行卡|pos|card|karte|creditcard"},
    {"bill", "承兑|承兑汇票|银行承兑|银行承兑汇票|商业承兑汇票|票据|银承|商承|bill|draft|wechsel"},
    {"cash", "现金|cash|bar"},
    {"set_off", "抵账|冲抵|对冲|往来抵账|setoff|offset|netting|verrechnung"},
    {"draft", "未审核|草稿|待审核|暂存|保存|draft|unapproved|open|entwurf"},
    {"approved", "已审核|审核|已过账|已记账|approved|posted|gebucht"},
    {"bank_acceptance", "银行承兑汇票|银行承兑|银承|银票|电子银行承兑汇票|bankacceptance"},
    {"commercial_acceptance", "商业承兑汇票|商业承兑|商承|商票|电子商业承兑汇票|commercialacceptance"},
    {"finance_company", "财务公司承兑汇票|财票|财务公司|financecompany"},
    {"e_credential", "云信|供应链票据|电子债权凭证|迪链|融信|建信融通|e-credential|ecredential"},
    {"offered", "待签收|提示收票|offered"},
    {"held", "在手|库存|持有|已签收|held|inhand"},
    {"endorsed", "已背书|背书|背书转让|endorsed"},
    {"discounted", "已贴现|贴现|discounted"},
    {"pledged", "已质押|质押|pledged"},
    {"presented", "提示付款|托收中|已托收|委托收款中|presented"},
    {"collected", "已兑付|已结清|已收款|到期兑付|已承兑收款|collected|paid"},
    {"refused", "拒付|已拒付|refused|dishonoured"},
    {"returned", "退票|已退票|已退回|returned"},
    {"advance", "预付款|预付|预收款|预收账款|定金|首付款|advance|downpayment|anzahlung|2203"},
    {"receivable", "应收账款|应收|receivable|1122"},
    {"delivery", "到货款|发货款|到货|发货|delivery|lieferung"},
    {"acceptance", "验收款|验收|acceptance|abnahme"},
    {"retention", "质保金|质量保证金|尾款|保修金|retention|gewährleistung"},
    {"instalment", "分期|进度款|分期款|instalment|installment|rate"},
    {"document", "开票|开票日|发票日期|单据日期|票到|document|invoicedate"},
    {"invoice_delivered", "发票签收|收到发票|票到日|invoicedelivered"},
    {"event", "事件|节点|event"},
};

constexpr std::size_t latin_part_min = 5, wide_part_min = 6; // bytes of a word inside a longer heading

int match(std::string_view folded, std::string_view words) {
    int rank = 0, part = 0;
    for (const std::string_view word : split(words, '|')) {
        if (folded == word) return whole_name - std::min(rank, whole_name - part_name_max - 1);
        const bool wide = static_cast<unsigned char>(word.front()) >= 0x80;
        if (word.size() >= (wide ? wide_part_min : latin_part_min) && folded.contains(word))
            part = std::max(part, std::max(1, part_name_max - rank - static_cast<int>(folded.size() - word.size()) / 3));
        ++rank;
    }
    return part;
}

std::string_view lower_part(std::string_view heading) {
    heading = heading.substr(0, std::min(heading.rfind('#'), heading.size()));
    const std::size_t slash = heading.rfind('/');
    return slash == heading.npos ? heading : heading.substr(slash + 1);
}

int meaning_of_folded(const Entity& entity, const Field& field, std::string_view folded) {
    std::string plain;
    for (const char c : field.name)
        if (c != '_') plain += c;
    if (folded == plain) return whole_name + 1;
    int best = 0;
    for (const ColumnWords& row : dictionary)
        if (row.column == field.name && (row.entity == entity.name || row.entity.empty()))
            best = std::max(best, match(folded, row.words));
    return best;
}

} // namespace

int meaning(const Entity& entity, const Field& field, std::string_view heading) {
    const int whole = meaning_of_folded(entity, field, learning::folded(heading));
    const std::string_view lower = lower_part(heading);
    if (lower == heading || lower.empty()) return whole;
    return std::max(whole, meaning_of_folded(entity, field, learning::folded(lower)) - 1); // of two rows the lower says more
}

bool names_table(const Entity& entity, std::string_view name) {
    const std::string folded = learning::folded(name);
    for (const TableWords& row : tables_called)
        if (row.entity == entity.name)
            for (const std::string_view word : split(row.words, '|'))
                if (folded.contains(word)) return true;
    return false;
}

std::string_view known_value(const Field& field, std::string_view word) {
    const std::string folded = learning::folded(word);
    if (field.type == FieldType::flag) {
        for (const std::string_view yes : {"是", "有", "√", "✓", "y", "yes", "true", "1", "ja", "x"})
            if (folded == yes) return "1";
        for (const std::string_view no : {"否", "无", "×", "n", "no", "false", "0", "nein"})
            if (folded == no) return "0";
        return {};
    }
    for (const std::string_view name : field.names)
        if (equal_ignoring_ascii_case(name, word)) return name;
    for (const ValueWords& row : values_called)
        if (std::ranges::find(field.names, row.value) != field.names.end())
            for (const std::string_view one : split(row.words, '|'))
                if (folded == one) return row.value;
    return {};
}

} // namespace settled::tables
