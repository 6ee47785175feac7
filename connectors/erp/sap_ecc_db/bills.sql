-- Bills of exchange received: open lines with a special G/L indicator of bills. The receivable they came for is cleared; if the bill
-- is refused, it comes back. ZFBDT of such a line is the day on which the bill is due.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', i.BUKRS), '<2>', i.BELNR), '<3>', i.GJAHR), '<4>', i.BUZEI) AS VARCHAR(40)) AS bill_id,
       CASE WHEN i.XBLNR > ' ' THEN i.XBLNR ELSE i.BELNR END AS bill_number, i.KUNNR AS from_customer_id, i.WAERS AS currency,
       CAST(ROUND(CASE WHEN i.SHKZG = 'H' THEN -i.WRBTR ELSE i.WRBTR END * CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END, 3)
            AS DECIMAL(21,3)) AS amount,
       i.BUDAT AS received_date, CASE WHEN i.ZFBDT > '00000000' THEN i.ZFBDT END AS due_date, 'held' AS status, 1 AS recourse, i.CPUDT AS updated_at
FROM {owner}BSID i
LEFT JOIN {owner}TCURX x ON x.CURRKEY = i.WAERS
WHERE i.MANDT = :client AND i.BUKRS IN (:company_codes) AND i.UMSKZ IN (:bill_indicators) AND COALESCE(i.BSTAT, ' ') <> 'S'
