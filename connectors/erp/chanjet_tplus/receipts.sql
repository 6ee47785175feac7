-- One row a receipt, as money came; drafts are those nobody has audited. What is still under the receipt's own name in
-- ARAP_Detail is open. Settlement styles are named by id, because their table is not documented well enough.
SELECT r.code AS receipt_id, p.code AS customer_id, r.voucherDate AS "date", c.code AS currency,
       CAST(ROUND(r.origAmount, 2) AS DECIMAL(18,2)) AS amount,
       CASE WHEN COALESCE(r.auditor, '') <> '' THEN
         CAST(ROUND(COALESCE((SELECT ABS(SUM(COALESCE(d.origAmount, 0) - COALESCE(d.origSettleAmount, 0))) FROM ARAP_Detail d
            WHERE d.voucherID = r.id AND d.idpartner = r.idpartner AND d.isArFlag = 1 AND d.auditFlag = 1 AND d.auditBussinessFlag = 1), 0), 2)
              AS DECIMAL(18,2)) END AS open_amount,
       CASE WHEN CAST(m.style AS VARCHAR(36)) IN (:bill_styles) THEN 'bill'
            WHEN CAST(m.style AS VARCHAR(36)) IN (:cash_styles) THEN 'cash' ELSE 'transfer' END AS method,
       CASE WHEN COALESCE(r.auditor, '') <> '' THEN 'approved' ELSE 'draft' END AS state,
       m.bank_account AS bank_account, COALESCE(NULLIF(m.note, ''), r.code) AS reference, r.updated AS updated_at
FROM ARAP_ReceivePayment r
JOIN AA_Partner p ON p.id = r.idpartner
LEFT JOIN AA_Currency c ON c.id = r.idcurrency
LEFT JOIN (SELECT x.idArapReceivePaymentDTO AS receipt, MIN(CAST(x.idsettlestyle AS VARCHAR(36))) AS style, MIN(x.billNo) AS note,
                  MIN(COALESCE(b.bankNo, b.name)) AS bank_account
           FROM ARAP_ReceivePayment_MultiSettle x
           LEFT JOIN AA_BankAccount b ON b.id = x.idbankaccount
           GROUP BY x.idArapReceivePaymentDTO) m ON m.receipt = r.id
WHERE r.isReceiveFlag = 1
