-- The log of write-offs (核销日志), its lines on documents that are not receipts. A batch (FInterID) with one receipt names it.
-- Item and receipt are named as open_items.sql and receipts.sql name them, but for the instalment: the log names documents.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3><4>', '<1>', CAST(c.FType AS VARCHAR(10))), '<2>', RTRIM(c.FNumber)), '<3>', i.FNumber),
                    '<4>', CASE WHEN c.twin > 1 THEN REPLACE('#<n>', '<n>', CAST(c.twin AS VARCHAR(10))) ELSE '' END)
            AS VARCHAR(200)) AS item_id,
       (SELECT CASE WHEN COUNT(DISTINCT r.FBillID) = 1 THEN
                 CAST(REPLACE(REPLACE('<1>/<2>', '<1>', CAST(MIN(r.FClassTypeID) AS VARCHAR(10))), '<2>', MIN(RTRIM(r.FNumber))) AS VARCHAR(120)) END
          FROM t_RP_NewCheckInfo o
          JOIN t_RP_Contact z ON z.FID = o.FContactID AND z.FType = 5
          JOIN t_RP_NewReceiveBill r ON r.FBillID = z.FBillID
         WHERE o.FInterID = k.FInterID) AS receipt_id,
       i.FNumber AS customer_id, c.FDate AS document_date, k.FCheckDate AS settled_date, y.FNumber AS currency,
       CAST(ROUND(k.FCheckAmountFor, 2) AS DECIMAL(18,2)) AS amount
FROM t_RP_NewCheckInfo k
JOIN (SELECT x.FID, x.FType, x.FNumber, x.FDate, x.FCustomer, x.FCurrencyID,
             ROW_NUMBER() OVER (PARTITION BY x.FType, x.FNumber, x.FCustomer ORDER BY x.FDate, x.FAmountFor, x.FID) AS twin
      FROM t_RP_Contact x
      WHERE x.FRP = 1 AND x.FItemClassID = 1 AND x.FType IN (1, 3, 5, 11, 13, 15)) c ON c.FID = k.FContactID AND c.FType NOT IN (5, 15)
JOIN t_Item i ON i.FItemID = c.FCustomer AND i.FItemClassID = 1
LEFT JOIN t_Currency y ON y.FCurrencyID = c.FCurrencyID
WHERE k.FRP = 1
