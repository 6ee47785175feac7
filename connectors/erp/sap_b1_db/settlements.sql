-- What incoming payments say they pay: invoices (13) and down payment invoices (203) by instalment. Item and receipt are named as
-- open_items.sql and receipts.sql name them.
SELECT CAST(REPLACE(REPLACE('<1>/<2>', '<1>', CAST(j.TransId AS VARCHAR(20))), '<2>', CAST(j.Line_ID AS VARCHAR(20))) AS VARCHAR(50)) AS item_id,
       CAST(r.DocEntry AS VARCHAR(20)) AS receipt_id, r.CardCode AS customer_id, j.TaxDate AS document_date, j.DueDate AS due_date, r.DocDate AS settled_date,
       CASE WHEN COALESCE(j.FCCurrency, '') <> '' THEN j.FCCurrency ELSE a.MainCurncy END AS currency,
       CAST(ROUND(CASE WHEN COALESCE(j.FCCurrency, '') <> '' THEN p.AppliedFC ELSE p.SumApplied END, 2) AS DECIMAL(18,2)) AS amount
FROM {owner}RCT2 p
JOIN {owner}ORCT r ON r.DocEntry = p.DocNum AND r.DocType = 'C' AND r.Canceled = 'N'
JOIN {owner}JDT1 j ON j.TransType = p.InvType AND j.CreatedBy = p.DocEntry AND j.SourceLine = p.InstId AND j.ShortName = r.CardCode
CROSS JOIN {owner}OADM a
WHERE p.InvType IN ('13', '203')
