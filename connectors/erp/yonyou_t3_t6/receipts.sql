-- One row a receipt (48) or refund (49), as money came; drafts are those nobody has audited. Named by type and
-- number, as settlements.sql names it, because iID is another one in each year's database.
SELECT CAST(REPLACE(REPLACE('<1>/<2>', '<1>', RTRIM(h.cVouchType)), '<2>', RTRIM(h.cVouchID)) AS VARCHAR(60)) AS receipt_id,
       h.cDwCode AS customer_id, h.dVouchDate AS "date", h.cexch_name AS currency,
       CAST(ROUND(CASE WHEN h.cVouchType = '49' THEN -h.iAmount_f ELSE h.iAmount_f END, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN h.cVouchType = '49' THEN -h.iRAmount_f ELSE h.iRAmount_f END, 2) AS DECIMAL(18,2)) AS open_amount,
       CASE WHEN COALESCE(h.cSSCode, '') <> '' AND h.cSSCode IN (:bill_styles) THEN 'bill'
            WHEN COALESCE(h.cSSCode, '') <> '' AND h.cSSCode IN (:cash_styles) THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN COALESCE(h.cCheckMan, '') <> '' THEN 'approved' ELSE 'draft' END AS state,
       h.cCode AS bank_account, h.cVouchID AS reference, h.dVouchDate AS updated_at
FROM Ap_CloseBill h
WHERE h.cFlag = 'AR' AND h.cVouchType IN ('48', '49')
