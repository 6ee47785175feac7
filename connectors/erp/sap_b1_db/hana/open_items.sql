-- HANA: the same as ../open_items.sql, columns in quotes because they keep their case.
SELECT CAST(REPLACE(REPLACE('<1>/<2>', '<1>', CAST(j."TransId" AS VARCHAR(20))), '<2>', CAST(j."Line_ID" AS VARCHAR(20))) AS VARCHAR(50)) AS item_id,
       c."CardCode" AS customer_id,
       CASE WHEN j."TransType" IN ('24', '46') THEN 'receipt' WHEN j."TransType" = '14' THEN 'credit_note' WHEN j."TransType" IN ('13', '203') THEN 'invoice'
            ELSE 'other' END AS doc_type,
       j."BaseRef" AS document_number, j."TaxDate" AS document_date, CASE WHEN n.instalments > 1 THEN CAST(j."SourceLine" AS VARCHAR(10)) END AS instalment,
       j."DueDate" AS due_date, CASE WHEN COALESCE(j."FCCurrency", '') <> '' THEN j."FCCurrency" ELSE a."MainCurncy" END AS currency,
       CAST(ROUND(CASE WHEN COALESCE(j."FCCurrency", '') <> '' THEN j."FCDebit" - j."FCCredit" ELSE j."Debit" - j."Credit" END, 2) AS DECIMAL(18,2)) AS amount,
       CAST(ROUND(CASE WHEN COALESCE(j."FCCurrency", '') <> '' THEN j."BalFcDeb" - j."BalFcCred" ELSE j."BalDueDeb" - j."BalDueCred" END, 2) AS DECIMAL(18,2)) AS open_amount,
       a."MainCurncy" AS home_currency, CAST(ROUND(j."Debit" - j."Credit", 2) AS DECIMAL(18,2)) AS home_amount,
       CAST(ROUND(j."BalDueDeb" - j."BalDueCred", 2) AS DECIMAL(18,2)) AS home_open_amount, j."LineMemo" AS reference, i."NumAtCard" AS customer_reference,
       CAST(j."BPLId" AS VARCHAR(10)) AS business_line, CAST(NULLIF(COALESCE(i."SlpCode", c."SlpCode"), -1) AS VARCHAR(10)) AS salesperson_id, h."UpdateDate" AS updated_at
FROM {owner}JDT1 j
JOIN {owner}OJDT h ON h."TransId" = j."TransId"
JOIN {owner}OCRD c ON c."CardCode" = j."ShortName" AND c."CardType" = 'C'
LEFT JOIN {owner}OINV i ON j."TransType" = '13' AND i."DocEntry" = j."CreatedBy"
LEFT JOIN (SELECT x."DocEntry" AS invoice, COUNT(*) AS instalments FROM {owner}INV6 x GROUP BY x."DocEntry") n ON j."TransType" = '13' AND n.invoice = j."CreatedBy"
CROSS JOIN {owner}OADM a
WHERE ROUND(CASE WHEN COALESCE(j."FCCurrency", '') <> '' THEN j."BalFcDeb" - j."BalFcCred" ELSE j."BalDueDeb" - j."BalDueCred" END, 2) <> 0
