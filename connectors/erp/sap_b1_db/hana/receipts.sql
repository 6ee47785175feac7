-- HANA: the same as ../receipts.sql, columns in quotes because they keep their case.
SELECT CAST(r."DocEntry" AS VARCHAR(20)) AS receipt_id, r."CardCode" AS customer_id, r."DocDate" AS "date",
       CASE WHEN r."DocTotalFC" <> 0 THEN r."DocCurr" ELSE a."MainCurncy" END AS currency,
       CAST(ROUND(CASE WHEN r."DocTotalFC" <> 0 THEN r."DocTotalFC" ELSE r."DocTotal" END, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(COALESCE(CASE WHEN r."DocTotalFC" <> 0 THEN b.open_fc ELSE b.open_home END, 0), 2) AS DECIMAL(18,2)) AS open_amount,
       CASE WHEN COALESCE(NULLIF(r."TrsfrAcct", ''), r."CashAcct") IN (:bill_accounts) THEN 'bill' WHEN r."TrsfrSum" <> 0 THEN 'transfer'
            WHEN r."CashSum" <> 0 THEN 'cash' ELSE 'transfer' END AS method,
       'approved' AS state, COALESCE(NULLIF(r."TrsfrAcct", ''), r."CashAcct") AS bank_account,
       COALESCE(NULLIF(r."TrsfrRef", ''), CAST(r."DocNum" AS VARCHAR(20))) AS reference, r."UpdateDate" AS updated_at
FROM {owner}ORCT r
LEFT JOIN (SELECT j."CreatedBy" AS payment, j."ShortName" AS partner, SUM(j."BalDueCred" - j."BalDueDeb") AS open_home, SUM(j."BalFcCred" - j."BalFcDeb") AS open_fc
           FROM {owner}JDT1 j WHERE j."TransType" = '24' GROUP BY j."CreatedBy", j."ShortName") b ON b.payment = r."DocEntry" AND b.partner = r."CardCode"
CROSS JOIN {owner}OADM a
WHERE r."DocType" = 'C' AND r."Canceled" = 'N'
