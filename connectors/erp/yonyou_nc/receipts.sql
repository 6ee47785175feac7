-- One row a receipt and customer, as money came; a draft while it is not effective.
SELECT CAST(REPLACE(REPLACE(REPLACE('sk/<1>/<2>/<3>', '<1>', o.code), '<2>', x.billno), '<3>', c.code) AS VARCHAR(160)) AS receipt_id,
       c.code AS customer_id, x.billdate AS "date", y.code AS currency, CAST(ROUND(x.amount, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(x.bal, 2) AS DECIMAL(18,2)) AS open_amount,
       CASE WHEN x.pk_balatype IN (:bill_types) THEN 'bill' WHEN x.pk_balatype IN (:cash_types) THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN x.effectstatus = 10 THEN 'approved' ELSE 'draft' END AS state, a.accnum AS bank_account,
       COALESCE(x.checkno, x.billno) AS reference, x.ts AS updated_at
FROM (SELECT h.pk_org, h.billno, g.customer, MIN(h.effectstatus) AS effectstatus, MIN(h.billdate) AS billdate, MIN(g.pk_currtype) AS pk_currtype,
             SUM(g.money_cr) AS amount, SUM(g.money_bal) AS bal, MIN(g.pk_balatype) AS pk_balatype, MIN(g.recaccount) AS recaccount,
             MIN(NULLIF(g.checkno, '~')) AS checkno, MAX(g.ts) AS ts
      FROM {owner}ar_gatherbill h
      JOIN {owner}ar_gatheritem g ON g.pk_gatherbill = h.pk_gatherbill AND g.dr = 0
      WHERE h.dr = 0
      GROUP BY h.pk_org, h.billno, g.customer) x
JOIN {owner}bd_customer c ON c.pk_customer = x.customer
JOIN {owner}org_orgs o ON o.pk_org = x.pk_org
LEFT JOIN {owner}bd_currtype y ON y.pk_currtype = x.pk_currtype
LEFT JOIN {owner}bd_bankaccsub a ON a.pk_bankaccsub = x.recaccount
WHERE '*' IN (:organisations) OR o.code IN (:organisations)
