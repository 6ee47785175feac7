-- An item is a receivable line that is not reconciled. A part payment is a line of its own, tied to its
-- invoice; of an invoice with instalments it lowers the earliest instalment first. A payment tied to
-- nothing that is open is money on account.
WITH l AS (
  SELECT l.id, p.code AS party, m.date, COALESCE(l.maturity_date, m.date) AS due, m.number AS move_no, m.description AS move_desc,
         COALESCE(sc.code, cc.code) AS currency, cc.code AS home,
         CASE WHEN l.second_currency IS NULL THEN l.debit - l.credit ELSE l.amount_second_currency END AS amt,
         l.debit - l.credit AS home_amt,
         d.id AS doc, COALESCE(d.id, pl.invoice) AS invoice,
         GREATEST(COALESCE(l.write_date, l.create_date), COALESCE(d.write_date, l.create_date)) AS upd
  FROM account_move_line l
  JOIN account_move m ON m.id = l.move AND m.state = 'posted'
  JOIN account_account a ON a.id = l.account
  JOIN account_account_type t ON t.id = a.type AND t.receivable
  JOIN company_company co ON co.id = a.company
  JOIN currency_currency cc ON cc.id = co.currency
  JOIN party_party p ON p.id = l.party
  LEFT JOIN currency_currency sc ON sc.id = l.second_currency
  LEFT JOIN account_invoice d ON d.move = m.id AND d.account = l.account
  LEFT JOIN "account_invoice-account_move_line" pl ON pl.line = l.id
  WHERE l.reconciliation IS NULL AND (:company = '' OR CAST(co.id AS VARCHAR(20)) = :company)
), paid AS (
  SELECT invoice, SUM(amt) AS amt, SUM(home_amt) AS home_amt, MAX(upd) AS upd FROM l WHERE doc IS NULL AND invoice IS NOT NULL GROUP BY invoice
), docs AS (
  SELECT l.*, COALESCE(p.amt, 0) AS paid, COALESCE(p.home_amt, 0) AS paid_home, p.upd AS pupd,
         COALESCE(SUM(l.home_amt) OVER (PARTITION BY l.doc ORDER BY l.due, l.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
           AS before_home,
         COALESCE(SUM(l.amt) OVER (PARTITION BY l.doc ORDER BY l.due, l.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
           AS before_amt,
         COUNT(*) OVER (PARTITION BY l.doc) AS parts, ROW_NUMBER() OVER (PARTITION BY l.doc ORDER BY l.due, l.id) AS part
  FROM l LEFT JOIN paid p ON p.invoice = l.doc
  WHERE l.doc IS NOT NULL
), alloc AS (
  SELECT docs.*, SIGN(amt) * GREATEST(0, LEAST(ABS(amt), ABS(before_amt + amt) - ABS(paid))) AS open_amount,
         SIGN(home_amt) * GREATEST(0, LEAST(ABS(home_amt), ABS(before_home + home_amt) - ABS(paid_home))) AS home_open FROM docs
)
SELECT CAST(x.id AS VARCHAR(20)) AS item_id, x.party AS customer_id,
       CASE WHEN x.amt < 0 THEN 'credit_note' ELSE 'invoice' END AS doc_type,
       i.number AS document_number, i.invoice_date AS document_date,
       CASE WHEN x.parts > 1 THEN CAST(x.part AS VARCHAR(20)) END AS instalment, x.due AS due_date,
       x.currency AS currency, x.amt AS amount, x.open_amount AS open_amount, x.home AS home_currency, x.home_amt AS home_amount,
       x.home_open AS home_open_amount,
       i.reference AS reference, GREATEST(x.upd, x.pupd) AS updated_at
FROM alloc x JOIN account_invoice i ON i.id = x.doc
WHERE x.open_amount <> 0
UNION ALL
SELECT CAST(l.id AS VARCHAR(20)), l.party, 'receipt', COALESCE(l.move_no, CAST(l.id AS VARCHAR(20))), l.date, NULL, l.due, l.currency,
       l.amt, l.amt, l.home, l.home_amt, l.home_amt, l.move_desc, l.upd
FROM l
WHERE l.doc IS NULL AND l.amt <> 0 AND (l.invoice IS NULL OR NOT EXISTS (SELECT 1 FROM docs WHERE docs.doc = l.invoice))
ORDER BY 5, 1
