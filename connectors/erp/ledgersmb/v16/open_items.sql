-- What is open is the sum of an invoice's lines on accounts linked AR; it is kept in the default currency, credit positive. A foreign
-- payment lowers it at the invoice's rate (the difference is gain or loss), so dividing by that rate gives the document's currency
-- again. Where the rate of the day is not there, the first line tells: it is the foreign amount.
WITH ar_lines AS (
  SELECT t.trans_id, t.entry_id, t.amount, t.transdate
  FROM acc_trans t
  WHERE t.approved IS NOT FALSE AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = t.chart_id AND l.description = 'AR')
), sums AS (
  SELECT trans_id, -SUM(amount) AS open_home, MAX(transdate) AS newest FROM ar_lines GROUP BY trans_id
), rates AS (
  SELECT a.id, CASE WHEN COALESCE(NULLIF(TRIM(a.curr), ''), :home_currency) = :home_currency THEN 1
                    ELSE COALESCE(NULLIF(x.buy, 0),
                                  (SELECT -a.amount / NULLIF(f.amount, 0) FROM ar_lines f WHERE f.trans_id = a.id ORDER BY f.entry_id LIMIT 1), 1) END AS rate
  FROM ar a LEFT JOIN exchangerate x ON x.curr = a.curr AND x.transdate = a.transdate
)
SELECT CAST(a.id AS VARCHAR(20)) AS item_id, CAST(a.entity_credit_account AS VARCHAR(20)) AS customer_id,
       CASE WHEN a.amount < 0 THEN 'credit_note' ELSE 'invoice' END AS doc_type, COALESCE(NULLIF(a.invnumber, ''), CAST(a.id AS VARCHAR(20))) AS document_number,
       a.transdate AS document_date, a.duedate AS due_date, COALESCE(NULLIF(TRIM(a.curr), ''), :home_currency) AS currency,
       ROUND(a.amount / r.rate, 2) AS amount, ROUND(s.open_home / r.rate, 2) AS open_amount,
       :home_currency AS home_currency, ROUND(a.amount, 2) AS home_amount, ROUND(s.open_home, 2) AS home_open_amount,
       NULLIF(a.description, '') AS reference, NULLIF(a.ponumber, '') AS po_number, NULLIF(a.ordnumber, '') AS contract_number, s.newest AS updated_at
FROM ar a
JOIN sums s ON s.trans_id = a.id
JOIN rates r ON r.id = a.id
WHERE a.approved IS NOT FALSE AND a.force_closed IS NOT TRUE AND ROUND(s.open_home / r.rate, 2) <> 0
UNION ALL
-- Money on account: paid and not yet used; its amounts are posted in the payment's currency.
SELECT CONCAT('payment-', p.id), CAST(p.entity_credit_id AS VARCHAR(20)), 'receipt', p.reference, p.payment_date, p.payment_date,
       COALESCE(NULLIF(TRIM(p.currency), ''), :home_currency), -ROUND(SUM(CASE WHEN k.type = 2 THEN t.amount ELSE 0 END), 2), -ROUND(SUM(t.amount), 2),
       :home_currency, -ROUND(SUM(CASE WHEN k.type = 2 THEN t.amount ELSE 0 END) * MAX(COALESCE(x.buy, 1)), 2), -ROUND(SUM(t.amount) * MAX(COALESCE(x.buy, 1)), 2),
       NULLIF(MAX(CASE WHEN k.type = 2 THEN t.source END), ''), NULL, NULL, MAX(t.transdate)
FROM payment p
JOIN payment_links k ON k.payment_id = p.id AND k.type IN (0, 2)
JOIN acc_trans t ON t.entry_id = k.entry_id AND t.approved IS NOT FALSE AND t.fx_transaction IS NOT TRUE
JOIN account_link l ON l.account_id = t.chart_id AND l.description = 'AR_overpayment'
LEFT JOIN exchangerate x ON x.curr = p.currency AND x.transdate = p.payment_date AND p.currency <> :home_currency
WHERE p.payment_class = 2 AND p.gl_id IS NOT NULL
GROUP BY p.id, p.entity_credit_id, p.reference, p.payment_date, p.currency
HAVING ROUND(SUM(t.amount), 2) <> 0
