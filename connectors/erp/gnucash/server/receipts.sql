-- A transaction of type P is a payment; what of it settles no invoice is still open.
SELECT t.guid AS receipt_id,
       MAX(COALESCE(CASE WHEN i.owner_type = 3 THEN j.owner_guid ELSE i.owner_guid END, os.guid_val)) AS customer_id,
       CAST(t.post_date AS DATE) AS date, cur.mnemonic AS currency,
       ROUND(-SUM(s.quantity_num * a.commodity_scu / s.quantity_denom) * 1.0 / a.commodity_scu, 3) AS amount,
       ROUND(SUM(CASE WHEN i.guid IS NULL THEN -b.bal ELSE 0 END) * 1.0 / a.commodity_scu, 3) AS open_amount,
       'approved' AS state,
       (SELECT MIN(COALESCE(NULLIF(ba.code, ''), ba.name)) FROM splits bs
          JOIN accounts ba ON ba.guid = bs.account_guid AND ba.account_type IN ('BANK', 'CASH') WHERE bs.tx_guid = t.guid) AS bank_account,
       NULLIF(COALESCE(NULLIF(MAX(s.memo), ''), t.num), '') AS reference
FROM transactions t
JOIN slots ty ON ty.obj_guid = t.guid AND ty.name = 'trans-txn-type' AND ty.string_val = 'P'
JOIN splits s ON s.tx_guid = t.guid
JOIN accounts a ON a.guid = s.account_guid AND a.account_type = 'RECEIVABLE'
JOIN commodities cur ON cur.guid = a.commodity_guid
LEFT JOIN invoices i ON i.post_lot = s.lot_guid
LEFT JOIN jobs j ON j.guid = i.owner_guid
LEFT JOIN (SELECT x.lot_guid, SUM(x.quantity_num * y.commodity_scu / x.quantity_denom) AS bal
             FROM splits x JOIN accounts y ON y.guid = x.account_guid GROUP BY x.lot_guid) b ON b.lot_guid = s.lot_guid
LEFT JOIN slots ofr ON ofr.obj_guid = s.lot_guid AND ofr.name = 'gncOwner'
LEFT JOIN slots os ON os.obj_guid = ofr.guid_val AND os.name = 'gncOwner/owner-guid'
GROUP BY t.guid, t.post_date, t.num, cur.mnemonic, a.commodity_scu
ORDER BY t.post_date, t.guid
