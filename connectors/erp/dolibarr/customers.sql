SELECT CAST(s.rowid AS CHAR(20)) AS customer_id, s.nom AS name, NULLIF(s.name_alias, '') AS short_name, NULLIF(s.tva_intra, '') AS tax_id,
       NULLIF(s.email, '') AS email, NULLIF(s.phone, '') AS phone,
       (SELECT TRIM(CONCAT(COALESCE(p.firstname, ''), ' ', COALESCE(p.lastname, ''))) FROM llx_socpeople p WHERE p.fk_soc = s.rowid AND p.statut = 1
         ORDER BY p.rowid LIMIT 1) AS contact,
       REPLACE(NULLIF(s.default_lang, ''), '_', '-') AS language, COALESCE(NULLIF(s.multicurrency_code, ''), :home_currency) AS currency,
       NULLIF(ROUND(s.outstanding_limit, 2), 0) AS credit_limit, t.nbjour AS payment_terms_days, CAST(s.parent AS CHAR(20)) AS parent_customer_id,
       CAST(u.rowid AS CHAR(20)) AS salesperson_id, NULLIF(TRIM(CONCAT(COALESCE(u.firstname, ''), ' ', COALESCE(u.lastname, ''))), '') AS salesperson_name,
       NULLIF(u.email, '') AS salesperson_email,
       (SELECT GROUP_CONCAT(COALESCE(NULLIF(b.iban_prefix, ''), NULLIF(b.number, '')) ORDER BY b.rowid SEPARATOR ';') FROM llx_societe_rib b
         WHERE b.fk_soc = s.rowid) AS bank_accounts,
       s.tms AS updated_at
FROM llx_societe s
LEFT JOIN llx_c_payment_term t ON t.rowid = s.cond_reglement
LEFT JOIN llx_user u ON u.rowid = (SELECT MIN(k.fk_user) FROM llx_societe_commerciaux k WHERE k.fk_soc = s.rowid)
WHERE s.entity = :entity AND (s.client IN (1, 3) OR EXISTS (SELECT 1 FROM llx_facture f WHERE f.fk_soc = s.rowid AND f.fk_statut = 1 AND f.paye = 0))
