-- The universal journal for customers' reconciliation accounts, newest year: its lines and the lines that carried the year before
-- forward, in home currency. Debit is positive, so advances come out negative.
SELECT f.RACCT AS account, CAST(:home_currency AS VARCHAR(5)) AS currency, CAST(ROUND(SUM(f.HSL), 2) AS DECIMAL(21,2)) AS balance,
       CASE WHEN f.RACCT IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes, MAX(f.BUDAT) AS as_of
FROM {owner}ACDOCA f
WHERE f.RCLNT = :client AND f.RLDNR = :ledger AND f.RBUKRS IN (:company_codes)
  AND f.GJAHR = (SELECT MAX(z.GJAHR) FROM {owner}ACDOCA z WHERE z.RCLNT = :client AND z.RLDNR = :ledger AND z.RBUKRS IN (:company_codes))
  AND (f.RACCT IN (SELECT k.AKONT FROM {owner}KNB1 k WHERE k.MANDT = :client AND k.BUKRS IN (:company_codes)) OR f.RACCT IN (:advance_accounts))
GROUP BY f.RACCT
