-- Lines on the accounts of house banks (T012K): in the account's currency where the document has it, else at home. Money in transit
-- stands on the clearing accounts beside (usually the account's number + 1 to + 9), which are not these.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>/<4>', '<1>', s.BUKRS), '<2>', s.BELNR), '<3>', s.GJAHR), '<4>', s.BUZEI) AS VARCHAR(40)) AS entry_id,
       b.BANKN AS bank_account, CASE WHEN s.VALUT > '00000000' THEN s.VALUT ELSE s.BUDAT END AS "date",
       CASE WHEN s.WAERS = b.WAERS THEN s.WAERS ELSE CAST(:home_currency AS VARCHAR(5)) END AS currency,
       CAST(ROUND(CASE WHEN s.SHKZG = 'H' THEN -1 ELSE 1 END * CASE WHEN s.WAERS = b.WAERS THEN
              s.WRBTR * CASE x.CURRDEC WHEN 0 THEN 100 WHEN 1 THEN 10 WHEN 3 THEN 0.1 WHEN 4 THEN 0.01 ELSE 1 END ELSE s.DMBTR END, 3) AS DECIMAL(21,3)) AS amount,
       s.SGTXT AS counterparty, CASE WHEN s.XBLNR > ' ' THEN s.XBLNR WHEN s.ZUONR > ' ' THEN s.ZUONR END AS reference, s.CPUDT AS updated_at
FROM {owner}BSIS s
JOIN (SELECT k.MANDT, k.BUKRS, k.HKONT, MIN(k.BANKN) AS BANKN, MIN(k.WAERS) AS WAERS FROM {owner}T012K k GROUP BY k.MANDT, k.BUKRS, k.HKONT) b
  ON b.MANDT = s.MANDT AND b.BUKRS = s.BUKRS AND b.HKONT = s.HKONT
LEFT JOIN {owner}TCURX x ON x.CURRKEY = s.WAERS
WHERE s.MANDT = :client AND s.BUKRS IN (:company_codes)
