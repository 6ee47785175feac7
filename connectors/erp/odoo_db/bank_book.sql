-- The lines on the accounts of bank and cash journals; an account is named by its journal's code.
SELECT CAST(l.id AS VARCHAR(20)) AS entry_id, j.code AS bank_account, l.date AS date, c.name AS currency,
       ROUND(l.amount_currency, c.decimal_places) AS amount, p.name AS counterparty,
       NULLIF(CONCAT_WS(' ', m.name, NULLIF(l.name, m.name)), '') AS reference, l.write_date AS updated_at
FROM account_move_line l
JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
JOIN account_journal j ON j.default_account_id = l.account_id AND j.type IN ('bank', 'cash') AND j.company_id = l.company_id
JOIN res_currency c ON c.id = l.currency_id
LEFT JOIN res_partner p ON p.id = l.partner_id
WHERE l.company_id = CAST(:company_id AS INTEGER) AND l.amount_currency <> 0
