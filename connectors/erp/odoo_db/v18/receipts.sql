-- Payments of customers and refunds to them. What is open of one is the residual of its receivable lines.
SELECT CAST(p.id AS VARCHAR(20)) AS receipt_id, CAST(COALESCE(pt.commercial_partner_id, pt.id) AS VARCHAR(20)) AS customer_id,
       p.date AS date, c.name AS currency,
       ROUND(CASE p.payment_type WHEN 'outbound' THEN -p.amount ELSE p.amount END, c.decimal_places) AS amount,
       (SELECT ROUND(-SUM(l.amount_residual_currency), c.decimal_places) FROM account_move_line l
          JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable' WHERE l.move_id = p.move_id) AS open_amount,
       CASE j.type WHEN 'cash' THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN p.state = 'draft' OR m.state = 'draft' THEN 'draft' ELSE 'approved' END AS state, j.code AS bank_account, COALESCE(NULLIF(p.memo, ''), NULLIF(p.payment_reference, ''), p.name) AS reference,
       (SELECT STRING_AGG(DISTINCT CAST(pr.debit_move_id AS VARCHAR(20)), ';') FROM account_move_line k
          JOIN account_partial_reconcile pr ON pr.credit_move_id = k.id WHERE k.move_id = p.move_id) AS item_ids,
       p.write_date AS updated_at
FROM account_payment p
LEFT JOIN account_move m ON m.id = p.move_id
JOIN account_journal j ON j.id = p.journal_id
JOIN res_currency c ON c.id = p.currency_id
LEFT JOIN res_partner pt ON pt.id = p.partner_id
WHERE p.partner_type = 'customer' AND p.company_id = CAST(:company_id AS INTEGER) AND COALESCE(p.state, '') NOT IN ('canceled', 'rejected') AND COALESCE(m.state, '') <> 'cancel'
