-- In the default currency. Receivable accounts hold the invoices that are posted; overpayments stand on accounts of their own.
SELECT a.accno AS account, :home_currency AS currency, -ROUND(SUM(t.amount_bc), 2) AS balance,
       CASE l.description WHEN 'AR' THEN 'receivable' ELSE 'advance' END AS includes, MAX(t.transdate) AS as_of
FROM acc_trans t
JOIN account a ON a.id = t.chart_id
JOIN account_link l ON l.account_id = a.id AND l.description IN ('AR', 'AR_overpayment')
LEFT JOIN ar v ON v.id = t.trans_id
WHERE t.approved IS NOT FALSE AND v.approved IS NOT FALSE
GROUP BY a.accno, l.description
