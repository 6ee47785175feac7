-- Posted moves of bank, cash and statement journals that touch a receivable account.
SELECT CAST(m.id AS VARCHAR(20)) AS receipt_id, p.code AS customer_id, m.date AS date, COALESCE(sc.code, cc.code) AS currency,
       SUM(CASE WHEN l.second_currency IS NULL THEN l.credit - l.debit ELSE -l.amount_second_currency END) AS amount,
       COALESCE(SUM(CASE WHEN l.second_currency IS NULL THEN l.credit - l.debit ELSE -l.amount_second_currency END)
                FILTER (WHERE l.reconciliation IS NULL AND pl.id IS NULL), 0) AS open_amount,
       CASE MIN(j.type) WHEN 'cash' THEN 'cash' ELSE 'transfer' END AS method, 'approved' AS state,
       (SELECT MIN(COALESCE(ba.code, ba.name)) FROM account_move_line bl
          JOIN account_account ba ON ba.id = bl.account JOIN account_account_type bt ON bt.id = ba.type
         WHERE bl.move = m.id AND NOT COALESCE(bt.receivable, false) AND bl.debit > 0) AS bank_account,
       COALESCE(NULLIF(MAX(l.description), ''), m.description, m.number) AS reference,
       MAX(COALESCE(l.write_date, l.create_date)) AS updated_at
FROM account_move m
JOIN account_journal j ON j.id = m.journal AND j.type IN ('cash', 'bank', 'statement')
JOIN account_move_line l ON l.move = m.id
JOIN party_party p ON p.id = l.party
JOIN account_account a ON a.id = l.account
JOIN account_account_type t ON t.id = a.type AND t.receivable
JOIN company_company co ON co.id = a.company
JOIN currency_currency cc ON cc.id = co.currency
LEFT JOIN currency_currency sc ON sc.id = l.second_currency
LEFT JOIN "account_invoice-account_move_line" pl ON pl.line = l.id
WHERE m.state = 'posted' AND (:company = '' OR CAST(co.id AS VARCHAR(20)) = :company)
GROUP BY m.id, p.code, COALESCE(sc.code, cc.code)
HAVING SUM(l.credit - l.debit) <> 0
ORDER BY m.date, m.id
