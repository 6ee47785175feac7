-- t_RP_Contact holds one row a document with what is open. Audited is the bit of 1 in FStatus, the bit of 16 takes a row out
-- of the program's own statement; % says both everywhere. Receipts (5, opening 15) are stored positive; a refund
-- (class 1000015) is what we paid back. FID is new when a document is un-audited and entered again, so an item is named by
-- type, number and customer; where several share these (opening balances often do), the later ones get #2, #3.
-- Due days stand in t_RP_Plan_Ar. A plan of several days whose open amounts add up to the document's gives an item a day;
-- a plan that does not add up gives only its earliest open day.
SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE('<1>/<2>/<3><4><5>', '<1>', CAST(c.FType AS VARCHAR(10))), '<2>', RTRIM(c.FNumber)), '<3>', i.FNumber),
                    '<4>', CASE WHEN c.twin > 1 THEN REPLACE('#<n>', '<n>', CAST(c.twin AS VARCHAR(10))) ELSE '' END),
                    '<5>', CASE WHEN p.line IS NOT NULL THEN REPLACE('/<n>', '<n>', CAST(p.line AS VARCHAR(10))) ELSE '' END)
            AS VARCHAR(200)) AS item_id,
       i.FNumber AS customer_id,
       CASE WHEN c.FType IN (5, 15) THEN 'receipt' WHEN c.FAmountFor < 0 THEN 'credit_note' ELSE 'invoice' END AS doc_type,
       COALESCE(NULLIF(RTRIM(c.FNumber), ''), 'opening') AS document_number, c.FDate AS document_date,
       CASE WHEN p.line IS NOT NULL THEN CAST(p.line AS VARCHAR(10)) END AS instalment,
       CASE WHEN c.FType IN (5, 15) THEN c.FDate ELSE COALESCE(p.due, s.due) END AS due_date, y.FNumber AS currency,
       CAST(ROUND(CASE WHEN r.FClassTypeID = 1000015 THEN ABS(c.FAmountFor) WHEN c.FType IN (5, 15) THEN -c.FAmountFor
                       ELSE COALESCE(p.amount, c.FAmountFor) END, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN r.FClassTypeID = 1000015 THEN ABS(c.FRemainAmountFor) WHEN c.FType IN (5, 15) THEN -c.FRemainAmountFor
                       ELSE COALESCE(p.remain, c.FRemainAmountFor) END, 2) AS DECIMAL(18,2)) AS open_amount,
       CAST(ROUND(CASE WHEN r.FClassTypeID = 1000015 THEN ABS(c.FAmount) WHEN c.FType IN (5, 15) THEN -c.FAmount
                       ELSE COALESCE(p.home_amount, c.FAmount) END, 2) AS DECIMAL(18,2)) AS home_amount,
       CAST(ROUND(CASE WHEN r.FClassTypeID = 1000015 THEN ABS(c.FRemainAmount) WHEN c.FType IN (5, 15) THEN -c.FRemainAmount
                       ELSE COALESCE(p.home_remain, c.FRemainAmount) END, 2) AS DECIMAL(18,2)) AS home_open_amount,
       c.FExplanation AS reference, c.FContractNo AS contract_number, d.FName AS business_line, e.FNumber AS salesperson_id
FROM (SELECT x.FID, x.FType, x.FNumber, x.FDate, x.FCustomer, x.FCurrencyID, x.FDepartment, x.FEmployee, x.FAmount, x.FAmountFor, x.FRemainAmount,
             x.FRemainAmountFor, x.FBillID, x.FStatus, x.FInvoiceType, x.FIsBad, x.FExplanation, x.FContractNo,
             ROW_NUMBER() OVER (PARTITION BY x.FType, x.FNumber, x.FCustomer ORDER BY x.FDate, x.FAmountFor, x.FID) AS twin
      FROM t_RP_Contact x
      WHERE x.FRP = 1 AND x.FItemClassID = 1 AND x.FType IN (1, 3, 5, 11, 13, 15)) c
JOIN t_Item i ON i.FItemID = c.FCustomer AND i.FItemClassID = 1
LEFT JOIN (SELECT q.FOrgID, COUNT(DISTINCT q.FDate) AS days, SUM(q.FRemainAmountFor) AS remain, SUM(q.FRemainAmount) AS home_remain,
                  MIN(CASE WHEN q.FRemainAmountFor <> 0 THEN q.FDate END) AS due
           FROM t_RP_Plan_Ar q GROUP BY q.FOrgID) s ON s.FOrgID = c.FID
LEFT JOIN (SELECT q.FOrgID, q.FDate AS due, SUM(q.FAmountFor) AS amount, SUM(q.FRemainAmountFor) AS remain, SUM(q.FAmount) AS home_amount,
                  SUM(q.FRemainAmount) AS home_remain, DENSE_RANK() OVER (PARTITION BY q.FOrgID ORDER BY q.FDate) AS line
           FROM t_RP_Plan_Ar q GROUP BY q.FOrgID, q.FDate) p
  ON p.FOrgID = c.FID AND p.remain <> 0 AND s.days > 1 AND ROUND(s.remain - c.FRemainAmountFor, 2) = 0
     AND ROUND(s.home_remain - c.FRemainAmount, 2) = 0 AND c.FType NOT IN (5, 15)
LEFT JOIN t_RP_NewReceiveBill r ON r.FBillID = c.FBillID AND c.FType = 5
LEFT JOIN t_Currency y ON y.FCurrencyID = c.FCurrencyID
LEFT JOIN t_Department d ON d.FItemID = c.FDepartment
LEFT JOIN t_Emp e ON e.FItemID = c.FEmployee AND e.FItemID <> 0
WHERE c.FStatus % 2 = 1 AND c.FStatus % 32 < 16 AND COALESCE(c.FInvoiceType, 0) NOT IN (3, 4) AND COALESCE(c.FIsBad, 0) = 0
  AND ROUND(c.FRemainAmountFor, 2) <> 0
