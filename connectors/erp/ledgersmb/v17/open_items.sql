-- What is open is the sum of an invoice's lines on accounts linked AR, kept in the document's currency (tc) and the default one (bc).
SELECT CAST(a.id AS VARCHAR(20)) AS item_id, CAST(a.entity_credit_account AS VARCHAR(20)) AS customer_id,
       CASE WHEN a.amount_tc < 0 THEN 'credit_note' ELSE 'invoice' END AS doc_type, COALESCE(NULLIF(a.invnumber, ''), CAST(a.id AS VARCHAR(20))) AS document_number,
       a.transdate AS document_date, a.duedate AS due_date, TRIM(a.curr) AS currency, ROUND(a.amount_tc, 2) AS amount,
       -ROUND(SUM(t.amount_tc), 2) AS open_amount, :home_currency AS home_currency, ROUND(a.amount_bc, 2) AS home_amount,
       -ROUND(SUM(t.amount_bc), 2) AS home_open_amount, NULLIF(a.description, '') AS reference, NULLIF(a.ponumber, '') AS po_number,
       NULLIF(a.ordnumber, '') AS contract_number, MAX(t.transdate) AS updated_at
FROM ar a
JOIN acc_trans t ON t.trans_id = a.id AND t.approved IS NOT FALSE
WHERE a.approved IS NOT FALSE AND a.force_closed IS NOT TRUE
  AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = t.chart_id AND l.description = 'AR')
GROUP BY a.id, a.entity_credit_account, a.amount_tc, a.amount_bc, a.invnumber, a.transdate, a.duedate, a.curr, a.description, a.ponumber, a.ordnumber
HAVING ROUND(SUM(t.amount_tc), 2) <> 0
UNION ALL
SELECT CONCAT('payment-', p.id), CAST(p.entity_credit_id AS VARCHAR(20)), 'receipt', p.reference, p.payment_date, p.payment_date, TRIM(t.curr),
       -ROUND(SUM(CASE WHEN k.type = 2 THEN t.amount_tc ELSE 0 END), 2), -ROUND(SUM(t.amount_tc), 2), :home_currency,
       -ROUND(SUM(CASE WHEN k.type = 2 THEN t.amount_bc ELSE 0 END), 2), -ROUND(SUM(t.amount_bc), 2), NULLIF(MAX(CASE WHEN k.type = 2 THEN t.source END), ''), NULL, NULL, MAX(t.transdate)
FROM payment p
JOIN payment_links k ON k.payment_id = p.id AND k.type IN (0, 2)
JOIN acc_trans t ON t.entry_id = k.entry_id AND t.approved IS NOT FALSE
JOIN account_link l ON l.account_id = t.chart_id AND l.description = 'AR_overpayment'
WHERE p.payment_class = 2 AND p.gl_id IS NOT NULL
GROUP BY p.id, p.entity_credit_id, p.reference, p.payment_date, t.curr
HAVING ROUND(SUM(t.amount_tc), 2) <> 0
