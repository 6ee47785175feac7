SELECT 'draft customer invoices and credit notes' AS reason, COUNT(*) AS documents
FROM account_move m WHERE m.state = 'draft' AND m.move_type IN ('out_invoice', 'out_refund') AND m.company_id = CAST(:company_id AS INTEGER)
UNION ALL
SELECT 'open receivable lines without a partner', COUNT(*)
FROM account_move_line l JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
WHERE l.parent_state = 'posted' AND l.partner_id IS NULL AND l.amount_residual <> 0 AND l.company_id = CAST(:company_id AS INTEGER)
UNION ALL
SELECT 'invoices that Odoo calls paid while a residual stands: payments without entries', COUNT(*)
FROM account_move m WHERE m.state = 'posted' AND m.move_type = 'out_invoice' AND m.payment_state IN ('paid', 'in_payment', 'reversed')
  AND m.amount_residual <> 0 AND m.company_id = CAST(:company_id AS INTEGER)
