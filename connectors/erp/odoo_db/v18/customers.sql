-- Partners that are nobody's contact and have sold-to documents. The days are the last instalment's of the payment term.
SELECT CAST(p.id AS VARCHAR(20)) AS customer_id, p.name AS name, COALESCE(NULLIF(p.vat, ''), NULLIF(p.company_registry, '')) AS tax_id,
       NULLIF(p.email, '') AS email, COALESCE(NULLIF(p.phone, ''), NULLIF(p.mobile, '')) AS phone,
       (SELECT k.name FROM res_partner k WHERE k.parent_id = p.id AND k.type = 'contact' AND k.active ORDER BY k.id LIMIT 1) AS contact,
       REPLACE(p.lang, '_', '-') AS language, land.code AS country, hc.name AS currency,
       NULLIF(CAST(p.credit_limit ->> CAST(:company_id AS TEXT) AS NUMERIC), 0) AS credit_limit,
       (SELECT MAX(tl.nb_days)
          FROM account_payment_term_line tl WHERE tl.payment_id = CAST(p.property_payment_term_id ->> CAST(:company_id AS TEXT) AS INTEGER)) AS payment_terms_days,
       CAST(pp.id AS VARCHAR(20)) AS parent_customer_id,
       CAST(p.user_id AS VARCHAR(20)) AS salesperson_id, up.name AS salesperson_name, up.email AS salesperson_email,
       (SELECT STRING_AGG(b.acc_number, ';' ORDER BY b.id) FROM res_partner_bank b WHERE b.partner_id = p.id AND b.active) AS bank_accounts,
       p.write_date AS updated_at
FROM res_partner p
JOIN res_company co ON co.id = CAST(:company_id AS INTEGER)
JOIN res_currency hc ON hc.id = co.currency_id
LEFT JOIN res_country land ON land.id = p.country_id
LEFT JOIN res_partner pp ON pp.id = p.parent_id AND pp.is_company
LEFT JOIN res_users u ON u.id = p.user_id
LEFT JOIN res_partner up ON up.id = u.partner_id
WHERE COALESCE(p.commercial_partner_id, p.id) = p.id AND (p.company_id IS NULL OR p.company_id = co.id)
  AND ((p.customer_rank > 0 AND p.active)
       OR EXISTS (SELECT 1 FROM account_move_line l JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
                    JOIN res_partner lp ON lp.id = l.partner_id
                   WHERE lp.commercial_partner_id = p.id AND l.parent_state = 'posted' AND l.amount_residual <> 0 AND l.company_id = co.id))
