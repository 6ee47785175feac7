-- Receivable accounts in the company's currency; money on account stands on them too.
SELECT COALESCE(a.code, CAST(a.id AS VARCHAR(20))) AS account, hc.name AS currency,
       ROUND(SUM(l.balance), hc.decimal_places) AS balance, 'receivable' AS includes, MAX(l.date) AS as_of
FROM account_move_line l
JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
JOIN res_company co ON co.id = l.company_id
JOIN res_currency hc ON hc.id = co.currency_id
WHERE l.parent_state = 'posted' AND l.company_id = CAST(:company_id AS INTEGER)
GROUP BY a.id, a.code, hc.name, hc.decimal_places
