-- Ar_Detail is the ledger of receivables. A document's open amount is the sum of its rows with iFlag below
-- 3 (NULL excluded, as U8 does); its own row is the one that names itself, later rows are write-offs. A
-- receipt that is not written off stands as a negative item. The salesperson is the own row's: rows of a
-- write-off carry the receipt's.
-- Auto_ID is new after 弃审 and 重审: an item is named by type, number and customer. REPLACE puts texts together where + and ||
-- differ.
SELECT CAST(REPLACE(REPLACE(REPLACE('<1>/<2>/<3>', '<1>', RTRIM(d.cCoVouchType)), '<2>', RTRIM(d.cCoVouchID)), '<3>', RTRIM(d.cDwCode))
            AS VARCHAR(80)) AS item_id,
       d.cDwCode AS customer_id,
       CASE WHEN d.cCoVouchType IN ('48', '49') THEN 'receipt'
            WHEN SUM(CASE WHEN d.k = 1 THEN d.bal ELSE 0 END) < 0 THEN 'credit_note'
            WHEN d.cCoVouchType IN ('26', '27', '28', '29') OR d.cCoVouchType LIKE 'R%' THEN 'invoice' ELSE 'other' END AS doc_type,
       d.cCoVouchID AS document_number,
       COALESCE(MIN(CASE WHEN d.k = 1 THEN d.dVouchDate END), MIN(d.dVouchDate)) AS document_date,
       COALESCE(MIN(CASE WHEN d.k = 1 THEN d.dGatheringDate END), MIN(CASE WHEN d.k = 1 THEN d.due_day END)) AS due_date,
       MIN(CASE WHEN d.k = 1 THEN COALESCE(d.dCreditStart, d.dVouchDate) END) AS due_base,
       MAX(CASE WHEN d.k = 1 AND d.iCreditPeriod <> 0 THEN d.iCreditPeriod END) AS terms_days,
       MAX(d.cexch_name) AS currency,
       CAST(ROUND(COALESCE(NULLIF(SUM(CASE WHEN d.k = 1 THEN d.bal ELSE 0 END), 0), SUM(d.bal)), 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(SUM(d.bal), 2) AS DECIMAL(18,2)) AS open_amount,
       CAST(ROUND(SUM(CASE WHEN d.k = 1 THEN d.home_bal ELSE 0 END), 2) AS DECIMAL(18,2)) AS home_amount,
       CAST(ROUND(SUM(d.home_bal), 2) AS DECIMAL(18,2)) AS home_open_amount,
       MAX(CASE WHEN d.k = 1 THEN d.cDigest END) AS reference, MAX(d.tax_number) AS tax_invoice_numbers,
       MAX(CASE WHEN d.k = 1 THEN d.cContractID END) AS contract_number, MAX(CASE WHEN d.k = 1 THEN d.cDLCode END) AS delivery_numbers,
       MAX(CASE WHEN d.k = 1 THEN d.cOrderNo END) AS po_number, MAX(CASE WHEN d.k = 1 THEN d.cDeptCode END) AS business_line,
       MAX(CASE WHEN d.k = 1 THEN d.cPerson END) AS salesperson_id, MAX(d.dRegDate) AS updated_at
FROM (SELECT x.cDwCode, x.cCoVouchType, x.cCoVouchID, x.cexch_name, x.dVouchDate, x.dRegDate, x.dGatheringDate, x.dCreditStart,
             x.iCreditPeriod, x.cDigest, x.cOrderNo, x.cContractID, x.cDLCode, x.cDeptCode, x.cPerson,
             CASE WHEN x.cCoVouchType IN ('48', '49') THEN x.dVouchDate END AS due_day,
             COALESCE(x.iDAmount_f, 0) - COALESCE(x.iCAmount_f, 0) AS bal, COALESCE(x.iDAmount, 0) - COALESCE(x.iCAmount, 0) AS home_bal,
             CASE WHEN x.cProcStyle = x.cVouchType AND x.cVouchType = x.cCoVouchType AND x.cVouchID = x.cCoVouchID THEN 1 ELSE 0 END AS k,
             CASE :tax_number_field WHEN '1' THEN h.cDefine1 WHEN '2' THEN h.cDefine2 WHEN '3' THEN h.cDefine3 WHEN '10' THEN h.cDefine10
                  WHEN '11' THEN h.cDefine11 WHEN '12' THEN h.cDefine12 END AS tax_number
      FROM Ar_Detail x
      LEFT JOIN SaleBillVouch h ON h.cSBVCode = x.cCoVouchID AND h.cVouchType = x.cCoVouchType AND h.cCusCode = x.cDwCode
      WHERE x.cFlag = 'AR' AND x.iFlag < 3) d
GROUP BY d.cDwCode, d.cCoVouchType, d.cCoVouchID
HAVING ROUND(SUM(d.bal), 2) <> 0
