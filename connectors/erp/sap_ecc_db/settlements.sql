-- Cleared invoices (BSAD) whose clearing document holds a payment, less what partial payments had paid before, and the partial
-- payments themselves, cleared, or open beside their open invoice. Item and receipt are named as open_items.sql and receipts.sql name them.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', i.BUKRS), '<2>', i.BELNR), '<3>', i.GJAHR), '<4>', i.BUZEI) AS VARCHAR(40)) AS item_id,
       CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', r.BUKRS), '<2>', r.BELNR), '<3>', r.GJAHR), '<4>', r.BUZEI) AS VARCHAR(40)) AS receipt_id,
       i.KUNNR AS customer_id, i.BLDAT AS document_date, i.AUGDT AS settled_date, i.WAERS AS currency,
       CAST(ROUND((i.WRBTR - COALESCE((SELECT SUM(q.WRBTR) FROM {owner}BSAD q WHERE q.MANDT = i.MANDT AND q.BUKRS = i.BUKRS AND q.KUNNR = i.KUNNR AND q.REBZG = i.BELNR
                                          AND q.REBZJ = i.GJAHR AND q.REBZZ = i.BUZEI AND q.WAERS = i.WAERS AND q.BLART IN (:payment_types)), 0))
                  * CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END, 3) AS DECIMAL(21,3)) AS amount
FROM {owner}BSAD i
JOIN (SELECT c.MANDT, c.BUKRS, c.KUNNR, c.BELNR, c.AUGBL, c.AUGDT, MIN(c.GJAHR) AS GJAHR, MIN(c.BUZEI) AS BUZEI
      FROM {owner}BSAD c WHERE c.BLART IN (:payment_types) AND c.BELNR = c.AUGBL GROUP BY c.MANDT, c.BUKRS, c.KUNNR, c.BELNR, c.AUGBL, c.AUGDT) r
  ON r.MANDT = i.MANDT AND r.BUKRS = i.BUKRS AND r.KUNNR = i.KUNNR AND r.AUGBL = i.AUGBL AND r.AUGDT = i.AUGDT
LEFT JOIN {owner}TCURX x ON x.CURRKEY = i.WAERS
WHERE i.MANDT = :client AND i.BUKRS IN (:company_codes) AND i.SHKZG = 'S' AND i.BLART NOT IN (:payment_types) AND i.AUGDT >= :receipts_from
  AND NOT COALESCE(i.UMSKZ, ' ') > ' '
UNION ALL
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', t.BUKRS), '<2>', t.REBZG), '<3>', t.REBZJ), '<4>', t.REBZZ) AS VARCHAR(40)),
       CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', t.BUKRS), '<2>', t.BELNR), '<3>', t.GJAHR), '<4>', t.BUZEI) AS VARCHAR(40)),
       t.KUNNR, COALESCE(t.open_day, t.cleared_day), t.BUDAT, t.WAERS,
       CAST(ROUND(t.WRBTR * CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END, 3) AS DECIMAL(21,3))
FROM (SELECT a.BUKRS, a.KUNNR, a.BELNR, a.GJAHR, a.BUZEI, a.REBZG, a.REBZJ, a.REBZZ, a.BUDAT, a.WAERS, a.WRBTR,
             (SELECT MIN(o.BLDAT) FROM {owner}BSID o WHERE o.MANDT = a.MANDT AND o.BUKRS = a.BUKRS AND o.KUNNR = a.KUNNR AND o.BELNR = a.REBZG AND o.GJAHR = a.REBZJ
                 AND o.BUZEI = a.REBZZ) AS open_day,
             (SELECT MIN(o.BLDAT) FROM {owner}BSAD o WHERE o.MANDT = a.MANDT AND o.BUKRS = a.BUKRS AND o.KUNNR = a.KUNNR AND o.BELNR = a.REBZG AND o.GJAHR = a.REBZJ
                 AND o.BUZEI = a.REBZZ) AS cleared_day
      FROM (SELECT b.MANDT, b.BUKRS, b.KUNNR, b.BELNR, b.GJAHR, b.BUZEI, b.REBZG, b.REBZJ, b.REBZZ, b.BUDAT, b.WAERS, b.WRBTR
            FROM {owner}BSID b WHERE b.MANDT = :client AND b.BUKRS IN (:company_codes) AND b.REBZG > ' ' AND b.SHKZG = 'H' AND b.BLART IN (:payment_types)
              AND EXISTS (SELECT 1 FROM {owner}BSID n WHERE n.MANDT = b.MANDT AND n.BUKRS = b.BUKRS AND n.KUNNR = b.KUNNR AND n.BELNR = b.REBZG AND n.GJAHR = b.REBZJ
                             AND n.BUZEI = b.REBZZ AND n.WAERS = b.WAERS)
            UNION ALL
            SELECT c.MANDT, c.BUKRS, c.KUNNR, c.BELNR, c.GJAHR, c.BUZEI, c.REBZG, c.REBZJ, c.REBZZ, c.BUDAT, c.WAERS, c.WRBTR
            FROM {owner}BSAD c WHERE c.MANDT = :client AND c.BUKRS IN (:company_codes) AND c.REBZG > ' ' AND c.SHKZG = 'H' AND c.BLART IN (:payment_types)
              AND c.BUDAT >= :receipts_from) a) t
LEFT JOIN {owner}TCURX x ON x.CURRKEY = t.WAERS
