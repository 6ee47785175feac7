-- Write-offs of receivables (billclass ys) against receipts. Item and receipt are named as open_items.sql and receipts.sql name them,
-- but for the place among several due days: the log names lines of bills.
SELECT CAST(REPLACE(REPLACE(REPLACE('ys/<1>/<2>/<3>', '<1>', o.code), '<2>', h.billno), '<3>', c.code) AS VARCHAR(160)) AS item_id,
       CAST(REPLACE(REPLACE(REPLACE('sk/<1>/<2>/<3>', '<1>', q.code), '<2>', g.billno), '<3>', c.code) AS VARCHAR(160)) AS receipt_id,
       c.code AS customer_id, h.billdate AS document_date,
       (SELECT MIN(t.expiredate) FROM {owner}arap_termitem t WHERE t.pk_item = b.pk_recitem AND t.dr = 0) AS due_date,
       v.busidate AS settled_date, y.code AS currency, CAST(ROUND(v.money_de, 2) AS DECIMAL(18,2)) AS amount
FROM {owner}arap_verifydetail v
JOIN {owner}ar_recitem b ON b.pk_recitem = v.pk_item AND b.dr = 0
JOIN {owner}ar_recbill h ON h.pk_recbill = b.pk_recbill AND h.dr = 0
JOIN {owner}ar_gatherbill g ON g.pk_gatherbill = v.pk_bill2 AND g.dr = 0
JOIN {owner}bd_customer c ON c.pk_customer = b.customer
JOIN {owner}org_orgs o ON o.pk_org = h.pk_org
JOIN {owner}org_orgs q ON q.pk_org = g.pk_org
LEFT JOIN {owner}bd_currtype y ON y.pk_currtype = b.pk_currtype
WHERE v.dr = 0 AND v.billclass = 'ys' AND COALESCE(v.busiflag, 0) <> 2 AND ('*' IN (:organisations) OR o.code IN (:organisations))
