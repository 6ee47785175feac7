-- The lines of a payment on accounts of money; a payment made of an overpayment moves none. Its second line, marked fx_transaction, is
-- the difference to the default currency. Money that was entered with the invoice itself has no payment of its own.
SELECT CAST(p.id AS VARCHAR(30)) AS receipt_id, CAST(p.entity_credit_id AS VARCHAR(20)) AS customer_id, p.payment_date AS date,
       COALESCE(NULLIF(TRIM(p.currency), ''), :home_currency) AS currency, -ROUND(SUM(t.amount), 2) AS amount,
       COALESCE((SELECT ROUND(SUM(o.amount), 2) FROM payment_links ok JOIN acc_trans o ON o.entry_id = ok.entry_id AND o.fx_transaction IS NOT TRUE
                   JOIN account_link ol ON ol.account_id = o.chart_id AND ol.description = 'AR_overpayment'
                  WHERE ok.payment_id = p.id AND ok.type IN (0, 2)), 0) AS open_amount,
       CASE WHEN BOOL_OR(t.approved IS FALSE) THEN 'draft' ELSE 'approved' END AS state, MIN(a.accno) AS bank_account,
       COALESCE(NULLIF(MAX(t.source), ''), p.reference) AS reference,
       (SELECT STRING_AGG(DISTINCT CAST(i.trans_id AS VARCHAR(20)), ';') FROM payment_links ik JOIN acc_trans i ON i.entry_id = ik.entry_id
          JOIN ar v ON v.id = i.trans_id WHERE ik.payment_id = p.id AND ik.type = 1) AS item_ids
FROM payment p
JOIN payment_links k ON k.payment_id = p.id AND k.type IN (1, 2)
JOIN acc_trans t ON t.entry_id = k.entry_id AND t.fx_transaction IS NOT TRUE
JOIN account a ON a.id = t.chart_id
WHERE p.payment_class = 2 AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = a.id AND l.description = 'AR_paid')
  AND NOT EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = a.id AND l.description = 'AR_overpayment')
GROUP BY p.id, p.entity_credit_id, p.payment_date, p.currency, p.reference
HAVING ROUND(SUM(t.amount), 2) <> 0
UNION ALL
SELECT CONCAT('line-', t.entry_id), CAST(v.entity_credit_account AS VARCHAR(20)), t.transdate, COALESCE(NULLIF(TRIM(v.curr), ''), :home_currency),
       -ROUND(t.amount, 2), 0, CASE WHEN t.approved IS FALSE THEN 'draft' ELSE 'approved' END, a.accno, COALESCE(NULLIF(t.source, ''), v.invnumber),
       CAST(v.id AS VARCHAR(20))
FROM acc_trans t
JOIN ar v ON v.id = t.trans_id AND v.approved IS NOT FALSE
JOIN account a ON a.id = t.chart_id
WHERE t.fx_transaction IS NOT TRUE AND t.amount <> 0 AND NOT EXISTS (SELECT 1 FROM payment_links k WHERE k.entry_id = t.entry_id)
  AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = a.id AND l.description = 'AR_paid')
