SELECT CAST(t.entry_id AS VARCHAR(20)) AS entry_id, a.accno AS bank_account, t.transdate AS date, TRIM(t.curr) AS currency, -ROUND(t.amount_tc, 2) AS amount,
       e.name AS counterparty, COALESCE(NULLIF(t.source, ''), NULLIF(t.memo, ''), p.reference) AS reference
FROM acc_trans t
JOIN account a ON a.id = t.chart_id AND a.category = 'A'
LEFT JOIN (SELECT DISTINCT ON (k.entry_id) k.entry_id, q.reference, q.entity_credit_id
             FROM payment_links k JOIN payment q ON q.id = k.payment_id ORDER BY k.entry_id, k.type DESC) p ON p.entry_id = t.entry_id
LEFT JOIN ar v ON v.id = t.trans_id
LEFT JOIN entity_credit_account c ON c.id = COALESCE(p.entity_credit_id, v.entity_credit_account)
LEFT JOIN entity e ON e.id = c.entity_id
WHERE t.approved IS NOT FALSE AND ROUND(t.amount_tc, 2) <> 0
  AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = a.id AND l.description IN ('AR_paid', 'AP_paid'))
  AND NOT EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = a.id AND l.description IN ('AR_overpayment', 'AP_overpayment'))
