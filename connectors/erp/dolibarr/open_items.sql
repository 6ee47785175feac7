-- Dolibarr stores no open amount: it is the total less what was paid on the document and less the credits used on it, each in the
-- document's own currency. Where the module of currencies is off, or the document is in the main currency, the main amounts count.
-- A credit that was made available (a credit note, a deposit, an overpayment) and is not used yet is an item of its own.
SELECT CAST(x.rowid AS CHAR(20)) AS item_id, CAST(x.fk_soc AS CHAR(20)) AS customer_id, CASE x.type WHEN 2 THEN 'credit_note' ELSE 'invoice' END AS doc_type,
       x.ref AS document_number, x.datef AS document_date, x.date_lim_reglement AS due_date, x.currency AS currency, ROUND(x.amount, 2) AS amount,
       ROUND(x.open_amount, 2) AS open_amount, ROUND(x.home_amount, 2) AS home_amount, ROUND(x.home_open, 2) AS home_open_amount,
       NULLIF(x.ref_client, '') AS customer_reference, x.source AS linked_document, CAST(x.salesman AS CHAR(20)) AS salesperson_id, x.tms AS updated_at
FROM (SELECT f.rowid, f.fk_soc, f.type, f.ref, f.datef, f.date_lim_reglement, f.ref_client, f.tms, s.ref AS source,
             COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) AS currency,
             f.total_ttc AS home_amount, f.total_ttc - COALESCE(p.paid, 0) - COALESCE(r.used, 0) AS home_open,
             CASE WHEN COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) = :home_currency THEN f.total_ttc ELSE f.multicurrency_total_ttc END AS amount,
             CASE WHEN COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) = :home_currency
                  THEN f.total_ttc - COALESCE(p.paid, 0) - COALESCE(r.used, 0)
                  ELSE f.multicurrency_total_ttc - COALESCE(p.paid_currency, 0) - COALESCE(r.used_currency, 0) END AS open_amount,
             (SELECT MIN(k.fk_user) FROM llx_societe_commerciaux k WHERE k.fk_soc = f.fk_soc) AS salesman
      FROM llx_facture f
      LEFT JOIN llx_facture s ON s.rowid = f.fk_facture_source
      LEFT JOIN (SELECT fk_facture, SUM(amount) AS paid, SUM(multicurrency_amount) AS paid_currency FROM llx_paiement_facture GROUP BY fk_facture) p
             ON p.fk_facture = f.rowid
      LEFT JOIN (SELECT fk_facture, SUM(amount_ttc) AS used, SUM(multicurrency_amount_ttc) AS used_currency FROM llx_societe_remise_except
                  WHERE fk_facture IS NOT NULL GROUP BY fk_facture) r ON r.fk_facture = f.rowid
      WHERE f.fk_statut = 1 AND f.paye = 0 AND f.entity = :entity) x
WHERE ROUND(x.open_amount, 2) <> 0
UNION ALL
SELECT CONCAT('credit-', d.rowid), CAST(d.fk_soc AS CHAR(20)), CASE WHEN f.type = 2 OR f.rowid IS NULL THEN 'credit_note' ELSE 'receipt' END,
       COALESCE(f.ref, CONCAT('credit-', d.rowid)), CAST(d.datec AS DATE), CAST(d.datec AS DATE), COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency),
       -ROUND(CASE WHEN COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) = :home_currency THEN d.amount_ttc ELSE d.multicurrency_amount_ttc END, 2),
       -ROUND(CASE WHEN COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) = :home_currency THEN d.amount_ttc ELSE d.multicurrency_amount_ttc END, 2),
       -ROUND(d.amount_ttc, 2), -ROUND(d.amount_ttc, 2), NULL, f.ref, NULL, d.datec
FROM llx_societe_remise_except d
LEFT JOIN llx_facture f ON f.rowid = d.fk_facture_source
WHERE d.fk_facture IS NULL AND d.fk_facture_line IS NULL AND COALESCE(d.discount_type, 0) = 0 AND d.entity = :entity AND ROUND(d.amount_ttc, 2) <> 0
