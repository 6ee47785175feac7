-- BSID holds open lines of customers, H credits. A partial payment names its invoice (REBZG) and stays open beside it: it is taken
-- off the invoice, as long as that is open and of the same currency, and is no item of its own. Bills of exchange are bills.sql's,
-- noted items (BSTAT S) are no postings, money in advance is on account.
-- Amounts of currencies that do not have two decimals stand shifted (TCURX): 12.34 JPY means 1234.
-- The assignment (ZUONR) is often the day that the system puts there; then it is no number of an order.
-- Due: base day + the last of the three terms; a credit memo that names no invoice is due on its base day.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', i.BUKRS), '<2>', i.BELNR), '<3>', i.GJAHR), '<4>', i.BUZEI) AS VARCHAR(40)) AS item_id,
       i.KUNNR AS customer_id,
       CASE WHEN i.UMSKZ IN (:advance_indicators) THEN 'receipt' WHEN i.UMSKZ > ' ' THEN 'other' WHEN i.BLART IN (:payment_types) THEN 'receipt'
            WHEN i.SHKZG = 'H' THEN 'credit_note' ELSE 'invoice' END AS doc_type,
       CASE WHEN i.XBLNR > ' ' THEN i.XBLNR ELSE i.BELNR END AS document_number, i.BLDAT AS document_date, CASE WHEN i.ZFBDT > '00000000' THEN i.ZFBDT END AS due_base,
       CASE WHEN i.SHKZG = 'H' AND NOT COALESCE(i.REBZG, ' ') > ' ' THEN 0 WHEN i.ZBD3T > 0 THEN i.ZBD3T WHEN i.ZBD2T > 0 THEN i.ZBD2T ELSE i.ZBD1T END AS terms_days,
       i.WAERS AS currency,
       CAST(ROUND(CASE WHEN i.SHKZG = 'H' THEN -i.WRBTR ELSE i.WRBTR END * f.factor, 3) AS DECIMAL(21,3)) AS amount,
       CAST(ROUND((CASE WHEN i.SHKZG = 'H' THEN -i.WRBTR ELSE i.WRBTR END + COALESCE(p.paid, 0)) * f.factor, 3) AS DECIMAL(21,3)) AS open_amount,
       CAST(:home_currency AS VARCHAR(5)) AS home_currency,
       CAST(ROUND(CASE WHEN i.SHKZG = 'H' THEN -i.DMBTR ELSE i.DMBTR END, 2) AS DECIMAL(21,2)) AS home_amount,
       CAST(ROUND(CASE WHEN i.SHKZG = 'H' THEN -i.DMBTR ELSE i.DMBTR END + COALESCE(p.home_paid, 0), 2) AS DECIMAL(21,2)) AS home_open_amount,
       i.BELNR AS reference,
       CASE WHEN i.ZUONR > ' ' AND i.ZUONR <> i.BUDAT AND i.ZUONR <> i.BLDAT THEN i.ZUONR END AS po_number,
       CASE WHEN i.REBZG > ' ' THEN COALESCE((SELECT MAX(CASE WHEN l.XBLNR > ' ' THEN l.XBLNR END) FROM {owner}BSID l
          WHERE l.MANDT = i.MANDT AND l.BUKRS = i.BUKRS AND l.KUNNR = i.KUNNR AND l.BELNR = i.REBZG AND l.GJAHR = i.REBZJ AND l.BUZEI = i.REBZZ), i.REBZG) END
         AS linked_document,
       i.BUKRS AS business_line, i.CPUDT AS updated_at
FROM {owner}BSID i
JOIN (SELECT DISTINCT w.WAERS, CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END AS factor
      FROM {owner}BSID w LEFT JOIN {owner}TCURX x ON x.CURRKEY = w.WAERS WHERE w.MANDT = :client) f ON f.WAERS = i.WAERS
LEFT JOIN (SELECT q.MANDT, q.BUKRS, q.KUNNR, q.REBZG, q.REBZJ, q.REBZZ, q.WAERS, SUM(CASE WHEN q.SHKZG = 'H' THEN -q.WRBTR ELSE q.WRBTR END) AS paid,
                  SUM(CASE WHEN q.SHKZG = 'H' THEN -q.DMBTR ELSE q.DMBTR END) AS home_paid
           FROM {owner}BSID q
           WHERE q.MANDT = :client AND q.REBZG > ' ' AND q.BLART IN (:payment_types) AND NOT COALESCE(q.UMSKZ, ' ') > ' '
           GROUP BY q.MANDT, q.BUKRS, q.KUNNR, q.REBZG, q.REBZJ, q.REBZZ, q.WAERS) p
  ON p.MANDT = i.MANDT AND p.BUKRS = i.BUKRS AND p.KUNNR = i.KUNNR AND p.REBZG = i.BELNR AND p.REBZJ = i.GJAHR AND p.REBZZ = i.BUZEI AND p.WAERS = i.WAERS
WHERE i.MANDT = :client AND i.BUKRS IN (:company_codes) AND COALESCE(i.BSTAT, ' ') <> 'S' AND COALESCE(i.UMSKZ, ' ') NOT IN (:bill_indicators)
  AND NOT (i.BLART IN (:payment_types) AND i.REBZG > ' ' AND NOT COALESCE(i.UMSKZ, ' ') > ' '
           AND EXISTS (SELECT 1 FROM {owner}BSID t WHERE t.MANDT = i.MANDT AND t.BUKRS = i.BUKRS AND t.KUNNR = i.KUNNR AND t.BELNR = i.REBZG AND t.GJAHR = i.REBZJ
                          AND t.BUZEI = i.REBZZ AND t.WAERS = i.WAERS))
  AND ROUND(CASE WHEN i.SHKZG = 'H' THEN -i.WRBTR ELSE i.WRBTR END + COALESCE(p.paid, 0), 2) <> 0
