-- A lot on a receivables account is one item: an invoice with what was paid on it, or money on account.
-- GnuCash keeps no open amount; it is the sum of the lot's splits. Due day, kind and owner are slots.
SELECT l.guid AS item_id,
       COALESCE(CASE WHEN i.owner_type = 3 THEN j.owner_guid ELSE i.owner_guid END, os.guid_val) AS customer_id,
       CASE WHEN i.guid IS NULL THEN 'receipt' WHEN cn.int64_val = 1 THEN 'credit_note' ELSE 'invoice' END AS doc_type,
       COALESCE(NULLIF(COALESCE(i.id, MIN(t.num)), ''), l.guid) AS document_number,
       CAST(COALESCE(i.date_posted, MIN(t.post_date)) AS DATE) AS document_date,
       CAST(COALESCE(MAX(due.timespec_val), i.date_posted, MIN(t.post_date)) AS DATE) AS due_date,
       cur.mnemonic AS currency,
       ROUND(SUM(CASE WHEN i.guid IS NULL AND s.quantity_num < 0 OR t.guid = i.post_txn THEN s.quantity_num * a.commodity_scu / s.quantity_denom ELSE 0 END) * 1.0
             / a.commodity_scu, 3) AS amount,
       ROUND(SUM(s.quantity_num * a.commodity_scu / s.quantity_denom) * 1.0 / a.commodity_scu, 3) AS open_amount,
       NULLIF(COALESCE(i.billing_id, MIN(s.memo)), '') AS reference,
       MAX(t.enter_date) AS updated_at
FROM lots l
JOIN accounts a ON a.guid = l.account_guid AND a.account_type = 'RECEIVABLE'
JOIN commodities cur ON cur.guid = a.commodity_guid
JOIN splits s ON s.lot_guid = l.guid
JOIN transactions t ON t.guid = s.tx_guid
LEFT JOIN invoices i ON i.post_lot = l.guid
LEFT JOIN jobs j ON j.guid = i.owner_guid
LEFT JOIN slots cn ON cn.obj_guid = i.guid AND cn.name = 'credit-note'
LEFT JOIN slots due ON due.obj_guid = t.guid AND due.name = 'trans-date-due'
LEFT JOIN slots ofr ON ofr.obj_guid = l.guid AND ofr.name = 'gncOwner'
LEFT JOIN slots os ON os.obj_guid = ofr.guid_val AND os.name = 'gncOwner/owner-guid'
GROUP BY l.guid, i.guid, i.owner_type, i.owner_guid, j.owner_guid, os.guid_val, cn.int64_val, i.id, i.date_posted, i.billing_id,
         cur.mnemonic, a.commodity_scu
HAVING SUM(s.quantity_num * a.commodity_scu / s.quantity_denom) <> 0
