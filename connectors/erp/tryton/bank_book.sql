SELECT CAST(sl.id AS VARCHAR(20)) AS entry_id, COALESCE(a.code, a.name) AS bank_account, sl.date AS date, c.code AS currency, sl.amount AS amount,
       p.name AS counterparty, NULLIF(concat_ws(' ', sl.number, sl.description), '') AS reference,
       COALESCE(sl.write_date, sl.create_date) AS updated_at
FROM account_statement_line sl
JOIN account_statement s ON s.id = sl.statement AND s.state = 'posted'
JOIN account_statement_journal j ON j.id = s.journal AND (:company = '' OR CAST(j.company AS VARCHAR(20)) = :company)
JOIN account_account a ON a.id = j.account
JOIN currency_currency c ON c.id = j.currency
LEFT JOIN party_party p ON p.id = sl.party
ORDER BY sl.date, sl.id
