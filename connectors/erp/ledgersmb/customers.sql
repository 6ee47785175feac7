-- A customer account (entity_class 2) is the customer: one firm may have several, with terms of their own. Ways to reach it stand at the
-- account, else at the firm.
SELECT CAST(c.id AS VARCHAR(20)) AS customer_id, COALESCE(co.legal_name, TRIM(CONCAT(ps.first_name, ' ', ps.last_name)), e.name) AS name,
       NULLIF(c.description, '') AS short_name, COALESCE(NULLIF(co.sales_tax_id, ''), NULLIF(co.tax_id, '')) AS tax_id,
       COALESCE((SELECT k.contact FROM eca_to_contact k WHERE k.credit_id = c.id AND k.contact_class_id IN (15, 12) AND k.contact <> ''
                  ORDER BY k.contact_class_id DESC, k.contact LIMIT 1),
                (SELECT k.contact FROM entity_to_contact k WHERE k.entity_id = c.entity_id AND k.contact_class_id IN (15, 12) AND k.contact <> ''
                  ORDER BY k.contact_class_id DESC, k.contact LIMIT 1)) AS email,
       COALESCE((SELECT k.contact FROM eca_to_contact k WHERE k.credit_id = c.id AND k.contact_class_id IN (1, 2, 3) AND k.contact <> ''
                  ORDER BY k.contact_class_id, k.contact LIMIT 1),
                (SELECT k.contact FROM entity_to_contact k WHERE k.entity_id = c.entity_id AND k.contact_class_id IN (1, 2, 3) AND k.contact <> ''
                  ORDER BY k.contact_class_id, k.contact LIMIT 1)) AS phone,
       TRIM(CONCAT(pc.first_name, ' ', pc.last_name)) AS contact, REPLACE(TRIM(c.language_code), '_', '-') AS language, land.short_name AS country,
       COALESCE(NULLIF(TRIM(c.curr), ''), :home_currency) AS currency, NULLIF(ROUND(c.creditlimit, 2), 0) AS credit_limit,
       CAST(c.terms AS INTEGER) AS payment_terms_days, CAST(sp.id AS VARCHAR(20)) AS salesperson_id,
       TRIM(CONCAT(sp.first_name, ' ', sp.last_name)) AS salesperson_name,
       (SELECT k.contact FROM entity_to_contact k WHERE k.entity_id = c.employee_id AND k.contact_class_id = 12 ORDER BY k.contact LIMIT 1) AS salesperson_email,
       (SELECT STRING_AGG(b.iban, ';' ORDER BY b.id) FROM entity_bank_account b WHERE b.entity_id = c.entity_id AND b.iban <> '') AS bank_accounts
FROM entity_credit_account c
JOIN entity e ON e.id = c.entity_id
LEFT JOIN company co ON co.entity_id = e.id
LEFT JOIN person ps ON ps.entity_id = e.id
LEFT JOIN person pc ON pc.id = c.primary_contact
LEFT JOIN person sp ON sp.entity_id = c.employee_id
LEFT JOIN country land ON land.id = e.country_id
WHERE c.entity_class = 2
