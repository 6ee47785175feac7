-- Totals of the new general ledger for customers' reconciliation accounts, newest year, carried forward and all periods, in home
-- currency. Debit is positive, so advances come out negative.
SELECT f.RACCT AS account, CAST(:home_currency AS VARCHAR(5)) AS currency,
       CAST(ROUND(SUM(f.HSLVT + f.HSL01 + f.HSL02 + f.HSL03 + f.HSL04 + f.HSL05 + f.HSL06 + f.HSL07 + f.HSL08 + f.HSL09 + f.HSL10 + f.HSL11 + f.HSL12 + f.HSL13
                      + f.HSL14 + f.HSL15 + f.HSL16), 2) AS DECIMAL(21,2)) AS balance,
       CASE WHEN f.RACCT IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes
FROM {owner}FAGLFLEXT f
WHERE f.RCLNT = :client AND f.RLDNR = :ledger AND f.RBUKRS IN (:company_codes)
  AND f.RYEAR = (SELECT MAX(z.RYEAR) FROM {owner}FAGLFLEXT z WHERE z.RCLNT = :client AND z.RLDNR = :ledger AND z.RBUKRS IN (:company_codes))
  AND (f.RACCT IN (SELECT k.AKONT FROM {owner}KNB1 k WHERE k.MANDT = :client AND k.BUKRS IN (:company_codes)) OR f.RACCT IN (:advance_accounts))
GROUP BY f.RACCT
