-- What was applied to which line on which day.
SELECT CAST(d.id AS VARCHAR(20)) AS item_id, CAST(COALESCE(pay.id, k.id) AS VARCHAR(20)) AS receipt_id,
       CAST(COALESCE(p.commercial_partner_id, p.id) AS VARCHAR(20)) AS customer_id, COALESCE(m.invoice_date, m.date) AS document_date,
       COALESCE(d.date_maturity, m.date) AS due_date, pr.max_date AS settled_date,
       ROUND(pr.debit_amount_currency, c.decimal_places) AS amount, c.name AS currency
FROM account_partial_reconcile pr
JOIN account_move_line d ON d.id = pr.debit_move_id
JOIN account_move_line k ON k.id = pr.credit_move_id
JOIN account_account a ON a.id = d.account_id AND a.account_type = 'asset_receivable'
JOIN account_move m ON m.id = d.move_id AND m.move_type = 'out_invoice'
JOIN res_partner p ON p.id = d.partner_id
JOIN res_currency c ON c.id = d.currency_id
LEFT JOIN account_payment pay ON pay.move_id = k.move_id
WHERE d.company_id = CAST(:company_id AS INTEGER) AND pr.debit_amount_currency <> 0
