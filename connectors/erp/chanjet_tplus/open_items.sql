-- ARAP_Detail is the ledger: rows with bussinessFlag '0' are the document, '1' and '2' later settlements. What is open is
-- what the program's own warning of due receivables adds up: amount less settled, of audited rows. Money in advance
-- (prepayFlag 1) is what the same sum leaves, as a credit of the customer whichever way the release signs it.
-- The item is named by type, number and customer: a document that is entered again has another id. A receipt may be part
-- payment, part advance: the advance is named /P.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3><4>', '<1>', COALESCE(v.code, CAST(t.idvouchertype AS VARCHAR(36)))), '<2>', t.number), '<3>', p.code),
                    '<4>', CASE WHEN t.prepayFlag = 1 THEN '/P' ELSE '' END) AS VARCHAR(120)) AS item_id,
       p.code AS customer_id,
       CASE WHEN t.prepayFlag = 1 OR (t.own = 0 AND t.own_settled <> 0) THEN 'receipt'
            WHEN t.own < 0 THEN 'credit_note' ELSE 'invoice' END AS doc_type,
       t.number AS document_number, t.document_day AS document_date, t.due_day AS due_date, c.code AS currency,
       CAST(ROUND(CASE WHEN t.prepayFlag = 1 THEN -ABS(t.own - t.own_settled) WHEN t.own = 0 THEN -t.own_settled ELSE t.own END, 2)
            AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN t.prepayFlag = 1 THEN -ABS(t.bal) ELSE t.bal END, 2) AS DECIMAL(18,2)) AS open_amount,
       CAST(ROUND(CASE WHEN t.prepayFlag = 1 THEN -ABS(t.home_own - t.home_own_settled) WHEN t.own = 0 THEN -t.home_own_settled ELSE t.home_own END, 2)
            AS DECIMAL(18,2)) AS home_amount,
       CAST(ROUND(CASE WHEN t.prepayFlag = 1 THEN -ABS(t.home_bal) ELSE t.home_bal END, 2) AS DECIMAL(18,2)) AS home_open_amount,
       t.memo AS reference, t.order_code AS po_number, s.code AS salesperson_id, t.updated AS updated_at
FROM (SELECT d.idpartner, d.idvouchertype, d.voucherID, d.prepayFlag,
             COALESCE(MIN(CASE WHEN d.bussinessFlag = '0' THEN d.voucherCode END), CAST(d.voucherID AS VARCHAR(36))) AS number,
             MIN(CASE WHEN d.bussinessFlag = '0' THEN d.voucherDate END) AS document_day,
             MIN(CASE WHEN d.bussinessFlag = '0' THEN d.arrivalDate END) AS due_day,
             SUM(CASE WHEN d.bussinessFlag = '0' THEN COALESCE(d.origAmount, 0) ELSE 0 END) AS own,
             SUM(CASE WHEN d.bussinessFlag = '0' THEN COALESCE(d.origSettleAmount, 0) ELSE 0 END) AS own_settled,
             SUM(CASE WHEN d.bussinessFlag = '0' THEN COALESCE(d.amount, 0) ELSE 0 END) AS home_own,
             SUM(CASE WHEN d.bussinessFlag = '0' THEN COALESCE(d.settleAmount, 0) ELSE 0 END) AS home_own_settled,
             SUM(COALESCE(d.origAmount, 0) - COALESCE(d.origSettleAmount, 0)) AS bal,
             SUM(COALESCE(d.amount, 0) - COALESCE(d.settleAmount, 0)) AS home_bal,
             MIN(CASE WHEN d.bussinessFlag = '0' THEN d.memo END) AS memo,
             MIN(CASE WHEN d.bussinessFlag = '0' THEN d.saleOrderCode END) AS order_code,
             MIN(CAST(d.idcurrency AS VARCHAR(36))) AS currency_id,
             MIN(CASE WHEN d.bussinessFlag = '0' THEN CAST(d.idperson AS VARCHAR(36)) END) AS person_id, MAX(d.updated) AS updated
      FROM ARAP_Detail d
      WHERE d.isArFlag = 1 AND d.auditFlag = 1 AND d.auditBussinessFlag = 1
      GROUP BY d.idpartner, d.idvouchertype, d.voucherID, d.prepayFlag) t
JOIN AA_Partner p ON p.id = t.idpartner
LEFT JOIN SM_VoucherType v ON v.id = t.idvouchertype
LEFT JOIN AA_Currency c ON CAST(c.id AS VARCHAR(36)) = t.currency_id
LEFT JOIN AA_Person s ON CAST(s.id AS VARCHAR(36)) = t.person_id
WHERE ROUND(t.bal, 2) <> 0
