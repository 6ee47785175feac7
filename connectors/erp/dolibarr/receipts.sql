-- A payment is always for documents: what of it is left over makes the document's open amount negative, or a credit.
SELECT CAST(p.rowid AS CHAR(20)) AS receipt_id, CAST(MIN(f.fk_soc) AS CHAR(20)) AS customer_id, CAST(p.datep AS DATE) AS date,
       COALESCE(NULLIF(MIN(f.multicurrency_code), ''), :home_currency) AS currency,
       ROUND(CASE WHEN COALESCE(NULLIF(MIN(f.multicurrency_code), ''), :home_currency) = :home_currency THEN p.amount ELSE p.multicurrency_amount END, 2) AS amount,
       CAST(0 AS DECIMAL(18,2)) AS open_amount,
       CASE c.code WHEN 'LIQ' THEN 'cash' WHEN 'VIR' THEN 'transfer' WHEN 'PRE' THEN 'direct_debit' WHEN 'CB' THEN 'card' WHEN 'LCR' THEN 'bill' END AS method,
       'approved' AS state, MIN(a.ref) AS bank_account, COALESCE(NULLIF(p.note, ''), NULLIF(p.num_paiement, ''), p.ref) AS reference,
       GROUP_CONCAT(DISTINCT f.rowid ORDER BY f.rowid SEPARATOR ';') AS item_ids, p.tms AS updated_at
FROM llx_paiement p
JOIN llx_paiement_facture pf ON pf.fk_paiement = p.rowid
JOIN llx_facture f ON f.rowid = pf.fk_facture
LEFT JOIN llx_c_paiement c ON c.id = p.fk_paiement
LEFT JOIN llx_bank b ON b.rowid = p.fk_bank
LEFT JOIN llx_bank_account a ON a.rowid = b.fk_account
WHERE p.entity = :entity
GROUP BY p.rowid, p.datep, p.amount, p.multicurrency_amount, c.code, p.note, p.num_paiement, p.ref, p.tms
