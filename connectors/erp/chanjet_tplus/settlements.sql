-- Settlement rows that name a receipt: which receipt settled how much of what, and when. A bad debt or a red document
-- settles without one and is no payment. Item and receipt are named as open_items.sql and receipts.sql name them.
SELECT CAST(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>', '<1>', COALESCE(v.code, CAST(d.idvouchertype AS VARCHAR(36)))), '<2>', o.voucherCode), '<3>', p.code)
            AS VARCHAR(120)) AS item_id,
       d.businessCode AS receipt_id, p.code AS customer_id, o.document_day AS document_date, o.due_day AS due_date, d.registerDate AS settled_date,
       c.code AS currency, CAST(ROUND(d.origSettleAmount, 2) AS DECIMAL(18,2)) AS amount
FROM ARAP_Detail d
JOIN (SELECT x.idpartner, x.idvouchertype, x.voucherID, MIN(x.voucherCode) AS voucherCode, MIN(x.voucherDate) AS document_day,
             MIN(x.arrivalDate) AS due_day
      FROM ARAP_Detail x WHERE x.bussinessFlag = '0' AND x.isArFlag = 1 AND x.prepayFlag = 0
      GROUP BY x.idpartner, x.idvouchertype, x.voucherID) o
  ON o.idpartner = d.idpartner AND o.idvouchertype = d.idvouchertype AND o.voucherID = d.voucherID
JOIN AA_Partner p ON p.id = d.idpartner
LEFT JOIN SM_VoucherType v ON v.id = d.idvouchertype
LEFT JOIN AA_Currency c ON c.id = d.idcurrency
WHERE d.isArFlag = 1 AND d.auditFlag = 1 AND d.auditBussinessFlag = 1 AND d.prepayFlag = 0 AND d.bussinessFlag <> '0' AND d.origSettleAmount <> 0
  AND EXISTS (SELECT 1 FROM ARAP_ReceivePayment r WHERE r.code = d.businessCode AND r.isReceiveFlag = 1)
