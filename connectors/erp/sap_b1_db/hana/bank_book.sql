-- HANA: the same as ../bank_book.sql, columns in quotes because they keep their case.
SELECT CAST(REPLACE(REPLACE('<1>/<2>', '<1>', CAST(j."TransId" AS VARCHAR(20))), '<2>', CAST(j."Line_ID" AS VARCHAR(20))) AS VARCHAR(50)) AS entry_id,
       j."Account" AS bank_account, j."RefDate" AS "date",
       CASE WHEN o."ActCurr" IN ('##', a."MainCurncy") THEN a."MainCurncy" ELSE o."ActCurr" END AS currency,
       CAST(ROUND(CASE WHEN o."ActCurr" IN ('##', a."MainCurncy") THEN j."Debit" - j."Credit" ELSE j."FCDebit" - j."FCCredit" END, 2) AS DECIMAL(18,2)) AS amount,
       c."CardName" AS counterparty, COALESCE(NULLIF(j."Ref2", ''), j."LineMemo") AS reference, h."UpdateDate" AS updated_at
FROM {owner}JDT1 j
JOIN {owner}OJDT h ON h."TransId" = j."TransId"
JOIN {owner}OACT o ON o."AcctCode" = j."Account"
JOIN (SELECT DISTINCT d."GLAccount" AS bank FROM {owner}DSC1 d) b ON b.bank = j."Account"
LEFT JOIN {owner}OCRD c ON c."CardCode" = j."ContraAct"
CROSS JOIN {owner}OADM a
