-- Write-offs (9P) on documents that are not receipts: which receipt settled how much of what, and when. Item and receipt are
-- named as open_items.sql and receipts.sql name them; what was written off against no receipt (another invoice, a note) by its
-- own type and number.
SELECT CAST(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>', '<1>', RTRIM(d.cCoVouchType)), '<2>', RTRIM(d.cCoVouchID)), '<3>', RTRIM(d.cDwCode))
            AS VARCHAR(80)) AS item_id,
       CAST(REPLACE(REPLACE('<1>/<2>', '<1>', RTRIM(d.cVouchType)), '<2>', RTRIM(d.cVouchID)) AS VARCHAR(60)) AS receipt_id,
       d.cDwCode AS customer_id, o.document_day AS document_date,
       o.due_day AS due_date, d.dVouchDate AS settled_date, d.cexch_name AS currency,
       CAST(ROUND(COALESCE(d.iCAmount_f, 0) - COALESCE(d.iDAmount_f, 0), 2) AS DECIMAL(18,2)) AS amount
FROM Ar_Detail d
JOIN (SELECT x.cDwCode, x.cCoVouchType, x.cCoVouchID, MIN(x.dVouchDate) AS document_day,
             MIN(x.dGatheringDate) AS due_day
      FROM Ar_Detail x WHERE x.cFlag = 'AR' AND x.cProcStyle = x.cVouchType AND x.cVouchID = x.cCoVouchID
      GROUP BY x.cDwCode, x.cCoVouchType, x.cCoVouchID) o
  ON o.cDwCode = d.cDwCode AND o.cCoVouchType = d.cCoVouchType AND o.cCoVouchID = d.cCoVouchID
WHERE d.cFlag = 'AR' AND d.iFlag < 3 AND d.cProcStyle = '9P' AND d.cCoVouchType NOT IN ('48', '49')
