-- An item is a line of a posted move on a receivable account that has something left: an instalment of an invoice, a credit
-- note, a payment that is not allocated, a manual entry. The residual is kept in the line's own currency and in the company's.
-- An invoice that is paid by a payment without an entry of its own (a journal without an outstanding account) keeps its
-- residual; its payment_state tells.
SELECT CAST(l.id AS VARCHAR(20)) AS item_id, CAST(COALESCE(p.commercial_partner_id, p.id) AS VARCHAR(20)) AS customer_id,
       CASE WHEN m.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice' WHEN m.move_type = 'out_refund' THEN 'credit_note'
            WHEN EXISTS (SELECT 1 FROM account_payment ap WHERE ap.move_id = m.id) OR m.statement_line_id IS NOT NULL THEN 'receipt'
            ELSE 'other' END AS doc_type,
       COALESCE(NULLIF(m.name, '/'), CAST(m.id AS VARCHAR(20))) AS document_number, COALESCE(m.invoice_date, m.date) AS document_date,
       CASE WHEN m.move_type = 'out_invoice' AND parts.n > 1 THEN CAST(parts.part AS VARCHAR(10)) END AS instalment,
       COALESCE(l.date_maturity, m.invoice_date_due, m.date) AS due_date, c.name AS currency,
       ROUND(l.amount_currency, c.decimal_places) AS amount, ROUND(l.amount_residual_currency, c.decimal_places) AS open_amount,
       hc.name AS home_currency, ROUND(l.balance, hc.decimal_places) AS home_amount,
       ROUND(l.amount_residual, hc.decimal_places) AS home_open_amount,
       CASE WHEN m.move_type IN ('out_invoice', 'out_refund') THEN NULLIF(m.payment_reference, '') ELSE NULLIF(m.ref, '') END AS reference,
       CASE WHEN m.move_type IN ('out_invoice', 'out_refund') THEN NULLIF(m.ref, '') END AS customer_reference,
       NULLIF(m.invoice_origin, '') AS contract_number, r.name AS linked_document,
       CAST(m.invoice_user_id AS VARCHAR(20)) AS salesperson_id, l.discount_date AS discount_date,
       GREATEST(l.write_date, m.write_date) AS updated_at
FROM account_move_line l
JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
JOIN res_partner p ON p.id = l.partner_id
JOIN res_currency c ON c.id = l.currency_id
JOIN res_currency hc ON hc.id = l.company_currency_id
LEFT JOIN account_move r ON r.id = m.reversed_entry_id
LEFT JOIN (SELECT x.id, ROW_NUMBER() OVER (PARTITION BY x.move_id ORDER BY x.date_maturity, x.id) AS part, COUNT(*) OVER (PARTITION BY x.move_id) AS n
             FROM account_move_line x JOIN account_account y ON y.id = x.account_id AND y.account_type = 'asset_receivable'
            WHERE x.parent_state = 'posted' AND x.date_maturity IS NOT NULL) parts ON parts.id = l.id
WHERE l.company_id = CAST(:company_id AS INTEGER) AND l.amount_residual_currency <> 0
  AND NOT (m.move_type IN ('out_invoice', 'out_refund', 'out_receipt') AND m.payment_state IN ('paid', 'in_payment', 'reversed'))
