-- Balances in the company's currency: a line in another currency carries both.
SELECT COALESCE(a.code, a.name) AS account, cc.code AS currency, COALESCE(SUM(l.debit - l.credit), 0) AS balance, 'receivable' AS includes,
       MAX(m.date) AS as_of
FROM account_account a
JOIN account_account_type t ON t.id = a.type AND t.receivable
JOIN company_company co ON co.id = a.company AND (:company = '' OR CAST(co.id AS VARCHAR(20)) = :company)
JOIN currency_currency cc ON cc.id = co.currency
JOIN account_move_line l ON l.account = a.id
JOIN account_move m ON m.id = l.move AND m.state = 'posted'
GROUP BY a.id, a.code, a.name, cc.code
ORDER BY 1
