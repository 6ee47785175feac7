SELECT CAST(f.rowid AS CHAR(20)) AS item_id, CAST(p.rowid AS CHAR(20)) AS receipt_id, CAST(f.fk_soc AS CHAR(20)) AS customer_id, f.datef AS document_date,
       f.date_lim_reglement AS due_date, CAST(p.datep AS DATE) AS settled_date,
       ROUND(CASE WHEN COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) = :home_currency THEN pf.amount ELSE pf.multicurrency_amount END, 2) AS amount,
       COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) AS currency
FROM llx_paiement_facture pf
JOIN llx_paiement p ON p.rowid = pf.fk_paiement
JOIN llx_facture f ON f.rowid = pf.fk_facture AND f.type IN (0, 1, 3, 5) AND f.entity = :entity
