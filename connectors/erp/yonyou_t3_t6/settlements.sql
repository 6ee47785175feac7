-- Write-offs (9P) on documents that are not receipts, of this year's database: which receipt settled how much of
-- what, and when. Item and receipt are named as open_items.sql and receipts.sql name them.
SELECT CAST(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>', '<1>', RTRIM(d.cCoVouchType)), '<2>', RTRIM(d.cCoVouchID)), '<3>', RTRIM(d.cDwCode))
            AS VARCHAR(80)) AS item_id,
       CAST(REPLACE(REPLACE('<1>/<2>', '<1>', RTRIM(d.cVouchType)), '<2>', RTRIM(d.cVouchID)) AS VARCHAR(60)) AS receipt_id,
       d.cDwCode AS customer_id,
       (SELECT MIN(o.dVouchDate) FROM Ar_Detail o
         WHERE o.cFlag = 'AR' AND o.cProcStyle = o.cVouchType AND o.cVouchType = d.cCoVouchType AND o.cVouchID = d.cCoVouchID
           AND o.cDwCode = d.cDwCode) AS document_date,
       d.dRegDate AS settled_date, d.cexch_name AS currency,
       CAST(ROUND(COALESCE(d.iCAmount_f, 0) - COALESCE(d.iDAmount_f, 0), 2) AS DECIMAL(18,2)) AS amount
FROM Ar_Detail d
WHERE d.cFlag = 'AR' AND d.iFlag < 3 AND d.cProcStyle = '9P' AND d.cCoVouchType NOT IN ('48', '49')
