SELECT 'posted customer invoices with nothing left in their own currency: what rests on the account is an exchange difference' AS reason, COUNT(*) AS documents
FROM (SELECT d.id
        FROM account_invoice d
        JOIN account_move_line l ON l.move = d.move AND l.account = d.account AND l.reconciliation IS NULL
        JOIN account_account a ON a.id = l.account
        LEFT JOIN (SELECT pl.invoice, SUM(CASE WHEN x.second_currency IS NULL THEN x.debit - x.credit ELSE x.amount_second_currency END) AS amt
                     FROM "account_invoice-account_move_line" pl JOIN account_move_line x ON x.id = pl.line AND x.reconciliation IS NULL
                    GROUP BY pl.invoice) p ON p.invoice = d.id
       WHERE d.type = 'out' AND d.state = 'posted' AND (:company = '' OR CAST(a.company AS VARCHAR(20)) = :company)
       GROUP BY d.id, p.amt
      HAVING SUM(CASE WHEN l.second_currency IS NULL THEN l.debit - l.credit ELSE l.amount_second_currency END) + COALESCE(p.amt, 0) = 0) q
UNION ALL
SELECT 'draft and validated customer invoices', COUNT(*)
FROM account_invoice d WHERE d.type = 'out' AND d.state IN ('draft', 'validated') AND (:company = '' OR CAST(d.company AS VARCHAR(20)) = :company)
