-- The name shown is the customer's; identity is the guid, because GnuCash lets users repeat numbers.
SELECT c.guid AS customer_id, c.name AS name, NULLIF(c.addr_email, '') AS email, NULLIF(c.addr_phone, '') AS phone,
       NULLIF(c.addr_name, '') AS contact, cur.mnemonic AS currency,
       CASE WHEN c.credit_num <> 0 THEN ROUND(1.0 * c.credit_num / c.credit_denom, 2) END AS credit_limit,
       t.duedays AS payment_terms_days
FROM customers c
JOIN commodities cur ON cur.guid = c.currency
LEFT JOIN billterms t ON t.guid = c.terms
ORDER BY c.id, c.guid
