-- Oracle. Run as the owner of the ERP tables. / 以 ERP 表的所有者运行。
-- Replace the right-hand sides (your_...) by your own tables and columns; leave out every line that is not marked required and that your ERP does not have.
-- Only the first two views are required; leave out whole views that your ERP cannot fill.
-- 将 your_... 换成自己的表和列；ERP 没有的列，凡未标“必填”的整行删去。只有前两个视图必需，其余没有数据的视图可不建。
-- Days as dates, amounts with the decimals of their currency, numbers as text where they may begin with 0. / 日期用日期类型，金额按币种小数位，可能以 0 开头的编号用文本。

-- customers: required / 客户，必需
CREATE VIEW settled_customers AS
SELECT
  c.your_customer_id AS customer_id, -- required; the customer number, always the same / 必填；客户编码，不可变
  c.your_name AS name, -- full name, as on invoices and bank transfers / 全称，与发票、银行户名一致
  c.your_short_name AS short_name, -- short name / 简称
  c.your_tax_id AS tax_id, -- tax number / 税号
  c.your_email AS email, -- mail address for reminders / 催款邮箱
  c.your_phone AS phone, -- phone / 电话
  c.your_contact AS contact, -- contact person / 联系人
  c.your_language AS "language", -- zh-CN, en or de / 函件语言：zh-CN、en 或 de
  c.your_country AS country, -- country / 国家
  c.your_currency AS currency, -- currency, ISO 4217 such as CNY / 币种，ISO 4217，如 CNY
  c.your_credit_limit AS credit_limit, -- credit limit / 信用额度
  c.your_payment_terms_days AS payment_terms_days, -- payment terms in days / 账期（天）
  c.your_grade AS grade, -- credit grade / 信用等级
  c.your_group AS "group", -- customer group / 客户分组
  c.your_region AS region, -- region / 地区
  c.your_parent_customer_id AS parent_customer_id, -- the customer who pays for this one / 付款的上级客户
  c.your_related_party AS related_party, -- 1 for a related party / 1 表示关联方
  c.your_salesperson_id AS salesperson_id, -- salesperson / 业务员编码
  c.your_salesperson_name AS salesperson_name, -- salesperson, name / 业务员姓名
  c.your_salesperson_email AS salesperson_email, -- salesperson, mail address / 业务员邮箱
  c.your_bank_accounts AS bank_accounts, -- accounts that the customer pays from, joined with semicolons / 客户付款账号，多个用分号连接
  c.your_updated_at AS updated_at -- last change / 最后修改时间
FROM your_customers c;

-- everything that is open, complete at every reading: required / 全部未清项，每次须完整，必需
CREATE VIEW settled_open_items AS
SELECT
  i.your_item_id AS item_id, -- required; unique, never given to another document / 必填；唯一，不得转给其他单据
  i.your_customer_id AS customer_id, -- required; customer number / 必填；客户编码
  i.your_doc_type AS doc_type, -- required; invoice, credit_note, debit_note, receipt or other / 必填；发票 invoice、红字 credit_note、debit_note、预收或未核销收款 receipt、other
  i.your_document_number AS document_number, -- required; the number that customers know / 必填；客户所知的单据号
  i.your_document_date AS document_date, -- document date / 单据日期
  i.your_instalment AS instalment, -- instalment, where there are several / 期次（分期时）
  i.your_due_date AS due_date, -- due date / 到期日
  i.your_terms_days AS terms_days, -- days from the document date, where no due date is kept / 无到期日时：自单据日起的天数
  i.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  i.your_amount AS amount, -- original amount / 原金额
  i.your_open_amount AS open_amount, -- required; what is owed positive, credit notes and money on account negative / 必填；未清金额：应收为正，红字与预收为负
  i.your_home_currency AS home_currency, -- home currency / 本位币
  i.your_home_amount AS home_amount, -- original amount in home currency / 本位币原金额
  i.your_home_open_amount AS home_open_amount, -- open amount in home currency / 本位币未清金额
  i.your_rate AS "rate", -- exchange rate / 汇率
  i.your_reference AS reference, -- further number of the document / 单据的其他编号
  i.your_tax_invoice_numbers AS tax_invoice_numbers, -- tax invoice numbers, joined with semicolons / 税务发票号，多个用分号连接
  i.your_contract_number AS contract_number, -- contract number / 合同号
  i.your_delivery_numbers AS delivery_numbers, -- delivery notes, joined with semicolons / 送货单号，多个用分号连接
  i.your_po_number AS po_number, -- order number of the customer / 客户订单号
  i.your_customer_reference AS customer_reference, -- number that the customer wants quoted / 客户要求引用的编号
  i.your_linked_document AS linked_document, -- the invoice that a credit note belongs to / 红字单据所属的蓝字单据号
  i.your_business_line AS business_line, -- department or business line / 部门或业务线
  i.your_salesperson_id AS salesperson_id, -- salesperson / 业务员编码
  i.your_discount_date AS discount_date, -- last day of cash discount / 现金折扣截止日
  i.your_discount_amount AS discount_amount, -- cash discount / 现金折扣金额
  i.your_payment_method AS payment_method, -- transfer, direct_debit, card, bill or other / 付款方式：transfer、direct_debit、card、bill、other
  i.your_collection_date AS collection_date, -- day of a direct debit / 直接扣款日
  i.your_assigned_to AS assigned_to, -- the factor it is assigned to / 受让的保理商
  i.your_invoice_delivered_on AS invoice_delivered_on, -- day the customer got the invoice / 发票送达日
  i.your_updated_at AS updated_at -- last change / 最后修改时间
FROM your_open_items i;

-- money received, to recognise what is already booked / 收款单，用于识别已入账的款项
CREATE VIEW settled_receipts AS
SELECT
  r.your_receipt_id AS receipt_id, -- required; unique / 必填；唯一
  r.your_customer_id AS customer_id, -- customer number / 客户编码
  r.your_date AS "date", -- day of receipt / 收款日期
  r.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  r.your_amount AS amount, -- required; money in positive, refunds negative / 必填；收款为正，退款为负
  r.your_open_amount AS open_amount, -- what is not applied yet / 未核销金额
  r.your_method AS "method", -- cash, transfer, bill, set_off, direct_debit or card / 方式：cash、transfer、bill（票据）、set_off（抵账）、direct_debit、card
  r.your_state AS "state", -- draft or approved / draft 未审核、approved 已审核
  r.your_bank_account AS bank_account, -- our bank account / 我方银行账号或科目
  r.your_reference AS reference, -- number of the bank or the receipt / 银行流水号或收款单号
  r.your_item_ids AS item_ids, -- item_ids that it pays, joined with semicolons / 核销的 item_id，多个用分号连接
  r.your_updated_at AS updated_at -- last change / 最后修改时间
FROM your_receipts r;

-- the bank journal, for the bank reconciliation / 银行日记账，用于余额调节表
CREATE VIEW settled_bank_book AS
SELECT
  b.your_entry_id AS entry_id, -- required; unique / 必填；唯一
  b.your_bank_account AS bank_account, -- required; our bank account / 必填；我方银行账号或科目
  b.your_date AS "date", -- required; booking day / 必填；记账日期
  b.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  b.your_amount AS amount, -- required; money in positive, out negative / 必填；收入为正，支出为负
  b.your_counterparty AS counterparty, -- who paid or was paid / 对方户名
  b.your_reference AS reference, -- number or text / 票据号或摘要
  b.your_updated_at AS updated_at -- last change / 最后修改时间
FROM your_bank_journal b;

-- balances of the control accounts, to prove that everything was read / 控制科目余额，用于证明数据完整
CREATE VIEW settled_control_balances AS
SELECT
  a.your_account AS account, -- required; account such as 1122 / 必填；科目，如 1122
  a.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  a.your_balance AS balance, -- required; debit positive, so advances are negative / 必填；借方为正，预收为负
  a.your_home_currency AS home_currency, -- home currency / 本位币
  a.your_home_balance AS home_balance, -- balance in home currency / 本位币余额
  a.your_includes AS includes, -- receivable or advance / receivable 应收、advance 预收
  a.your_as_of AS as_of -- day up to which it is posted / 余额日期
FROM your_account_balances a;

-- what paid what, and when / 核销记录
CREATE VIEW settled_settlements AS
SELECT
  s.your_item_id AS item_id, -- required; the item_id of open_items / 必填；与未清项的 item_id 相同
  s.your_receipt_id AS receipt_id, -- the receipt_id of receipts / 与收款单的 receipt_id 相同
  s.your_customer_id AS customer_id, -- customer number / 客户编码
  s.your_document_date AS document_date, -- day of the document that was paid / 被核销单据的日期
  s.your_due_date AS due_date, -- its due date / 其到期日
  s.your_settled_date AS settled_date, -- day it was settled / 核销日期
  s.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  s.your_amount AS amount -- required; what was settled / 必填；核销金额
FROM your_settlements s;

-- bills of exchange and electronic claims / 承兑汇票与电子债权凭证
CREATE VIEW settled_bills AS
SELECT
  l.your_bill_id AS bill_id, -- required; unique / 必填；唯一
  l.your_bill_number AS bill_number, -- number of the bill / 票据号码
  l.your_kind AS "kind", -- bank_acceptance, commercial_acceptance, finance_company or e_credential / bank_acceptance 银承、commercial_acceptance 商承、finance_company 财票、e_credential 电子债权凭证
  l.your_from_customer_id AS from_customer_id, -- the customer who gave it / 交票客户
  l.your_acceptor AS acceptor, -- acceptor / 承兑人
  l.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  l.your_amount AS amount, -- required; amount / 必填；票面金额
  l.your_received_date AS received_date, -- day received / 收票日
  l.your_due_date AS due_date, -- maturity / 到期日
  l.your_status AS status, -- offered, held, endorsed, discounted, pledged, presented, collected, refused or returned / offered 待签收、held 持有、endorsed 已背书、discounted 已贴现、pledged 已质押、presented 已提示、collected 已收款、refused 拒付、returned 退回
  l.your_recourse AS recourse, -- 1 where it can come back to us / 1 表示有追索权
  l.your_item_ids AS item_ids, -- item_ids that it paid, joined with semicolons / 所付单据的 item_id，多个用分号连接
  l.your_receipt_id AS receipt_id, -- its receipt / 对应收款单
  l.your_updated_at AS updated_at -- last change / 最后修改时间
FROM your_bills l;

-- payment terms by line: advance, delivery, acceptance, retention / 分段付款条件：预付、到货、验收、质保
CREATE VIEW settled_terms AS
SELECT
  t.your_item_id AS item_id, -- the item, or else the contract / 单据，或按合同
  t.your_contract_number AS contract_number, -- contract number / 合同号
  t.your_line AS "line", -- line / 行号
  t.your_kind AS "kind", -- advance, delivery, acceptance, retention or instalment / advance 预付、delivery 到货、acceptance 验收、retention 质保金、instalment 分期
  t.your_currency AS currency, -- ISO 4217 / 币种
  t.your_amount AS amount, -- amount, or a percentage / 金额，或比例
  t.your_percent AS "percent", -- percentage such as 10 / 比例，如 10
  t.your_base AS "base", -- document, invoice_delivered, acceptance or event / 起算：document 单据、invoice_delivered 票到、acceptance 验收、event 事件
  t.your_base_date AS base_date, -- day it begins / 起算日
  t.your_days AS "days", -- days after it / 之后天数
  t.your_month_end AS month_end, -- 1 where it counts from the end of the month / 1 表示自月末起算（月结）
  t.your_cut_off_day AS cut_off_day, -- day of the month up to which documents belong to it / 对账截止日
  t.your_pay_day AS pay_day, -- day of the month on which the customer pays / 固定付款日
  t.your_due_date AS due_date, -- due date, where it is known / 已知的到期日
  t.your_event_confirmed_on AS event_confirmed_on -- day the event was confirmed; empty: not due yet / 事件确认日；为空则未到期
FROM your_terms t;

-- remittance advices of customers / 客户的付款通知明细
CREATE VIEW settled_advices AS
SELECT
  v.your_advice_id AS advice_id, -- required / 必填
  v.your_payer AS payer, -- payer / 付款人
  v.your_payment_date AS payment_date, -- payment date / 付款日
  v.your_currency AS currency, -- ISO 4217 / 币种
  v.your_amount AS amount, -- total paid / 付款总额
  v.your_reference AS reference, -- reference / 编号
  v.your_document_number AS document_number, -- the document that this line pays / 本行所付单据号
  v.your_paid AS paid, -- paid for it / 本行金额
  v.your_deduction AS deduction, -- deducted / 扣款
  v.your_reason AS reason -- reason of the deduction / 扣款原因
FROM your_advices v;

-- sales by month, for DSO / 按月销售额，用于计算 DSO
CREATE VIEW settled_sales AS
SELECT
  e.your_period AS "period", -- required; such as 2026-10 / 必填；如 2026-10
  e.your_customer_id AS customer_id, -- customer number / 客户编码
  e.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  e.your_amount AS amount, -- required; sales with tax / 必填；含税销售额
  e.your_salesperson_id AS salesperson_id, -- salesperson / 业务员编码
  e.your_region AS region, -- region / 地区
  e.your_business_line AS business_line -- business line / 业务线
FROM your_sales e;

-- collection plan / 回款计划
CREATE VIEW settled_plan AS
SELECT
  p.your_period AS "period", -- required; such as 2026-10 / 必填；如 2026-10
  p.your_customer_id AS customer_id, -- customer number, or the salesperson / 客户编码，或业务员
  p.your_salesperson_id AS salesperson_id, -- salesperson / 业务员编码
  p.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  p.your_amount AS amount -- required; planned receipts / 必填；计划回款
FROM your_plan p;

-- what we owe, for set-off / 应付账款，用于抵账
CREATE VIEW settled_payables AS
SELECT
  y.your_vendor_id AS vendor_id, -- required; vendor / 必填；供应商编码
  y.your_tax_id AS tax_id, -- tax number, by which customer and vendor are one / 税号，用于识别既是客户又是供应商
  y.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  y.your_open_amount AS open_amount, -- required; what we owe, positive / 必填；应付为正
  y.your_due_date AS due_date -- due date / 到期日
FROM your_payables y;

-- credit exposure beyond receivables / 应收以外的信用敞口
CREATE VIEW settled_exposure AS
SELECT
  x.your_customer_id AS customer_id, -- required; customer number / 必填；客户编码
  x.your_currency AS currency, -- required; ISO 4217 / 必填；币种
  x.your_uninvoiced_deliveries AS uninvoiced_deliveries, -- delivered, not invoiced / 已发货未开票
  x.your_open_orders AS open_orders, -- open orders / 未发货订单
  x.your_guarantees AS guarantees, -- guarantees / 担保
  x.your_insured_limit AS insured_limit -- insured limit / 信用保险额度
FROM your_exposure x;

-- exchange rates / 汇率
CREATE VIEW settled_exchange_rates AS
SELECT
  g.your_from AS "from", -- required; ISO 4217 / 必填；原币
  g.your_to AS "to", -- required; ISO 4217 / 必填；目标币
  g.your_date AS "date", -- required; day / 必填；日期
  g.your_rate AS "rate" -- required; 1 of the first is so much of the second / 必填；1 单位原币等于多少目标币
FROM your_exchange_rates g;
