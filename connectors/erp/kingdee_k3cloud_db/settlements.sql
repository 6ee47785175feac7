-- The log of write-offs (应收收款核销记录; the program spells it Macth) by line of the plan, with receipts on the other side. Item and
-- receipt are named as open_items.sql and receipts.sql name them. A record that is no longer in force has FISACTIVATION '0';
-- where the release has no such column, the name within EXISTS means the '1' of k, and every record counts.
SELECT CAST(REPLACE(REPLACE(REPLACE('AR/<1>/<2>/<3>', '<1>', o.FNUMBER), '<2>', a.FBILLNO), '<3>', CAST(p.FSEQ AS VARCHAR(10))) AS VARCHAR(100)) AS item_id,
       CAST(REPLACE(REPLACE('RB/<1>/<2>', '<1>', q.FNUMBER), '<2>', r.FBILLNO) AS VARCHAR(100)) AS receipt_id, c.FNUMBER AS customer_id, a.FDATE AS document_date,
       COALESCE(p.FENDDATE, a.FENDDATE) AS due_date, g.FVERIFYDATE AS settled_date, y.FCODE AS currency,
       CAST(ROUND(e.FCURWRITTENOFFAMOUNTFOR, 2) AS DECIMAL(18,2)) AS amount
FROM T_AR_RECMACTHLOGENTRY e
JOIN T_AR_RECMACTHLOG g ON g.FID = e.FID
JOIN T_AR_RECEIVABLEPLAN p ON p.FENTRYID = e.FSRCROWID
JOIN T_AR_RECEIVABLE a ON a.FID = p.FID AND a.FID = e.FSRCBILLID
JOIN T_AR_RECEIVEBILL r ON r.FID = e.FTARGETBILLID
JOIN T_ORG_ORGANIZATIONS q ON q.FORGID = r.FSETTLEORGID
JOIN T_BD_CUSTOMER c ON c.FCUSTID = a.FCUSTOMERID
JOIN T_ORG_ORGANIZATIONS o ON o.FORGID = a.FSETTLEORGID
LEFT JOIN T_BD_CURRENCY y ON y.FCURRENCYID = a.FCURRENCYID
CROSS JOIN (SELECT '1' AS FISACTIVATION) k
WHERE e.FSOURCEFROMID = 'AR_receivable' AND e.FTARGETFROMID = 'AR_RECEIVEBILL'
  AND EXISTS (SELECT 1 FROM T_AR_RECMACTHLOG x WHERE x.FID = g.FID AND COALESCE(FISACTIVATION, '1') <> '0')
  AND ('' IN (:organisations) OR o.FNUMBER IN (:organisations))
