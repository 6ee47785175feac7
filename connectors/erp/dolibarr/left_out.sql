SELECT 'draft invoices and credit notes' AS reason, COUNT(*) AS documents FROM llx_facture WHERE fk_statut = 0 AND entity = :entity
UNION ALL
SELECT 'abandoned invoices', COUNT(*) FROM llx_facture WHERE fk_statut = 3 AND entity = :entity
UNION ALL
SELECT 'foreign invoices that Dolibarr holds open for a rest in the main currency only', COUNT(*)
FROM llx_facture f
LEFT JOIN (SELECT fk_facture, SUM(multicurrency_amount) AS paid FROM llx_paiement_facture GROUP BY fk_facture) p ON p.fk_facture = f.rowid
LEFT JOIN (SELECT fk_facture, SUM(multicurrency_amount_ttc) AS used FROM llx_societe_remise_except WHERE fk_facture IS NOT NULL GROUP BY fk_facture) r
       ON r.fk_facture = f.rowid
WHERE f.fk_statut = 1 AND f.paye = 0 AND f.entity = :entity AND COALESCE(NULLIF(f.multicurrency_code, ''), :home_currency) <> :home_currency
  AND ROUND(f.multicurrency_total_ttc - COALESCE(p.paid, 0) - COALESCE(r.used, 0), 2) = 0
