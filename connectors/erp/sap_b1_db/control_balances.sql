-- The control accounts of customers, in the company's currency, debit positive, and the accounts that the operator adds.
SELECT o.AcctCode AS account, a.MainCurncy AS currency, CAST(ROUND(o.CurrTotal, 2) AS DECIMAL(18,2)) AS balance,
       CASE WHEN o.AcctCode IN (:advance_accounts) THEN 'advance' ELSE 'receivable' END AS includes, (SELECT MAX(x.RefDate) FROM {owner}OJDT x) AS as_of
FROM {owner}OACT o
CROSS JOIN {owner}OADM a
WHERE o.AcctCode IN (SELECT c.DebPayAcct FROM {owner}OCRD c WHERE c.CardType = 'C') OR o.AcctCode IN (:advance_accounts)
