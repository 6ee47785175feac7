-- One row a receipt (class 1000005) or refund (1000015), as money came. Drafts are those whose document in t_RP_Contact is not
-- audited or not there.
SELECT CAST(REPLACE(REPLACE('<1>/<2>', '<1>', CAST(r.FClassTypeID AS VARCHAR(10))), '<2>', RTRIM(r.FNumber)) AS VARCHAR(120)) AS receipt_id,
       i.FNumber AS customer_id, r.FDate AS "date", y.FNumber AS currency,
       CAST(ROUND(CASE WHEN r.FClassTypeID = 1000015 THEN -r.FReceiveAmountFor ELSE r.FReceiveAmountFor END, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN r.FClassTypeID = 1000015 THEN -ABS(c.FRemainAmountFor) ELSE c.FRemainAmountFor END, 2) AS DECIMAL(18,2)) AS open_amount,
       CASE WHEN CAST(r.FSettle AS VARCHAR(20)) IN (:bill_styles) THEN 'bill'
            WHEN CAST(r.FSettle AS VARCHAR(20)) IN (:cash_styles) THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN c.FStatus % 2 = 1 THEN 'approved' ELSE 'draft' END AS state,
       COALESCE(NULLIF(r.FBankAcct, ''), a.FNumber) AS bank_account, COALESCE(NULLIF(r.FSettleNo, ''), r.FNumber) AS reference,
       COALESCE(r.FCheckDate, r.FDate) AS updated_at
FROM t_RP_NewReceiveBill r
JOIN t_Item i ON i.FItemID = r.FCustomer AND i.FItemClassID = 1
LEFT JOIN (SELECT x.FBillID, SUM(x.FRemainAmountFor) AS FRemainAmountFor, MIN(x.FStatus) AS FStatus
           FROM t_RP_Contact x WHERE x.FRP = 1 AND x.FType = 5 GROUP BY x.FBillID) c ON c.FBillID = r.FBillID
LEFT JOIN t_Currency y ON y.FCurrencyID = r.FCurrencyID
LEFT JOIN t_Account a ON a.FAccountID = r.FAccountID
WHERE r.FClassTypeID IN (1000005, 1000015)
