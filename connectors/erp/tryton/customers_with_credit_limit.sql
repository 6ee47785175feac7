-- Every party that has a customer's payment term or an outgoing invoice.
SELECT p.code AS customer_id, p.name AS name,
       (SELECT MIN(i.code) FROM party_identifier i WHERE i.party = p.id) AS tax_id,
       (SELECT c.value FROM party_contact_mechanism c WHERE c.party = p.id AND c.type = 'email' AND c.active
         ORDER BY c.sequence NULLS LAST, c.id LIMIT 1) AS email,
       (SELECT c.value FROM party_contact_mechanism c WHERE c.party = p.id AND c.type IN ('phone', 'mobile') AND c.active
         ORDER BY c.sequence NULLS LAST, c.id LIMIT 1) AS phone,
       (SELECT c.name FROM party_contact_mechanism c WHERE c.party = p.id AND c.name > '' AND c.active ORDER BY c.id LIMIT 1) AS contact,
       (SELECT g.code FROM party_party_lang pl JOIN ir_lang g ON g.id = pl.lang WHERE pl.party = p.id
         ORDER BY pl.company NULLS LAST LIMIT 1) AS language,
       (SELECT MIN(cc.code) FROM company_company co JOIN currency_currency cc ON cc.id = co.currency
         WHERE :company = '' OR CAST(co.id AS VARCHAR(20)) = :company) AS currency,
       (SELECT x.credit_limit_amount FROM party_party_credit_limit_amount x WHERE x.party = p.id
          AND (:company = '' OR x.company IS NULL OR CAST(x.company AS VARCHAR(20)) = :company)
         ORDER BY x.company NULLS LAST LIMIT 1) AS credit_limit,
       (SELECT MAX(COALESCE(d.days, 0) + 30 * COALESCE(d.months, 0) + 7 * COALESCE(d.weeks, 0))
          FROM party_party_payment_term pt
          JOIN account_invoice_payment_term_line tl ON tl.payment = pt.customer_payment_term
          JOIN account_invoice_payment_term_line_delta d ON d.line = tl.id
         WHERE pt.party = p.id) AS payment_terms_days,
       COALESCE(p.write_date, p.create_date) AS updated_at
FROM party_party p
WHERE EXISTS (SELECT 1 FROM party_party_payment_term pt WHERE pt.party = p.id AND pt.customer_payment_term IS NOT NULL)
   OR EXISTS (SELECT 1 FROM account_invoice i WHERE i.party = p.id AND i.type = 'out')
   OR EXISTS (SELECT 1 FROM account_move_line l JOIN account_account a ON a.id = l.account
                JOIN account_account_type t ON t.id = a.type AND t.receivable WHERE l.party = p.id AND l.reconciliation IS NULL)
ORDER BY p.code
