-- Lines of payments on customers, open (BSID) and cleared (BSAD). A partial payment is applied, and nothing of it is open, as long as
-- the invoice that it names is open in its currency. A payment with a line of a bill of exchange came as one. About shifted
-- amounts see open_items.sql.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', i.BUKRS), '<2>', i.BELNR), '<3>', i.GJAHR), '<4>', i.BUZEI) AS VARCHAR(40)) AS receipt_id,
       i.KUNNR AS customer_id, i.BUDAT AS "date", i.WAERS AS currency,
       CAST(ROUND(CASE WHEN i.SHKZG = 'H' THEN i.WRBTR ELSE -i.WRBTR END * CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END, 3)
            AS DECIMAL(21,3)) AS amount,
       CAST(ROUND(CASE WHEN i.is_open = 0 THEN 0
                       WHEN i.REBZG > ' ' AND EXISTS (SELECT 1 FROM {owner}BSID t WHERE t.MANDT = :client AND t.BUKRS = i.BUKRS AND t.KUNNR = i.KUNNR AND t.BELNR = i.REBZG
                                                         AND t.GJAHR = i.REBZJ AND t.BUZEI = i.REBZZ AND t.WAERS = i.WAERS) THEN 0
                       WHEN i.SHKZG = 'H' THEN i.WRBTR ELSE -i.WRBTR END
                  * CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END, 3) AS DECIMAL(21,3)) AS open_amount,
       CASE WHEN EXISTS (SELECT 1 FROM {owner}BSID w WHERE w.MANDT = :client AND w.BUKRS = i.BUKRS AND w.BELNR = i.BELNR AND w.GJAHR = i.GJAHR AND w.UMSKZ IN (:bill_indicators))
              OR EXISTS (SELECT 1 FROM {owner}BSAD w WHERE w.MANDT = :client AND w.BUKRS = i.BUKRS AND w.BELNR = i.BELNR AND w.GJAHR = i.GJAHR AND w.UMSKZ IN (:bill_indicators))
            THEN 'bill' ELSE 'transfer' END AS method,
       'approved' AS state, CASE WHEN i.XBLNR > ' ' THEN i.XBLNR ELSE i.BELNR END AS reference, i.CPUDT AS updated_at
FROM (SELECT a.BUKRS, a.KUNNR, a.BELNR, a.GJAHR, a.BUZEI, a.BUDAT, a.WAERS, a.SHKZG, a.WRBTR, a.REBZG, a.REBZJ, a.REBZZ, a.XBLNR, a.CPUDT, 1 AS is_open
      FROM {owner}BSID a
      WHERE a.MANDT = :client AND a.BUKRS IN (:company_codes) AND a.BLART IN (:payment_types) AND COALESCE(a.BSTAT, ' ') <> 'S'
        AND COALESCE(a.UMSKZ, ' ') NOT IN (:bill_indicators)
      UNION ALL
      SELECT c.BUKRS, c.KUNNR, c.BELNR, c.GJAHR, c.BUZEI, c.BUDAT, c.WAERS, c.SHKZG, c.WRBTR, c.REBZG, c.REBZJ, c.REBZZ, c.XBLNR, c.CPUDT, 0
      FROM {owner}BSAD c
      WHERE c.MANDT = :client AND c.BUKRS IN (:company_codes) AND c.BLART IN (:payment_types) AND c.BUDAT >= :receipts_from
        AND COALESCE(c.UMSKZ, ' ') NOT IN (:bill_indicators)) i
LEFT JOIN {owner}TCURX x ON x.CURRKEY = i.WAERS
