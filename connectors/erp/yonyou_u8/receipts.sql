-- One row a receipt (48) or refund (49), as money came; drafts are those nobody has audited. What its lines
-- of receivables and advances still hold is open.
SELECT CAST(REPLACE(REPLACE('<1>/<2>', '<1>', RTRIM(h.cVouchType)), '<2>', RTRIM(h.cVouchID)) AS VARCHAR(60)) AS receipt_id,
       h.cDwCode AS customer_id, h.dVouchDate AS "date", h.cexch_name AS currency,
       CAST(ROUND(CASE WHEN h.cVouchType = '49' THEN -h.iAmount_f ELSE h.iAmount_f END, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN h.cVouchType = '49' THEN -b.open_f ELSE b.open_f END, 2) AS DECIMAL(18,2)) AS open_amount,
       CASE WHEN COALESCE(h.cSSCode, '') <> '' AND h.cSSCode IN (:bill_styles) THEN 'bill'
            WHEN COALESCE(h.cSSCode, '') <> '' AND h.cSSCode IN (:cash_styles) THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN COALESCE(h.cCheckMan, '') <> '' THEN 'approved' ELSE 'draft' END AS state,
       h.cCode AS bank_account, COALESCE(NULLIF(h.cNoteNo, ''), h.cVouchID) AS reference,
       COALESCE(h.dverifysystime, h.dcreatesystime, h.dVouchDate) AS updated_at
FROM Ap_CloseBill h
JOIN (SELECT x.iID, SUM(CASE WHEN COALESCE(x.iType, 0) < 2 THEN x.iRAmt_f ELSE 0 END) AS open_f FROM Ap_CloseBills x GROUP BY x.iID) b
  ON b.iID = h.iID
WHERE h.cFlag = 'AR' AND h.cVouchType IN ('48', '49')
