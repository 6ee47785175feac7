-- A bill's lines (ar_recitem) of one customer and one due day (arap_termitem) are one item: that is what the customer was sent.
-- Only effective bills (effectstatus 10), only rows that are alive (dr 0). A line without terms of its own stands for itself.
-- Receipts that are not written off are negative items. An item is named by kind, organisation, number, customer and, where
-- there are several due days, its place among them: keys of rows need not stay when a bill is entered again.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('ys/<1>/<2>/<3><4>', '<1>', o.code), '<2>', x.billno), '<3>', c.code),
                    '<4>', CASE WHEN x.days > 1 THEN REPLACE('/<n>', '<n>', CAST(x.place AS VARCHAR(10))) ELSE '' END) AS VARCHAR(160)) AS item_id,
       c.code AS customer_id, CASE WHEN x.amount < 0 THEN 'credit_note' ELSE 'invoice' END AS doc_type, x.billno AS document_number,
       x.billdate AS document_date, CASE WHEN x.days > 1 THEN CAST(x.place AS VARCHAR(10)) END AS instalment, x.due AS due_date, y.code AS currency,
       CAST(ROUND(x.amount, 2) AS DECIMAL(18,2)) AS amount, CAST(ROUND(x.bal, 2) AS DECIMAL(18,2)) AS open_amount,
       CAST(ROUND(x.home_bal, 2) AS DECIMAL(18,2)) AS home_open_amount, x.remark AS reference,
       CASE WHEN x.first_invoice = x.last_invoice THEN x.first_invoice
            ELSE REPLACE(REPLACE('<1>;<2>', '<1>', x.first_invoice), '<2>', x.last_invoice) END AS tax_invoice_numbers,
       CASE WHEN x.first_contract = x.last_contract THEN x.first_contract END AS contract_number, x.delivery AS delivery_numbers, x.purchase_order AS po_number,
       d.name AS business_line, p.code AS salesperson_id, x.ts AS updated_at
FROM (SELECT h.pk_org, h.billno, b.customer, MIN(h.billdate) AS billdate, t.expiredate AS due, MIN(b.pk_currtype) AS pk_currtype,
             SUM(COALESCE(t.money_de, b.money_de)) AS amount, SUM(COALESCE(t.money_bal, b.money_bal)) AS bal,
             SUM(COALESCE(t.local_money_bal, b.local_money_bal)) AS home_bal, MIN(NULLIF(h.scomment, '~')) AS remark,
             MIN(NULLIF(b.invoiceno, '~')) AS first_invoice, MAX(NULLIF(b.invoiceno, '~')) AS last_invoice,
             MIN(NULLIF(b.contractno, '~')) AS first_contract, MAX(NULLIF(b.contractno, '~')) AS last_contract,
             MIN(NULLIF(b.outstoreno, '~')) AS delivery, MIN(NULLIF(b.purchaseorder, '~')) AS purchase_order, MIN(b.pk_deptid) AS pk_dept,
             MIN(b.pk_psndoc) AS pk_psndoc, MAX(COALESCE(t.ts, b.ts)) AS ts,
             DENSE_RANK() OVER (PARTITION BY h.pk_org, h.billno, b.customer ORDER BY t.expiredate) AS place,
             COUNT(*) OVER (PARTITION BY h.pk_org, h.billno, b.customer) AS days
      FROM {owner}ar_recbill h
      JOIN {owner}ar_recitem b ON b.pk_recbill = h.pk_recbill AND b.dr = 0
      LEFT JOIN {owner}arap_termitem t ON t.pk_item = b.pk_recitem AND t.dr = 0
      WHERE h.dr = 0 AND h.effectstatus = 10
      GROUP BY h.pk_org, h.billno, b.customer, t.expiredate) x
JOIN {owner}bd_customer c ON c.pk_customer = x.customer
JOIN {owner}org_orgs o ON o.pk_org = x.pk_org
LEFT JOIN {owner}bd_currtype y ON y.pk_currtype = x.pk_currtype
LEFT JOIN {owner}org_dept d ON d.pk_dept = x.pk_dept
LEFT JOIN {owner}bd_psndoc p ON p.pk_psndoc = x.pk_psndoc
WHERE ROUND(x.bal, 2) <> 0 AND ('*' IN (:organisations) OR o.code IN (:organisations))
UNION ALL
SELECT CAST(REPLACE(REPLACE(REPLACE('sk/<1>/<2>/<3>', '<1>', o.code), '<2>', x.billno), '<3>', c.code) AS VARCHAR(160)),
       c.code, 'receipt', x.billno, x.billdate, NULL, x.billdate, y.code, CAST(ROUND(-x.amount, 2) AS DECIMAL(18,2)),
       CAST(ROUND(-x.bal, 2) AS DECIMAL(18,2)), CAST(ROUND(-x.home_bal, 2) AS DECIMAL(18,2)), x.remark, NULL, NULL, NULL, NULL, NULL, p.code, x.ts
FROM (SELECT h.pk_org, h.billno, g.customer, MIN(h.billdate) AS billdate, MIN(g.pk_currtype) AS pk_currtype, SUM(g.money_cr) AS amount,
             SUM(g.money_bal) AS bal, SUM(g.local_money_bal) AS home_bal, MIN(NULLIF(g.scomment, '~')) AS remark, MIN(g.pk_psndoc) AS pk_psndoc, MAX(g.ts) AS ts
      FROM {owner}ar_gatherbill h
      JOIN {owner}ar_gatheritem g ON g.pk_gatherbill = h.pk_gatherbill AND g.dr = 0
      WHERE h.dr = 0 AND h.effectstatus = 10
      GROUP BY h.pk_org, h.billno, g.customer) x
JOIN {owner}bd_customer c ON c.pk_customer = x.customer
JOIN {owner}org_orgs o ON o.pk_org = x.pk_org
LEFT JOIN {owner}bd_currtype y ON y.pk_currtype = x.pk_currtype
LEFT JOIN {owner}bd_psndoc p ON p.pk_psndoc = x.pk_psndoc
WHERE ROUND(x.bal, 2) <> 0 AND ('*' IN (:organisations) OR o.code IN (:organisations))
